//! The schema of a part as a case overrides it: maps merge, so nothing is required in them, and an empty value takes away.

use serde_json::{Value as Json, json};

/// The part's schema for an override. Lists replace, so their entries stay as they are.
pub(super) fn relaxed(schema: &Json) -> Json {
    let Json::Object(map) = schema else { return schema.clone() };
    let mut out = map.clone();
    for keyword in ["required", "oneOf", "minProperties"] {
        out.remove(keyword);
    }
    if let Some(Json::Object(properties)) = out.get_mut("properties") {
        for (_, property) in properties.iter_mut() {
            *property = or_nothing(property);
        }
    }
    if let Some(names) = out.get("additionalProperties").filter(|names| names.is_object()) {
        let names = or_nothing(names);
        out.insert("additionalProperties".to_owned(), names);
    }
    // Which kind of value it is still decides; that one key must stand does not.
    if out.get("if").is_some_and(|test| test.get("propertyNames").is_some()) {
        out.remove("if");
        out.remove("then");
    }
    for keyword in ["then", "else"] {
        if let Some(branch) = out.get(keyword).map(relaxed) {
            out.insert(keyword.to_owned(), branch);
        }
    }
    if let Some(Json::Array(choices)) = out.get("anyOf") {
        let choices: Vec<Json> = choices.iter().map(relaxed).collect();
        out.insert("anyOf".to_owned(), Json::Array(choices));
    }
    Json::Object(out)
}

/// The relaxed schema, or nothing at all; the description stays outside, where editors look for it.
pub(super) fn or_nothing(schema: &Json) -> Json {
    let mut inner = relaxed(schema);
    let description = inner.as_object_mut().and_then(|map| map.remove("description"));
    let mut out = json!({ "anyOf": [inner, { "type": "null" }] });
    if let (Some(description), Json::Object(map)) = (description, &mut out) {
        map.insert("description".to_owned(), description);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_required_of_an_override() {
        let schema =
            json!({ "type": "object", "required": ["a"], "properties": { "a": { "type": "array", "minItems": 1 } } });
        let expected = json!({
            "type": "object",
            "properties": { "a": { "anyOf": [{ "type": "array", "minItems": 1 }, { "type": "null" }] } },
        });
        assert_eq!(relaxed(&schema), expected);
    }
}
