//! The pieces that schemas are put together from. Must not know a part of the language.

use serde_json::{Map, Value as Json, json};

/// The pattern of a text that is one variable, which may stand for any value.
const VARIABLE: &str = r"^\$\{[A-Za-z0-9_]+\}$";

/// Every kind of value but a map and nothing.
const OTHER_KINDS: [&str; 4] = ["string", "number", "boolean", "array"];

/// A key: its name, what an editor shows on hover, and the schema of its value.
pub(super) type Key = (&'static str, &'static str, Json);

/// A map with these keys and no others.
pub(super) fn object(keys: impl IntoIterator<Item = Key>, required: &[&str]) -> Json {
    let mut properties = Map::new();
    for (name, description, schema) in keys {
        properties.insert(name.to_owned(), described(schema, description));
    }
    let mut schema = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !required.is_empty() {
        insert(&mut schema, "required", json!(required));
    }
    schema
}

/// The same map, in which exactly one of `keys` stands. Where a key is misspelt that is all that an editor says: which one is missing then
/// nobody can know.
pub(super) fn one_of_keys(mut schema: Json, keys: &[&str]) -> Json {
    let choices: Vec<Json> = keys.iter().map(|key| json!({ "required": [key] })).collect();
    let names = schema.get("properties").and_then(Json::as_object).map(|map| map.keys().cloned().collect::<Vec<_>>());
    insert(&mut schema, "if", json!({ "propertyNames": { "enum": names } }));
    insert(&mut schema, "then", json!({ "oneOf": choices }));
    schema
}

/// The same map with at least one key.
pub(super) fn filled(mut schema: Json) -> Json {
    insert(&mut schema, "minProperties", json!(1));
    schema
}

/// A schema with its description.
pub(super) fn described(mut schema: Json, description: &str) -> Json {
    insert(&mut schema, "description", json!(description));
    schema
}

/// A schema with one more keyword.
pub(super) fn with(mut schema: Json, keyword: &str, value: Json) -> Json {
    insert(&mut schema, keyword, value);
    schema
}

fn insert(schema: &mut Json, keyword: &str, value: Json) {
    if let Json::Object(map) = schema {
        map.insert(keyword.to_owned(), value);
    }
}

/// A map from names to values of one kind.
pub(super) fn by_name(schema: Json) -> Json {
    json!({ "type": "object", "additionalProperties": schema })
}

/// Any scalar: what is written counts, also where YAML would see a number or a truth value.
pub(super) fn text() -> Json {
    json!({ "type": ["string", "number", "boolean"] })
}

/// A scalar that is not empty.
pub(super) fn name() -> Json {
    json!({ "type": ["string", "number", "boolean"], "minLength": 1 })
}

/// A list with at least one entry.
pub(super) fn list(items: Json) -> Json {
    json!({ "type": "array", "items": items, "minItems": 1 })
}

/// One value, or a list with at least one.
pub(super) fn list_or_one(item: Json) -> Json {
    any_of([item.clone(), list(item)])
}

/// A map, or a value of another kind. The kind decides and not which alternative fits best, so that an editor says what is wrong within it.
pub(super) fn map_or(other: Json, map: Json) -> Json {
    json!({ "if": { "type": OTHER_KINDS }, "then": other, "else": map })
}

/// A map, or one of some words. Editors offer words of `anyOf` only; the second one here lets everything pass.
pub(super) fn map_or_words(words: Json, map: Json) -> Json {
    with(map_or(words.clone(), map), "anyOf", json!([words, {}]))
}

/// Any of these.
pub(super) fn any_of(choices: impl IntoIterator<Item = Json>) -> Json {
    json!({ "anyOf": choices.into_iter().collect::<Vec<_>>() })
}

/// A value that is no text, or a variable that stands for it.
pub(super) fn or_variable(schema: Json) -> Json {
    any_of([schema, json!({ "type": "string", "pattern": VARIABLE })])
}

/// One of some words, or a variable that stands for it.
pub(super) fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Json {
    let words: Vec<&str> = words.into_iter().collect();
    or_variable(json!({ "enum": words }))
}

/// `true` or `false`.
pub(super) fn flag() -> Json {
    or_variable(json!({ "type": "boolean" }))
}

/// A whole number from `min`.
pub(super) fn number(min: u64) -> Json {
    or_variable(json!({ "type": "integer", "minimum": min }))
}

/// A duration: `500ms`, `1m30s`, `72h`, or with a variable in it.
pub(super) fn duration() -> Json {
    json!({
        "type": "string",
        "pattern": r"^(\d+d)?(\d+h)?(\d+m)?(\d+(\.\d{1,3})?s)?(\d+ms)?$|\$\{",
        "minLength": 1,
        "examples": ["500ms", "2s", "1m30s", "72h"],
    })
}

/// A map of JSON values by name.
pub(super) fn values() -> Json {
    json!({ "type": "object" })
}

/// The words of a table.
pub(super) fn words_of<T>(table: &'static [(&'static str, T)]) -> Json {
    words(table.iter().map(|(word, _)| *word))
}
