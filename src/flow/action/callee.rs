//! What all actions that call another flow have in common: which version is written, and values for its inputs. Must not know what comes
//! back.

use std::sync::Arc;

use crate::flow::engine::{Fault, Turn};
use crate::flow::expression::Value;
use crate::flow::program::FlowIndex;
use crate::yaml::Node;

/// What stands below the version of a called flow: `ver_latestPublished`, `ver_1_0`…
pub(super) fn version(callee: &Node) -> Option<&Node> {
    callee.as_map()?.first().map(|entry| &entry.value)
}

/// The callee's input variables: their position and the value as they hold it. An input that the callee does not declare is told.
pub(super) fn bind(
    turn: &mut Turn<'_>,
    flow: FlowIndex,
    inputs: Vec<(Arc<str>, Value)>,
) -> Result<Vec<(usize, Value)>, Fault> {
    let mut bound = Vec::with_capacity(inputs.len());
    for (name, value) in inputs {
        let callee = turn.program().flow(flow);
        let variable =
            callee.variables.find(&name).and_then(|index| Some((index, callee.variables.get(index)?.value_type)));
        match variable {
            Some((index, value_type)) => {
                let value =
                    value.coerce(&value_type).map_err(|reason| Fault::new(format!("input `{name}`: {reason}")))?;
                bound.push((index, value));
            }
            None if value.is_not_set() => {}
            None => {
                let message = format!("`{}` has no input `{name}`", callee.name);
                turn.problem(message, "the called flow's file must declare it under `variables:`");
            }
        }
    }
    Ok(bound)
}
