//! How a question ends without an answer: by its own output, by the bot's handling of failures, with a person. Must not know the kind.

use std::sync::Arc;

use super::dialogue::{Ask, Dialogue};
use crate::flow::engine::rules::{AGENT_REASON, RECOGNITION_REASON};
use crate::flow::engine::{Confirming, Fault, Next, Parting, Phase, Said, Step, Turn};
use crate::flow::program::{Handover, Then};
use crate::trace::{Ending, Speaker};

impl<A: Ask> Dialogue<A> {
    /// Too many answers that are none.
    pub(super) fn give_up(&self, turn: &mut Turn<'_>, output: Option<usize>) -> Result<Next, Fault> {
        if let Some(output) = output {
            turn.asked();
            return Ok(Next::Leave(output));
        }
        let Some(bot) = turn.bot() else {
            turn.asked();
            return Ok(Next::Continue);
        };
        // The vendor's page on event handling: reaching the limit a second time ends the bot whatever is set.
        let again = turn.gave_up() > 1;
        let Handover { words, then } = &bot.recognition_failure;
        let then = if again { Then::Exit } else { then.clone() };
        let words = turn.words(words)?;
        self.part(turn, words, Parting { then, reason: RECOGNITION_REASON })
    }

    /// Too many silences. A digital bot has words for that, which say that it closes the conversation.
    pub(super) fn give_up_silent(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        if self.max_no_inputs.is_none()
            && turn.flow().is_digital_bot()
            && let Some(bot) = turn.bot()
        {
            let words = turn.words(&bot.end_of_session)?;
            return self.part(turn, words, Parting { then: Then::Disconnect, reason: RECOGNITION_REASON });
        }
        self.give_up(turn, self.max_no_inputs)
    }

    /// Whether the bot lets the customer ask for a person.
    pub(super) fn may_escalate(&self, turn: &Turn<'_>) -> Result<bool, Fault> {
        let enabled = turn.bot().map(|bot| turn.value(&bot.agent_escalation)).transpose()?;
        Ok(enabled.and_then(|enabled| enabled.as_boolean()).unwrap_or(false))
    }

    /// Asks whether the customer wants a person; without words for that they get one at once.
    pub(super) fn ask_for_agent(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let words = turn.bot().map(|bot| turn.words(&bot.agent_confirmation)).transpose()?.unwrap_or_default();
        if words.is_empty() {
            return self.call_agent(turn);
        }
        self.ask_whether(turn, Confirming::Agent, words)
    }

    /// Calls a person.
    pub(super) fn call_agent(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let Some(bot) = turn.bot() else { return Ok(Next::Continue) };
        let words = turn.words(&bot.agent.words)?;
        self.part(turn, words, Parting { then: bot.agent.then.clone(), reason: AGENT_REASON })
    }

    /// Says the last words, if there are any, and parts.
    pub(super) fn part(&self, turn: &mut Turn<'_>, words: Arc<str>, parting: Parting) -> Result<Next, Fault> {
        turn.asking().phase = Phase::Parting(parting);
        if words.is_empty() {
            return self.parted(turn);
        }
        Ok(Next::Ask(Step::Say(Said { text: words, speaker: Speaker::Bot, choices: Vec::new() })))
    }

    /// The last words are said.
    pub(super) fn parted(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let phase = std::mem::take(&mut turn.asking().phase);
        turn.asked();
        let Phase::Parting(parting) = phase else { return Ok(Next::Continue) };
        let action = turn.node().id.clone();
        Ok(match parting.then {
            Then::Exit => Next::ExitFlow(parting.reason.into()),
            Then::Go(container) => Next::Go(container),
            Then::Disconnect => Next::End(Ending::Disconnected { action: Some(action) }),
            Then::Unknown(kind) => Next::End(Ending::Unsupported { action, kind }),
        })
    }
}
