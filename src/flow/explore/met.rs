//! What the variables of a flow meet in its expressions: constants and their neighbours, names of a switch's outputs, the texts that
//! variables of other types print as, one another. A value that goes into a variable is drawn from there as often as not, so that a
//! condition on several variables at once is no matter of luck. Must not know where values come from.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::flow::expression::{Expression, Type, Value, VariableUse};
use crate::flow::program::{ExpressionUse, Program};

/// What texts hold that are compared with each other and with nothing else.
const SHARED: &str = "the same";

/// How many times more a constant counts that stands next to a variable: of three that are joined, each takes its own.
const NEAR: usize = 4;

/// What a switch leaves by where no case fits, and how it names cases that have no value of their own.
const DEFAULT: &str = "default";
const NAMELESS: &str = "case ";

/// Constants by what they may be put into.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// By the variable, in small letters.
    by_variable: HashMap<String, Vec<Json>>,
    /// The same, of constants that stand next to the variable.
    next_to: HashMap<String, Vec<Json>>,
    /// The variables that take a participant attribute, by its name.
    takers: HashMap<Arc<str>, Vec<Arc<str>>>,
}

impl Met {
    /// What the variables of a program meet; `samples` are the values that are tried of a type, as they are printed.
    pub fn of(program: &Program, samples: impl Fn(Type) -> Vec<String>) -> Self {
        let mut met = Self::default();
        for one in &program.uses.expressions {
            met.constants(&one.bound.expression);
            met.each_other(program, one, &samples);
            met.cases(program, one);
        }
        for node in program.actions() {
            let outputs = node.outputs.iter().map(|output| &*output.name).chain([""]);
            for taker in outputs.flat_map(|output| node.takes(output).attributes) {
                met.takers.entry(taker.output).or_default().push(taker.variable);
            }
        }
        met
    }

    /// What may be put into a variable where that is of a type; the likelier ones stand there several times.
    pub fn values(&self, variable: &str, value_type: Type) -> Vec<Json> {
        let name = variable.to_lowercase();
        let fitting = |all: &HashMap<String, Vec<Json>>| -> Vec<Json> {
            let all = all.get(&name).map_or(&[][..], Vec::as_slice);
            match value_type {
                Type::String => texts(all),
                Type::Integer | Type::Decimal => all.iter().filter(|one| one.is_number()).cloned().collect(),
                _ => Vec::new(),
            }
        };
        let next_to = fitting(&self.next_to);
        let mut values = fitting(&self.by_variable);
        (0..NEAR).for_each(|_| values.extend(next_to.iter().cloned()));
        values
    }

    /// The variables that take a participant attribute.
    pub fn takers(&self, name: &str) -> &[Arc<str>] {
        self.takers.get(name).map_or(&[], Vec::as_slice)
    }

    /// Every variable of an expression meets its constants, and most of all those that stand next to it.
    fn constants(&mut self, expression: &Expression) {
        let variables: Vec<VariableUse> = expression.variables().collect();
        for literal in expression.literals() {
            let values = match literal.value {
                Value::String(text) => vec![json!(&*text)],
                Value::Integer(number) => {
                    [number.saturating_sub(1), number, number.saturating_add(1)].map(|near| json!(near)).to_vec()
                }
                _ => continue,
            };
            let apart = |variable: &&VariableUse| {
                let (one, other) = (&variable.span, &literal.span);
                one.start.saturating_sub(other.end).max(other.start.saturating_sub(one.end))
            };
            if let Some(next) = variables.iter().min_by_key(apart) {
                add(self.next_to.entry(next.name.to_lowercase()).or_default(), values.clone());
            }
            variables.iter().for_each(|variable| self.meets(&variable.name, values.clone()));
        }
    }

    /// A text may be one that another variable prints as; texts that meet only each other may be the same.
    fn each_other(&mut self, program: &Program, one: &ExpressionUse, samples: &impl Fn(Type) -> Vec<String>) {
        // A text that is put together compares nothing.
        if one.bound.value_type != Type::Boolean {
            return;
        }
        let mut names: Vec<Arc<str>> = one.bound.expression.variables().map(|variable| variable.name).collect();
        names.sort();
        names.dedup();
        let typed: Vec<(Arc<str>, Type)> =
            names.into_iter().filter_map(|name| Some((name.clone(), type_of(program, one, &name)?))).collect();
        let is_text = |value_type: Type| matches!(value_type, Type::String | Type::Collection(Type::String));
        let of_texts = typed.iter().filter(|(_, value_type)| is_text(*value_type)).count();
        for (name, _) in typed.iter().filter(|(_, value_type)| is_text(*value_type)) {
            let others = typed.iter().filter(|(other, _)| other != name);
            let mut printed: Vec<Json> = others.flat_map(|(_, other)| samples(*other)).map(Json::String).collect();
            if of_texts > 1 && printed.is_empty() {
                printed.push(json!(SHARED));
            }
            self.meets(name, printed);
        }
    }

    /// The cases of a switch stand apart from the value that it looks at; it leaves by their names.
    fn cases(&mut self, program: &Program, one: &ExpressionUse) {
        let node = one.action.map(|action| program.action(action)).filter(|node| &*node.kind == "switch");
        let Some(node) = node.filter(|_| one.bound.value_type != Type::Boolean) else { return };
        let names = node.outputs.iter().map(|output| &*output.name);
        let names: Vec<Json> =
            names.filter(|name| *name != DEFAULT && !name.starts_with(NAMELESS)).map(|name| json!(name)).collect();
        for variable in one.bound.expression.variables() {
            self.meets(&variable.name, names.clone());
        }
    }

    fn meets(&mut self, variable: &str, values: Vec<Json>) {
        add(self.by_variable.entry(variable.to_lowercase()).or_default(), values);
    }
}

/// The texts; numbers that a text may be read as only where there is nothing else.
fn texts(all: &[Json]) -> Vec<Json> {
    let texts: Vec<Json> = all.iter().filter(|one| one.is_string()).cloned().collect();
    if texts.is_empty() { all.iter().map(|one| json!(one.to_string())).collect() } else { texts }
}

fn add(known: &mut Vec<Json>, more: Vec<Json>) {
    for one in more {
        if !known.contains(&one) {
            known.push(one);
        }
    }
}

/// The declared type of a variable as an expression sees it; none for one that is built in.
fn type_of(program: &Program, one: &ExpressionUse, name: &str) -> Option<Type> {
    let container = program.container(one.container);
    let flow = program.flow(container.flow);
    let declared = [&container.variables, &flow.variables];
    declared.into_iter().find_map(|all| Some(all.get(all.find(name)?)?.value_type))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;
    use crate::flow::explore::{Limits, explore};

    const READ: &str = "
- getParticipantData:
    name: Read
    attributes:
      - attribute: { name: { lit: tier }, variable: State.a }
      - attribute: { name: { lit: region }, variable: State.b }
      - attribute: { name: { lit: language }, variable: State.c }";

    /// Whether each of some seeds finds all ways: one alone may have luck.
    fn is_met(action: &str) {
        let flow = Flow::new().state_variable("string", "State.a").state_variable("string", "State.b");
        let flow = flow.state_variable("string", "State.c");
        let flow = flow.actions(&format!("{READ}{action}\n- disconnect: {{ name: Bye }}"));
        for seed in 1..=5 {
            let found = explore(&flow.program(), flow.now(), Limits { runs: 1_500, seed, idle: 1_500 });
            let missed: Vec<_> = found.missed().map(|way| (way.action.name.clone(), way.output.clone())).collect();
            assert!(missed.is_empty(), "seed {seed}: {missed:?}");
        }
    }

    #[rstest::rstest]
    #[case::three_at_once("State.a == \"Gold\" and State.b == \"North\" and State.c == \"fr\"")]
    #[case::each_other("State.a == State.b and !IsNotSetOrEmpty(State.a)")]
    #[case::a_number_beside_a_text("ToInt(State.a) == 4711 and State.b == \"North\" and State.c == \"fr\"")]
    fn a_condition_on_several_attributes_is_met(#[case] condition: &str) {
        is_met(&format!("\n- decision: {{ name: Is it?, condition: {{ exp: '{condition}' }} }}"));
    }

    #[test]
    fn a_list_that_comes_back_may_hold_what_another_value_prints_as() {
        let flow = Flow::new().state_variable("stringCollection", "State.times").state_variable("time", "State.time");
        let flow = flow.actions(
            "
- callData: { name: Call, category: { Desk: { dataAction: { Slots: { successOutputs: { times: { var: State.times }, time: { var: State.time } } } } } } }
- decision: { name: Is it free?, condition: { exp: 'FindFirst(State.times, ToString(State.time)) != -1' } }
- disconnect: { name: Bye }",
        );
        for seed in 1..=5 {
            let found = explore(&flow.program(), flow.now(), Limits { runs: 1_500, seed, idle: 1_500 });
            assert_eq!(found.missed().count(), 0, "seed {seed}: {:?}", found.ways);
        }
    }

    #[test]
    fn attributes_and_cases_of_a_switch_are_tied_to_variables() {
        let switch = "
- switch:
    name: Which
    evaluate:
      firstMatch:
        string:
          value: { exp: State.a }
          cases: [ { case: { value: { lit: Gold }, actions: [] } } ]
- disconnect: { name: Bye }";
        let flow = Flow::new().state_variable("string", "State.a").state_variable("string", "State.b");
        let program = flow.state_variable("string", "State.c").actions(&format!("{READ}{switch}")).program();
        let met = Met::of(&program, |_| Vec::new());
        assert_eq!(met.takers("tier").iter().map(|one| &**one).collect::<Vec<_>>(), ["State.a"]);
        assert!(met.takers("nobody").is_empty());
        assert_eq!(met.values("state.A", Type::String), [json!("Gold")]);
        assert!(met.values("State.b", Type::String).is_empty());
    }
}
