//! What a probe found: an answer to each question, and what a run takes from them. Must not know how any was found.

use std::time::Duration;

use super::Question;
use crate::project::Habits;

/// How much longer than was measured a run waits: one measurement says little of a busy hour.
const MARGIN: u32 = 4;

/// An answer, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// To which question.
    pub question: Question,
    /// Whether it was measured.
    pub measured: bool,
    /// The answer, or why there is none; one line.
    pub says: String,
}

/// What a probe found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The answers so far; once a probe is over, one to each question, in their order.
    pub answers: Vec<Answer>,
    /// What a run takes from them: only what differs from what it assumes, or is certain.
    pub habits: Habits,
}

impl Findings {
    /// The answer to a question.
    pub fn of(&self, question: Question) -> Option<&Answer> {
        self.answers.iter().find(|one| one.question == question)
    }

    /// An answer; the first to a question stands.
    pub(super) fn measured(&mut self, question: Question, says: impl Into<String>) {
        self.put(question, true, says.into());
    }

    /// Why there is no answer.
    pub(super) fn open(&mut self, question: Question, why: impl Into<String>) {
        self.put(question, false, why.into());
    }

    /// Sorts the answers, and says of each question without one that it was not asked.
    pub(super) fn complete(mut self, why: &str) -> Self {
        for question in Question::ALL {
            self.open(question, why);
        }
        self.answers.sort_by_key(|one| Question::ALL.iter().position(|question| *question == one.question));
        self
    }

    fn put(&mut self, question: Question, measured: bool, says: String) {
        if self.of(question).is_none() {
            let says = says.split_whitespace().collect::<Vec<_>>().join(" ");
            self.answers.push(Answer { question, measured, says });
        }
    }
}

/// A wait that is long enough for a lag, in whole seconds; none where the usual one is.
pub(super) fn enough(lag: Duration, usual: Duration) -> Option<Duration> {
    let needed =
        Duration::from_secs(lag.saturating_mul(MARGIN).as_millis().div_ceil(1_000).try_into().unwrap_or(u64::MAX));
    (needed > usual).then_some(needed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_question_has_one_answer_in_their_order_and_the_first_stands() {
        let mut findings = Findings::default();
        findings.measured(Question::Rate, "5\n a second");
        findings.open(Question::AttributeKey, "not seen");
        findings.measured(Question::AttributeKey, "too late");
        let all = findings.complete("not asked");
        assert_eq!(all.answers.iter().map(|one| one.question).collect::<Vec<_>>(), Question::ALL);
        let said = |question| all.of(question).map(|one| (one.measured, one.says.as_str()));
        assert_eq!(said(Question::AttributeKey), Some((false, "not seen")));
        assert_eq!(said(Question::Rate), Some((true, "5 a second")));
        assert_eq!(said(Question::Names), Some((false, "not asked")));
    }

    #[test]
    fn a_run_waits_longer_only_where_the_org_is_slow() {
        let seconds = Duration::from_secs;
        assert_eq!(enough(seconds(2), seconds(30)), None);
        assert_eq!(enough(Duration::from_millis(7_600), seconds(30)), Some(seconds(31)));
    }
}
