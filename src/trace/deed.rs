//! What a flow did besides messages, attributes and its ending: milestones, outcomes, tags, notifications. Values only.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ActionId;

/// All that a flow did besides messages, attributes and its ending, in order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deeds {
    /// Flow milestones that were reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub milestones: Vec<Milestone>,
    /// Flow outcomes that were begun or set, each once, with its last result.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<FlowOutcome>,
    /// Everything else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Deed>,
}

/// A flow milestone that was reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Milestone {
    /// Its name.
    pub name: Arc<str>,
    /// When.
    pub at: Timestamp,
    /// The action.
    pub action: ActionId,
}

/// What a flow outcome came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OutcomeValue {
    /// It succeeded.
    Success,
    /// It failed.
    Failure,
}

/// A flow outcome: what self-service is measured by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FlowOutcome {
    /// Its name.
    pub name: Arc<str>,
    /// Its last result; none while it is begun and not set. A flow that ends so counts as failed.
    pub value: Option<OutcomeValue>,
    /// When it was begun; none where it was only set.
    pub started: Option<Timestamp>,
    /// When its last result was set.
    pub ended: Option<Timestamp>,
    /// The action that changed it last.
    pub action: ActionId,
}

/// Anything else that a flow did: a tag, a notification, a callback.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deed {
    /// The kind of the action (`setExternalTag`).
    pub kind: Arc<str>,
    /// What it was done with: names and texts. NOT_SET is left out.
    pub details: Vec<(Arc<str>, String)>,
    /// When.
    pub at: Timestamp,
    /// The action.
    pub action: ActionId,
}

impl Deeds {
    /// Whether nothing was done.
    pub fn is_empty(&self) -> bool {
        self.milestones.is_empty() && self.outcomes.is_empty() && self.others.is_empty()
    }

    /// The outcome of that name, in any letter case.
    pub fn outcome(&self, name: &str) -> Option<&FlowOutcome> {
        self.outcomes.iter().find(|one| one.name.eq_ignore_ascii_case(name))
    }

    /// Begins an outcome. One that has a result begins anew: the vendor's page says that meeting it again resets it.
    pub fn begin(&mut self, name: &Arc<str>, at: Timestamp, action: ActionId) {
        self.outcomes.retain(|one| !one.name.eq_ignore_ascii_case(name));
        let outcome = FlowOutcome { name: name.clone(), value: None, started: Some(at), ended: None, action };
        self.outcomes.push(outcome);
    }

    /// Sets the result of an outcome, begun or not.
    pub fn set(&mut self, name: &Arc<str>, value: OutcomeValue, at: Timestamp, action: ActionId) {
        let known = self.outcomes.iter_mut().find(|one| one.name.eq_ignore_ascii_case(name));
        let Some(known) = known else {
            let outcome =
                FlowOutcome { name: name.clone(), value: Some(value), started: None, ended: Some(at), action };
            return self.outcomes.push(outcome);
        };
        known.value = Some(value);
        known.ended = Some(at);
        known.action = action;
    }

    /// What is left without a result when the flow has ended counts as failed; the vendor's page on beginning outcomes says so.
    pub fn close(&mut self) {
        for outcome in &mut self.outcomes {
            outcome.value.get_or_insert(OutcomeValue::Failure);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(name: &str) -> ActionId {
        ActionId { flow: "F".into(), container: "C".into(), name: name.into(), ordinal: 0 }
    }

    #[test]
    fn an_outcome_keeps_its_last_result_and_begins_anew() {
        let (one, two): (Timestamp, Timestamp) =
            ("2026-11-23T10:00:00Z".parse().unwrap(), "2026-11-23T10:05:00Z".parse().unwrap());
        let mut deeds = Deeds::default();
        let name: Arc<str> = "Pay".into();
        deeds.begin(&name, one, action("Begin"));
        deeds.set(&"pay".into(), OutcomeValue::Success, two, action("Set"));
        let outcome = deeds.outcome("PAY").unwrap();
        assert_eq!(
            (outcome.value, outcome.started, outcome.ended),
            (Some(OutcomeValue::Success), Some(one), Some(two))
        );
        deeds.begin(&name, two, action("Again"));
        assert_eq!(deeds.outcomes.len(), 1);
        assert_eq!(deeds.outcome("Pay").unwrap().value, None);
        deeds.close();
        assert_eq!(deeds.outcome("Pay").unwrap().value, Some(OutcomeValue::Failure));
    }
}
