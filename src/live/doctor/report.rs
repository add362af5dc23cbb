//! What was found: a finding for each thing that was to be looked at, and their sum. Must not know how anything is looked at or printed.

use super::Check;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::wire::platform::Organization;

/// How a thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// As it should be.
    Ok,
    /// A run can be held, and something will be missing or slow.
    Warn,
    /// No run should be held.
    Wrong,
    /// Not looked at, because something before it was not as it should be, or because only trying would tell.
    NotLookedAt,
}

impl State {
    /// All, in the order of the sum.
    pub const ALL: [Self; 4] = [Self::Ok, Self::Warn, Self::Wrong, Self::NotLookedAt];

    /// Its words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Wrong => "wrong",
            Self::NotLookedAt => "not looked at",
        }
    }
}

/// What was found of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// Of what: a flow by its name in flowproof.yaml, or a permission; none for the org itself.
    pub subject: Option<String>,
    /// How it was found.
    pub state: State,
    /// In words, on one line.
    pub message: String,
    /// How to mend it, a line each; none where all is well.
    pub help: Vec<String>,
}

/// All that was found, in the order in which it was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The org that was reached.
    pub organization: Option<Organization>,
    /// The findings.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether a run can be held: nothing is wrong, and something was looked at.
    pub fn is_fit(&self) -> bool {
        self.count(State::Ok) > 0 && self.count(State::Wrong) == 0
    }

    /// How many were found so.
    pub fn count(&self, state: State) -> usize {
        self.findings.iter().filter(|one| one.state == state).count()
    }

    /// The finding of a thing.
    pub fn of(&self, check: Check, subject: Option<&str>) -> Option<&Finding> {
        self.findings.iter().find(|one| one.check == check && one.subject.as_deref() == subject)
    }

    /// What is wrong and what is doubtful as diagnostics, for a run that begins with an examination.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut all = Diagnostics::new();
        for one in &self.findings {
            let subject = one.subject.as_deref().map(|subject| format!("{subject}: ")).unwrap_or_default();
            let message = format!("{}: {subject}{}", one.check, one.message);
            let diagnostic = match one.state {
                State::Wrong => Diagnostic::error(Code::ORG_UNFIT, message),
                State::Warn => Diagnostic::warning(Code::ORG_UNFIT, message),
                State::Ok | State::NotLookedAt => continue,
            };
            all.push(one.help.iter().fold(diagnostic, |diagnostic, line| diagnostic.help(line.as_str())));
        }
        all
    }

    /// One line: how many of each, and whether the org is fit.
    pub fn sum(&self) -> String {
        let counts = State::ALL.map(|state| (self.count(state), state.words()));
        let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}"));
        let fit = if self.is_fit() { "fit" } else { "not fit" };
        format!("{}: the org is {fit} for `run --target live`", counts.collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(states: &[State]) -> Report {
        let finding = |state: &State| Finding {
            check: Check::Disconnect,
            subject: Some("support".to_owned()),
            state: *state,
            message: "m".to_owned(),
            help: vec!["h".to_owned()],
        };
        Report { organization: None, findings: states.iter().map(finding).collect() }
    }

    #[test]
    fn warnings_leave_an_org_fit_and_nothing_at_all_does_not() {
        assert!(report(&[State::Ok, State::Warn, State::NotLookedAt]).is_fit());
        assert!(!report(&[State::Ok, State::Wrong]).is_fit());
        assert!(!report(&[State::NotLookedAt]).is_fit());
        assert!(!report(&[]).is_fit());
    }

    #[test]
    fn the_sum_says_how_many_there_are_of_each() {
        let sum = report(&[State::Ok, State::Ok, State::Wrong, State::NotLookedAt]).sum();
        assert_eq!(sum, "2 ok, 1 wrong, 1 not looked at: the org is not fit for `run --target live`");
    }

    #[test]
    fn what_is_wrong_is_an_error_and_what_is_doubtful_a_warning() {
        let all = report(&State::ALL).diagnostics();
        assert_eq!(all.len(), 2);
        assert!(all.has_errors() && all.iter().all(|one| one.message == "disconnect: support: m" && one.help == ["h"]));
    }
}
