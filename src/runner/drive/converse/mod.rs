//! A real conversation: a guest over the WebSocket, as many turns as the scenario has, then what the org knows of it. Nothing here is told by
//! the target what happened; all of it comes over the wire, as from a real org.

mod attributes;
mod choose;
mod collect;
mod failure;
mod history;
mod known;
mod paths;
mod settle;
mod steps;
mod talk;

use self::talk::Talk;
use super::Driven;
use crate::project::Resolved;
use crate::runner::target::Seat;
use crate::scenario::model::{Case, Start};

pub(in crate::runner) use known::known;
pub use settle::Settle;

/// Drives the case. What went wrong is written into the evidence; what was begun is ended and collected all the same.
pub(super) async fn drive(seat: &Seat, case: &Case, resolved: &Resolved, driven: &mut Driven) {
    let Some(place) = &seat.guest else {
        driven.warnings.push("this target serves no guests".to_owned());
        return;
    };
    let mut talk = Talk::new(seat, place, case, resolved, driven);
    let outcome = talk.open().await;
    let outcome = match outcome {
        Ok(()) if case.start == Start::Join => talk.join().await,
        other => other,
    };
    let outcome = match outcome {
        Ok(()) => talk.steps().await,
        failed => failed,
    };
    if let Err(failure) = outcome {
        talk.driven.evidence.failure = Some(failure);
    }
    talk.collect().await;
}
