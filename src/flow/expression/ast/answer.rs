//! Trees for the command line: a JSON document in, the vendor's tree out. Pure; reading and writing lines is the caller's. Must not know
//! files.

use std::collections::HashMap;

use serde_json::json;

use super::code::TypeCode;
use crate::diagnostic::did_you_mean;
use crate::flow::expression::{Json, Type, parse};

const KEYS: &[&str] = &["expression", "variables", "type", "mode"];

/// The modes in which exports hold an expression: written, picked from the list of variables, put together from parts.
const MODES: &[i64] = &[0, PICKED, 4];
const PICKED: i64 = 2;

/// Answers one line, `{"expression": "…", "variables": {"Flow.x": "str"}, "type": "str"}`, with `{"ast"}` or `{"error"}`.
///
/// `variables` gives the types of declared variables, each as a type's name or code, or as `{"type": …}`; a JSON number or boolean stands for
/// its own type. `type` says what the expression is saved into, which may add a cast. `mode` is as exports have it: 0 written, 2 picked from the
/// list of variables, 4 put together from parts. All three may be missing.
pub fn ast_answer_line(line: &str) -> serde_json::Value {
    let outcome =
        Json::parse(line).map_err(|error| format!("the line is no JSON: {error}")).and_then(|one| answer(&one));
    outcome.map_or_else(|error| json!({ "error": error }), |ast| json!({ "ast": ast }))
}

/// The type that a person names for a variable.
///
/// # Errors
/// There is no such type.
pub fn type_of_text(written: &str) -> Result<TypeCode, String> {
    TypeCode::parse(written).ok_or_else(|| {
        let help = did_you_mean(written, Type::names()).map(|near| format!("; did you mean `{near}`?"));
        format!("there is no type `{written}`{}", help.unwrap_or_default())
    })
}

fn answer(request: &Json) -> Result<serde_json::Value, String> {
    let Json::Object(properties) = request else { return Err("the line is no object".to_owned()) };
    if let Some(unknown) = properties.keys().find(|key| !KEYS.contains(&key.as_ref())) {
        return Err(format!("unknown key `{unknown}`; the keys are `expression`, `variables`, `type` and `mode`"));
    }
    let Some(Json::String(text)) = request.get("expression") else {
        return Err("`expression` is missing or no text".to_owned());
    };
    let names = match request.get("variables") {
        None | Some(Json::Null) => HashMap::new(),
        Some(Json::Object(given)) => {
            let one = |(name, given): (&std::sync::Arc<str>, &Json)| match declared(given) {
                Ok(code) => Ok((name.to_lowercase(), code)),
                Err(message) => Err(format!("variable `{name}`: {message}")),
            };
            given.iter().map(one).collect::<Result<_, _>>()?
        }
        Some(_) => return Err("`variables` is no object".to_owned()),
    };
    let wanted = match request.get("type") {
        None | Some(Json::Null) => None,
        Some(Json::String(written)) => Some(type_of_text(written)?),
        Some(_) => return Err("`type` is no text".to_owned()),
    };
    let mode = match request.get("mode") {
        None | Some(Json::Null) => None,
        Some(given) => Some(
            given.as_integer().filter(|mode| MODES.contains(mode)).ok_or("`mode` is none of 0, 2 and 4".to_owned())?,
        ),
    };
    let expression = parse(text).map_err(|errors| {
        let messages: Vec<String> = errors.iter().map(ToString::to_string).collect();
        messages.join("\n")
    })?;
    let tree = expression.syntax_tree(&|name| names.get(&name.to_lowercase()).cloned());
    let tree = if mode == Some(PICKED) { tree.picked() } else { tree };
    Ok(match wanted {
        Some(wanted) => tree.saved_as(&wanted).to_json(),
        None => tree.to_json(),
    })
}

fn declared(given: &Json) -> Result<TypeCode, String> {
    match given {
        Json::String(written) => type_of_text(written),
        Json::Null => Ok(TypeCode::ANY),
        Json::Boolean(_) => Ok(TypeCode::BOOLEAN),
        Json::Number(_) if given.as_integer().is_some() => Ok(TypeCode::INTEGER),
        Json::Number(_) => Ok(TypeCode::DECIMAL),
        Json::Object(_) | Json::Array(_) => match given.get("type") {
            Some(Json::String(written)) => type_of_text(written),
            _ => Err("write its type, or `{\"type\": …}`".to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case(r#"{"expression":"Flow.x"}"#, r#"{"ast":{"ref":{"text":"Flow.x","type":"any"}}}"#)]
    #[case(
        r#"{"expression":"Flow.x","variables":{"flow.X":"stringCollection"}}"#,
        r#"{"ast":{"ref":{"text":"Flow.x","type":"str_coll"}}}"#
    )]
    #[case(
        r#"{"expression":"Flow.x","variables":{"Flow.x":{"type":"cpx_workitem","value":null}}}"#,
        r#"{"ast":{"ref":{"text":"Flow.x","type":"cpx_workitem"}}}"#
    )]
    #[case(r#"{"expression":"Flow.x","variables":{"Flow.x":4}}"#, r#"{"ast":{"ref":{"text":"Flow.x","type":"int"}}}"#)]
    #[case(
        r#"{"expression":"Flow.x","variables":{"Flow.x":1.5}}"#,
        r#"{"ast":{"ref":{"text":"Flow.x","type":"dec"}}}"#
    )]
    #[case(
        r#"{"expression":"5","type":"str"}"#,
        r#"{"ast":{"ToString":{"operands":[{"lit":{"text":"5","type":"int"}}],"type":"str","text":"ToString(5)"}}}"#
    )]
    #[case(
        r#"{"expression":"Message.Message.id","mode":2}"#,
        r#"{"ast":{"sysref":{"text":"Message.Message.id","type":"str"}}}"#
    )]
    #[case(r#"{"expression":"1","mode":1}"#, r#"{"error":"`mode` is none of 0, 2 and 4"}"#)]
    #[case(r#"{"expression":"1 +"}"#, r#"{"error":"a value is missing before the end"}"#)]
    #[case(r#"{"expression":""}"#, r#"{"error":"a value is missing before the end"}"#)]
    #[case(
        r#"{"expression":"1","variable":{}}"#,
        r#"{"error":"unknown key `variable`; the keys are `expression`, `variables`, `type` and `mode`"}"#
    )]
    #[case(
        r#"{"expression":"1","variables":{"Flow.x":"Strin"}}"#,
        r#"{"error":"variable `Flow.x`: there is no type `Strin`; did you mean `String`?"}"#
    )]
    #[case(
        r#"{"expression":"1","variables":{"Flow.x":[]}}"#,
        r#"{"error":"variable `Flow.x`: write its type, or `{\"type\": …}`"}"#
    )]
    #[case("{}", r#"{"error":"`expression` is missing or no text"}"#)]
    #[case("nonsense", r#"{"error":"the line is no JSON: unexpected character at offset 0"}"#)]
    fn a_line_is_answered(#[case] line: &str, #[case] answer: &str) {
        assert_eq!(ast_answer_line(line).to_string(), answer);
    }
}
