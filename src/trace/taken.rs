//! The actions that an execution took, in order. How much each says depends on the level.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ActionId;

/// How much a trace records; Genesys has log levels of the same kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TraceLevel {
    /// Actions and outputs.
    Path,
    /// And inputs, outputs and assignments.
    Data,
    /// And why each decision went its way.
    #[default]
    Explain,
}

/// All that one execution took.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// What was recorded.
    pub level: TraceLevel,
    /// The actions in order, those of called tasks and flows among them.
    pub taken: Vec<Taken>,
}

/// One action taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Taken {
    /// Which action.
    pub id: ActionId,
    /// Its kind by its Archy name (`decision`, `callData`…).
    pub kind: Arc<str>,
    /// How many calls deep (0 in the flow's own state).
    pub depth: u16,
    /// The output it left by; none for an action that has none, or has not finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Arc<str>>,
    /// What it calls outside its flow, for an action that does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<Called>,
    /// Named inputs as text, from level Data on. Transfers name `queue`, `skills`, `priority`; messages `text`; calls their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<(Arc<str>, String)>,
    /// Variables and attributes written, from level Data on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assigned: Vec<Assignment>,
    /// Why a decision or switch went its way, at level Explain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Box<Cause>>,
    /// The run-time error that it ended in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Something outside a flow that an action calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// The integration of a data action, else [`Called::BOTS`] or [`Called::MODULES`].
    pub category: Arc<str>,
    /// The name.
    pub name: Arc<str>,
}

impl Called {
    /// The category of bot flows.
    pub const BOTS: &'static str = "bots";
    /// The category of common modules.
    pub const MODULES: &'static str = "modules";
}

/// A value that was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    /// The variable (`Flow.tier`), or the attribute's name where `attribute` is true.
    pub name: Arc<str>,
    /// Whether a participant attribute was written, not a variable.
    #[serde(default)]
    pub attribute: bool,
    /// The value as Architect prints it; none for NOT_SET.
    pub value: Option<String>,
}

/// Why a decision or switch went its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cause {
    /// The expression, white space folded.
    pub expression: String,
    /// Its value as Architect prints it.
    pub result: String,
    /// The part of a compound condition that decided, where it is not the whole: `Flow.tier == "Gold"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decisive: Option<String>,
    /// The variables and calls in it, each with its value.
    pub operands: Vec<Operand>,
}

/// One value that met in a condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Operand {
    /// Its source text: `Flow.tier`.
    pub text: String,
    /// Its value as an Architect literal: `"gold"`, `5`, `NOT_SET`.
    pub value: String,
    /// Who wrote it last; none for an initial value or a built-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setter: Option<Setter>,
}

/// Who wrote a variable last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Setter {
    /// The action.
    pub action: ActionId,
    /// Its place in the trace, from 1.
    pub step: u32,
    /// The participant attribute that it read the value from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<Arc<str>>,
}
