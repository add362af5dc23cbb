//! The words of a question: the question itself, and what is said when it is asked again. Must not know when.

use std::sync::Arc;

use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Turn};
use crate::flow::expression::{Type, Value};
use crate::flow::program::Argument;
use crate::trace::Choice;

/// The words of one question.
#[derive(Debug)]
pub(super) struct Prompts {
    pub question: Argument,
    /// After silence; digital bots repeat the question instead.
    pub no_input: Reprompt,
    /// After an answer that is not understood.
    pub no_match: Reprompt,
}

/// What is said when a question is asked again.
#[derive(Debug)]
pub(super) struct Reprompt {
    words: Argument,
    each: Option<Each>,
}

/// Words for the first time, the second…; how many there are is then how often it asks again.
#[derive(Debug)]
struct Each {
    words: Argument,
    /// Whether they count.
    customized: Argument,
}

impl Prompts {
    /// Reads the words of a question.
    pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Self {
        Self {
            question: reader.argument("question", Type::Communication),
            no_input: Reprompt::read(reader, ["noInput", "noInputReprompts", "customizeNoInput"]),
            no_match: Reprompt::read(reader, ["noMatch", "noMatchReprompts", "customizeNoMatch"]),
        }
    }
}

impl Reprompt {
    fn read(reader: &mut ActionReader<'_, '_, '_>, [words, each, customized]: [&str; 3]) -> Self {
        let words = reader.argument(words, Type::Communication);
        let each = reader.argument(each, Type::Communication.collection());
        // Exports hold both parts also where the editor has them switched off.
        let each = match reader.argument(customized, Type::Boolean) {
            Argument::Absent | Argument::NotSet | Argument::Literal(Value::Boolean(false)) => None,
            customized => Some(Each { words: each, customized }),
        };
        Self { words, each }
    }

    /// What is said for the time `count` (from 1), and how often it may be said; the limit of the bot's settings where the action has no
    /// words of its own for each time.
    pub(super) fn words(&self, turn: &Turn<'_>, count: i64, limit: i64) -> Result<(Arc<str>, i64), Fault> {
        if let Some(each) = &self.each
            && turn.value(&each.customized)?.as_boolean() == Some(true)
        {
            let each = turn.value(&each.words)?;
            let each = each.as_items().unwrap_or_default();
            let at = usize::try_from(count - 1).unwrap_or(usize::MAX);
            let words = each.get(at).filter(|words| !words.is_not_set()).map(Value::display).unwrap_or_default();
            return Ok((words.into(), i64::try_from(each.len()).unwrap_or(i64::MAX)));
        }
        Ok((turn.words(&self.words)?, limit))
    }
}

/// The buttons of a question for yes and no, where the bot has them.
pub(in crate::flow::action) fn yes_and_no(turn: &Turn<'_>) -> Result<Vec<Choice>, Fault> {
    let enabled = turn.bot().map(|bot| turn.value(&bot.automatic_quick_replies)).transpose()?;
    let enabled = enabled.and_then(|enabled| enabled.as_boolean()).unwrap_or(false);
    Ok(if enabled { ["Yes", "No"].map(Choice::quick_reply).to_vec() } else { Vec::new() })
}
