//! Functions of the flow's languages.

use super::Definition;
use super::arguments::{not_set, text};
use crate::flow::expression::{Type, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "GetDefaultLanguage",
        summary: "the tag of the flow's default language",
        signatures: &["() -> String"],
        run: |arguments| match arguments.scope.directory().default_language() {
            Some(tag) => text(tag),
            None => not_set(Type::String),
        },
        examples: &[("GetDefaultLanguage()", "\"en-us\"")],
    },
    Definition {
        name: "GetSupportedLanguages",
        summary: "the tags of the flow's languages",
        signatures: &["() -> StringCollection"],
        run: |arguments| {
            let tags = arguments.scope.directory().supported_languages();
            Ok(Value::collection(Type::String, tags.into_iter().map(Value::String).collect()))
        },
        examples: &[("GetSupportedLanguages()", "MakeList(\"en-us\", \"de-de\")")],
    },
];
