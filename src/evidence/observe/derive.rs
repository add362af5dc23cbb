//! What follows from the actions taken: calls, attributes written. Shared by all observers of paths.

use indexmap::IndexMap;

use crate::evidence::CallSeen;
use crate::trace::Taken;

/// Data actions, bots and modules among the actions taken.
pub fn calls(taken: &[Taken]) -> Vec<CallSeen> {
    let seen = |one: &Taken| {
        let called = one.called.as_ref()?;
        let inputs = one.inputs.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
        Some(CallSeen {
            category: called.category.to_string(),
            name: called.name.to_string(),
            inputs,
            output: one.output.as_deref().map(str::to_owned),
        })
    };
    taken.iter().filter_map(seen).collect()
}

/// The attributes that actions wrote, with their last values; an attribute set to NOT_SET counts as written with no text.
pub fn written(taken: &[Taken]) -> IndexMap<String, String> {
    taken
        .iter()
        .flat_map(|one| &one.assigned)
        .filter(|assignment| assignment.attribute)
        .map(|assignment| (assignment.name.to_string(), assignment.value.clone().unwrap_or_default()))
        .collect()
}
