//! `transferToAcd`: hands the conversation to a queue. Success leaves the flow; a failure leaves by `failure`. A bot says a word before
//! either.

use std::sync::Arc;

use super::Action;
use super::parameters::scripted_failure;
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::{QUEUE_NOT_SET, QueueNotSet, TRANSFER_ERROR_TYPE};
use crate::flow::engine::{Event, Fault, Next, Said, Step, Turn};
use crate::flow::expression::{ObjectKind, ResourceKind, Type, Value};
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program, Target};
use crate::trace::{Speaker, Transfer};

const FAILURE: usize = 0;

#[derive(Debug)]
struct TransferToAcd {
    queue: Argument,
    skills: Vec<Argument>,
    language_skill: Argument,
    priority: Argument,
    preferred_agents: Argument,
    /// Said before; bots only.
    words_before: Argument,
    /// Said when it fails; bots only.
    words_on_failure: Argument,
    error_type: Option<Target>,
    error_message: Option<Target>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let queue = reader.argument("targetQueue", Type::Resource(ResourceKind::Queue));
    let mut skills = Vec::new();
    for item in reader.list("acdSkills") {
        if let Some(skill) = item.get("acdSkill") {
            skills.push(reader.argument_of(skill, Type::Resource(ResourceKind::Skill)));
        }
    }
    let agents = Type::Object(ObjectKind::AgentScorePair).collection();
    let failure = |key| reader.body().get("failureOutputs").and_then(|outputs| outputs.get(key));
    let (error_type, error_message) = (failure("errorType"), failure("errorMessage"));
    let action = TransferToAcd {
        queue,
        skills,
        language_skill: reader.argument("languageSkill", Type::Resource(ResourceKind::LanguageSkill)),
        priority: reader.argument("priority", Type::Integer),
        preferred_agents: reader.argument("preferredAgents", agents),
        words_before: words(reader, "preTransferCommunication"),
        words_on_failure: words(reader, "failureTransferCommunication"),
        error_type: error_type.and_then(|node| reader.target_of(node)),
        error_message: error_message.and_then(|node| reader.target_of(node)),
    };
    reader.outputs(&["failure"]);
    Box::new(action)
}

/// Words that only a bot says; other flows' exports hold them too.
fn words(reader: &mut ActionReader<'_, '_, '_>, key: &str) -> Argument {
    if reader.in_bot() { reader.argument(key, Type::Communication) } else { Argument::Absent }
}

/// Which of the things that it asks of its host the transfer is: the words before it are the first, those on its failure the third.
const TRANSFER: u8 = 2;

impl Action for TransferToAcd {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let words = turn.words(&self.words_before)?;
        turn.next_stage();
        if !words.is_empty() {
            return Ok(said(words));
        }
        turn.next_stage();
        self.transfer(turn)
    }

    fn resume(&self, turn: &mut Turn<'_>, event: Event) -> Result<Next, Fault> {
        match event {
            Event::Done if turn.next_stage() == TRANSFER => self.transfer(turn),
            Event::Done => Ok(Next::Leave(FAILURE)),
            Event::TransferFailed { error_type, message } => self.fail(turn, &error_type, &message),
            _ => Ok(Next::Continue),
        }
    }

    fn input_names(&self) -> Vec<String> {
        ["queue", "skills", "languageSkill", "priority", "preferredAgents"].map(str::to_owned).to_vec()
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        match self.queue.literal_text() {
            Some(name) => inventory.queues.push((name, place.clone())),
            None => inventory.computed_queues.push(place.clone()),
        }
        let skills = self.skills.iter().filter_map(Argument::literal_text);
        inventory.resources.extend(skills.map(|name| ("skill", name, place.clone())));
        let language = self.language_skill.literal_text();
        inventory.resources.extend(language.map(|name| ("languageSkill", name, place.clone())));
    }
}

fn said(text: Arc<str>) -> Next {
    Next::Ask(Step::Say(Said { text, speaker: Speaker::Bot, choices: Vec::new() }))
}

impl TransferToAcd {
    fn transfer(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let queue = match turn.input("queue", &self.queue)? {
            Value::Resource(queue) => queue,
            value if value.is_not_set() => {
                return match QUEUE_NOT_SET {
                    QueueNotSet::FailureOutput => self.fail(turn, TRANSFER_ERROR_TYPE, "the queue is NOT_SET"),
                };
            }
            other => return Err(Fault::new(format!("a transfer needs a queue, not {}", other.quoted()))),
        };
        if let Argument::Named(ResourceKind::Queue, name) = &self.queue {
            check_queue(turn, name);
        }
        if let Some(message) = scripted_failure(turn) {
            return self.fail(turn, TRANSFER_ERROR_TYPE, &message);
        }
        let mut skills = Vec::with_capacity(self.skills.len());
        for skill in &self.skills {
            skills.extend(turn.text(skill)?);
        }
        if !skills.is_empty() {
            turn.note("skills", || skills.join(", "));
        }
        let language_skill = turn.text(&self.language_skill)?;
        if let Some(skill) = &language_skill {
            turn.note("languageSkill", || skill.to_string());
        }
        let priority = turn.integer("the priority", &self.priority)?;
        if let Some(priority) = priority {
            turn.note("priority", || priority.to_string());
        }
        let preferred_agents = agents(&turn.value(&self.preferred_agents)?);
        if !preferred_agents.is_empty() {
            let list = preferred_agents.iter().map(|(agent, score)| format!("{agent} ({score})"));
            turn.note("preferredAgents", || list.collect::<Vec<_>>().join(", "));
        }
        let action = Some(turn.node().id.clone());
        let (queue, queue_id) = (queue.name, Some(queue.id));
        let transfer =
            Transfer { queue, queue_id, skills, language_skill, priority, preferred_agents, user: None, action };
        Ok(Next::Ask(Step::Transfer(Arc::new(transfer))))
    }

    fn fail(&self, turn: &mut Turn<'_>, error_type: &str, message: &str) -> Result<Next, Fault> {
        if let Some(target) = &self.error_type {
            turn.assign(target, Value::text(error_type))?;
        }
        if let Some(target) = &self.error_message {
            turn.assign(target, Value::text(message))?;
        }
        let words = turn.words(&self.words_on_failure)?;
        if words.is_empty() {
            return Ok(Next::Leave(FAILURE));
        }
        turn.next_stage();
        Ok(said(words))
    }
}

/// A literal queue that the world does not list is told, unless the world lists no queue at all.
fn check_queue(turn: &mut Turn<'_>, name: &str) {
    let world = turn.world();
    if world.queues.is_empty() || world.queues.iter().any(|queue| &*queue.name == name) {
        return;
    }
    let known = world.queues.iter().map(|queue| &*queue.name);
    let help = crate::diagnostic::list_of("queues of the world", name, known).unwrap_or_default();
    turn.problem(format!("the world has no queue `{name}`"), format!("{help}; or add it under `world: queues:`"));
}

/// Users with their scores, from a list of agent score pairs; a pair without a user is left out.
fn agents(value: &Value) -> Vec<(Arc<str>, i64)> {
    let pairs = value.as_items().unwrap_or_default().iter();
    let pair = |item: &Value| match item {
        Value::Object(object) => {
            let agent = object.get("agent").filter(|agent| !agent.is_not_set())?.display();
            Some((agent.into(), object.get("score").and_then(Value::as_integer).unwrap_or(0)))
        }
        _ => None,
    };
    pairs.filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    const TRANSFER: &str = "
- transferToAcd:
    name: Transfer
    targetQueue: { lit: { name: Support } }
    acdSkills: [ { acdSkill: { lit: { name: Billing } } }, { acdSkill: { exp: 'FindSkill(\"Nobody\")' } } ]
    priority: { exp: 2 + 3 }
    preferredAgents: { exp: 'MakeListAgentScorePair(MakeList(FindUserById(\"u-1\")), MakeList(100))' }
    languageSkill: { noValue: true }
    failureOutputs: { errorMessage: { var: State.why } }
    outputs: { failure: { actions: [ { sendResponse: { name: Sorry, messageBody: { exp: State.why } } } ] } }
- disconnect: { name: Bye }";

    fn flow() -> Flow {
        Flow::new().state_variable("string", "State.why").actions(TRANSFER).user("u-1", "Ada Lovelace").says("x")
    }

    #[test]
    fn success_leaves_the_flow_with_all_that_was_asked_for() {
        let outcome = flow().run();
        let Ending::Transferred(transfer) = &outcome.ending else { panic!("{:?}", outcome.ending) };
        assert_eq!((&*transfer.queue, transfer.priority), ("Support", Some(5)));
        assert_eq!(transfer.skills, ["Billing".into()]);
        assert_eq!(transfer.preferred_agents, [("Ada Lovelace".into(), 100)]);
        assert_eq!(outcome.path(), ["Transfer"]);
        assert!(outcome.problems.is_empty());
    }

    #[test]
    fn a_failed_transfer_leaves_by_failure_and_rejoins() {
        let outcome = flow().failing_transfer("Support", "queue is full").run();
        assert_eq!(outcome.path(), ["Transfer: failure", "Sorry", "Bye"]);
        assert_eq!(outcome.texts(), ["x", "queue is full"]);
    }

    #[test]
    fn one_of_several_transfers_to_a_queue_can_be_made_to_fail() {
        let outcome = flow().failing("Transfer", "nobody is there").run();
        assert_eq!(outcome.path(), ["Transfer: failure", "Sorry", "Bye"]);
        assert_eq!(outcome.texts(), ["x", "nobody is there"]);
    }

    #[test]
    fn a_queue_that_is_not_set_is_a_failed_transfer() {
        let actions =
            "- transferToAcd: { name: T, targetQueue: { exp: 'FindQueue(\"Nowhere\")' } }\n- disconnect: { name: Bye }";
        assert_eq!(Flow::new().actions(actions).run().path(), ["T: failure", "Bye"]);
    }

    #[test]
    fn a_literal_queue_must_be_in_a_world_that_lists_queues() {
        let outcome = flow().queue("q-1", "Suport").run();
        assert_eq!(outcome.problems[0].message, "the world has no queue `Support`");
        assert!(outcome.problems[0].help.contains("did you mean `Suport`?"));
        let outcome = flow().queue("q-1", "Support").run();
        assert!(
            matches!(&outcome.ending, Ending::Transferred(transfer) if transfer.queue_id.as_deref() == Some("q-1"))
        );
        assert!(outcome.problems.is_empty());
    }
}
