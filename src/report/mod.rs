//! Readers of the event stream: terminal, JSON lines, JUnit XML, GitHub, HTML. They see events and nothing of the runner.

mod github;
mod headline;
mod html;
mod json;
mod junit;
mod merge;
mod rerun;
mod terminal;

use std::io;

pub use github::{GithubReport, Repository};
pub use html::HtmlReport;
pub use json::{JsonReport, events_schema, read_events};
pub use junit::JunitReport;
pub use merge::{Merged, Told, merge};
pub use terminal::{Screen, TerminalReport, Verbosity};

use crate::event::Event;

/// Writes a text whole or not at all, at the end of a run.
pub type WriteWhole = Box<dyn FnMut(&str) -> io::Result<()> + Send>;

/// Something that reads the stream and writes it down.
pub trait Report: Send {
    /// Takes one event, in order.
    ///
    /// # Errors
    /// It could not be written: a full disk, a closed pipe. The run must not be called green then.
    fn event(&mut self, event: &Event) -> io::Result<()>;

    /// Some time has passed without an event.
    ///
    /// # Errors
    /// As for an event.
    fn tick(&mut self) -> io::Result<()> {
        Ok(())
    }
}
