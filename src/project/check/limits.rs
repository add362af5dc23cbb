//! Limits of a guest's message: its text, and the attributes that it brings. Found before anything is sent, in cases that the driver
//! `converse` may run.

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::project::Needs;
use crate::scenario::model::{Case, Driver, RunStep, Spanned, Start, StepKind};

/// The most UTF-8 bytes of a message's text; longer is refused with 4011 (facts: genesys-api.md 4.4).
const TEXT_BYTES: usize = 4_096;

/// The most UTF-8 bytes of names and values of the attributes of one message; more is refused with 4013 (facts: 4.4).
const ATTRIBUTE_BYTES: usize = 2_048;

/// What one message brings: attributes by name.
type Brought<'c> = IndexMap<&'c str, &'c Spanned<String>>;

/// Checks what each message holds. `simulate` has no such limits: a case that it can run, too, is right there, and only warned.
pub(super) fn check(case: &Case, needs: &Needs, out: &mut Diagnostics) {
    if !needs.allows(Driver::Converse) || means_it(case) {
        return;
    }
    let found = texts(case).chain(attributes(case));
    if needs.allows(Driver::Simulate) {
        let softened = found.map(|one| Diagnostic { severity: Severity::Warning, ..one });
        out.extend(softened.map(|one| one.help("or set `drivers: [simulate]`, which has no such limit")));
    } else {
        out.extend(found);
    }
}

/// Whether the case expects that a message is refused.
fn means_it(case: &Case) -> bool {
    let step = case.expect.error.as_ref().map(|error| error.value.step);
    matches!(step, Some(RunStep::Message | RunStep::Join))
}

fn texts(case: &Case) -> impl Iterator<Item = Diagnostic> {
    case.conversation.iter().filter_map(|step| {
        let StepKind::Say(say) = &step.kind else { return None };
        let bytes = say.text.value.len();
        let message = || format!("this text has {bytes} bytes, and a guest's message holds {TEXT_BYTES}");
        (bytes > TEXT_BYTES).then(|| over(message(), &say.text.place, "message", 4_011))
    })
}

fn attributes(case: &Case) -> impl Iterator<Item = Diagnostic> {
    let first = if case.start == Start::Join { "join" } else { "message" };
    let steps = std::iter::once(first).chain(std::iter::repeat("message"));
    messages(case).into_iter().zip(steps).filter_map(|(brought, step)| {
        let bytes: usize = brought.iter().map(size).sum();
        if bytes <= ATTRIBUTE_BYTES {
            return None;
        }
        let (_, largest) = brought.iter().max_by_key(|one| size(*one))?;
        let message =
            format!("the attributes of a message have {bytes} bytes with their names, and it holds {ATTRIBUTE_BYTES}");
        let diagnostic = over(message, &largest.place, step, 4_013).note("the largest");
        Some(diagnostic.help("those of `participant` come with the first message, or with the join"))
    })
}

fn size((name, value): (&&str, &&Spanned<String>)) -> usize {
    name.len() + value.value.len()
}

/// What each message brings, in order. The first brings the participant's attributes, too, its own winning.
fn messages(case: &Case) -> Vec<Brought<'_>> {
    let mut found = Vec::new();
    let mut waiting = Some(brought(&case.participant.attributes));
    if case.start == Start::Join {
        found.extend(waiting.take());
    }
    for step in &case.conversation {
        match &step.kind {
            StepKind::Say(say) => {
                let mut first = waiting.take().unwrap_or_default();
                first.extend(brought(&say.attributes));
                found.push(first);
            }
            StepKind::Choose(_) | StepKind::Attach(_) => found.extend(waiting.take()),
            _ => {}
        }
    }
    found
}

fn brought(attributes: &IndexMap<String, Spanned<String>>) -> Brought<'_> {
    attributes.iter().map(|(name, value)| (name.as_str(), value)).collect()
}

fn over(message: String, place: &Place, step: &str, code: u16) -> Diagnostic {
    let help =
        format!("shorten it, or expect that it is refused: `expect: {{ error: {{ step: {step}, code: {code} }} }}`");
    Diagnostic::error(Code::OVER_LIMIT, message).at(place.clone()).help(help)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rstest::rstest;

    use super::*;
    use crate::project::Defaults;
    use crate::project::resolve::undeclared_of;
    use crate::project::sample::case;
    use crate::wire::guest::{MAX_ATTRIBUTE_BYTES, MAX_TEXT_BYTES};

    const ENDS: &str = "expect: { ending: disconnected }";

    fn found(keys: &str) -> Vec<(Severity, String)> {
        let case = case(keys);
        let needs = Needs::of(&case, &Defaults::default(), undeclared_of(&case), &Arc::default());
        let mut out = Diagnostics::new();
        check(&case, &needs, &mut out);
        out.iter().map(|one| (one.severity, one.message.clone())).collect()
    }

    /// A case with a text of so many bytes that only `converse` runs.
    fn talk(bytes: usize, expect: &str) -> String {
        format!("conversation: [ say: {}, say: Bye ]\n{expect}", "x".repeat(bytes))
    }

    #[test]
    fn the_limits_are_those_of_the_wire() {
        assert_eq!((TEXT_BYTES, ATTRIBUTE_BYTES), (MAX_TEXT_BYTES, MAX_ATTRIBUTE_BYTES));
    }

    #[test]
    fn a_text_may_be_as_long_as_a_message_holds_and_no_longer() {
        assert_eq!(found(&talk(4_096, ENDS)), []);
        let message = "this text has 4097 bytes, and a guest's message holds 4096".to_owned();
        assert_eq!(found(&talk(4_097, ENDS)), [(Severity::Error, message)]);
    }

    #[test]
    fn bytes_count_and_not_letters() {
        let keys = format!("conversation: [ say: {}, say: Bye ]\n{ENDS}", "é".repeat(2_049));
        assert_eq!(found(&keys).len(), 1);
    }

    #[test]
    fn a_case_that_simulate_runs_too_is_only_warned() {
        let one = |keys: &str| format!("{keys}\nconversation: [ say: {} ]\n{ENDS}", "x".repeat(5_000));
        assert_eq!(found(&one("")).iter().map(|(severity, _)| *severity).collect::<Vec<_>>(), [Severity::Warning]);
        assert_eq!(found(&one("drivers: [simulate]")), []);
        assert_eq!(found(&one("drivers: [converse]"))[0].0, Severity::Error);
    }

    #[rstest]
    #[case("message", 0)]
    #[case("join", 0)]
    #[case("connect", 1)]
    fn a_case_that_expects_the_refusal_means_it(#[case] step: &str, #[case] mistakes: usize) {
        let expect = format!("expect: {{ error: {{ step: {step} }} }}");
        assert_eq!(found(&talk(5_000, &expect)).len(), mistakes);
    }

    /// Names of one letter and values that make up the rest.
    fn attributes(start: &str, participant: usize, said: usize) -> usize {
        let [participant, said] = [participant, said].map(|bytes| "x".repeat(bytes - 1));
        found(&format!(
            "start: {start}\nparticipant: {{ attributes: {{ a: {participant} }} }}\n\
             conversation: [ {{ say: {{ text: Hi, attributes: {{ b: {said} }} }} }}, say: Bye ]\n{ENDS}"
        ))
        .len()
    }

    #[test]
    fn the_first_message_brings_the_participant_s_attributes_too() {
        assert_eq!(attributes("message", 1_024, 1_024), 0);
        assert_eq!(attributes("message", 1_024, 1_025), 1);
        assert_eq!(attributes("join", 1_024, 1_025), 0);
        assert_eq!(attributes("join", 2_049, 2_049), 2);
    }

    #[test]
    fn an_attribute_that_is_given_again_counts_once() {
        let long = "x".repeat(2_000);
        let keys = format!(
            "participant: {{ attributes: {{ a: {long} }} }}\n\
             conversation: [ {{ say: {{ text: Hi, attributes: {{ a: {long} }} }} }} ]\n{ENDS}"
        );
        assert_eq!(found(&keys), []);
    }
}
