//! What the calls of a path came back with, as stubs: data actions call by call, scripted bots, modules, transfers that failed. Must not
//! know YAML.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;

use super::observed::Move;
use super::results::{input, node, outputs, written};
use crate::flow::Program;
use crate::flow::program::Node;
use crate::flow::stubs::{BotExit, BotStub, DataActionReply, DataActionStub, ModuleStub, Stubs};
use crate::trace::{Called, Ending, Speaker, Taken};

/// What a bot would say that was never heard again: a script must have one more turn to wait after the last that was said.
const NEVER_SAID: &str = "(not reached)";

/// The stubs, and what could not be known of them.
pub(super) fn stubs(
    program: &Program,
    path: &[Taken],
    moves: &[Move],
    ending: Option<&Ending>,
) -> (Stubs, Vec<String>) {
    let mut stubs = Stubs::default();
    let mut unknown = Vec::new();
    let mut calls: IndexMap<(Arc<str>, Arc<str>), Vec<Answer<'_>>> = IndexMap::new();
    for (at, taken) in path.iter().enumerate() {
        let Some(node) = node(program, taken) else { continue };
        if &*taken.kind == "transferToAcd"
            && taken.output.as_deref() == Some("failure")
            && let Some(queue) = input(taken, "queue")
        {
            stubs.failing_transfers.insert(queue.into(), reason(taken));
        }
        let Some(called) = &taken.called else { continue };
        let linked = program.flow_named(&called.name).is_some();
        match &*called.category {
            Called::BOTS | Called::MODULES if linked => {}
            Called::BOTS => {
                if stubs.bots.contains_key(&called.name) {
                    unknown.push(format!(
                        "bot {} was called more than once, and a script has one conversation: the first",
                        called.name
                    ));
                    continue;
                }
                let last = at + 1 == path.len();
                stubs.bots.insert(Arc::clone(&called.name), bot(node, taken, moves, ending.filter(|_| last)));
            }
            Called::MODULES => {
                let stub = ModuleStub {
                    outputs: outputs(&node.takes(""), taken),
                    output: taken.output.clone().filter(|output| **output != *"default"),
                };
                stubs.modules.insert(Arc::clone(&called.name), stub);
            }
            _ => match reply(node, taken) {
                Some(reply) => {
                    let inputs: IndexMap<&str, &str> =
                        taken.inputs.iter().map(|(name, value)| (&**name, value.as_str())).collect();
                    let key = (Arc::clone(&called.category), Arc::clone(&called.name));
                    calls.entry(key).or_default().push(Answer { inputs, reply });
                }
                None => unknown
                    .push(format!("what {} > {} came back with is not in the data", called.category, called.name)),
            },
        }
    }
    for ((category, name), answers) in calls {
        stubs.data_actions.entry(category).or_default().insert(name, data_action(answers));
    }
    (stubs, unknown)
}

/// One answer of a data action, with what was asked.
struct Answer<'t> {
    inputs: IndexMap<&'t str, &'t str>,
    reply: DataActionReply,
}

fn reply(node: &Node, taken: &Taken) -> Option<DataActionReply> {
    let output = taken.output.as_deref()?;
    let fields = || outputs(&node.takes(output), taken);
    match output {
        "success" => Some(DataActionReply::Success(fields())),
        "failure" => Some(DataActionReply::Failure(fields())),
        "timeout" => Some(DataActionReply::Timeout),
        _ => None,
    }
}

/// The answers in order. Where other inputs got other answers, each names the inputs that told them apart; the last of equal ones repeats.
fn data_action(answers: Vec<Answer<'_>>) -> Vec<DataActionStub> {
    let names: BTreeSet<&str> = answers.iter().flat_map(|answer| answer.inputs.keys().copied()).collect();
    let differs = |name: &&str| {
        let first = answers.first().and_then(|answer| answer.inputs.get(*name));
        answers.iter().any(|answer| answer.inputs.get(*name) != first)
    };
    let telling: Vec<&str> = names.iter().copied().filter(|name| differs(name)).collect();
    let one_reply = answers.iter().all(|answer| Some(&answer.reply) == answers.first().map(|first| &first.reply));
    let when = |answer: &Answer<'_>| -> Vec<(String, String)> {
        let set = telling.iter().filter_map(|name| Some(((*name).to_owned(), (*answer.inputs.get(name)?).to_owned())));
        set.filter(|(_, value)| value != "NOT_SET").collect()
    };
    let mut stubs: Vec<DataActionStub> = Vec::new();
    for answer in answers.iter() {
        let when = if one_reply { Vec::new() } else { when(answer) };
        let stub = DataActionStub { when, reply: answer.reply.clone(), latency: Duration::ZERO };
        stubs.push(stub);
    }
    // What only repeats the last answer to the same question need not be said.
    let mut kept: Vec<DataActionStub> = Vec::new();
    for (at, stub) in stubs.iter().enumerate() {
        let repeats = kept.iter().rev().find(|one| one.when == stub.when).is_some_and(|one| one == stub);
        let changes_later = stubs.iter().skip(at + 1).any(|later| later.when == stub.when && later != stub);
        if !repeats || changes_later {
            kept.push(stub.clone());
        }
    }
    kept
}

fn bot(node: &Node, taken: &Taken, moves: &[Move], ending: Option<&Ending>) -> BotStub {
    let said = |one: &Move| matches!(one, Move::Heard(line) if line.speaker == Speaker::Bot);
    let first = moves.iter().position(said).unwrap_or(moves.len());
    let last = moves.iter().rposition(said).map_or(first, |at| at + 1);
    let mut turns: Vec<Vec<Arc<str>>> = vec![Vec::new()];
    for one in moves.get(first..last).unwrap_or_default() {
        match one {
            Move::Heard(line) => {
                if let Some(turn) = turns.last_mut() {
                    turn.push(Arc::clone(&line.text));
                }
            }
            Move::Said { .. } | Move::Chose(_) | Move::Sent { .. } => turns.push(Vec::new()),
            _ => {}
        }
    }
    turns.retain(|turn| !turn.is_empty());
    let mut exit = BotExit::default();
    match ending {
        Some(Ending::Disconnected { .. }) => exit.disconnect = true,
        Some(Ending::Waiting | Ending::TimedOut | Ending::CustomerLeft) => turns.push(vec![NEVER_SAID.into()]),
        _ => {
            let takes = node.takes(taken.output.as_deref().unwrap_or_default());
            if taken.error.is_some() || taken.output.as_deref() == Some("failure") {
                exit.error = Some(reason(taken));
            } else {
                exit.reason = written(taken, takes.exit_reason.as_deref()).map(Arc::from);
                exit.intent = written(taken, takes.intent.as_deref()).map(Arc::from);
                exit.outputs = outputs(&takes, taken);
            }
        }
    }
    BotStub { turns, exit }
}

/// What went wrong in an action, in its own words, else in what it wrote of it.
pub(super) fn reason(taken: &Taken) -> String {
    let noted = || taken.assigned.iter().rev().find_map(|one| one.value.clone());
    let reason = taken.error.clone().or_else(noted).filter(|reason| !reason.trim().is_empty());
    reason.unwrap_or_else(|| "it failed".to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;

    fn answer<'a>(inputs: &[(&'a str, &'a str)], value: i64) -> Answer<'a> {
        let fields = Map::from_iter([("v".to_owned(), json!(value))]);
        Answer { inputs: inputs.iter().copied().collect(), reply: DataActionReply::Success(fields) }
    }

    fn shown(answers: Vec<Answer<'_>>) -> Vec<String> {
        let one = |stub: DataActionStub| {
            let when: Vec<String> = stub.when.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let DataActionReply::Success(fields) = stub.reply else { panic!() };
            format!("{} {}", when.join(","), fields["v"])
        };
        data_action(answers).into_iter().map(one).collect()
    }

    #[test]
    fn answers_stand_in_order_and_the_last_repeats() {
        let same = || answer(&[("id", "a")], 1);
        assert_eq!(shown(vec![same(), same(), same()]), [" 1"]);
        assert_eq!(
            shown(vec![same(), same(), answer(&[("id", "a")], 2), answer(&[("id", "a")], 2)]),
            [" 1", " 1", " 2"]
        );
    }

    #[test]
    fn other_inputs_with_other_answers_are_told_apart_by_what_differs() {
        let call = |id: &'static str, value| answer(&[("id", id), ("lang", "en")], value);
        assert_eq!(shown(vec![call("a", 1), call("b", 2), call("a", 1)]), ["id=a 1", "id=b 2"]);
        assert_eq!(shown(vec![call("a", 1), call("b", 1)]), [" 1"]);
    }
}
