//! The conditions of a query for executions (facts: genesys-api.md 6.2): the items of the list hold together; each is a criterion or some
//! joined by `and`, `or`, `not`. `not` means none of them, a decision.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde::Deserialize;

use super::kept::Kept;
use crate::fake::core::errors::ApiError;
use crate::fake::core::execution::{flow_kind, step_type};
use crate::wire::platform::InstanceCriterion;

/// The body of a query.
#[derive(Deserialize)]
pub struct Query {
    query: Vec<Group>,
}

/// One item.
#[derive(Deserialize)]
struct Group {
    #[serde(default)]
    and: Vec<InstanceCriterion>,
    #[serde(default)]
    or: Vec<InstanceCriterion>,
    #[serde(default)]
    not: Vec<InstanceCriterion>,
    criteria: Option<InstanceCriterion>,
}

/// What a key's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data {
    /// Text.
    Text,
    /// An id.
    Guid,
    /// A time.
    Time,
}

/// A key that can be asked for.
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What its values are.
    pub data: Data,
    values: fn(&Kept<'_>) -> Vec<String>,
}

/// The keys that the org knows. The vendor's list has more: of bots within a flow, and of pairs whose form no source shows.
pub const KEYS: &[Key] = &[
    Key { name: "FlowStartDateTime", data: Data::Time, values: |kept| vec![kept.instance.started.here.to_string()] },
    Key { name: "FlowEndDateTime", data: Data::Time, values: |kept| vec![kept.instance.ended.here.to_string()] },
    Key { name: "ConversationId", data: Data::Guid, values: |kept| vec![kept.conversation.id.to_string()] },
    Key { name: "WorkitemId", data: Data::Guid, values: |_| Vec::new() },
    Key { name: "FlowType", data: Data::Text, values: |kept| vec![flow_kind(kept.conversation.program().flow_type())] },
    Key { name: "FlowId", data: Data::Guid, values: |kept| vec![kept.conversation.program().id().to_string()] },
    Key {
        name: "FlowErrorReason",
        data: Data::Text,
        values: |kept| kept.error_reason().map(str::to_owned).into_iter().collect(),
    },
    Key { name: "FlowWarningReason", data: Data::Text, values: |_| Vec::new() },
    Key { name: "FlowActionId", data: Data::Guid, values: action_ids },
    Key { name: "FlowActionType", data: Data::Text, values: action_types },
    Key { name: "FlowActionOutputPathName", data: Data::Text, values: output_names },
];

/// The operators.
pub const OPERATORS: [&str; 8] = ["eq", "gt", "gte", "lt", "lte", "not", "begins", "not_null"];

impl Query {
    /// Whether an execution is what is asked for; 400 for a condition that cannot be met by any.
    pub fn holds(&self, kept: &Kept<'_>) -> Result<bool, ApiError> {
        self.query.iter().try_fold(true, |holds, group| Ok(group.holds(kept)? && holds))
    }

    /// That every condition is one that is understood, whatever executions there are.
    pub fn check(&self) -> Result<(), ApiError> {
        let lists = |group: &'_ Group| -> Vec<InstanceCriterion> {
            let all = [&group.and, &group.or, &group.not].into_iter().flatten().chain(&group.criteria);
            all.cloned().collect()
        };
        self.query.iter().flat_map(lists).try_for_each(|criterion| Test::of(&criterion).map(|_| ()))
    }
}

impl Group {
    fn holds(&self, kept: &Kept<'_>) -> Result<bool, ApiError> {
        let count = |list: &[InstanceCriterion]| {
            list.iter().try_fold(0, |count, one| Ok::<_, ApiError>(count + usize::from(Test::of(one)?.holds(kept))))
        };
        let single = self.criteria.as_ref().map(Test::of).transpose()?;
        Ok(single.is_none_or(|test| test.holds(kept))
            && count(&self.and)? == self.and.len()
            && (self.or.is_empty() || count(&self.or)? > 0)
            && count(&self.not)? == 0)
    }
}

/// A criterion that is understood.
struct Test<'c> {
    key: &'static Key,
    operator: &'c str,
    value: &'c str,
    /// The value as a time, for a key of times.
    time: Option<Timestamp>,
}

impl<'c> Test<'c> {
    fn of(criterion: &'c InstanceCriterion) -> Result<Self, ApiError> {
        let InstanceCriterion { key, operator, value } = criterion;
        let key = KEYS.iter().find(|known| known.name == *key).ok_or_else(|| {
            let names: Vec<_> = KEYS.iter().map(|key| key.name).collect();
            ApiError::invalid_value("key", format!("`{key}` is not one of {}.", names.join(", ")))
        })?;
        let known = operators(key.data).any(|known| known == operator);
        if !known {
            return Err(ApiError::invalid_value("operator", format!("`{}` takes no operator `{operator}`.", key.name)));
        }
        let value = value.as_deref().unwrap_or_default();
        let is_time = key.data == Data::Time && operator != "not_null";
        let time = is_time.then(|| value.parse()).transpose();
        let time = time.map_err(|_| ApiError::new(400, "invalid.date", format!("`{value}` is no time.")))?;
        Ok(Self { key, operator, value, time })
    }

    fn holds(&self, kept: &Kept<'_>) -> bool {
        let values = (self.key.values)(kept);
        match self.operator {
            "not_null" => !values.is_empty(),
            "not" => values.iter().all(|value| self.order(value) != Some(Ordering::Equal)),
            "begins" => values.iter().any(|value| value.starts_with(self.value)),
            "gt" => values.iter().any(|value| self.order(value) == Some(Ordering::Greater)),
            "lt" => values.iter().any(|value| self.order(value) == Some(Ordering::Less)),
            "gte" => values.iter().any(|value| self.order(value).is_some_and(Ordering::is_ge)),
            "lte" => values.iter().any(|value| self.order(value).is_some_and(Ordering::is_le)),
            _ => values.iter().any(|value| self.order(value) == Some(Ordering::Equal)),
        }
    }

    fn order(&self, value: &str) -> Option<Ordering> {
        match self.time {
            Some(time) => value.parse::<Timestamp>().ok().map(|value| value.cmp(&time)),
            None => Some(value.cmp(self.value)),
        }
    }
}

/// The operators for values of a kind: only times are greater or less, only texts begin.
pub fn operators(data: Data) -> impl Iterator<Item = &'static str> {
    let fits = move |operator: &&'static str| match *operator {
        "gt" | "gte" | "lt" | "lte" => data == Data::Time,
        "begins" => data == Data::Text,
        _ => true,
    };
    OPERATORS.into_iter().filter(fits)
}

fn action_ids(kept: &Kept<'_>) -> Vec<String> {
    let nodes = kept.conversation.program().actions();
    let taken = kept.instance.outcome.trace.taken.iter();
    taken
        .filter_map(|taken| nodes.iter().find(|node| node.id == taken.id))
        .map(|node| node.org_id().to_string())
        .collect()
}

fn action_types(kept: &Kept<'_>) -> Vec<String> {
    kept.instance.outcome.trace.taken.iter().map(|taken| step_type(&taken.kind)).collect()
}

fn output_names(kept: &Kept<'_>) -> Vec<String> {
    let outputs = kept.instance.outcome.trace.taken.iter().filter_map(|taken| taken.output.as_ref());
    outputs.map(|name| crate::fake::core::execution::output("", name).1).collect()
}
