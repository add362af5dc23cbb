//! Values from and to JSON: what data actions answer, what stubs script, what reports print. Must not know functions.

use std::sync::Arc;

use super::{Object, Value, integer_in_range};
use crate::flow::expression::decimal::Decimal;
use crate::flow::expression::json::Json;
use crate::flow::expression::{Resource, Type};

impl Value {
    /// A value of that type from JSON; `null` is NOT_SET; a number or a boolean for a String is its text. For [`Type::Any`] the type
    /// follows from the JSON.
    ///
    /// # Errors
    /// A lowercase fragment that says what does not fit.
    pub fn from_json(json: &serde_json::Value, value_type: &Type) -> Result<Self, String> {
        Self::from_document(&Json::from_serde(json), *value_type)
    }

    /// [`Self::from_json`] from a document with exact numbers.
    ///
    /// # Errors
    /// As [`Self::from_json`].
    pub fn from_document(json: &Json, value_type: Type) -> Result<Self, String> {
        let misfit = || format!("{} is no {value_type}", describe(json));
        match (value_type, json) {
            (_, Json::Null) => Ok(Self::NotSet(value_type)),
            (Type::Any, json) => Ok(Self::infer(json)),
            (Type::Json, json) => Ok(Self::json(json.clone())),
            (Type::Collection(element), Json::Array(items)) => {
                let items = items.iter().map(|item| Self::from_document(item, *element)).collect::<Result<_, _>>()?;
                Ok(Self::collection(*element, items))
            }
            (Type::Collection(_), _) => Err(misfit()),
            (Type::Currency, Json::Object(_)) => {
                Ok(Self::currency(json.get("amount").and_then(Json::as_decimal), json.get("code").and_then(text_of)))
            }
            (Type::Resource(kind), Json::Object(_)) => {
                let part = |name: &str| json.get(name).and_then(text_of);
                let id = part("id").or_else(|| part("name")).ok_or_else(misfit)?;
                Ok(Self::Resource(Resource { kind, name: part("name").unwrap_or_else(|| Arc::clone(&id)), id }))
            }
            (Type::Object(kind), Json::Object(properties)) => {
                let properties = properties.iter().map(|(name, value)| (Arc::clone(name), Self::infer(value)));
                Ok(Self::object(Object::new(kind, properties)))
            }
            (Type::Boolean, Json::Boolean(flag)) => Ok(Self::Boolean(*flag)),
            (Type::String, Json::String(text)) => Ok(Self::String(Arc::clone(text))),
            (Type::String, Json::Boolean(_) | Json::Number(_)) => Ok(Self::text(json.to_string())),
            (Type::Integer, Json::Number(_)) => whole(json).map(Self::Integer).ok_or_else(misfit),
            (Type::Decimal, Json::Number(_)) => json.as_decimal().map(Self::Decimal).ok_or_else(misfit),
            (Type::String | Type::Boolean | Type::Integer | Type::Decimal, _) => Err(misfit()),
            (_, Json::String(text)) => Self::parse_literal(text, &value_type),
            (_, Json::Number(_)) if value_type == Type::Duration => {
                whole(json).map(|count| Self::Duration(super::Duration::from_milliseconds(count))).ok_or_else(misfit)
            }
            _ => Err(misfit()),
        }
    }

    /// The value that a document means by itself: texts, booleans, Integers, Decimals; lists of one such type are lists, everything
    /// else stays JSON.
    fn infer(json: &Json) -> Self {
        match json {
            Json::Null => Self::NotSet(Type::Any),
            Json::Boolean(flag) => Self::Boolean(*flag),
            Json::String(text) => Self::String(Arc::clone(text)),
            Json::Number(_) => match (json.as_integer().and_then(integer_in_range), json.as_decimal()) {
                (Some(number), _) => Self::Integer(number),
                (None, Some(number)) => Self::Decimal(number),
                (None, None) => Self::Json(json.clone()),
            },
            Json::Array(items) => {
                let items: Vec<Self> = items.iter().map(Self::infer).collect();
                let element = items.first().map_or(Type::Any, Self::type_of);
                let plain = matches!(element, Type::Boolean | Type::String | Type::Integer | Type::Decimal);
                if plain && items.iter().all(|item| item.type_of() == element) {
                    Self::collection(element, items)
                } else {
                    Self::Json(json.clone())
                }
            }
            Json::Object(_) => Self::Json(json.clone()),
        }
    }

    /// The value as JSON; NOT_SET is `null`. Numbers become JSON numbers of double precision.
    pub fn to_json(&self) -> serde_json::Value {
        self.to_document().to_serde()
    }

    /// The value as a document with exact numbers: a Currency as `{amount, code}`, a resource as `{id, name}`, other structured values as
    /// the text that they print.
    pub fn to_document(&self) -> Json {
        let text = |text: &str| Json::String(text.into());
        let object = |properties: Vec<(Arc<str>, Json)>| Json::Object(Arc::new(properties.into_iter().collect()));
        match self {
            Self::NotSet(_) => Json::Null,
            Self::Boolean(flag) => Json::Boolean(*flag),
            Self::Integer(number) => Json::integer(*number),
            Self::Decimal(number) => Json::Number(number.to_string().into()),
            Self::String(text) => Json::String(Arc::clone(text)),
            Self::Json(json) => json.clone(),
            Self::Currency(currency) => object(vec![
                ("amount".into(), currency.amount.as_ref().map_or(Json::Null, |n| Json::Number(n.to_string().into()))),
                ("code".into(), currency.code.as_deref().map_or(Json::Null, text)),
            ]),
            Self::Resource(resource) => object(vec![
                ("id".into(), Json::String(Arc::clone(&resource.id))),
                ("name".into(), Json::String(Arc::clone(&resource.name))),
            ]),
            Self::Object(one) => {
                object(one.properties.iter().map(|(name, value)| (Arc::clone(name), value.to_document())).collect())
            }
            Self::Collection(collection) => {
                Json::Array(Arc::new(collection.items.iter().map(Self::to_document).collect()))
            }
            other => text(&other.display()),
        }
    }
}

fn text_of(json: &Json) -> Option<Arc<str>> {
    match json {
        Json::String(text) => Some(Arc::clone(text)),
        _ => None,
    }
}

/// A whole number, also when written `5.0`.
fn whole(json: &Json) -> Option<i64> {
    let number = json.as_decimal()?;
    let truncated = number.truncate()?;
    (number == Decimal::from(truncated)).then_some(truncated).and_then(integer_in_range)
}

fn describe(json: &Json) -> String {
    let text = json.to_string();
    if text.chars().count() <= 60 { format!("`{text}`") } else { "the JSON value".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("\"a\"", "string", "\"a\"")]
    #[case("5", "string", "\"5\"")]
    #[case("5.0", "integer", "5")]
    #[case("0.1", "decimal", "0.1")]
    #[case("[1,2]", "integerCollection", "[1, 2]")]
    #[case("\"PT5S\"", "duration", "PT5S")]
    #[case("{\"id\":\"1\",\"name\":\"Q\"}", "queue", "Q")]
    #[case("null", "string", "NOT_SET")]
    #[case("{\"a\":[1]}", "json", "{\"a\":[1]}")]
    fn documents_become_values(#[case] json: &str, #[case] name: &str, #[case] shown: &str) {
        let value = Value::from_json(&json.parse().unwrap(), &Type::parse(name).unwrap()).unwrap();
        assert_eq!(value.quoted(), shown);
        assert_eq!(value.type_of(), Type::parse(name).unwrap());
    }

    #[rstest::rstest]
    #[case("5.5", "integer", "`5.5` is no Integer")]
    #[case("\"a\"", "stringCollection", "`\"a\"` is no StringCollection")]
    #[case("{}", "boolean", "`{}` is no Boolean")]
    fn misfits_are_named(#[case] json: &str, #[case] name: &str, #[case] message: &str) {
        let result = Value::from_json(&json.parse().unwrap(), &Type::parse(name).unwrap());
        assert_eq!(result.unwrap_err(), message);
    }

    #[test]
    fn values_become_documents() {
        let currency = Value::currency("5.25".parse().ok(), Some("USD".into()));
        assert_eq!(currency.to_json(), serde_json::json!({"amount": 5.25, "code": "USD"}));
        assert_eq!(Value::NotSet(Type::String).to_json(), serde_json::Value::Null);
    }
}
