//! An action that was taken, with what it did and why it went its way.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words::unset;
use crate::trace::{ActionId, Assignment, Called, Cause, Operand, Setter, Taken};

/// Which action.
#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(super) struct ActionJson {
    /// The flow.
    flow: String,
    /// The state, task or bot.
    container: String,
    /// The action's name.
    action: String,
    /// Which of the equal names in that container, from 1.
    nth: u32,
}

impl ActionJson {
    pub fn of(id: &ActionId) -> Self {
        Self {
            flow: id.flow.to_string(),
            container: id.container.to_string(),
            action: id.name.to_string(),
            nth: id.ordinal.saturating_add(1),
        }
    }

    pub fn read(self) -> ActionId {
        ActionId {
            flow: self.flow.into(),
            container: self.container.into(),
            name: self.action.into(),
            ordinal: self.nth.saturating_sub(1),
        }
    }
}

/// One action taken.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct TakenJson {
    /// The flow.
    flow: String,
    /// The state, task or bot.
    container: String,
    /// The action's name.
    action: String,
    /// Which of the equal names in that container, from 1.
    nth: u32,
    /// Its kind.
    kind: String,
    /// How many calls deep.
    depth: u16,
    /// The output that it left by; absent for an action that has none, or has not finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    /// What it calls outside its flow (since version 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    called: Option<CalledJson>,
    /// Its inputs as text, by name (since version 3).
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    inputs: IndexMap<String, String>,
    /// Variables and attributes that it wrote (since version 3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    assigned: Vec<AssignmentJson>,
    /// Why a decision or switch went its way (since version 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<WhyJson>,
    /// The run-time error that it ended in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl TakenJson {
    pub fn of(taken: &Taken) -> Self {
        let ActionJson { flow, container, action, nth } = ActionJson::of(&taken.id);
        Self {
            flow,
            container,
            action,
            nth,
            kind: taken.kind.to_string(),
            depth: taken.depth,
            output: taken.output.as_deref().map(str::to_owned),
            called: taken.called.as_ref().map(CalledJson::of),
            inputs: taken.inputs.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
            assigned: taken.assigned.iter().map(AssignmentJson::of).collect(),
            cause: taken.cause.as_deref().map(WhyJson::of),
            error: taken.error.clone(),
        }
    }

    pub fn read(self) -> Taken {
        let Self { flow, container, action, nth, .. } = self;
        Taken {
            id: ActionJson { flow, container, action, nth }.read(),
            kind: self.kind.into(),
            depth: self.depth,
            output: self.output.map(Into::into),
            called: self.called.map(CalledJson::read),
            inputs: self.inputs.into_iter().map(|(name, value)| (name.into(), value)).collect(),
            assigned: self.assigned.into_iter().map(AssignmentJson::read).collect(),
            cause: self.cause.map(|cause| Box::new(cause.read())),
            error: self.error,
        }
    }
}

/// Something outside a flow that an action calls.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct CalledJson {
    /// The integration of a data action, else `bots` or `modules`.
    category: String,
    /// The name.
    name: String,
}

impl CalledJson {
    fn of(called: &Called) -> Self {
        Self { category: called.category.to_string(), name: called.name.to_string() }
    }

    fn read(self) -> Called {
        Called { category: self.category.into(), name: self.name.into() }
    }
}

/// A value that was written.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct AssignmentJson {
    /// The variable (`Flow.tier`), or the attribute.
    name: String,
    /// Whether a participant attribute was written, not a variable; absent where it was a variable.
    #[serde(default, skip_serializing_if = "unset")]
    attribute: bool,
    /// The value as Architect prints it; absent for NOT_SET.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

impl AssignmentJson {
    fn of(one: &Assignment) -> Self {
        Self { name: one.name.to_string(), attribute: one.attribute, value: one.value.clone() }
    }

    fn read(self) -> Assignment {
        Assignment { name: self.name.into(), attribute: self.attribute, value: self.value }
    }
}

/// Why a decision or switch went its way.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct WhyJson {
    /// The expression, white space folded.
    expression: String,
    /// Its value as Architect prints it.
    result: String,
    /// The part of a compound condition that decided, where it is not the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decisive: Option<String>,
    /// The variables and calls in it, each with its value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    operands: Vec<OperandJson>,
}

impl WhyJson {
    fn of(cause: &Cause) -> Self {
        Self {
            expression: cause.expression.clone(),
            result: cause.result.clone(),
            decisive: cause.decisive.clone(),
            operands: cause.operands.iter().map(OperandJson::of).collect(),
        }
    }

    fn read(self) -> Cause {
        Cause {
            expression: self.expression,
            result: self.result,
            decisive: self.decisive,
            operands: self.operands.into_iter().map(OperandJson::read).collect(),
        }
    }
}

/// One value that met in a condition.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct OperandJson {
    /// Its source text: `Flow.tier`.
    text: String,
    /// Its value as an Architect literal.
    value: String,
    /// Who wrote it last; absent for an initial value or a built-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    setter: Option<SetterJson>,
}

impl OperandJson {
    fn of(one: &Operand) -> Self {
        let setter = one.setter.as_ref().map(|setter| SetterJson {
            by: ActionJson::of(&setter.action),
            step: setter.step,
            attribute: setter.attribute.as_deref().map(str::to_owned),
        });
        Self { text: one.text.clone(), value: one.value.clone(), setter }
    }

    fn read(self) -> Operand {
        let setter = self.setter.map(|setter| Setter {
            action: setter.by.read(),
            step: setter.step,
            attribute: setter.attribute.map(Into::into),
        });
        Operand { text: self.text, value: self.value, setter }
    }
}

/// Who wrote a variable last.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct SetterJson {
    /// The action.
    by: ActionJson,
    /// Its place in the path, from 1.
    step: u32,
    /// The participant attribute that it read the value from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    attribute: Option<String>,
}
