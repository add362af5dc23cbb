//! `--dry-run`: everything that a live run would do, listed. Must not send anything.

use std::fmt::Write as _;
use std::time::Duration;

use super::live::Wish;
use crate::cli::edge::plural;
use crate::runner::Preview;
use crate::scenario::show_duration;

/// The list, as text.
pub(super) fn list(preview: &Preview, wish: Wish, time: Duration, limit: Duration) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "nothing is sent: this is what `--target live` would do");
    for (key, flow) in &preview.flows {
        let id = |id: &Option<crate::scenario::model::Spanned<String>>, without: &str| {
            id.as_ref().map_or_else(|| without.to_owned(), |id| id.value.clone())
        };
        let made = if wish.provision { "made for the run and removed" } else { "not named" };
        let _ = writeln!(
            out,
            "\nflow {key}: deployment {}, flow {} ({})",
            id(&flow.live.deployment_id, made),
            id(&flow.live.flow_id, "not named"),
            flow.name
        );
        if wish.prepare_org {
            let _ = writeln!(
                out,
                "  switches on, and back: endings in a copy of the deployment's configuration, and the flow's log level"
            );
        }
        for action in &flow.data_actions {
            let _ = writeln!(out, "  may call   {action}");
        }
        for queue in &flow.queues {
            let _ = writeln!(out, "  may ring   {queue}");
        }
        for place in &flow.computed_queues {
            let _ = writeln!(
                out,
                "  may ring   a queue whose name it computes, so that `live.queues` cannot hold it back  {place}"
            );
        }
        for case in preview.cases.iter().filter(|case| case.flow == *key) {
            let counts =
                format!("{}, {}", plural(case.conversations, "conversation"), plural(case.messages, "message"));
            let _ = writeln!(out, "  {counts}  {}  {}", case.name, case.place);
        }
    }
    if !preview.skipped.is_empty() {
        let _ = writeln!(out, "\nleft out: {}", plural(preview.skipped.len(), "case"));
        for (name, reason) in &preview.skipped {
            let _ = writeln!(out, "  {name}  {reason}");
        }
    }
    let _ = write!(
        out,
        "\n{}, {}, {}, {} API calls or more, {} or more of {}",
        plural(preview.cases.len(), "case"),
        plural(preview.conversations(), "conversation"),
        plural(preview.messages(), "message"),
        preview.calls(),
        show_duration(Duration::from_secs(time.as_secs())),
        show_duration(limit),
    );
    out
}
