//! An outcome as plain text, for a person at a terminal. Builds text only.

use std::fmt::Write as _;

use super::Outcome;
use crate::flow::action::why_unsupported;
use crate::trace::{Deeds, Ending, ErrorCause, OutcomeValue, Speaker, Taken, Transfer};

/// Path with outputs, transcript, attributes, ending, and what must be mended.
pub fn outcome_text(outcome: &Outcome) -> String {
    let mut out = String::from("path\n");
    for (index, taken) in outcome.trace.taken.iter().enumerate() {
        let _ = writeln!(out, "{:>5}  {}", index + 1, taken_text(taken));
        if let Some(error) = &taken.error {
            let _ = writeln!(out, "       {:indent$}error: {error}", "", indent = usize::from(taken.depth) * 2);
        }
    }
    out.push_str("\ntranscript\n");
    for line in &outcome.transcript {
        let speaker = match line.speaker {
            Speaker::Customer => "customer",
            Speaker::Flow => "flow",
            Speaker::Bot => "bot",
        };
        let choices: Vec<&str> = line.labels().collect();
        let choices = if choices.is_empty() { String::new() } else { format!("  [{}]", choices.join(" | ")) };
        let _ = writeln!(out, "  {speaker:<8}  {}{choices}", line.text);
    }
    out.push_str("\nattributes\n");
    for (name, value) in &outcome.attributes {
        let written = if outcome.set.contains_key(name) { "  (written by the flow)" } else { "" };
        let _ = writeln!(out, "  {name} = {value}{written}");
    }
    deeds(&mut out, &outcome.deeds);
    let _ = writeln!(out, "\nending\n  {}", ending_text(&outcome.ending));
    if !outcome.problems.is_empty() {
        out.push_str("\nto mend\n");
    }
    for problem in &outcome.problems {
        let _ = writeln!(out, "  {} (at {})", problem.message, problem.action);
        for line in problem.help.lines() {
            let _ = writeln!(out, "    {line}");
        }
    }
    out
}

/// A part of its own, where anything was done; most flows do nothing of the kind.
fn deeds(out: &mut String, deeds: &Deeds) {
    if deeds.is_empty() {
        return;
    }
    out.push_str("\ndone\n");
    for milestone in &deeds.milestones {
        let _ = writeln!(out, "  milestone {} at {}", milestone.name, milestone.at);
    }
    for outcome in &deeds.outcomes {
        let value = match outcome.value {
            Some(OutcomeValue::Success) => "success",
            Some(OutcomeValue::Failure) if outcome.ended.is_none() => "failure, for it was never set",
            Some(OutcomeValue::Failure) => "failure",
            None => "begun",
        };
        let _ = write!(out, "  outcome {}: {value}", outcome.name);
        if let Some(started) = outcome.started {
            let _ = write!(out, ", from {started}");
        }
        if let Some(ended) = outcome.ended {
            let _ = write!(out, ", at {ended}");
        }
        out.push('\n');
    }
    for deed in &deeds.others {
        let details: Vec<String> = deed.details.iter().map(|(name, text)| format!("{name} = {text}")).collect();
        let what = if details.is_empty() { String::new() } else { format!(": {}", details.join(", ")) };
        let _ = writeln!(out, "  {}{what}   (by {})", deed.kind, deed.action.name);
    }
}

fn taken_text(taken: &Taken) -> String {
    let mut text = format!("{:indent$}{}", "", taken.id.name, indent = usize::from(taken.depth) * 2);
    if let Some(output) = &taken.output {
        let _ = write!(text, ": {output}");
    }
    if let Some(cause) = &taken.cause {
        let operands: Vec<String> =
            cause.operands.iter().map(|operand| format!("{} = {}", operand.text, operand.value)).collect();
        if !operands.is_empty() {
            let _ = write!(text, "   ({})", operands.join(", "));
        }
    }
    text
}

/// How it ended, as a fragment.
pub fn ending_text(ending: &Ending) -> String {
    match ending {
        Ending::Transferred(Transfer { user: Some(user), .. }) => format!("transferred to user {user}"),
        Ending::Transferred(transfer) => {
            let mut text = format!("transferred to queue {}", transfer.queue);
            if !transfer.skills.is_empty() {
                let _ = write!(text, ", skills {}", transfer.skills.join(", "));
            }
            if let Some(skill) = &transfer.language_skill {
                let _ = write!(text, ", language {skill}");
            }
            if let Some(priority) = transfer.priority {
                let _ = write!(text, ", priority {priority}");
            }
            text
        }
        Ending::Disconnected { action: Some(action) } => format!("disconnected by {}", action.name),
        Ending::Disconnected { action: None } => "disconnected".to_owned(),
        Ending::EndOfState { state } => format!("the actions of `{state}` ran out"),
        Ending::Exited { reason } => format!("exited: {reason}"),
        Ending::Failed(ErrorCause { action, message, handled_by }) => {
            format!("failed at {}: {message}; error handling: {handled_by}", action.name)
        }
        Ending::StepLimit => "took too many actions".to_owned(),
        Ending::TimedOut => "the customer was silent for too long".to_owned(),
        Ending::CustomerLeft => "the customer left".to_owned(),
        Ending::Unsupported { action, kind } => {
            let why = why_unsupported(kind).map(|why| format!(" ({why})")).unwrap_or_default();
            format!("unsupported: `{kind}` at {}{why}", action.name)
        }
        Ending::Unstubbed { action, callee } => format!("not stubbed: {callee} at {}", action.name),
        Ending::Waiting => "waits for the customer".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;

    #[test]
    fn an_outcome_reads_from_path_to_ending() {
        let outcome = Flow::new()
            .state_variable("string", "State.tier")
            .actions(
                "
- getParticipantData: { name: Read, attributes: [ { attribute: { name: { lit: tier }, variable: State.tier } } ] }
- decision:
    name: Gold?
    condition: { exp: 'State.tier == \"Gold\"' }
    outputs: { yes: { actions: [ { sendResponse: { name: Vip, messageBody: { lit: Welcome } } } ] } }
- setParticipantData: { name: Mark, attributes: [ { attribute: { name: { lit: seen }, value: { lit: 'yes' } } } ] }
- transferToAcd: { name: Hand over, targetQueue: { lit: { name: VIP } }, priority: { lit: 3 } }",
            )
            .attribute("tier", "Gold")
            .says("hi")
            .run();
        insta::assert_snapshot!(outcome_text(&outcome), @r#"
        path
            1  Read
            2  Gold?: yes   (State.tier = "Gold")
            3  Vip
            4  Mark
            5  Hand over

        transcript
          customer  hi
          flow      Welcome

        attributes
          tier = Gold
          seen = yes  (written by the flow)

        ending
          transferred to queue VIP, priority 3
        "#);
    }
}
