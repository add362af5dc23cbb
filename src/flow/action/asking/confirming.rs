//! Questions for yes and no about an answer, or about a person that is wanted. Must not know the kind of question.

use std::sync::Arc;

use super::dialogue::{Answer, Ask, Dialogue};
use crate::flow::engine::{Confirming, Fault, Next, Turn};
use crate::flow::program::Argument;
use crate::flow::understanding::{Meaning, said_yes};
use crate::trace::Choice;

/// The buttons of a question for yes and no, where the bot has them.
pub(in crate::flow::action) fn yes_and_no(turn: &Turn<'_>) -> Result<Vec<Choice>, Fault> {
    let enabled = turn.bot().map(|bot| turn.value(&bot.automatic_quick_replies)).transpose()?;
    let enabled = enabled.and_then(|enabled| enabled.as_boolean()).unwrap_or(false);
    Ok(if enabled { ["Yes", "No"].map(Choice::quick_reply).to_vec() } else { Vec::new() })
}

/// Whether an answer says yes or no: by a table's intent, else by its words.
pub(in crate::flow::action) fn yes_or_no(meaning: &Meaning, text: &str) -> Option<bool> {
    meaning.intent.as_deref().and_then(said_yes).or_else(|| said_yes(text))
}

impl<A: Ask> Dialogue<A> {
    /// Asks whether the answer is right.
    pub(super) fn ask_to_confirm(&self, turn: &mut Turn<'_>, words: Arc<str>) -> Result<Next, Fault> {
        turn.asking().confirming = Some(Confirming::Answer);
        self.say(turn, words)
    }

    /// The answer to a confirmation.
    pub(super) fn confirm(&self, turn: &mut Turn<'_>, what: Confirming, answer: &Answer<'_>) -> Result<Next, Fault> {
        let bot = turn.bot();
        match (yes_or_no(answer.meaning, answer.text), what) {
            (Some(true), Confirming::Agent) => self.call_agent(turn),
            (Some(true), Confirming::Answer) => {
                turn.asked();
                self.kind.confirmed(turn)
            }
            (Some(false), _) => {
                turn.asking().confirming = None;
                if what == Confirming::Answer {
                    self.kind.rejected(turn)?;
                }
                let limit = self.limit(turn, bot.map(|bot| &bot.confirmation_rejections_max))?;
                let count = turn.asking().rejections.saturating_add(1);
                turn.asking().rejections = count;
                if count > limit {
                    return self.give_up(turn, self.max_no_matches);
                }
                self.again(turn, bot.map(|bot| &bot.apologies.no_to_confirmation), "".into())
            }
            (None, _) => {
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

    /// Asks for the confirmation again; the apology says what is wanted.
    pub(super) fn confirm_again(&self, turn: &mut Turn<'_>, apology: Option<&Argument>) -> Result<Next, Fault> {
        let words = apology.map(|apology| turn.words(apology)).transpose()?.unwrap_or_default();
        self.say(turn, words)
    }
}
