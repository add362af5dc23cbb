//! An examination in progress: findings as they are made, and what a read call tells besides its answer. Must not know what is looked at.

use super::report::{Finding, Report, State};
use super::{Check, Thoroughness};
use crate::genesys::{ClientError, ErrorKind};
use crate::live::{Guarded, Sandbox};

/// An examination.
pub(super) struct Exam<'a> {
    /// The org.
    pub sandbox: &'a Sandbox,
    /// What the guard has read already; none where it was not asked.
    pub known: Option<&'a Guarded>,
    /// How much is looked at.
    pub thoroughness: Thoroughness,
    /// What was found so far.
    pub report: Report,
}

/// What a read call came to.
pub(super) enum Looked<T> {
    /// It is there.
    Found(T),
    /// The org has none.
    Missing,
    /// It could not be looked at, and why.
    Not(String),
}

/// Of what a finding is.
#[derive(Clone, Copy)]
pub(super) struct Of<'a>(pub Check, pub Option<&'a str>);

impl Exam<'_> {
    /// All is well.
    pub fn ok(&mut self, of: Of<'_>, message: impl Into<String>) {
        self.put(of, State::Ok, message.into(), Vec::new());
    }

    /// Something will be missing.
    pub fn warn<const N: usize>(&mut self, of: Of<'_>, message: impl Into<String>, help: [&str; N]) {
        self.put(of, State::Warn, message.into(), help.map(str::to_owned).to_vec());
    }

    /// No run should be held.
    pub fn wrong<const N: usize>(&mut self, of: Of<'_>, message: impl Into<String>, help: [&str; N]) {
        self.put(of, State::Wrong, message.into(), help.map(str::to_owned).to_vec());
    }

    /// Paths will not be seen. Before a run that is a warning: it judges what is said all the same, and calls the rest unverifiable.
    pub fn blind<const N: usize>(&mut self, of: Of<'_>, message: impl Into<String>, help: [&str; N]) {
        if self.known.is_some() { self.warn(of, message, help) } else { self.wrong(of, message, help) }
    }

    /// It was not looked at.
    pub fn not(&mut self, of: Of<'_>, why: impl Into<String>) {
        self.put(of, State::NotLookedAt, why.into(), Vec::new());
    }

    /// A finding; the first of a thing stands.
    pub fn put(&mut self, Of(check, subject): Of<'_>, state: State, message: String, help: Vec<String>) {
        if self.report.of(check, subject).is_none() {
            let subject = subject.map(str::to_owned);
            self.report.findings.push(Finding { check, subject, state, message, help });
        }
    }

    /// What a call came to that needs a permission. That the permission is missing is a finding of its own, made once.
    pub fn looked<T>(&mut self, permission: &str, result: Result<T, ClientError>) -> Looked<T> {
        match result {
            Ok(found) => Looked::Found(found),
            Err(error) if error.kind == ErrorKind::NotFound => Looked::Missing,
            Err(error) if matches!(error.kind, ErrorKind::Forbidden { .. }) => {
                self.lacks(permission, &error);
                Looked::Not(format!("it needs the permission {permission}"))
            }
            Err(error) => Looked::Not(error.to_string()),
        }
    }
}
