//! Many expressions, one a line: a JSON document in, a JSON document out. Pure; reading and writing lines is the caller's.
//! Must not know files.

use serde_json::json;

use super::value::integer_in_range;
use super::{Directory, EveryName, FixedScope, Json, ResourceKind, Type, Value, parse};

/// Evaluates one line, `{"expression": "…", "variables": {…}}`, at an instant.
///
/// A variable that is a JSON text is a String, a whole number an Integer, a number with a fraction a Decimal (exact), a boolean a Boolean,
/// `null` NOT_SET of String, and `{"type", "value"}` a value of that type. The answer is `{"value", "type"}`: JSON numbers and booleans for
/// Integer and Boolean, `null` for NOT_SET, and for all else the text that Architect prints; or `{"error"}`. There is no org: every name stands for a resource.
pub fn answer_line(line: &str, now: jiff::Timestamp) -> serde_json::Value {
    let outcome =
        Json::parse(line).map_err(|error| format!("the line is no JSON: {error}")).and_then(|one| evaluate(&one, now));
    match outcome {
        Ok(value) => printed(&value),
        Err(message) => json!({ "error": message }),
    }
}

/// [`answer_line`] for a document that was read already; its numbers with a fraction have double precision.
pub fn answer(request: &serde_json::Value, now: jiff::Timestamp) -> serde_json::Value {
    match evaluate(&Json::from_serde(request), now) {
        Ok(value) => printed(&value),
        Err(message) => json!({ "error": message }),
    }
}

fn evaluate(request: &Json, now: jiff::Timestamp) -> Result<Value, String> {
    let Json::Object(properties) = request else { return Err("the line is no object".to_owned()) };
    if let Some(unknown) = properties.keys().find(|key| !matches!(key.as_ref(), "expression" | "variables")) {
        return Err(format!("unknown key `{unknown}`; the keys are `expression` and `variables`"));
    }
    let Some(Json::String(text)) = request.get("expression") else {
        return Err("`expression` is missing or no text".to_owned());
    };
    let mut variables = Vec::new();
    match request.get("variables") {
        None | Some(Json::Null) => {}
        Some(Json::Object(given)) => {
            for (name, value) in given.iter() {
                let value = variable(value).map_err(|message| format!("variable `{name}`: {message}"))?;
                variables.push((name, value));
            }
        }
        Some(_) => return Err("`variables` is no object".to_owned()),
    }
    let expression = parse(text).map_err(|errors| {
        let messages: Vec<String> = errors.iter().map(ToString::to_string).collect();
        messages.join("\n")
    })?;
    expression.evaluate(&FixedScope::new(variables, now, EveryName)).map_err(|error| error.message)
}

fn variable(json: &Json) -> Result<Value, String> {
    match json {
        Json::Null => Ok(Value::NotSet(Type::String)),
        Json::Boolean(flag) => Ok(Value::Boolean(*flag)),
        Json::String(text) => Ok(Value::String(text.clone())),
        Json::Number(text) if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => {
            let number = json.as_integer().and_then(integer_in_range);
            number.map(Value::Integer).ok_or_else(|| format!("`{text}` is too large for an Integer"))
        }
        Json::Number(text) => {
            json.as_decimal().map(Value::Decimal).ok_or_else(|| format!("`{text}` is too large for a Decimal"))
        }
        Json::Object(typed) if typed.contains_key("type") => typed_variable(json),
        Json::Array(_) | Json::Object(_) => Err("write it as `{\"type\": …, \"value\": …}`".to_owned()),
    }
}

/// The value of a text that a person gives for a variable: as [`answer_line`] reads it where the text is JSON (`5`, `true`, `null`,
/// `{"type": "Duration", "value": "PT1H"}`; other objects and lists are JSON values), else the text itself.
///
/// # Errors
/// The type is unknown or the value is none of it.
pub fn variable_of_text(text: &str) -> Result<Value, String> {
    match Json::parse(text) {
        Ok(json @ Json::Array(_)) => Ok(Value::Json(json)),
        Ok(Json::Object(properties)) if !properties.contains_key("type") => Ok(Value::Json(Json::Object(properties))),
        Ok(json) => variable(&json),
        Err(_) => Ok(text.into()),
    }
}

fn typed_variable(json: &Json) -> Result<Value, String> {
    let Some(Json::String(name)) = json.get("type") else { return Err("`type` is no text".to_owned()) };
    let value_type = Type::parse(name).ok_or_else(|| {
        let help = crate::diagnostic::did_you_mean(name, Type::names());
        let help = help.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        format!("there is no type `{name}`{help}")
    })?;
    let value = json.get("value").unwrap_or(&Json::Null);
    match (value_type, value) {
        (Type::Json, value) => Ok(Value::json(value.clone())),
        // A list, a number or a resource may also be given as the text that Architect prints.
        (Type::Resource(kind), Json::String(name)) => Ok(named(kind, name)),
        (Type::Boolean | Type::Integer | Type::Decimal, Json::String(text)) => Value::parse_literal(text, &value_type),
        (Type::Collection(Type::Resource(kind)), Json::Array(names)) => {
            let items = names.iter().map(|name| match name {
                Json::String(name) => Ok(named(*kind, name)),
                other => Value::from_document(other, Type::Resource(*kind)),
            });
            Ok(Value::collection(Type::Resource(*kind), items.collect::<Result<_, _>>()?))
        }
        (_, value) => Value::from_document(value, value_type),
    }
}

fn printed(value: &Value) -> serde_json::Value {
    let shown = match value {
        Value::NotSet(_) => serde_json::Value::Null,
        Value::Boolean(flag) => json!(flag),
        Value::Integer(number) => json!(number),
        other => json!(other.display()),
    };
    json!({ "value": shown, "type": value.type_of().to_string() })
}

fn named(kind: ResourceKind, name: &str) -> Value {
    EveryName.by_name(kind, name).map_or(Value::NotSet(kind.as_type()), Value::Resource)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("5", "Integer", "5")]
    #[case("0.10", "Decimal", "0.1")]
    #[case("true", "Boolean", "true")]
    #[case("null", "String", "")]
    #[case("Gold", "String", "Gold")]
    #[case("\"5\"", "String", "5")]
    #[case("{\"a\": 1}", "JSON", "{\"a\":1}")]
    #[case("{\"type\": \"queue\", \"value\": \"Sales\"}", "Queue", "Sales")]
    fn a_persons_text_becomes_a_value(#[case] text: &str, #[case] kind: &str, #[case] printed: &str) {
        let value = variable_of_text(text).unwrap();
        assert_eq!((value.type_of().to_string().as_str(), value.display().as_str()), (kind, printed));
    }

    #[rstest::rstest]
    #[case(r#"{"expression":"Flow.n + 1","variables":{"Flow.n":4}}"#, r#"{"value":5,"type":"Integer"}"#)]
    #[case(r#"{"expression":"flow.N","variables":{"Flow.n":1.5}}"#, r#"{"value":"1.5","type":"Decimal"}"#)]
    #[case(
        r#"{"expression":"Flow.n * 1","variables":{"Flow.n":0.1234567890123456789012345678901234567891}}"#,
        r#"{"value":"0.1234567890123456789012345678901234567891","type":"Decimal"}"#
    )]
    #[case(r#"{"expression":"Flow.x","variables":{"Flow.x":null}}"#, r#"{"value":null,"type":"String"}"#)]
    #[case(r#"{"expression":"!Flow.b","variables":{"Flow.b":false}}"#, r#"{"value":true,"type":"Boolean"}"#)]
    #[case(
        r#"{"expression":"Flow.l","variables":{"Flow.l":{"type":"StringCollection","value":["a","b"]}}}"#,
        r#"{"value":"a,b","type":"StringCollection"}"#
    )]
    #[case(
        r#"{"expression":"Flow.d","variables":{"Flow.d":{"type":"Duration","value":"PT1H"}}}"#,
        r#"{"value":"PT1H","type":"Duration"}"#
    )]
    #[case(r#"{"expression":"1 +"}"#, r#"{"error":"a value is missing before the end"}"#)]
    #[case(r#"{"expression":"Flow.x"}"#, r#"{"error":"there is no variable `Flow.x`"}"#)]
    #[case(r#"{"expresion":"1"}"#, r#"{"error":"unknown key `expresion`; the keys are `expression` and `variables`"}"#)]
    #[case("[]", r#"{"error":"the line is no object"}"#)]
    #[case("nonsense", r#"{"error":"the line is no JSON: unexpected character at offset 0"}"#)]
    #[case(
        r#"{"expression":"1","variables":{"x":{"type":"Strin","value":"a"}}}"#,
        r#"{"error":"variable `x`: there is no type `Strin`; did you mean `String`?"}"#
    )]
    fn a_line_is_answered(#[case] line: &str, #[case] answer: &str) {
        assert_eq!(answer_line(line, jiff::Timestamp::UNIX_EPOCH).to_string(), answer);
    }
}
