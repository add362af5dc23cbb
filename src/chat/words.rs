//! Texts that a person types, as values and choices, and what is said of those that are none. Must not know what they are for.

use serde_json::{Map, Value as Json};

use super::Mistake;
use crate::flow::expression::{Type, Value};

/// The position of what a person names by its number, or by its word in any letter case.
pub(super) fn one_of(what: &str, typed: &str, words: &[&str]) -> Result<usize, Mistake> {
    let by_word = words.iter().position(|word| *word == typed);
    let by_word = by_word.or_else(|| words.iter().position(|word| word.eq_ignore_ascii_case(typed)));
    let by_number = || typed.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < words.len());
    by_word.or_else(by_number).ok_or_else(|| {
        if typed.is_empty() {
            let listed = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            return Mistake { message: "nothing was chosen".to_owned(), help: Some(format!("{what}: {listed}")) };
        }
        Mistake::unknown("", what, typed, words.iter().copied())
    })
}

/// The value of a type that a text stands for; nothing for an empty one. Lists and JSON are written as JSON.
pub(super) fn value(name: &str, typed: &str, value_type: &Type) -> Result<Json, Mistake> {
    let typed = typed.trim();
    let misfit = |why: &str| Mistake::plain(format!("`{name}` cannot be `{typed}`: {why}"));
    let document = || serde_json::from_str::<Json>(typed);
    let json = match value_type {
        _ if typed.is_empty() => return Ok(Json::Null),
        Type::Integer | Type::Decimal | Type::Boolean => {
            Value::parse_literal(typed, value_type).map_err(|why| misfit(&why))?.to_json()
        }
        Type::Json | Type::Collection(_) | Type::Object(_) | Type::Currency => {
            document().map_err(|error| misfit(&format!("it is not JSON: {error}")))?
        }
        // What stands in quotes is meant with its blanks, or as empty.
        _ if typed.starts_with('"') => document().ok().filter(Json::is_string).unwrap_or_else(|| typed.into()),
        _ => typed.into(),
    };
    fits(name, &json, value_type)?;
    Ok(json)
}

/// Whether a flow can take a value for that type.
pub(super) fn fits(name: &str, json: &Json, value_type: &Type) -> Result<(), Mistake> {
    // A queue or a user is given by its name, as stubs give it.
    if matches!(value_type, Type::Resource(_)) && json.is_string() {
        return Ok(());
    }
    let misfit = |why: String| Mistake::plain(format!("`{name}` cannot be {json}: {why}"));
    Value::from_json(json, value_type).map(drop).map_err(misfit)
}

/// A JSON object.
pub(super) fn object(typed: &str) -> Result<Map<String, Json>, Mistake> {
    serde_json::from_str(typed).map_err(|error| Mistake::plain(format!("`{}` is not JSON: {error}", typed.trim())))
}

/// A fragment with what is in a map: `first_name = "Ada", orders = 3`.
pub(super) fn listed<'v>(values: impl IntoIterator<Item = (&'v String, &'v Json)>) -> String {
    values.into_iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
}
