//! Attributes: what is sent fits what the widget declares, and what is expected can come about.

use super::Subject;
use super::subject::{listed, near};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::resolve::expects_refusal;
use crate::scenario::late::is_late;
use crate::scenario::model::{AttributeExpectation, AttributeType, Case, Spanned, StepKind};

/// Checks the attributes that the customer brings against those that the widget declares: their types. A case that expects the 400 of
/// step `participant` means its mistakes.
pub(super) fn check_sent(case: &Case, out: &mut Diagnostics) {
    let Some(widget) = &case.widget else { return };
    if expects_refusal(case) {
        return;
    }
    for (name, value) in sent(case) {
        let Some(declared) = widget.attributes.get(name) else { continue };
        // What is captured on the way is not known yet.
        if is_late(&value.value) {
            continue;
        }
        if !fits(declared.kind, &value.value) {
            let message = format!("attribute `{name}` is `{}`, which is not {}", value.value, describe(declared.kind));
            out.push(
                Diagnostic::error(Code::WRONG_ATTRIBUTE_TYPE, message)
                    .at(value.place.clone())
                    .label(declared.place.clone(), "declared here"),
            );
        }
    }
}

/// Checks what is expected of attributes against what is sent and what the flow writes.
pub(super) fn check_expected(subject: &mut Subject<'_>) {
    let case = subject.case;
    check_one(subject, &case.expect.attributes);
    for step in &case.conversation {
        if let StepKind::Attributes(expected) = &step.kind {
            check_one(subject, expected);
        }
    }
}

fn check_one(subject: &mut Subject<'_>, expected: &AttributeExpectation) {
    let sent: Vec<&str> = sent(subject.case).map(|(name, _)| name).collect();
    let written: Vec<&str> = subject.flow.inventory.attributes_written.iter().map(|(name, _)| &**name).collect();
    for (name, pattern) in &expected.arrived {
        if !sent.contains(&name.as_str()) {
            let message = format!("attribute `{name}` cannot arrive: it is not sent");
            subject.push(
                Diagnostic::error(Code::ATTRIBUTE_NOT_SENT, message)
                    .at(pattern.place.clone())
                    .help_maybe(near(name, sent.iter().copied()))
                    .help(if sent.is_empty() {
                        "nothing is sent; attributes go under `participant`".to_owned()
                    } else {
                        format!("sent: {}", listed(sent.iter().copied()))
                    }),
            );
        }
    }
    let any_name = !subject.flow.inventory.attributes_computed.is_empty();
    for (name, pattern) in expected.set.iter().filter(|_| !any_name) {
        if !written.contains(&name.as_str()) {
            let message = format!("flow `{}` never writes attribute `{name}`", subject.flow.name);
            subject.push(
                Diagnostic::error(Code::ATTRIBUTE_NOT_WRITTEN, message)
                    .at(pattern.place.clone())
                    .help_maybe(near(name, written.iter().copied()))
                    .help(written_help(&written)),
            );
        }
    }
    for name in expected.unset.iter().filter(|_| !any_name) {
        let read = || subject.flow.inventory.attributes_read.iter().map(|(name, _)| &**name);
        let known = || written.iter().chain(&sent).copied().chain(read());
        if !known().any(|one| one == name.value) {
            let message = format!(
                "attribute `{}` is not sent, and flow `{}` neither reads nor writes it",
                name.value, subject.flow.name
            );
            subject.push(
                Diagnostic::error(Code::ATTRIBUTE_NOT_WRITTEN, message)
                    .at(name.place.clone())
                    .help_maybe(near(&name.value, known()))
                    .help(written_help(&written)),
            );
        }
    }
}

fn written_help(written: &[&str]) -> String {
    if written.is_empty() {
        "it writes none".to_owned()
    } else {
        format!("it writes: {}", listed(written.iter().copied()))
    }
}

/// Everything that the customer brings: with the conversation, and with single messages.
fn sent(case: &Case) -> impl Iterator<Item = (&str, &Spanned<String>)> {
    let with_messages = case.conversation.iter().filter_map(|step| match &step.kind {
        StepKind::Say(say) => Some(&say.attributes),
        _ => None,
    });
    let all = std::iter::once(&case.participant.attributes).chain(with_messages);
    all.flatten().map(|(name, value)| (name.as_str(), value))
}

/// Whether a text is a value of a type.
fn fits(kind: AttributeType, text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    match kind {
        AttributeType::String => true,
        AttributeType::Integer => digits(unsigned),
        AttributeType::Decimal => match unsigned.split_once('.') {
            Some((whole, fraction)) => digits(whole) && digits(fraction),
            None => digits(unsigned),
        },
        AttributeType::Boolean => matches!(text, "true" | "false"),
    }
}

fn describe(kind: AttributeType) -> &'static str {
    match kind {
        AttributeType::String => "a text",
        AttributeType::Integer => "an integer",
        AttributeType::Decimal => "a decimal",
        AttributeType::Boolean => "true or false",
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(AttributeType::String, "", true)]
    #[case(AttributeType::Integer, "-5", true)]
    #[case(AttributeType::Integer, "007", true)]
    #[case(AttributeType::Integer, "5.0", false)]
    #[case(AttributeType::Integer, "five", false)]
    #[case(AttributeType::Integer, "-", false)]
    #[case(AttributeType::Decimal, "5", true)]
    #[case(AttributeType::Decimal, "-5.25", true)]
    #[case(AttributeType::Decimal, "5.", false)]
    #[case(AttributeType::Decimal, "1e3", false)]
    #[case(AttributeType::Boolean, "true", true)]
    #[case(AttributeType::Boolean, "yes", false)]
    fn a_value_fits_its_type(#[case] kind: AttributeType, #[case] text: &str, #[case] expected: bool) {
        assert_eq!(fits(kind, text), expected);
    }
}
