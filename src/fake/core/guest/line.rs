//! The way from the core to one connection.

use std::time::Duration;

/// What goes to a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Push {
    /// A text frame, so much later than it was pushed; what is pushed after it waits for it.
    Frame(String, Duration),
    /// A close with a code and a reason.
    Close(u16, &'static str),
    /// The connection breaks without a word, as code 1006 tells the other side.
    Drop,
    /// Nothing goes out; when something comes due next is to be looked up anew.
    Wake,
}

/// Takes what goes to one connection. Called with the tenant's lock held: it must hand over and not wait. What is pushed to a connection
/// that is gone is lost, as on a real one.
pub trait Line: Send {
    /// Hands it over.
    fn push(&self, push: Push);
}
