//! Questions for yes and no about an answer, or about a person that is wanted. Must not know the kind of question.

use std::sync::Arc;

use super::dialogue::{Answer, Ask, Dialogue, Source};
use crate::flow::engine::{Confirming, Fault, Next, Turn};
use crate::flow::program::Argument;
use crate::flow::understanding::said_yes;

/// Whether an answer says yes or no: by the intent of a row that is for these words, else by the words, else by any other intent's name.
pub(in crate::flow::action) fn yes_or_no(answer: &Answer<'_>) -> Option<bool> {
    let by_intent = || answer.meaning.intent.as_deref().and_then(said_yes);
    match answer.source {
        Source::Row => by_intent(),
        Source::Otherwise | Source::Model => said_yes(answer.text).or_else(by_intent),
    }
}

impl<A: Ask> Dialogue<A> {
    /// Asks whether the answer is right.
    pub(super) fn ask_to_confirm(&self, turn: &mut Turn<'_>, words: Arc<str>) -> Result<Next, Fault> {
        self.ask_whether(turn, Confirming::Answer, words)
    }

    /// Asks for yes or no about something, in these words.
    pub(super) fn ask_whether(&self, turn: &mut Turn<'_>, what: Confirming, words: Arc<str>) -> Result<Next, Fault> {
        let asking = turn.asking();
        asking.confirming = Some(what);
        asking.confirmation = words.clone();
        self.say(turn, words)
    }

    /// The answer to a confirmation.
    pub(super) fn confirm(&self, turn: &mut Turn<'_>, what: Confirming, answer: &Answer<'_>) -> Result<Next, Fault> {
        let bot = turn.bot();
        match (yes_or_no(answer), what) {
            (Some(true), Confirming::Agent) => self.call_agent(turn),
            (Some(true), Confirming::Answer) => {
                turn.asked();
                self.kind.confirmed(turn)
            }
            // Not to want a person is no rejection of an answer: the question comes again.
            (Some(false), Confirming::Agent) => {
                turn.asking().confirming = None;
                self.again(turn, bot.map(|bot| &bot.apologies.no_to_confirmation), "".into())
            }
            (Some(false), Confirming::Answer) => {
                turn.asking().confirming = None;
                self.kind.rejected(turn)?;
                let limit = self.limit(turn, bot.map(|bot| &bot.confirmation_rejections_max))?;
                let count = turn.asking().rejections.saturating_add(1);
                turn.asking().rejections = count;
                if count > limit {
                    return self.give_up(turn, self.max_no_matches);
                }
                self.again(turn, bot.map(|bot| &bot.apologies.no_to_confirmation), "".into())
            }
            (None, _) => {
                if let Some(next) = self.elsewhere(turn, answer.meaning)? {
                    return Ok(next);
                }
                let limit = self.limit(turn, bot.map(|bot| &bot.no_matches_max))?;
                let count = turn.asking().no_matches.saturating_add(1);
                turn.asking().no_matches = count;
                if count > limit {
                    return self.give_up(turn, self.max_no_matches);
                }
                self.confirm_again(turn, bot.map(|bot| &bot.apologies.confirmation_no_match))
            }
        }
    }

    /// Asks for the confirmation again: the apology says what is wanted; the same words where there is none.
    pub(super) fn confirm_again(&self, turn: &mut Turn<'_>, apology: Option<&Argument>) -> Result<Next, Fault> {
        let words = apology.map(|apology| turn.words(apology)).transpose()?.unwrap_or_default();
        let words = if words.is_empty() { turn.asking().confirmation.clone() } else { words };
        self.say(turn, words)
    }
}
