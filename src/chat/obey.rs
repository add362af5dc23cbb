//! What a line does: the customer speaks, a question is answered, a command is obeyed. Must not know how replies are laid out.

use std::time::Duration;

use super::act::Act;
use super::ask::{Ask, callees};
use super::command::{Command, Mistake, asks_to_save, help, parse};
use super::complete::attributes;
use super::conversation::Went;
use super::form::Progress;
use super::reply::{Reply, Row, Tone};
use super::show;
use super::talk::Talk;
use super::words::one_of;
use crate::diagnostic::list_of;
use crate::flow::host::Session;
use crate::flow::show::to_explanation;
use crate::scenario::{parse_instant, show_duration};
use crate::trace::Ending;

/// What came of a line.
#[derive(Debug)]
pub struct Heard {
    /// To be shown, in order.
    pub replies: Vec<Reply>,
    /// What is to be done by whoever has files.
    pub then: Then,
}

/// What the chat cannot do itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// Nothing.
    Go,
    /// Write the scenario into this file.
    Save(String),
    /// Know that a scenario was to be written, and cannot be; why is among the replies.
    Unsaved,
    /// Leave.
    Quit,
}

type Replies = Result<Vec<Reply>, Mistake>;

impl Talk {
    /// Takes a line.
    pub fn line(&mut self, line: &str) -> Heard {
        let mut then = Then::Go;
        let obeyed = parse(line).and_then(|command| match command {
            Command::Quit => {
                then = Then::Quit;
                Ok(Vec::new())
            }
            Command::Save(file) => {
                self.can_be_saved()?;
                then = Then::Save(file);
                Ok(Vec::new())
            }
            other => self.obey(other),
        });
        if obeyed.is_err() && asks_to_save(line) {
            then = Then::Unsaved;
        }
        let replies = obeyed.unwrap_or_else(|mistake| vec![Reply::Mistake(mistake)]);
        Heard { replies, then }
    }

    /// Refuses where a question is open, nothing was said, or no scenario of the chat can be green.
    fn can_be_saved(&self) -> Result<(), Mistake> {
        if let Some(form) = self.conversation.form() {
            let message = format!("answer the open question first: {}", form.ask.sentence());
            return Err(Mistake { message, help: Some("answer it, or drop it with `/back`".to_owned()) });
        }
        if self.conversation.turns().is_empty() {
            return Err(Mistake::plain("there is nothing to save yet: nothing was said"));
        }
        self.can_be_green()
    }

    /// Refuses where the flow reached what cannot be executed here: no scenario of it can be green.
    fn can_be_green(&self) -> Result<(), Mistake> {
        let ending = self.conversation.session().map(|session| session.outcome().ending);
        let Some(Ending::Unsupported { action, .. }) = ending else { return Ok(()) };
        let message = format!("a scenario that reaches {} cannot be green: it cannot be executed here", action.name);
        Err(Mistake { message, help: Some("`/back` steps back from it".to_owned()) })
    }

    fn obey(&mut self, command: Command) -> Replies {
        match command {
            Command::Line(text) => self.said(&text),
            Command::Set(name, value) => self.set(name, value),
            Command::Unset(name) => self.unset(&name),
            Command::Choose(which) => self.choose(&which),
            Command::Join => self.join(),
            Command::Wait(time) => self.wait(time),
            Command::Now(text) => self.now(text.as_deref()),
            Command::End => self.end(),
            Command::Back(count) => self.back(count),
            Command::Restart => {
                self.conversation.restart();
                Ok(vec![Reply::note("the conversation has not begun; answers that were given stay (`/stub`)")])
            }
            Command::Path => Ok(vec![self.path(show::path)]),
            Command::Explain => Ok(vec![self.path(|taken| to_explanation(taken).lines().map(Row::plain).collect())]),
            Command::Attributes => Ok(vec![self.attributes()]),
            Command::Vars => Ok(vec![self.variables()]),
            Command::Stub(None) => Ok(vec![self.stubs()]),
            Command::Stub(Some(name)) => self.stub(&name),
            Command::Forget(name) => self.forget(&name),
            Command::Help => Ok(vec![Reply::Rows(help().into_iter().map(Row::plain).collect())]),
            Command::Save(_) | Command::Quit => Ok(Vec::new()),
        }
    }

    fn said(&mut self, text: &str) -> Replies {
        if let Some(form) = self.conversation.form_mut() {
            return Ok(match form.reply(text)? {
                Progress::More => self.questions(Vec::new()),
                Progress::Done(answer) => {
                    let went = self.conversation.answered(answer);
                    self.went(went)
                }
            });
        }
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        self.open()?;
        let attributes = self.conversation.pending.clone();
        Ok(self.act(Act::Say { text: text.trim().to_owned(), attributes }))
    }

    fn act(&mut self, act: Act) -> Vec<Reply> {
        let went = self.conversation.act(act);
        self.went(went)
    }

    fn went(&self, went: Went) -> Vec<Reply> {
        match went {
            Went::Asks(grown) => {
                let sentence = self.conversation.form().map(|form| form.ask.sentence()).unwrap_or_default();
                let asked = self.questions(vec![Row::toned(Tone::Strong, format!("{sentence}; no stub answers"))]);
                let so_far = grown.after.map(|after| show::turn(grown.before.as_ref(), &after, true));
                so_far.into_iter().chain(asked).collect()
            }
            Went::Kept(name) => vec![Reply::note(format!("{name} is answered so from now on"))],
            Went::Over(grown) => {
                grown.after.map(|after| show::turn(grown.before.as_ref(), &after, false)).into_iter().collect()
            }
        }
    }

    fn questions(&self, mut rows: Vec<Row>) -> Vec<Reply> {
        let asked = self.conversation.form().map(|form| form.question()).unwrap_or_default();
        rows.extend(asked.into_iter().map(Row::plain));
        if rows.is_empty() { Vec::new() } else { vec![Reply::Rows(rows)] }
    }

    /// Refuses where a question is open, or nothing can be said any more.
    fn open(&self) -> Result<(), Mistake> {
        if self.conversation.form().is_some() {
            let help = Some("answer it, or drop it with `/back`".to_owned());
            return Err(Mistake { message: "a question is open".to_owned(), help });
        }
        match self.conversation.session() {
            Some(session) if session.waiting().is_none() => {
                let help = Some("`/back` steps back, `/restart` begins anew, `/save FILE` keeps it".to_owned());
                Err(Mistake { message: "the conversation has ended".to_owned(), help })
            }
            _ => Ok(()),
        }
    }

    fn begun(&self) -> Result<&Session, Mistake> {
        self.open()?;
        let help = Some("say something, or `/join`".to_owned());
        self.conversation.session().ok_or(Mistake { message: "the conversation has not begun".to_owned(), help })
    }

    fn set(&mut self, name: String, value: String) -> Replies {
        let inventory = self.conversation.program.inventory();
        let known = attributes(&self.conversation);
        let when = if self.conversation.turns().is_empty() { "the customer has" } else { "the next message brings" };
        let mut rows = vec![Row::plain(format!("{when} {name} = {value}"))];
        if inventory.attributes_computed.is_empty() && !known.contains(&name) {
            let near = list_of("attributes", &name, known.iter().map(String::as_str));
            let near = near.map(|near| format!("; {near}")).unwrap_or_default();
            rows.push(Row::toned(Tone::Wrong, format!("the flow reads no attribute `{name}`{near}")));
        }
        self.conversation.pending.insert(name, value);
        Ok(vec![Reply::Rows(rows)])
    }

    fn unset(&mut self, name: &str) -> Replies {
        let pending = &mut self.conversation.pending;
        if pending.shift_remove(name).is_some() {
            return Ok(vec![Reply::note(format!("{name} is taken back"))]);
        }
        Err(Mistake::unknown(
            "attribute that is yet to be brought",
            "attributes",
            name,
            pending.keys().map(String::as_str),
        ))
    }

    fn choose(&mut self, which: &str) -> Replies {
        self.begun()?;
        let Some(line) = self.conversation.offered() else {
            return Err(Mistake::plain("no message since the customer's last offers a choice"));
        };
        let labels: Vec<&str> = line.labels().collect();
        let at = one_of("choices", which, &labels)?;
        let label = line.choices.get(at).map(|choice| choice.label.to_string()).unwrap_or_default();
        let mut replies = vec![Reply::note(format!("the customer chooses {label}"))];
        if !self.conversation.pending.is_empty() {
            replies.push(Reply::note("the attributes that were set come with the next message that is typed"));
        }
        replies.extend(self.act(Act::Choose(label)));
        Ok(replies)
    }

    fn join(&mut self) -> Replies {
        self.open()?;
        if self.conversation.session().is_some() {
            return Err(Mistake::plain("the conversation has begun already"));
        }
        Ok(self.act(Act::Join))
    }

    fn wait(&mut self, time: Option<Duration>) -> Replies {
        let session = self.begun()?;
        let left = session.waiting().map(|waiting| waiting.until.duration_since(session.now()));
        let left = left.and_then(|left| Duration::try_from(left).ok()).unwrap_or_default();
        let time = time.unwrap_or(left);
        let mut replies = self.act(Act::Wait(time));
        replies.insert(0, Reply::note(format!("{} later: {}", show_duration(time), self.clock())));
        Ok(replies)
    }

    fn now(&mut self, text: Option<&str>) -> Replies {
        if let Some(text) = text {
            if !self.conversation.turns().is_empty() {
                let help = Some("`/wait TIME` moves it, `/restart` begins anew".to_owned());
                return Err(Mistake { message: "the conversation has begun, and its clock runs".to_owned(), help });
            }
            let wrong = |error: crate::scenario::InstantError| Mistake {
                message: error.to_string(),
                help: Some("write it as `/now 2026-11-23T10:00 America/Chicago`".to_owned()),
            };
            self.conversation.now = parse_instant(text).map_err(wrong)?.timestamp();
        }
        Ok(vec![Reply::note(format!("it is {}", self.clock()))])
    }

    fn clock(&self) -> String {
        show::instant(self.conversation.clock(), self.setting.world.time_zone.as_deref())
    }

    fn end(&mut self) -> Replies {
        self.begun()?;
        Ok(self.act(Act::End))
    }

    fn back(&mut self, count: usize) -> Replies {
        // What waits for an answer is the latest turn.
        let held = self.conversation.form().is_some();
        self.conversation.drop_held();
        let dropped = self.conversation.back(count - usize::from(held)) + usize::from(held);
        if dropped == 0 {
            return Err(Mistake::plain("there is nothing to step back over"));
        }
        let turns = if dropped == 1 { "1 turn".to_owned() } else { format!("{dropped} turns") };
        let mut rows = vec![Row::plain(match self.conversation.turns().last() {
            Some(last) => format!("{turns} back, behind {}", what(&last.act)),
            None => format!("{turns} back: the conversation has not begun"),
        })];
        let last = self.conversation.session().and_then(|session| session.lines_from(0).last());
        rows.extend(last.map(|line| Row::toned(Tone::Weak, format!("last said: {}", line.text))));
        Ok(vec![Reply::Rows(rows)])
    }

    fn path(&self, rows: impl Fn(&[crate::trace::Taken]) -> Vec<Row>) -> Reply {
        match self.conversation.session() {
            Some(session) => Reply::Rows(rows(&session.outcome().trace.taken)),
            None => Reply::note("no action was taken yet"),
        }
    }

    fn attributes(&self) -> Reply {
        let mut rows = Vec::new();
        if let Some(session) = self.conversation.session() {
            let set = session.outcome().set;
            for (name, value) in session.attributes() {
                let by = if set.contains_key(name) { "   (written by the flow)" } else { "" };
                rows.push(Row::plain(format!("{name} = {value}{by}")));
            }
        }
        let pending = self.conversation.pending.iter();
        rows.extend(pending.map(|(name, value)| Row::plain(format!("{name} = {value}   (with the next message)"))));
        if rows.is_empty() {
            rows.push(Row::plain("the customer has none"));
        }
        let given: Vec<&str> = rows.iter().filter_map(|row| row.text.split(" = ").next()).collect();
        let mut unread = attributes(&self.conversation);
        unread.retain(|name| !given.contains(&name.as_str()));
        unread.dedup();
        if !unread.is_empty() {
            rows.push(Row::toned(Tone::Weak, format!("the flow also reads {}", unread.join(", "))));
        }
        Reply::Rows(rows)
    }

    fn variables(&self) -> Reply {
        let Some(session) = self.conversation.session() else {
            return Reply::note("the flow has not begun");
        };
        let rows: Vec<Row> =
            session.variables().into_iter().map(|(name, value)| Row::plain(format!("{name} = {value}"))).collect();
        if rows.is_empty() { Reply::note("the flow has none") } else { Reply::Rows(rows) }
    }

    fn stubs(&self) -> Reply {
        let all = self.conversation.answers.list();
        if all.is_empty() {
            return Reply::note("no call has an answer yet; one that is made asks for it");
        }
        Reply::Rows(all.into_iter().map(|(name, answer)| Row::plain(format!("{name}: {answer}"))).collect())
    }

    fn stub(&mut self, name: &str) -> Replies {
        self.no_question()?;
        let Some(ask) = Ask::in_advance(&self.conversation.program, &self.conversation.answers.world, name) else {
            let known = callees(&self.conversation.program, &self.conversation.answers.world);
            return Err(Mistake::unknown(
                "call of the flow",
                "calls",
                name,
                known.iter().map(|(name, _)| name.as_str()),
            ));
        };
        let rows = vec![Row::toned(Tone::Strong, ask.sentence())];
        self.conversation.ask_in_advance(ask);
        Ok(self.questions(rows))
    }

    fn no_question(&self) -> Result<(), Mistake> {
        if self.conversation.form().is_some() { self.open() } else { Ok(()) }
    }

    fn forget(&mut self, name: &str) -> Replies {
        self.no_question()?;
        if self.conversation.answers.forget(name) {
            return Ok(vec![Reply::note(format!("{name} has no answer any more: the next call asks"))]);
        }
        let known = self.conversation.answers.list();
        Err(Mistake::unknown("answer", "answers", name, known.iter().map(|(name, _)| name.as_str())))
    }
}

/// What the customer did, as the end of a sentence.
fn what(act: &Act) -> String {
    match act {
        Act::Join => "the opening of the window".to_owned(),
        Act::Say { text, .. } => format!("\"{text}\""),
        Act::Choose(label) => format!("the choice of {label}"),
        Act::Wait(time) => format!("{} of silence", show_duration(*time)),
        Act::End => "the customer's end of it".to_owned(),
    }
}
