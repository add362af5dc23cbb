//! Whether the steps of a conversation can happen in their order. Must not know how a step is written.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::scenario::model::{Receive, Start, Step, StepKind};

/// What is known of the conversation between two steps.
struct State {
    /// Whether the customer has the window open.
    here: bool,
    /// Whether anything could have made the flow speak.
    begun: bool,
    /// Whether there is a message to choose from.
    received: bool,
}

/// Reports each step that cannot happen where it stands.
pub(super) fn check_order(start: Start, steps: &[Step], found: &mut Diagnostics) {
    let mut state = State { here: true, begun: start == Start::Join, received: false };
    for step in steps {
        if let Some((message, help)) = fault_of(&step.kind, &state) {
            let place = step.place.clone();
            found.push(Diagnostic::error(Code::BAD_CONVERSATION, message).at(place).help(help));
        }
        advance(&mut state, start, &step.kind);
    }
}

fn fault_of(kind: &StepKind, state: &State) -> Option<(&'static str, &'static str)> {
    let fault = match kind {
        StepKind::Say(_) | StepKind::Attach(_) | StepKind::Choose(_) if !state.here => {
            ("the customer says something after leaving", "put `resume` or `start_new` before this step")
        }
        StepKind::Choose(_) if !state.received => (
            "the customer chooses before anything was received",
            "put the `receive` that offers the choice before this step",
        ),
        StepKind::Receive(receive) if !state.here => match receive {
            Receive::NoneFor(_) => ("nobody watches after the customer left", "write `wait: …` for time that passes"),
            _ => ("something is received after the customer left", "put `resume` before this step"),
        },
        StepKind::Receive(_) if !state.begun => (
            "something is received before the customer said anything",
            "begin with a `say`, or set `start: join` where the flow speaks first",
        ),
        StepKind::Leave if !state.here => ("the customer leaves twice", "put `resume` between the two, or remove one"),
        StepKind::Resume if state.here => {
            ("the customer comes back without having left", "put `leave` before this step")
        }
        _ => return None,
    };
    Some(fault)
}

fn advance(state: &mut State, start: Start, kind: &StepKind) {
    match kind {
        StepKind::Say(_) | StepKind::Attach(_) | StepKind::Choose(_) => state.begun = true,
        StepKind::Receive(Receive::NoneFor(_)) | StepKind::Wait(_) | StepKind::Attributes(_) => {}
        StepKind::Receive(_) => state.received = true,
        StepKind::Leave => state.here = false,
        StepKind::Resume => state.here = true,
        StepKind::StartNew => *state = State { here: true, begun: start == Start::Join, received: false },
    }
}
