//! The table of all functions: by name, in any letter case, and how one is called. Must not know what any function does.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::basis::basis_of;
use super::choice::choose;
use super::{Accepts, Arguments, Fit, Overload};
use super::{
    audio, cast, chooser, communication, comparison, datetime, email, financial, json, language, list, list_change,
    logical, mathematical, search, statistical, text, timeslot,
};
use crate::diagnostic::did_you_mean;
use crate::flow::basis::Basis;
use crate::flow::expression::Value;
use crate::flow::expression::error::Fault;

/// A function as its family defines it.
#[derive(Debug)]
pub(in crate::flow::expression) struct Definition {
    pub name: &'static str,
    /// One line for people.
    pub summary: &'static str,
    pub signatures: &'static [&'static str],
    pub run: fn(&Arguments<'_>) -> Result<Value, Fault>,
    /// Calls with what they give, executed by a test.
    pub examples: &'static [(&'static str, &'static str)],
}

/// A function with its signatures read.
#[derive(Debug)]
pub(in crate::flow::expression) struct Function {
    pub definition: &'static Definition,
    pub overloads: Vec<Overload>,
    pub family: &'static str,
}

/// A row of the table, for documentation.
#[derive(Debug, Clone, Copy)]
pub struct FunctionInfo {
    /// Its name as Architect spells it.
    pub name: &'static str,
    /// The family that it belongs to.
    pub family: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    /// Its signatures; `?` behind a type allows NOT_SET, `...` lets a parameter repeat.
    pub signatures: &'static [&'static str],
    /// Calls with what they give.
    pub examples: &'static [(&'static str, &'static str)],
    /// On what its behaviour rests.
    pub basis: Basis,
}

/// Every family, in the order of the documentation.
const FAMILIES: &[(&str, &[Definition])] = &[
    ("text", text::FUNCTIONS),
    ("logical", logical::FUNCTIONS),
    ("comparison", comparison::FUNCTIONS),
    ("list", list::FUNCTIONS),
    ("list", list_change::FUNCTIONS),
    ("json", json::FUNCTIONS),
    ("datetime", datetime::FUNCTIONS),
    ("cast", cast::FUNCTIONS),
    ("search", search::FUNCTIONS),
    ("mathematical", mathematical::FUNCTIONS),
    ("statistical", statistical::FUNCTIONS),
    ("financial", financial::FUNCTIONS),
    ("email", email::FUNCTIONS),
    ("language", language::FUNCTIONS),
    ("communication", communication::FUNCTIONS),
    ("chooser", chooser::FUNCTIONS),
    ("timeslot", timeslot::FUNCTIONS),
    ("audio", audio::FUNCTIONS),
];

static FUNCTIONS: LazyLock<Vec<Function>> = LazyLock::new(|| {
    let read = |(family, definitions): &(&'static str, &'static [Definition])| {
        let family = *family;
        definitions.iter().map(move |definition| Function {
            definition,
            overloads: definition.signatures.iter().filter_map(|text| Overload::parse(text)).collect(),
            family,
        })
    };
    FAMILIES.iter().flat_map(read).collect()
});

static BY_NAME: LazyLock<HashMap<String, &'static Function>> = LazyLock::new(|| {
    FUNCTIONS.iter().map(|function| (function.definition.name.to_ascii_lowercase(), function)).collect()
});

/// The function of that name in any letter case.
pub(in crate::flow::expression) fn find(name: &str) -> Option<&'static Function> {
    BY_NAME.get(&name.to_ascii_lowercase()).copied()
}

/// The known function whose name is nearest.
pub(in crate::flow::expression) fn suggest(name: &str) -> Option<&'static str> {
    did_you_mean(name, function_names())
}

/// The names of all functions.
pub fn function_names() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().flat_map(|(_, definitions)| definitions.iter().map(|definition| definition.name))
}

/// Every function, for documentation and completion.
pub fn function_table() -> impl Iterator<Item = FunctionInfo> {
    FUNCTIONS.iter().map(|function| FunctionInfo {
        name: function.definition.name,
        family: function.family,
        summary: function.definition.summary,
        signatures: function.definition.signatures,
        examples: function.definition.examples,
        basis: basis_of(function.definition.name),
    })
}

impl Function {
    /// Whether any signature takes that many arguments.
    pub fn takes(&self, count: usize) -> bool {
        self.overloads.iter().any(|overload| overload.takes(count))
    }

    /// Runs the function on arguments that fit one of its signatures.
    pub fn call(&self, arguments: &Arguments<'_>) -> Result<Value, Fault> {
        let (overload, widen) = choose(&self.overloads, self.definition.name, arguments.values)?;
        #[cfg(test)]
        tests::CHOSEN.with_borrow_mut(|chosen| chosen.push((self.definition.name, overload.text)));
        if !widen {
            return (self.definition.run)(arguments);
        }
        let values: Vec<Cow<'_, Value>> =
            arguments.values.iter().enumerate().map(|(index, value)| widened(overload, index, value)).collect();
        (self.definition.run)(&Arguments { values: &values, scope: arguments.scope })
    }
}

fn widened<'a>(overload: &Overload, index: usize, value: &'a Cow<'a, Value>) -> Cow<'a, Value> {
    let wanted = overload.parameter(index).filter(|parameter| parameter.fit(value) == Fit::Widened);
    match wanted.map(|parameter| parameter.accepts) {
        Some(Accepts::Type(wanted)) => match value.as_ref().clone().coerce(&wanted) {
            Ok(converted) => Cow::Owned(converted),
            Err(_) => Cow::Borrowed(value),
        },
        _ => Cow::Borrowed(value),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    thread_local! {
        /// The signatures that calls were made by.
        pub(super) static CHOSEN: RefCell<Vec<(&'static str, &'static str)>> = const { RefCell::new(Vec::new()) };
    }

    #[test]
    fn every_signature_is_well_formed_and_names_are_unique() {
        for function in FUNCTIONS.iter() {
            assert_eq!(function.overloads.len(), function.definition.signatures.len(), "{}", function.definition.name);
            assert!(!function.definition.examples.is_empty(), "{} has no example", function.definition.name);
            assert!(!function.definition.summary.is_empty());
        }
        assert_eq!(BY_NAME.len(), FUNCTIONS.len());
    }

    #[test]
    fn every_example_of_the_documentation_holds() {
        let scope = super::super::tests_scope::Everyone;
        for function in FUNCTIONS.iter() {
            for (call, expected) in function.definition.examples {
                let value = |text: &str| {
                    let expression =
                        crate::flow::expression::parse(text).unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
                    expression.evaluate(&scope)
                };
                match expected.strip_prefix("error: ") {
                    Some(message) => {
                        assert_eq!(value(call).map_err(|error| error.message), Err(message.to_owned()), "{call}")
                    }
                    None => {
                        let (left, right) =
                            (value(call).unwrap_or_else(|e| panic!("{call}: {e}")), value(expected).unwrap());
                        assert!(left == right, "{call}: {} is not {expected}", left.quoted());
                    }
                }
            }
        }
    }

    #[test]
    fn every_signature_has_an_example_that_calls_it() {
        let scope = super::super::tests_scope::Everyone;
        let mut without = Vec::new();
        for function in FUNCTIONS.iter().filter(|function| function.overloads.len() > 1) {
            CHOSEN.take();
            for (call, _) in function.definition.examples {
                let _ = crate::flow::expression::parse(call).unwrap().evaluate(&scope);
            }
            let name = function.definition.name;
            let chosen = CHOSEN.take();
            let called = |overload: &&Overload| chosen.contains(&(name, overload.text));
            without
                .extend(function.overloads.iter().filter(|one| !called(one)).map(|one| format!("{name}{}", one.text)));
        }
        assert!(without.is_empty(), "no example calls:\n{}", without.join("\n"));
    }

    #[test]
    fn unknown_names_get_a_suggestion() {
        assert!(find("TOSTRING").is_some());
        assert_eq!(suggest("ToStrin"), Some("ToString"));
    }
}
