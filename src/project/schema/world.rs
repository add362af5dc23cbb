//! The schema of `world`, which flowproof.yaml and scenarios share: taken from the scenarios' schema with all that it refers to.

use serde_json::{Map, Value as Json, json};

/// The schema of the part, and the definitions that it needs.
pub(super) fn world() -> (Json, Map<String, Json>) {
    let scenario = crate::scenario::schema();
    let mut world = scenario.pointer("/properties/world").cloned().unwrap_or_else(|| json!({ "type": "object" }));
    let mut definitions = Map::new();
    collect(&world, &scenario, &mut definitions);
    if let Some(entries) = world.as_object_mut() {
        entries.remove("description");
    }
    (world, definitions)
}

/// Adds every definition that a schema refers to, and those that they refer to.
fn collect(schema: &Json, whole: &Json, definitions: &mut Map<String, Json>) {
    match schema {
        Json::Object(entries) => {
            for (key, value) in entries {
                let name = value.as_str().filter(|_| key == "$ref").and_then(|target| target.strip_prefix("#/$defs/"));
                if let Some(name) = name.filter(|name| !definitions.contains_key(*name))
                    && let Some(definition) = whole.pointer(&format!("/$defs/{name}"))
                {
                    definitions.insert(name.to_owned(), definition.clone());
                    collect(definition, whole, definitions);
                }
                collect(value, whole, definitions);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| collect(item, whole, definitions)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_collected_through_one_another() {
        let whole = json!({ "$defs": {
            "a": { "items": { "$ref": "#/$defs/b" } },
            "b": { "properties": { "again": { "$ref": "#/$defs/a" } } },
            "c": { "type": "string" },
        } });
        let mut found = Map::new();
        collect(&json!({ "anyOf": [{ "$ref": "#/$defs/a" }] }), &whole, &mut found);
        assert_eq!(found.keys().collect::<Vec<_>>(), ["a", "b"]);
    }
}
