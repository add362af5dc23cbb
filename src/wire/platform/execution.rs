//! Flow execution data, as a job lets it download (facts: genesys-api.md 6.3; no schema is published). Read leniently: kinds are open
//! words, and every field may be missing.

use indexmap::IndexMap;
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The document.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct ExecutionDocument {
    /// The execution.
    pub flow: FlowExecution,
}

/// An execution of a flow.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FlowExecution {
    /// Its id.
    pub execution_id: Option<String>,
    /// Its conversation.
    pub conversation_id: Option<String>,
    /// The flow.
    pub flow_id: Option<String>,
    /// The flow's name.
    pub flow_name: Option<String>,
    /// `inboundshortmessage`…
    pub flow_type: Option<String>,
    /// `12.0`.
    pub flow_version: Option<String>,
    /// When it began.
    pub start_date_time: Option<String>,
    /// When it ended.
    pub end_date_time: Option<String>,
    /// What happened, in order.
    pub execution: Vec<ExecutionEvent>,
    /// Extension of the fake org: how it ended, as `simulate` says it. A real org has none.
    pub flowproof_ending: Option<Json>,
}

/// One event: on the wire an object of a single key, which is the event's kind.
#[derive(Debug, Clone, PartialEq)]
pub struct ExecutionEvent {
    /// `startedFlow`, `actionDecision`, `endedTask`…
    pub kind: String,
    /// What it says.
    pub payload: ExecutionPayload,
}

impl<'de> Deserialize<'de> for ExecutionEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = IndexMap::<String, ExecutionPayload>::deserialize(deserializer)?;
        let (kind, payload) = fields.pop().ok_or_else(|| D::Error::custom("an event without a kind"))?;
        Ok(Self { kind, payload })
    }
}

/// What an event says.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExecutionPayload {
    /// When.
    pub date_time: Option<String>,
    /// The action's id in the flow's configuration.
    pub action_id: Option<String>,
    /// The action's name, where the org records names.
    pub action_name: Option<String>,
    /// The number that Architect shows beside the action.
    pub tracking_id: Option<i64>,
    /// The name of a task or state that began.
    pub task_name: Option<String>,
    /// Its id.
    pub task_id: Option<String>,
    /// The name of a flow (bot, module) that began within another.
    pub flow_name: Option<String>,
    /// `__YES__`, `__NO__`, `__DEFAULT__`, or a GUID.
    pub output_path_id: Option<String>,
    /// The output's name.
    pub output_path_name: Option<String>,
    /// What went in.
    pub input_data: Option<Json>,
    /// What came out.
    pub output_data: Option<Json>,
    /// Variables written.
    pub output_variables: Vec<ExecutionAssignment>,
    /// Variables written by an update of data.
    pub statements: Vec<ExecutionAssignment>,
    /// What went wrong.
    pub errors: Vec<ExecutionError>,
    /// Why a flow ended.
    pub flow_exit_reason: Option<String>,
    /// What happened within: the actions of a called task, a bot, a loop.
    pub execution: Vec<ExecutionEvent>,
    /// Extension of the fake org: how deep the action stands, where that is deeper than documents nest. A real org has none.
    pub flowproof_depth: Option<u16>,
    /// Extension of the fake org: why a decision went its way, as `simulate` says it. A real org has none.
    pub flowproof_cause: Option<Json>,
}

/// A variable that was written.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExecutionAssignment {
    /// `Flow.tier`.
    pub variable_name: String,
    /// Its value; null for NOT_SET.
    pub value: Json,
}

/// What went wrong in an action.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExecutionError {
    /// In words.
    pub message: Option<String>,
    /// As a word.
    pub error_type: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn events_nest_and_unknown_fields_do_not_matter() {
        let document = json!({"flow": {"flowName": "F", "division": {"id": "d"}, "execution": [
            {"startedTask": {"taskName": "Main", "variables": []}},
            {"actionCallTask": {"actionName": "Call", "targetTask": {"taskName": "T"}, "execution": [
                {"actionDecision": {"actionName": "Gold?", "outputPathId": "__YES__", "trackingId": 12}}
            ]}}
        ]}});
        let read: ExecutionDocument = serde_json::from_value(document).unwrap();
        let [task, call] = &read.flow.execution[..] else { panic!("two events") };
        assert_eq!((task.kind.as_str(), task.payload.task_name.as_deref()), ("startedTask", Some("Main")));
        let within = &call.payload.execution[0];
        assert_eq!(
            (within.kind.as_str(), within.payload.output_path_id.as_deref()),
            ("actionDecision", Some("__YES__"))
        );
    }

    #[test]
    fn an_event_without_a_kind_is_refused() {
        assert!(serde_json::from_value::<ExecutionEvent>(json!({})).is_err());
    }
}
