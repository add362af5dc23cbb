//! One part of the evidence as text. No driver, target, id or time is in it.

use std::fmt::Write as _;

use indexmap::IndexMap;

use crate::evidence::judge::{describe_ending, step};
use crate::evidence::{CallSeen, Evidence};
use crate::scenario::model::SnapshotPart;
use crate::trace::{Line, Speaker, Taken};

/// The part as text, or none where the run could not observe it (then it is not compared).
pub fn render_part(evidence: &Evidence, part: SnapshotPart) -> Option<String> {
    let of_values = matches!(part, SnapshotPart::Attributes | SnapshotPart::Ending | SnapshotPart::Calls);
    if of_values && evidence.values_missing.is_some() {
        return None;
    }
    match part {
        SnapshotPart::Path => evidence.path.value().map(|path| path_text(path)),
        SnapshotPart::Attributes => attributes_text(evidence),
        SnapshotPart::Transcript => evidence.transcript.value().map(|lines| transcript_text(lines)),
        SnapshotPart::Ending => evidence.ending.value().map(describe_ending),
        SnapshotPart::Calls => evidence.calls.value().map(|calls| calls_text(calls)),
    }
}

/// One action a line, called tasks and flows indented.
fn path_text(path: &[Taken]) -> String {
    let mut text = String::new();
    for taken in path {
        let _ = writeln!(text, "{:indent$}{}", "", step(taken), indent = usize::from(taken.depth) * 2);
    }
    text.truncate(text.trim_end().len());
    text
}

fn attributes_text(evidence: &Evidence) -> Option<String> {
    let arrived = evidence.arrived.value()?;
    let set = evidence.set.value()?;
    Some(format!("{}{}", map_text("arrived", arrived), map_text("set", set)).trim_end().to_owned())
}

fn map_text(title: &str, map: &IndexMap<String, String>) -> String {
    let mut text = if map.is_empty() { format!("{title}: {{}}\n") } else { format!("{title}:\n") };
    let mut names: Vec<_> = map.iter().collect();
    names.sort();
    for (name, value) in names {
        let _ = writeln!(text, "  {name}: {value}");
    }
    text
}

fn transcript_text(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        let who = match line.speaker {
            Speaker::Customer => "customer",
            Speaker::Flow => "flow",
            Speaker::Bot => "bot",
        };
        let replies = if line.choices.is_empty() {
            String::new()
        } else {
            format!(" [{}]", line.labels().collect::<Vec<_>>().join(" | "))
        };
        let _ = writeln!(text, "{who}: {}{replies}", line.text.replace('\n', "\n  "));
    }
    text.truncate(text.trim_end().len());
    text
}

fn calls_text(calls: &[CallSeen]) -> String {
    let mut text = String::new();
    for call in calls {
        let output = call.output.as_deref().map(|output| format!(": {output}")).unwrap_or_default();
        let _ = writeln!(text, "{} > {}{output}", call.category, call.name);
        for (name, value) in &call.inputs {
            let _ = writeln!(text, "  {name}: {value}");
        }
    }
    text.truncate(text.trim_end().len());
    text
}
