//! Attachments: the files are there, and of a type that can be sent. Must not know how a file is sent.

use super::subject::listed;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::scenario::model::{Attachment, Case, RunStep, StepKind, TargetName};

/// The types that a deployment of the fake takes. A real org's list is its admin's choice, so a case for the target `live` alone is free.
const TAKEN: [&str; 6] = ["image/png", "image/jpeg", "image/gif", "application/pdf", "text/plain", "text/csv"];

/// Checks the files of `attach`. `missing` gives the path that was looked for, where nothing is there.
pub(super) fn check(case: &Case, missing: impl Fn(&str) -> Option<String>, out: &mut Diagnostics) {
    for step in &case.conversation {
        let StepKind::Attach(attachment) = &step.kind else { continue };
        if let Some(path) = missing(&attachment.file.value) {
            let message = format!("attachment `{}` does not exist", attachment.file.value);
            let help = format!("looked for `{path}`; the path is taken from the scenario's folder");
            out.push(Diagnostic::error(Code::FILE_UNREADABLE, message).at(attachment.file.place.clone()).help(help));
        }
        out.extend(match attachment.mime() {
            None => Some(untold(attachment)),
            Some(mime) if !TAKEN.contains(&mime) && is_for_mock(case) => Some(not_taken(attachment, mime)),
            Some(_) => None,
        });
    }
}

/// Whether the mock would have to take the file: a case that expects step `attach` to fail means what it sends.
fn is_for_mock(case: &Case) -> bool {
    let mock = case.targets.is_empty() || case.targets.iter().any(|target| target.value == TargetName::Mock);
    mock && case.expect.error.as_ref().is_none_or(|error| error.value.step != RunStep::Attach)
}

fn untold(attachment: &Attachment) -> Diagnostic {
    let file = &attachment.file.value;
    let message = format!("the name of attachment `{file}` does not tell its type");
    let help = format!("say it: `attach: {{ file: {file}, media_type: image/png }}`");
    Diagnostic::error(Code::BAD_VALUE, message).at(attachment.file.place.clone()).help(help)
}

fn not_taken(attachment: &Attachment, mime: &str) -> Diagnostic {
    let message = format!("the mock takes no attachment of type `{mime}`");
    Diagnostic::error(Code::BAD_VALUE, message)
        .at(attachment.file.place.clone())
        .help(format!("it takes: {}", listed(TAKEN)))
        .help("set `targets: [live]` where a real deployment takes it, or expect the error of step `attach`")
}
