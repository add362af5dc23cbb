//! A flow's configuration as the org has it: which id belongs to which action. Read leniently; only names, order and ids are of interest
//! (facts: genesys-api.md 6.6).

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::trace::ActionId;

/// Every action of a flow with the org's id for it.
pub fn action_ids(configuration: &Json, flow: &str) -> Vec<(String, ActionId)> {
    let mut found = Vec::new();
    let flow: Arc<str> = flow.into();
    for sequence in configuration.get("flowSequenceItemList").and_then(Json::as_array).into_iter().flatten() {
        let container: Arc<str> = text(sequence, "name").unwrap_or_default().into();
        let mut of_name: HashMap<String, u32> = HashMap::new();
        walk(sequence, &mut |id, name| {
            let count = of_name.entry(name.to_owned()).or_default();
            let (flow, container) = (Arc::clone(&flow), Arc::clone(&container));
            found.push((id.to_owned(), ActionId { flow, container, name: name.into(), ordinal: *count }));
            *count += 1;
        });
    }
    found
}

/// Actions in order, also those that stand within others.
fn walk(holder: &Json, see: &mut impl FnMut(&str, &str)) {
    for action in holder.get("actionList").and_then(Json::as_array).into_iter().flatten() {
        if let (Some(id), Some(name)) = (text(action, "id"), text(action, "name")) {
            see(id, name);
        }
        walk(action, see);
    }
}

fn text<'a>(object: &'a Json, key: &str) -> Option<&'a str> {
    object.get(key)?.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn equal_names_are_counted_within_their_container() {
        let action = |id: &str, name: &str| json!({ "id": id, "name": name, "__type": "EndTaskAction" });
        let configuration = json!({ "name": "F", "flowSequenceItemList": [
            { "name": "A", "actionList": [action("1", "End"), action("2", "Say"), action("3", "End")] },
            { "name": "B", "actionList": [{ "id": "4", "name": "Loop", "actionList": [action("5", "End")] }] } ] });
        let ids = action_ids(&configuration, "F");
        let shown: Vec<String> = ids.iter().map(|(guid, id)| format!("{guid} {id}")).collect();
        assert_eq!(shown, ["1 F/A/End", "2 F/A/Say", "3 F/A/End#2", "4 F/B/Loop", "5 F/B/End"]);
    }
}
