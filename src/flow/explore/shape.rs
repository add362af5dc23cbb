//! What a flow reads out of JSON documents: names of properties with what they are read as, and the variables whose texts are documents.
//! Must not know values.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::flow::expression::{Expression, Value};
use crate::flow::program::Program;

/// Functions that read one property.
const READS: [&str; 1] = ["GetJsonObjectProperty"];

/// Functions that read a text as a document.
const PARSES: [&str; 2] = ["JsonParse", "ToJson"];

/// What a property is read as where these functions stand around it.
const AS: [(&str, Kind); 5] = [
    ("ToDateTime", Kind::Instant),
    ("ToDecimal", Kind::Number),
    ("ToInt", Kind::Number),
    ("ToJsonCollection", Kind::List),
    ("ToBool", Kind::Flag),
];

/// What a property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A moment, as a text.
    Instant,
    /// Objects.
    List,
    /// A text.
    Text,
}

/// The documents of a flow.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// Properties and what they are read as.
    pub properties: BTreeMap<Arc<str>, Vec<Kind>>,
    /// Variables that hold a document as a text, in small letters.
    documents: HashSet<String>,
}

impl Shape {
    /// What a program reads.
    pub fn of(program: &Program) -> Self {
        let mut shape = Self::default();
        for one in &program.uses.expressions {
            shape.read(&one.bound.expression);
        }
        shape
    }

    /// Whether a variable's text is read as a document.
    pub fn is_document(&self, variable: &str) -> bool {
        self.documents.contains(&variable.to_lowercase())
    }

    fn read(&mut self, expression: &Expression) {
        let calls = |names: &[&str]| expression.functions().any(|function| names.contains(&function.name));
        if calls(&PARSES) {
            self.documents.extend(expression.variables().map(|variable| variable.name.to_lowercase()));
        }
        if !calls(&READS) {
            return;
        }
        let texts: Vec<Arc<str>> = expression
            .literals()
            .filter_map(|literal| match literal.value {
                Value::String(text) => Some(text),
                _ => None,
            })
            .collect();
        let is_flag = |text: &Arc<str>| matches!(&**text, "true" | "false");
        let mut kinds: Vec<Kind> = AS.iter().filter(|(name, _)| calls(&[name])).map(|(_, kind)| *kind).collect();
        if texts.iter().any(is_flag) {
            kinds.push(Kind::Flag);
        }
        if kinds.is_empty() {
            kinds.push(Kind::Text);
        }
        for name in texts.into_iter().filter(|text| !is_flag(text)) {
            let known = self.properties.entry(name).or_default();
            known.extend(kinds.iter().filter(|kind| !known.contains(kind)).copied().collect::<Vec<_>>());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;

    #[test]
    fn a_property_is_what_its_expression_makes_of_it() {
        let actions = "
- decision: { name: A, condition: { exp: 'ToDateTime(ToString(GetJsonObjectProperty(JsonParse(State.order), \"at\"))) > GetCurrentDateTimeUtc()' } }
- decision: { name: B, condition: { exp: 'ToString(GetJsonObjectProperty(JsonParse(State.order), \"paid\")) == \"true\"' } }
- decision: { name: C, condition: { exp: 'Count(ToJsonCollection(GetJsonObjectProperty(JsonParse(State.order), \"items\"))) > 2' } }
- decision: { name: D, condition: { exp: 'IsSet(State.other)' } }";
        let flow = Flow::new().state_variable("string", "State.order").state_variable("string", "State.other");
        let shape = Shape::of(&flow.actions(actions).program());
        assert!(shape.is_document("State.ORDER") && !shape.is_document("State.other"));
        let found: Vec<(&str, &[Kind])> = shape.properties.iter().map(|(name, kinds)| (&**name, &**kinds)).collect();
        assert_eq!(found, [("at", &[Kind::Instant][..]), ("items", &[Kind::List]), ("paid", &[Kind::Flag])]);
    }
}
