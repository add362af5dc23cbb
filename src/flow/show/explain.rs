//! Why each decision and switch of a path went its way, in words. Builds text only; must not know how causes are found.

use std::fmt::Write as _;

use crate::trace::{Cause, Operand, Taken};

/// What the engine gives as the expression of a switch of which no case is true.
const NO_CASE: &str = "no case is true";

/// A line for each step of a path that has a cause; a line that says so where none has.
pub fn to_explanation(path: &[Taken]) -> String {
    let mut out = String::new();
    for (index, taken) in path.iter().enumerate() {
        if let Some(reason) = to_reason(taken) {
            let output = taken.output.as_ref().map(|output| format!(": {output}")).unwrap_or_default();
            let _ = writeln!(out, "{:>5}  {}{output}, {reason}", index + 1, taken.id.name);
        }
    }
    if out.is_empty() {
        out.push_str("  no decision or switch was taken\n");
    }
    out
}

/// Why one step went its way, as `because …`; none where it has no cause.
pub fn to_reason(taken: &Taken) -> Option<String> {
    taken.cause.as_ref().map(|cause| format!("because {}", because(cause)))
}

/// The words behind `because`: the expression, what it was, and each value in it with who set it.
pub fn because(cause: &Cause) -> String {
    if let [only] = cause.operands.as_slice()
        && only.text == cause.expression
    {
        return format!("{} was {}{}", only.text, only.value, setter(only));
    }
    let mut text = match &*cause.expression {
        NO_CASE => NO_CASE.to_owned(),
        expression => format!("{expression} was {}", cause.result),
    };
    // That a condition in brackets or behind `!` decided is no news.
    let bare = |text: &str| text.trim_matches(|letter| matches!(letter, '!' | '(' | ')' | ' ')).to_owned();
    if let Some(decisive) = cause.decisive.as_ref().filter(|decisive| bare(decisive) != bare(&cause.expression)) {
        let _ = write!(text, ", which {decisive} decided");
    }
    let operand = |one: &Operand| format!("{} = {}{}", one.text, one.value, setter(one));
    let operands: Vec<String> = cause.operands.iter().map(operand).collect();
    match operands.is_empty() {
        true => text,
        false => format!("{text}: {}", operands.join("; ")),
    }
}

/// Where a value came from, as the end of a sentence.
fn setter(operand: &Operand) -> String {
    match &operand.setter {
        Some(setter) => {
            let attribute = setter.attribute.as_ref().map(|name| format!(" from attribute {name}")).unwrap_or_default();
            format!(", set by action {} ({}){attribute}", setter.step, setter.action.name)
        }
        None if is_declared(&operand.text) && operand.value == "NOT_SET" => ", which no action had set".to_owned(),
        None if is_declared(&operand.text) => ", its initial value".to_owned(),
        None => String::new(),
    }
}

/// Whether the text is the name of a variable that a flow declares: others are built-ins and calls, which have no setter.
fn is_declared(text: &str) -> bool {
    let scope = text.split('.').next().unwrap_or_default();
    let name = text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '_'));
    name && ["flow", "state", "task", "common", "slot"].iter().any(|known| known.eq_ignore_ascii_case(scope))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;

    fn flow() -> Flow {
        Flow::new()
            .flow_variable("string", "Flow.tier", "{ noValue: true }")
            .flow_variable("integer", "Flow.orders", "{ lit: 2 }")
            .actions(
                "
- getParticipantData: { name: Get customer tier, attributes: [ { attribute: { name: { lit: customer_tier }, variable: Flow.tier } } ] }
- decision: { name: Is it a Gold customer?, condition: { exp: 'Flow.tier == \"Gold\"' } }
- decision: { name: Both?, condition: { exp: 'Flow.orders > 1 and Flow.tier == \"Gold\"' } }
- switch: { name: Which?, evaluate: { firstTrue: { cases: [ { case: { value: { exp: Flow.orders > 9 } } } ] } } }
- switch: { name: Tier?, evaluate: { firstMatch: { string: { value: { exp: Flow.tier }, cases: [ { case: { value: { lit: Silver } } } ] } } } }
- disconnect: { name: Bye }",
            )
    }

    #[test]
    fn each_decision_says_its_expression_its_values_and_who_set_them() {
        let outcome = flow().attribute("customer_tier", "Silver").run();
        insta::assert_snapshot!(to_explanation(&outcome.trace.taken), @r#"
        2  Is it a Gold customer?: no, because Flow.tier == "Gold" was false: Flow.tier = "Silver", set by action 1 (Get customer tier) from attribute customer_tier
        3  Both?: no, because Flow.orders > 1 and Flow.tier == "Gold" was false, which Flow.tier == "Gold" decided: Flow.orders = 2, its initial value; Flow.tier = "Silver", set by action 1 (Get customer tier) from attribute customer_tier
        4  Which?: default, because no case is true: Flow.orders = 2, its initial value
        5  Tier?: Silver, because Flow.tier was "Silver", set by action 1 (Get customer tier) from attribute customer_tier
        "#);
    }

    #[test]
    fn a_path_without_decisions_says_so() {
        let outcome = Flow::new().actions("- disconnect: { name: Bye }").run();
        assert_eq!(to_explanation(&outcome.trace.taken), "  no decision or switch was taken\n");
    }
}
