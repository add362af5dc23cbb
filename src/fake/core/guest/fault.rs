//! Scripted failures of guest sessions: at which step, how often, and what happens.

use std::time::Duration;

/// A scripted failure. Faults are tried in the order given, and the first that is due strikes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestFault {
    /// At which step.
    pub at: GuestStep,
    /// How many times it strikes; always, where none is given.
    pub times: Option<u32>,
    /// How many pass first.
    pub after: u32,
    /// What happens.
    pub action: GuestFaultAction,
}

/// A step of a guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GuestStep {
    /// Opening the connection.
    Connect,
    /// Configuring the session.
    Configure,
    /// Opening the window.
    Join,
    /// Saying or choosing something.
    Message,
    /// Announcing a file.
    Attach,
    /// Ending the conversation.
    Clear,
    /// Closing the session.
    Leave,
    /// A sign of life.
    Echo,
    /// Asking for the history's token.
    Jwt,
}

/// What happens at a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuestFaultAction {
    /// The connection is closed with this code, before the step has an effect; with 1006 it just breaks.
    Close(u16),
    /// The step has no effect and nothing is answered.
    NoAnswer,
    /// The step is refused with this code and these words.
    Error {
        /// The envelope's code.
        code: u16,
        /// Its body.
        text: String,
    },
    /// The step is refused for coming too fast; so many seconds to wait.
    RateLimited {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// The session expires.
    Expire,
    /// A frame of a class that nobody knows comes before the right ones.
    UnknownClass,
    /// Each frame comes twice.
    Duplicate,
    /// The frames come in reverse order.
    OutOfOrder,
    /// A frame of so many bytes comes before the right ones.
    Oversized(usize),
    /// A frame that is not JSON comes before the right ones.
    Malformed,
    /// The right frames come so much later, on the real clock.
    Delay(Duration),
    /// The handshake is refused with this HTTP status; at [`GuestStep::Connect`] only.
    Refuse(u16),
}

impl GuestFaultAction {
    /// Whether the step is not carried out.
    pub fn replaces(&self) -> bool {
        matches!(
            self,
            Self::Close(_)
                | Self::NoAnswer
                | Self::Error { .. }
                | Self::RateLimited { .. }
                | Self::Expire
                | Self::Refuse(_)
        )
    }
}

impl GuestStep {
    /// The words of files, options and messages.
    pub const WORDS: &'static [(&'static str, GuestStep)] = &[
        ("connect", Self::Connect),
        ("configure", Self::Configure),
        ("join", Self::Join),
        ("message", Self::Message),
        ("attach", Self::Attach),
        ("clear", Self::Clear),
        ("leave", Self::Leave),
        ("echo", Self::Echo),
        ("jwt", Self::Jwt),
    ];
}

/// The faults of one tenant and how far each has come.
#[derive(Debug, Default)]
pub struct GuestFaults {
    armed: Vec<(GuestFault, u32, u32)>,
}

impl GuestFaults {
    /// None has struck yet.
    pub fn new(faults: Vec<GuestFault>) -> Self {
        Self { armed: faults.into_iter().map(|fault| (fault, 0, 0)).collect() }
    }

    /// What strikes a step.
    pub fn strike(&mut self, at: GuestStep) -> Option<GuestFaultAction> {
        let mut strikes = None;
        for (fault, seen, struck) in self.armed.iter_mut().filter(|(fault, _, _)| fault.at == at) {
            let passed = *seen >= fault.after;
            *seen = seen.saturating_add(1);
            if strikes.is_none() && passed && fault.times.is_none_or(|times| *struck < times) {
                *struck = struck.saturating_add(1);
                strikes = Some(fault.action.clone());
            }
        }
        strikes
    }

    /// Adds one more, which is tried last.
    pub fn add(&mut self, fault: GuestFault) {
        self.armed.push((fault, 0, 0));
    }

    /// Those that did not strike as often as they were scripted to, once at least.
    pub fn left(&self) -> Vec<GuestFault> {
        let left = self.armed.iter().filter(|(fault, _, struck)| *struck < fault.times.unwrap_or(1));
        left.map(|(fault, _, _)| fault.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_strikes_at_its_step_after_its_count_and_then_no_more() {
        let fault = GuestFault { at: GuestStep::Message, times: Some(1), after: 1, action: GuestFaultAction::NoAnswer };
        let mut faults = GuestFaults::new(vec![fault.clone()]);
        assert_eq!(faults.strike(GuestStep::Join), None);
        assert_eq!(faults.strike(GuestStep::Message), None);
        assert_eq!(faults.left(), [fault]);
        assert_eq!(faults.strike(GuestStep::Message), Some(GuestFaultAction::NoAnswer));
        assert_eq!(faults.strike(GuestStep::Message), None);
        assert_eq!(faults.left(), []);
    }
}
