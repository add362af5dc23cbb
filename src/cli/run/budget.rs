//! Whether what a live run would do is within what flowproof.yaml and the run's time-out allow. Must not send anything.

use std::time::Duration;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::LiveBudget;
use crate::runner::Preview;
use crate::scenario::show_duration;

/// Says what would be exceeded, all at once.
pub(in crate::cli) fn check(preview: &Preview, budget: &LiveBudget, time: Duration, limit: Duration) -> Diagnostics {
    let counts = [
        (preview.conversations(), budget.sessions, "conversations", "sessions"),
        (preview.messages(), budget.messages, "messages", "messages"),
        (preview.calls(), budget.calls, "API calls", "calls"),
    ];
    let over = counts.into_iter().filter_map(|(would, most, what, key)| {
        let most = usize::try_from(most?).unwrap_or(usize::MAX);
        (would > most).then(|| exceeded(format!("the run would take {would} {what}, and {most} are allowed"), key))
    });
    let mut found = Diagnostics::new();
    found.extend(over);
    let limit = budget.time.map_or(limit, |most| most.min(limit));
    if time > limit {
        let message = format!(
            "the run would take {} at least, and {} are allowed",
            show_duration(rounded(time)),
            show_duration(limit)
        );
        found.push(
            exceeded(message, "time")
                .help("or give the run more with `--timeout`, or run more cases side by side with `--jobs`"),
        );
    }
    found
}

fn exceeded(message: String, key: &str) -> Diagnostic {
    Diagnostic::error(Code::OVER_BUDGET, message)
        .help(format!("run fewer cases (`--tag`, `--filter`), or allow more with `live: {{ budget: {{ {key}: … }} }}`"))
}

/// Whole seconds: nobody plans in milliseconds.
fn rounded(time: Duration) -> Duration {
    Duration::from_secs(time.as_secs().max(1))
}
