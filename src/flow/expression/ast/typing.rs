//! What type an operator or a function gives over operands of given types, as far as the signatures tell. Must not know texts and trees'
//! forms.

use super::code::TypeCode;
use crate::flow::expression::Type;
use crate::flow::expression::functions::{Accepts, Fit, Overload, Returns, Sort, choose};
use crate::flow::expression::operators::BinaryOperator;

/// The type that a call gives.
///
/// Decision: an operand whose type is not known suits any signature, so the first that the others suit counts; where none suits, what is
/// no text is taken for saved as one, as the editor does it.
pub(super) fn call_code(name: &str, overloads: &[Overload], operands: &[&TypeCode]) -> TypeCode {
    let sorts: Vec<Sort> = operands.iter().map(|code| sort(code)).collect();
    let chosen = match choose(overloads, name, &sorts) {
        Ok((overload, _)) => Some(overload),
        Err(_) => overloads.iter().find(|overload| overload.takes(sorts.len()) && suits_once_cast(overload, &sorts)),
    };
    let Some(overload) = chosen else { return common(overloads, operands.len()) };
    match overload.returns {
        Returns::Type(value_type) => value_type.into(),
        Returns::Item => operands.first().and_then(|list| list.element()).unwrap_or(TypeCode::ANY),
        Returns::SameType => operands.first().map_or(TypeCode::ANY, |first| (*first).clone()),
        Returns::ItemCollection => match operands.iter().fold(TypeCode::NOT_SET, |item, one| either(&item, one)) {
            nothing if nothing == TypeCode::NOT_SET => TypeCode::ANY.collection(),
            item => item.collection(),
        },
        Returns::Anything => TypeCode::ANY,
    }
}

/// The type of a value that is one of two: of the branches of `If`, of the items of a list. Whole numbers among decimals are decimals, prompts among audio are audio; what
/// is not known is taken for the other.
pub(super) fn either(one: &TypeCode, other: &TypeCode) -> TypeCode {
    let is_open = |code: &TypeCode| *code == TypeCode::ANY || *code == TypeCode::NOT_SET;
    let is_audible = |code: &TypeCode| matches!(code.as_str(), "aud" | "pmt");
    let is_number = |code: &TypeCode| *code == TypeCode::INTEGER || *code == TypeCode::DECIMAL;
    match (one, other) {
        (one, other) if one == other => one.clone(),
        (one, other) if is_open(one) && is_open(other) => TypeCode::ANY,
        (one, other) if is_open(one) => other.clone(),
        (one, other) if is_open(other) => one.clone(),
        (one, other) if is_number(one) && is_number(other) => TypeCode::DECIMAL,
        (one, other) if is_audible(one) && is_audible(other) => TypeCode::constant("aud"),
        _ => TypeCode::ANY,
    }
}

/// The type that a binary operator gives.
pub(super) fn binary_code(operator: BinaryOperator, left: &TypeCode, right: &TypeCode) -> TypeCode {
    call_code(operator.symbol(), operator.overloads(), &[left, right])
}

fn sort(code: &TypeCode) -> Sort {
    if *code == TypeCode::ANY {
        Sort::Unknown
    } else if *code == TypeCode::NOT_SET {
        Sort::NotSet
    } else {
        Sort::Known(code.nearest_type())
    }
}

fn suits_once_cast(overload: &Overload, sorts: &[Sort]) -> bool {
    sorts.iter().enumerate().all(|(index, sort)| {
        overload.parameter(index).is_some_and(|parameter| {
            parameter.accepts == Accepts::Type(Type::String) || parameter.fit_sort(*sort) != Fit::Misfit
        })
    })
}

/// What all signatures of that many arguments give.
fn common(overloads: &[Overload], count: usize) -> TypeCode {
    let mut given = overloads.iter().filter(|overload| overload.takes(count)).map(|overload| overload.returns);
    match given.next() {
        Some(Returns::Type(first)) if given.all(|one| one == Returns::Type(first)) => first.into(),
        _ => TypeCode::ANY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::expression::functions::find;

    fn of_call(name: &str, codes: &[&'static str]) -> String {
        let codes: Vec<TypeCode> = codes.iter().map(|code| TypeCode::constant(code)).collect();
        let function = find(name).unwrap();
        call_code(name, &function.overloads, &codes.iter().collect::<Vec<_>>()).to_string()
    }

    fn of_operator(symbol: &str, left: &'static str, right: &'static str) -> String {
        let operator = BinaryOperator::of(symbol).unwrap();
        binary_code(operator, &TypeCode::constant(left), &TypeCode::constant(right)).to_string()
    }

    #[rstest::rstest]
    #[case("Append", &["str", "str"], "str")]
    #[case("Append", &["aud", "pmt"], "aud")]
    #[case("Append", &["any", "aud"], "aud")]
    #[case("Append", &["str", "int"], "str")]
    #[case("Append", &["any", "nts"], "str")]
    #[case("GetAt", &["cpx_chat_field_coll", "int"], "cpx_chat_field")]
    #[case("GetAt", &["jsn", "int"], "jsn")]
    #[case("GetAt", &["any", "int"], "any")]
    #[case("AddItem", &["str_coll", "str"], "str_coll")]
    #[case("MakeList", &["int", "dec"], "dec_coll")]
    #[case("MakeList", &["usr", "nts"], "usr_coll")]
    #[case("MakeList", &["nts"], "any_coll")]
    #[case("MakeEmptyList", &["str"], "str_coll")]
    #[case("ResolveSlot", &["dat"], "dat")]
    #[case("ToDisplayString", &["any"], "str")]
    #[case("Length", &["nts"], "int")]
    #[case("AddDays", &["bln", "bln"], "dtm")]
    fn calls_give_what_their_signature_says(#[case] name: &str, #[case] operands: &[&'static str], #[case] code: &str) {
        assert_eq!(of_call(name, operands), code);
    }

    #[rstest::rstest]
    #[case("+", "int", "int", "int")]
    #[case("+", "int", "dec", "dec")]
    #[case("+", "dtm", "dur", "dtm")]
    #[case("+", "any", "str", "str")]
    #[case("+", "str", "int", "str")]
    #[case("+", "any", "any", "int")]
    #[case("/", "int", "int", "dec")]
    #[case("^", "int", "int", "dec")]
    #[case("==", "cpx_workitem", "nts", "bln")]
    #[case("<", "dec", "int", "bln")]
    #[case("and", "any", "bln", "bln")]
    fn operators_give_what_their_signature_says(
        #[case] symbol: &str,
        #[case] left: &'static str,
        #[case] right: &'static str,
        #[case] code: &str,
    ) {
        assert_eq!(of_operator(symbol, left, right), code);
    }

    #[rstest::rstest]
    #[case("str", "str", "str")]
    #[case("nts", "dur", "dur")]
    #[case("que", "any", "que")]
    #[case("int", "dec", "dec")]
    #[case("nts", "any", "any")]
    #[case("pmt", "aud", "aud")]
    #[case("pmt", "pmt", "pmt")]
    #[case("str", "que", "any")]
    fn one_of_two(#[case] one: &'static str, #[case] other: &'static str, #[case] code: &str) {
        assert_eq!(either(&TypeCode::constant(one), &TypeCode::constant(other)).as_str(), code);
    }
}
