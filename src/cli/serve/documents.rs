//! The JSON documents of control requests: what happened in the served org, and what is wrong with a request. Must not know who asks.

use serde_json::{Value as Json, json};

use crate::cli::flow_json::outcome_json;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::fake::{ControlAnswer, LoggedRequest, Observed, Tenant};

/// An answer of 200.
pub(super) fn fine(body: Json) -> ControlAnswer {
    ControlAnswer { status: 200, body }
}

/// A refusal in one sentence.
pub(super) fn refused(status: u16, error: impl Into<String>) -> ControlAnswer {
    ControlAnswer { status, body: json!({ "error": error.into() }) }
}

/// A refusal with every mistake.
pub(super) fn wrong(diagnostics: &Diagnostics) -> ControlAnswer {
    let error = "the request holds mistakes, and nothing was changed";
    ControlAnswer { status: 400, body: json!({ "error": error, "diagnostics": told(diagnostics) }) }
}

/// Diagnostics as a list.
pub(super) fn told(diagnostics: &Diagnostics) -> Json {
    let one = |one: &Diagnostic| {
        json!({
            "code": one.code.as_str(),
            "severity": if one.severity == Severity::Error { "error" } else { "warning" },
            "message": one.message,
            "at": one.place.as_ref().map(ToString::to_string),
            "help": one.help,
        })
    };
    diagnostics.iter().map(one).collect()
}

/// The log.
pub(super) fn requests(tenant: &Tenant) -> Json {
    let one = |request: &LoggedRequest| json!({ "method": request.method, "path": request.path, "step": request.step, "status": request.status });
    json!({
        "requests": tenant.requests().iter().map(one).collect::<Vec<_>>(),
        "guestFrames": tenant.guest_frames(),
    })
}

/// The conversations of guests: each is the document of `flow run --json` with its ids and messages in front.
pub(super) fn conversations(tenant: &Tenant) -> Json {
    json!({ "conversations": tenant.conversations().iter().map(conversation).collect::<Vec<_>>() })
}

fn conversation(one: &Observed) -> Json {
    let mut document = json!({
        "id": one.id, "flow": one.flow, "execution": one.execution, "open": one.open, "messages": one.messages,
    });
    if let (Json::Object(document), Json::Object(mut outcome)) = (&mut document, outcome_json(&one.outcome)) {
        // Attributes may have been written from outside since.
        outcome.insert("attributes".to_owned(), json!(one.attributes));
        document.append(&mut outcome);
    }
    document
}

/// What a person must mend, and which stubs nothing asked for.
pub(super) fn problems(tenant: &Tenant) -> Json {
    let problems = tenant.problems();
    let problems = problems.iter().map(
        |problem| json!({ "action": problem.action.to_string(), "message": problem.message, "help": problem.help }),
    );
    json!({ "problems": problems.collect::<Vec<_>>(), "unusedStubs": tenant.unused_stubs() })
}
