//! Functions of JSON documents. Names of properties have letter case; a document is never changed, each function gives a new one.

use std::sync::Arc;

use super::arguments::{not_set, text};
use super::{Arguments, Definition};
use crate::flow::expression::error::Fault;
use crate::flow::expression::{Json, Type, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "JsonParse",
        summary: "the document that a text holds; NOT_SET for NOT_SET, a failure for a text that is no JSON",
        signatures: &["(jsonString: String?) -> JSON"],
        run: parse,
        examples: &[
            ("JsonParse(\"{\\\"a\\\": 5}\").a", "ToJson(5)"),
            ("IsSet(JsonParse(\"null\"))", "false"),
            ("JsonParse(\"{\")", "error: the text is no JSON: a property name in double quotes is missing at offset 1"),
        ],
    },
    Definition {
        name: "JsonStringify",
        summary: "a document as text, texts in quotes",
        signatures: &["(json: JSON?) -> String"],
        run: stringify,
        examples: &[("JsonStringify(JsonParse(\"{\\\"a\\\": [1, 2]}\"))", "\"{\\\"a\\\":[1,2]}\"")],
    },
    Definition {
        name: "ToJson",
        summary: "a value as a document",
        signatures: &["(value: Anything?) -> JSON"],
        run: |arguments| Ok(Value::json(arguments.value(0)?.to_document())),
        examples: &[
            ("ToString(ToJson(MakeList(1, 2)))", "\"[1,2]\""),
            ("ToString(ToJson(\"a\"))", "\"a\""),
            ("IsSet(ToJson(NOT_SET))", "false"),
        ],
    },
    Definition {
        name: "ToJsonCollection",
        summary: "the items of a JSON list as a list of documents",
        signatures: &["(json: JSON?) -> JSONCollection", "(list: AnyCollection) -> JSONCollection"],
        run: to_collection,
        examples: &[
            ("Count(ToJsonCollection(JsonParse(\"[1, {}, null]\")))", "3"),
            ("ToString(ToJsonCollection(JsonParse(\"[{\\\"a\\\": 1}]\"))[0].a)", "\"1\""),
            ("ToString(ToJsonCollection(MakeList(1, 2)), \"|\")", "\"1|2\""),
        ],
    },
    Definition {
        name: "IsJsonObject",
        summary: "whether a document is an object",
        signatures: &["(json: JSON?) -> Boolean"],
        run: |arguments| Ok(Value::Boolean(matches!(arguments.json_if_set(0)?, Some(Json::Object(_))))),
        examples: &[("IsJsonObject(JsonParse(\"{}\"))", "true"), ("IsJsonObject(JsonParse(\"[]\"))", "false")],
    },
    Definition {
        name: "IsJsonArray",
        summary: "whether a document is a list",
        signatures: &["(json: JSON?) -> Boolean"],
        run: |arguments| Ok(Value::Boolean(matches!(arguments.json_if_set(0)?, Some(Json::Array(_))))),
        examples: &[("IsJsonArray(JsonParse(\"[]\"))", "true")],
    },
    Definition {
        name: "GetJsonObjectProperty",
        summary: "the property of that name, NOT_SET where the object lacks it",
        signatures: &["(json: JSON?, propertyName: String) -> JSON"],
        run: get_property,
        examples: &[
            ("ToString(GetJsonObjectProperty(JsonParse(\"{\\\"name\\\": \\\"Ada\\\"}\"), \"name\"))", "\"Ada\""),
            ("IsSet(GetJsonObjectProperty(JsonParse(\"{}\"), \"name\"))", "false"),
            ("IsSet(GetJsonObjectProperty(JsonParse(\"{\\\"Name\\\": 1}\"), \"name\"))", "false"),
        ],
    },
    Definition {
        name: "GetJsonObjectPropertyNames",
        summary: "the names of an object's properties, in their order",
        signatures: &["(json: JSON) -> StringCollection"],
        run: property_names,
        examples: &[(
            "GetJsonObjectPropertyNames(JsonParse(\"{\\\"a\\\": 1, \\\"b\\\": 2}\"))",
            "MakeList(\"a\", \"b\")",
        )],
    },
    Definition {
        name: "SetJsonObjectProperty",
        summary: "the object with a property set; NOT_SET counts as an object without properties",
        signatures: &["(json: JSON?, propertyName: String, value: Anything?) -> JSON"],
        run: set_property,
        examples: &[(
            "ToString(SetJsonObjectProperty(JsonParse(\"{\\\"a\\\": 1}\"), \"b\", \"x\"))",
            "\"{\\\"a\\\":1,\\\"b\\\":\\\"x\\\"}\"",
        )],
    },
    Definition {
        name: "RemoveJsonObjectProperty",
        summary: "the object without that property",
        signatures: &["(json: JSON, propertyName: String) -> JSON"],
        run: remove_property,
        examples: &[(
            "ToString(RemoveJsonObjectProperty(JsonParse(\"{\\\"a\\\": 1, \\\"b\\\": 2}\"), \"a\"))",
            "\"{\\\"b\\\":2}\"",
        )],
    },
    Definition {
        name: "ReplaceJsonArrayItem",
        summary: "the JSON list with the item at a position replaced",
        signatures: &["(json: JSON, index: Integer, value: Anything?) -> JSON"],
        run: replace_item,
        examples: &[("ToString(ReplaceJsonArrayItem(JsonParse(\"[1, 2]\"), 1, \"x\"))", "\"[1,\\\"x\\\"]\"")],
    },
];

fn parse(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let Some(source) = arguments.text_if_set(0)? else { return not_set(Type::Json) };
    match Json::parse(source) {
        Ok(json) => Ok(Value::json(json)),
        Err(error) => Err(Fault::new(format!("the text is no JSON: {error}")).operand(0)),
    }
}

fn stringify(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    match arguments.json_if_set(0)? {
        Some(json) => text(json.to_string()),
        None => not_set(Type::String),
    }
}

fn to_collection(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let items: Vec<Value> = match arguments.value(0)? {
        Value::Json(Json::Array(items)) => items.iter().cloned().map(Value::json).collect(),
        Value::Collection(list) => list.items.iter().map(|item| Value::json(item.to_document())).collect(),
        Value::NotSet(_) => return not_set(Type::Json.collection()),
        _ => return Err(Fault::new("the JSON value is no list").operand(0)),
    };
    Ok(Value::collection(Type::Json, items))
}

fn object<'a>(arguments: &Arguments<'a>) -> Result<Option<&'a indexmap::IndexMap<Arc<str>, Json>>, Fault> {
    match arguments.json_if_set(0)? {
        None => Ok(None),
        Some(Json::Object(properties)) => Ok(Some(properties)),
        Some(_) => Err(Fault::new("the JSON value is no object").operand(0)),
    }
}

fn get_property(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let found = object(arguments)?.and_then(|properties| properties.get(arguments.text(1).ok()?));
    Ok(found.cloned().map_or(Value::NotSet(Type::Json), Value::json))
}

fn property_names(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let names = object(arguments)?.into_iter().flat_map(|properties| properties.keys());
    Ok(Value::collection(Type::String, names.map(|name| Value::String(Arc::clone(name))).collect()))
}

fn set_property(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let mut properties = object(arguments)?.cloned().unwrap_or_default();
    properties.insert(arguments.text(1)?.into(), arguments.value(2)?.to_document());
    Ok(Value::Json(Json::Object(Arc::new(properties))))
}

fn remove_property(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let mut properties = object(arguments)?.cloned().unwrap_or_default();
    properties.shift_remove(arguments.text(1)?);
    Ok(Value::Json(Json::Object(Arc::new(properties))))
}

fn replace_item(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let Some(Json::Array(items)) = arguments.json_if_set(0)? else {
        return Err(Fault::new("the JSON value is no list").operand(0));
    };
    let mut items = items.to_vec();
    let at = arguments.integer(1)?;
    let count = items.len();
    let item = usize::try_from(at).ok().and_then(|at| items.get_mut(at));
    let item = item.ok_or_else(|| Fault::new(format!("index {at} is outside the list of {count} items")).operand(1))?;
    *item = arguments.value(2)?.to_document();
    Ok(Value::Json(Json::Array(Arc::new(items))))
}
