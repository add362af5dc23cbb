//! Readers of the event stream: terminal, JSON lines and HTML. They see events and nothing of the runner.

mod html;
mod json;
mod rerun;
mod terminal;

use std::io;

pub use html::HtmlReport;
pub use json::{JsonReport, events_schema};
pub use terminal::{TerminalReport, Verbosity};

use crate::event::Event;

/// Something that reads the stream and writes it down.
pub trait Report: Send {
    /// Takes one event, in order.
    ///
    /// # Errors
    /// It could not be written: a full disk, a closed pipe. The run must not be called green then.
    fn event(&mut self, event: &Event) -> io::Result<()>;
}
