//! The course of a question: say it, listen, understand, and leave with the answer or ask again. Must not know what an answer is good for.

use std::fmt::Debug;
use std::sync::Arc;

use jiff::SignedDuration;

use super::super::{Action, Leads};
use super::prompts::Prompts;
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::{BOT_EXIT_REASON, RETRIES};
use crate::flow::engine::{Confirming, Event, Fault, Next, Parting, Phase, Said, Step, Turn, UnderstandCall, Wanted};
use crate::flow::expression::Value;
use crate::flow::program::{Argument, Then};
use crate::flow::understanding::{Meaning, Understood};
use crate::trace::{Choice, Ending, Speaker};

/// What a kind of question makes of an answer.
pub(in crate::flow::action) trait Ask: Debug + Send + Sync {
    /// What it wants to hear.
    fn wants(&self) -> Wanted;

    /// How it goes on without asking, where it need not ask.
    fn already(&self, _turn: &mut Turn<'_>) -> Result<Option<Next>, Fault> {
        Ok(None)
    }

    /// What the customer can choose from.
    fn choices(&self, _turn: &Turn<'_>) -> Result<Vec<Choice>, Fault> {
        Ok(Vec::new())
    }

    /// What it makes of an answer.
    fn hear(&self, turn: &mut Turn<'_>, answer: &Answer<'_>) -> Result<Reply, Fault>;

    /// How it goes on once the customer has confirmed the answer.
    fn confirmed(&self, _turn: &mut Turn<'_>) -> Result<Next, Fault> {
        Ok(Next::Continue)
    }

    /// The customer has taken the answer back.
    fn rejected(&self, _turn: &mut Turn<'_>) -> Result<(), Fault> {
        Ok(())
    }

    /// Where control goes after it.
    fn leads(&self) -> Leads {
        Leads::On
    }
}

/// What the customer said, and what it means.
pub(in crate::flow::action) struct Answer<'a> {
    /// The words.
    pub text: &'a str,
    /// What they mean.
    pub meaning: &'a Meaning,
    /// Who said what they mean.
    pub source: Source,
}

/// Who said what words mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::flow::action) enum Source {
    /// A row of the table that is for these words: nothing else counts.
    Row,
    /// The table's row for all other words: what the bot offers and yes and no still count, its model of language does not.
    Otherwise,
    /// The bot's own model of language.
    Model,
}

/// What a kind of question makes of an answer.
pub(in crate::flow::action) enum Reply {
    /// It is one; on it goes.
    Go(Next),
    /// It is one if the customer confirms it, asked in these words.
    Confirm(Arc<str>),
    /// It is none.
    NoMatch,
}

/// A question of one kind.
#[derive(Debug)]
pub(in crate::flow::action) struct Dialogue<A> {
    pub(super) prompts: Prompts,
    pub(super) kind: A,
    /// The output for too many silences, where it is enabled.
    pub(super) max_no_inputs: Option<usize>,
    /// The output for too many answers that are none, where it is enabled.
    pub(super) max_no_matches: Option<usize>,
}

impl<A: Ask> Dialogue<A> {
    /// A question; the two outputs are read if the flow enables them, and stand behind the kind's own.
    pub(in crate::flow::action) fn read(
        reader: &mut ActionReader<'_, '_, '_>,
        kind: A,
        [no_inputs, no_matches]: [&str; 2],
    ) -> Self {
        let prompts = Prompts::read(reader);
        Self {
            prompts,
            kind,
            max_no_inputs: reader.enabled_output(no_inputs),
            max_no_matches: reader.enabled_output(no_matches),
        }
    }

    fn question(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let words = turn.words(&self.prompts.question)?;
        self.say(turn, words)
    }

    /// Says something that the customer is to answer.
    pub(super) fn say(&self, turn: &mut Turn<'_>, text: Arc<str>) -> Result<Next, Fault> {
        if text.is_empty() {
            return self.listen(turn);
        }
        let choices = self.offered(turn)?;
        turn.asking().phase = Phase::Saying;
        Ok(Next::Ask(Step::Say(Said { text, speaker: Speaker::Bot, choices })))
    }

    fn offered(&self, turn: &mut Turn<'_>) -> Result<Vec<Choice>, Fault> {
        if turn.asking().confirming.is_some() {
            return super::prompts::yes_and_no(turn);
        }
        self.kind.choices(turn)
    }

    fn listen(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        turn.asking().phase = Phase::Listening;
        let closed = turn.closed_at()?;
        let deadline = match turn.bot().map(|bot| turn.value(&bot.no_inputs_timeout)).transpose()? {
            Some(Value::Duration(set)) => turn
                .now()
                .checked_add(SignedDuration::from_millis(set.milliseconds.max(0)))
                .unwrap_or(closed)
                .min(closed),
            _ => closed,
        };
        Ok(Next::Ask(Step::AwaitCustomer { deadline }))
    }

    fn understand(&self, turn: &mut Turn<'_>, text: Arc<str>) -> Result<Next, Fault> {
        turn.note("heard", || text.to_string());
        let (action, bot) = (turn.action(), turn.flow().name.clone());
        let asking = turn.asking();
        asking.phase = Phase::Understanding;
        asking.heard = text.clone();
        let wants = if asking.confirming.is_some() { Wanted::YesNo } else { self.kind.wants() };
        Ok(Next::Ask(Step::Understand(Arc::new(UnderstandCall { action, bot, text, wants }))))
    }

    fn heard(&self, turn: &mut Turn<'_>, understood: Option<Understood>) -> Result<Next, Fault> {
        let text = turn.asking().heard.clone();
        let (meaning, source) = match understood {
            Some(Understood { meaning, otherwise: false }) => (meaning, Source::Row),
            Some(Understood { meaning, otherwise: true }) => (meaning, Source::Otherwise),
            None => (turn.bot().map(|bot| bot.model.understand(&text)).unwrap_or_default(), Source::Model),
        };
        let by = if source == Source::Model { "by the bot's own phrases" } else { "by the table" };
        turn.explain_words(|| format!("\"{text}\""), || format!("understood as {meaning} {by}"));
        let answer = Answer { text: &text, meaning: &meaning, source };
        if meaning.agent && turn.asking().confirming != Some(Confirming::Agent) {
            if self.may_escalate(turn)? {
                return self.ask_for_agent(turn);
            }
            self.ignored(turn, "a person is wanted", "`enableAgentEscalation` is off in its settings");
        }
        if let Some(what) = turn.asking().confirming {
            return self.confirm(turn, what, &answer);
        }
        self.fill(turn, &answer)?;
        match self.kind.hear(turn, &answer)? {
            Reply::Go(next) => {
                turn.asked();
                Ok(next)
            }
            Reply::Confirm(words) => self.ask_to_confirm(turn, words),
            Reply::NoMatch => match self.elsewhere(turn, &meaning)? {
                Some(next) => Ok(next),
                None => self.no_match(turn),
            },
        }
    }

    /// Fills the slots that the words name, whatever the question was. A table's values must fit; a phrase's are read by the slot's type.
    fn fill(&self, turn: &mut Turn<'_>, answer: &Answer<'_>) -> Result<(), Fault> {
        for (name, value) in &answer.meaning.slots {
            if answer.source != Source::Model {
                turn.fill_slot(name, value)?;
                continue;
            }
            let (Some(slot), Some(bot)) = (turn.slot(name), turn.bot()) else { continue };
            let words = value.as_str().unwrap_or_default();
            if let Some(value) = bot.model.slot_value(name, slot.value_type, words) {
                turn.assign(&slot, value)?;
            }
        }
        Ok(())
    }

    /// Tells that a row of the table says what the bot has no use for.
    fn ignored(&self, turn: &mut Turn<'_>, what: &str, why: &str) {
        let (bot, text) = (turn.flow().name.clone(), turn.asking().heard.clone());
        turn.problem(
            format!("`{text}` means that {what}, which bot `{bot}` does not take up: {why}"),
            format!("take it out of the row in `stubs: understanding: {bot}:`, or mend the bot"),
        );
    }

    /// What is no answer to this question may still be one to the bot: an intent with a task, a question to the knowledge base.
    pub(super) fn elsewhere(&self, turn: &mut Turn<'_>, meaning: &Meaning) -> Result<Option<Next>, Fault> {
        if turn.flow().is_digital_bot() {
            let task = meaning.intent.as_ref().and_then(|intent| Some((intent, turn.bot()?.task_of(intent)?)));
            if let Some((intent, task)) = task {
                turn.heard_intent(intent.clone());
                turn.asked();
                return Ok(Some(Next::Go(task)));
            }
            if let Some(answer) = &meaning.knowledge {
                return self.tell(turn, answer).map(Some);
            }
        }
        if meaning.knowledge.is_some() {
            self.ignored(turn, "the knowledge base answers", "the question has no `knowledge` output that is on");
        }
        Ok(None)
    }

    /// Says the knowledge base's answer and goes on as the bot's settings want.
    fn tell(&self, turn: &mut Turn<'_>, answer: &Arc<str>) -> Result<Next, Fault> {
        turn.knows(answer);
        let Some(bot) = turn.bot() else { return self.no_match(turn) };
        if let Some(task) = bot.knowledge.task {
            let parting = Parting { then: Then::Go(task), reason: BOT_EXIT_REASON };
            return self.part(turn, answer.clone(), parting);
        }
        let follow_up = turn.words(&bot.knowledge.follow_up)?;
        let asked = match turn.asking().confirming {
            Some(_) => turn.asking().confirmation.clone(),
            None => turn.words(&self.prompts.question)?,
        };
        let words = joined(&joined(answer, &follow_up), &asked);
        self.say(turn, words)
    }

    pub(super) fn no_match(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let bot = turn.bot();
        let limit = self.limit(turn, bot.map(|bot| &bot.no_matches_max))?;
        let count = turn.asking().no_matches.saturating_add(1);
        turn.asking().no_matches = count;
        let (words, limit) = self.prompts.no_match.words(turn, count, limit)?;
        if count > limit {
            return self.give_up(turn, self.max_no_matches);
        }
        self.again(turn, bot.map(|bot| &bot.apologies.no_match), words)
    }

    fn silence(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        if turn.now() >= turn.closed_at()? {
            turn.asked();
            return Ok(Next::End(Ending::TimedOut));
        }
        let bot = turn.bot();
        let limit = self.limit(turn, bot.map(|bot| &bot.no_inputs_max))?;
        let count = turn.asking().no_inputs.saturating_add(1);
        turn.asking().no_inputs = count;
        let (words, limit) = self.prompts.no_input.words(turn, count, limit)?;
        if count > limit {
            return self.give_up_silent(turn);
        }
        if turn.asking().confirming.is_some() {
            return self.confirm_again(turn, bot.map(|bot| &bot.apologies.confirmation_no_input));
        }
        let words = if turn.flow().is_digital_bot() { "".into() } else { words };
        self.again(turn, bot.map(|bot| &bot.apologies.no_input), words)
    }

    /// Asks again, with an apology before the words; the question where there are no words.
    pub(super) fn again(
        &self,
        turn: &mut Turn<'_>,
        apology: Option<&Argument>,
        words: Arc<str>,
    ) -> Result<Next, Fault> {
        let words = if words.is_empty() { turn.words(&self.prompts.question)? } else { words };
        let apology = apology.map(|apology| turn.words(apology)).transpose()?.unwrap_or_default();
        let words = joined(&apology, &words);
        self.say(turn, words)
    }

    /// How often it asks again, by a setting of the bot.
    pub(super) fn limit(&self, turn: &Turn<'_>, setting: Option<&Argument>) -> Result<i64, Fault> {
        let given = setting.map(|setting| turn.integer("the number of retries", setting)).transpose()?.flatten();
        Ok(given.unwrap_or(RETRIES))
    }
}

/// Two texts as one message.
pub(super) fn joined(first: &Arc<str>, second: &Arc<str>) -> Arc<str> {
    match (first.is_empty(), second.is_empty()) {
        (true, _) => second.clone(),
        (_, true) => first.clone(),
        _ => format!("{} {}", first.trim_end(), second.trim_start()).into(),
    }
}

impl<A: Ask> Action for Dialogue<A> {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        if let Some(next) = self.kind.already(turn)? {
            return Ok(next);
        }
        turn.ask_anew();
        match turn.take_input_text() {
            Some(text) => self.understand(turn, text),
            None => self.question(turn),
        }
    }

    fn resume(&self, turn: &mut Turn<'_>, event: Event) -> Result<Next, Fault> {
        match (turn.asking().phase.clone(), event) {
            (Phase::Saying, _) => self.listen(turn),
            (Phase::Listening, Event::CustomerSaid { text, .. }) => self.understand(turn, text),
            (Phase::Listening, _) => self.silence(turn),
            (Phase::Understanding, Event::Understood(meaning)) => self.heard(turn, meaning),
            (Phase::Understanding, _) => self.no_match(turn),
            (Phase::Parting(_), _) => self.parted(turn),
        }
    }

    fn input_names(&self) -> Vec<String> {
        vec!["heard".to_owned()]
    }

    fn leads(&self) -> Leads {
        self.kind.leads()
    }
}
