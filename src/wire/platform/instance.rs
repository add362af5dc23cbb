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
    And(Vec<InstanceCriteria>),
    /// Any of these.
    Or(Vec<InstanceCriteria>),
    /// None of these.
    Not(Vec<InstanceCriteria>),
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
            InstanceCriteria::Criteria(InstanceCriterion { key, operator, value: Some(id.to_owned()) })
        };
        let mut any: Vec<_> = ids.into_iter().map(criterion).collect();
        let query = if any.len() > 1 { vec![InstanceCriteria::Or(any)] } else { any.pop().into_iter().collect() };
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
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_code: Option<u16>,
}
