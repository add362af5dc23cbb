//! Flow instances: query, job, and where the data can be downloaded (facts: genesys-api.md 6.2).

use serde::{Deserialize, Serialize};

/// Body of `POST /api/v2/flows/instances/query`. The items hold together: all must be met.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InstanceQuery {
    /// The conditions.
    pub query: Vec<InstanceCriteria>,
}

/// One condition: a criterion, or several joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum InstanceCriteria {
    /// A single one.
    Criteria(InstanceCriterion),
    /// All of these.
    And(Vec<InstanceCriterion>),
    /// Any of these.
    Or(Vec<InstanceCriterion>),
    /// None of these.
    Not(Vec<InstanceCriterion>),
}

/// A key compared with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceCriterion {
    /// `ConversationId`, `FlowId`, `FlowStartDateTime`…
    pub key: String,
    /// `eq`, `gt`, `gte`, `lt`, `lte`, `begins`, `not_null`…
    pub operator: String,
    /// With what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl InstanceQuery {
    /// The instances of any of these conversations.
    pub fn of_conversations<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let criterion = |id: &str| {
            let (key, operator) = ("ConversationId".to_owned(), "eq".to_owned());
            InstanceCriterion { key, operator, value: Some(id.to_owned()) }
        };
        let mut any: Vec<_> = ids.into_iter().map(criterion).collect();
        let query = if any.len() > 1 {
            vec![InstanceCriteria::Or(any)]
        } else {
            any.pop().map(InstanceCriteria::Criteria).into_iter().collect()
        };
        Self { query }
    }
}

/// An execution of a flow that the org keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FlowInstance {
    /// Its id.
    pub id: String,
    /// The flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_id: Option<String>,
    /// The flow's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_name: Option<String>,
    /// The flow's version: `12.0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_version: Option<String>,
    /// `inboundshortmessage`…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_type: Option<String>,
    /// The conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<String>,
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date_time: Option<String>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date_time: Option<String>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_error_reason: Option<String>,
    /// Its own path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// Body of `POST /api/v2/flows/instances/jobs`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceIds {
    /// The instances whose data are wanted.
    pub ids: Vec<String>,
}

/// A job that gathers execution data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct InstanceJob {
    /// Its id.
    pub id: String,
    /// How far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_state: Option<JobState>,
    /// What it gathered.
    pub entities: Vec<InstanceResult>,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum JobState {
    /// It waits.
    Registered,
    /// It works.
    Running,
    /// It is done.
    Success,
    /// It failed.
    Failed,
    /// A state that is not known.
    #[serde(other)]
    Unknown,
}

/// The data of one instance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct InstanceResult {
    /// The instance.
    pub id: String,
    /// Where the document can be read, without a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub download_uri: Option<String>,
    /// Whether there are none.
    pub failed: bool,
    /// Why. The vendor's schema has it as text, so that both are read.
    #[serde(with = "status_code", skip_serializing_if = "Option::is_none")]
    pub status_code: Option<u16>,
}

/// A status that is text on the wire, and that a reader takes as a number too.
mod status_code {
    use serde::de::Deserializer;
    use serde::ser::Serializer;
    use serde::{Deserialize, Serialize};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        Number(u16),
        Text(String),
    }

    pub fn serialize<S: Serializer>(status: &Option<u16>, serializer: S) -> Result<S::Ok, S::Error> {
        status.map(|status| status.to_string()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
        Ok(match Option::<Form>::deserialize(deserializer)? {
            Some(Form::Number(status)) => Some(status),
            Some(Form::Text(text)) => text.parse().ok(),
            None => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value as Json, json};

    use super::*;

    #[rstest]
    #[case(json!("404"), Some(404))]
    #[case(json!(404), Some(404))]
    #[case(json!("CANCELLED"), None)]
    #[case(Json::Null, None)]
    fn a_status_is_read_in_either_form(#[case] status: Json, #[case] expected: Option<u16>) {
        let read: InstanceResult = serde_json::from_value(json!({ "id": "i", "statusCode": status })).unwrap();
        assert_eq!(read.status_code, expected);
    }

    #[test]
    fn a_query_has_the_form_of_the_schema() {
        let query = serde_json::to_value(InstanceQuery::of_conversations(["c-1", "c-2"])).unwrap();
        let item = |id: &str| json!({ "key": "ConversationId", "operator": "eq", "value": id });
        assert_eq!(query, json!({ "query": [{ "or": [item("c-1"), item("c-2")] }] }));
        let query = serde_json::to_value(InstanceQuery::of_conversations(["c-1"])).unwrap();
        assert_eq!(query, json!({ "query": [{ "criteria": item("c-1") }] }));
    }
}
