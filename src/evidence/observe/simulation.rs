//! The answer of the simulate endpoint. A host without the documented extensions leaves what they carry unverifiable.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::evidence::{Evidence, Origin, Part};

use super::derive::{calls, written};
use crate::trace::{ActionId, Choice, Ending, Line, Speaker, Taken};
use crate::wire::{SimulationEnding, SimulationLine, SimulationResponse, SimulationStep};

/// The answer as it is read for evidence: a recorded action stays text until it is known to be one, and execution data are passed over,
/// since the recorded actions say all that they do.
pub type SimulationAnswer = SimulationResponse<Box<RawValue>, IgnoredAny>;

/// Takes path, transcript, attributes, ending and calls from the answer.
pub fn observe_simulation(evidence: &mut Evidence, answer: SimulationAnswer) {
    let SimulationResponse { steps, transcript, participant_attributes, ending, .. } = answer;
    let complete = steps.iter().all(|step| step.recorded.is_some());
    let taken: Vec<Taken> = steps.into_iter().map(taken).collect();
    if complete {
        evidence.calls = Part::seen(calls(&taken), Origin::SimulateAnswer);
        evidence.set = Part::seen(written(&taken), Origin::SimulateAnswer);
    } else {
        evidence.calls = Part::Unverifiable("the host's steps do not say what was called".to_owned());
        evidence.set = difference(evidence, participant_attributes.as_ref());
    }
    evidence.path = Part::seen(taken, Origin::SimulateAnswer);
    evidence.attributes = part(participant_attributes, "the host's answer has no participantAttributes");
    evidence.transcript =
        part(transcript.map(|lines| lines.into_iter().map(line).collect()), "the host's answer has no transcript");
    evidence.ending = match ending {
        None => Part::Unverifiable("the host's answer has no ending".to_owned()),
        Some(ending) => match read_ending(ending) {
            Ok(ending) => Part::seen(ending, Origin::SimulateAnswer),
            Err(kind) => Part::Unverifiable(format!("the host's ending `{kind}` is not one that is known")),
        },
    };
}

fn part<T>(value: Option<T>, missing: &str) -> Part<T> {
    value.map_or_else(|| Part::Unverifiable(missing.to_owned()), |value| Part::seen(value, Origin::SimulateAnswer))
}

/// A step as an action taken: the recorded form where there is one, else what the seed's five fields say.
fn taken(step: SimulationStep<Box<RawValue>>) -> Taken {
    if let Some(recorded) = &step.recorded
        && let Ok(taken) = serde_json::from_str(recorded.get())
    {
        return taken;
    }
    let nothing: Arc<str> = Arc::from("");
    let name: Arc<str> = step.name.as_deref().unwrap_or(&step.id).into();
    Taken {
        id: ActionId { flow: Arc::clone(&nothing), container: nothing, name, ordinal: 0 },
        kind: step.step_type.into(),
        depth: 0,
        output: step.output.or(step.result).map(Into::into),
        called: None,
        inputs: Vec::new(),
        assigned: Vec::new(),
        cause: None,
        error: None,
    }
}

fn line(line: SimulationLine) -> Line {
    let speaker = match line.speaker.as_str() {
        "customer" => Speaker::Customer,
        "bot" => Speaker::Bot,
        _ => Speaker::Flow,
    };
    let choices = line.quick_replies.into_iter().map(Choice::quick_reply).collect();
    Line { speaker, text: line.text.into(), choices }
}

fn read_ending(ending: SimulationEnding) -> Result<Ending, String> {
    let SimulationEnding { kind, details } = ending;
    let mut fields: serde_json::Map<String, serde_json::Value> = details.into_iter().collect();
    fields.insert("type".to_owned(), serde_json::Value::String(kind.clone()));
    Ending::deserialize(serde_json::Value::Object(fields)).map_err(|_| kind)
}

fn difference(evidence: &Evidence, after: Option<&IndexMap<String, String>>) -> Part<IndexMap<String, String>> {
    let Some(after) = after else {
        return Part::Unverifiable("the host's answer has no participantAttributes".to_owned());
    };
    let Some(before) = evidence.arrived.value() else {
        return Part::Unverifiable("the attributes before the flow are not known".to_owned());
    };
    let changed = after.iter().filter(|(name, value)| before.get(*name) != Some(value));
    Part::seen(changed.map(|(name, value)| (name.clone(), value.clone())).collect(), Origin::Derived)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn observe(answer: serde_json::Value, before: &[(&str, &str)]) -> Evidence {
        let mut evidence = Evidence::default();
        let before = before.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        evidence.arrived = Part::seen(before, Origin::Conversation);
        observe_simulation(&mut evidence, serde_json::from_str(&answer.to_string()).unwrap());
        evidence
    }

    #[test]
    fn a_host_with_the_seed_fields_only_gives_a_path_and_nothing_else() {
        let evidence = observe(
            json!({"id": "1", "status": "completed",
                   "steps": [{"id": "a", "stepType": "decision", "name": "Gold?", "result": "yes"}]}),
            &[],
        );
        let path = evidence.path.value().unwrap();
        assert_eq!((&*path[0].id.name, path[0].output.as_deref()), ("Gold?", Some("yes")));
        assert!(evidence.ending.value().is_none());
        assert!(evidence.transcript.value().is_none());
        assert!(evidence.calls.value().is_none());
        assert!(evidence.set.value().is_none());
    }

    #[test]
    fn attributes_afterwards_tell_what_was_set_where_steps_do_not() {
        let evidence = observe(
            json!({"id": "1", "status": "completed", "steps": [{"id": "a", "stepType": "x"}],
                   "participantAttributes": {"tier": "Gold", "routed_to": "VIP"}}),
            &[("tier", "Gold")],
        );
        assert_eq!(evidence.set.value().unwrap().keys().collect::<Vec<_>>(), ["routed_to"]);
    }

    #[test]
    fn recorded_steps_give_calls_and_written_attributes() {
        let id = json!({"flow": "f", "container": "s", "name": "Look up", "ordinal": 0});
        let recorded = json!({"id": id, "kind": "callData", "depth": 0, "output": "success",
            "called": {"category": "CRM", "name": "Get Customer"}, "inputs": [["tier", "Gold"]],
            "assigned": [{"name": "seen", "attribute": true, "value": "1"}]});
        let evidence = observe(
            json!({"id": "1", "status": "completed", "ending": {"type": "disconnected", "action": null},
                   "steps": [{"id": "a", "stepType": "actionCallData", "recorded": recorded}]}),
            &[],
        );
        let call = &evidence.calls.value().unwrap()[0];
        assert_eq!((call.category.as_str(), call.name.as_str()), ("CRM", "Get Customer"));
        assert_eq!(call.inputs.get("tier").map(String::as_str), Some("Gold"));
        assert_eq!(evidence.set.value().unwrap().get("seen").map(String::as_str), Some("1"));
        assert_eq!(evidence.ending.value(), Some(&Ending::Disconnected { action: None }));
    }
}
