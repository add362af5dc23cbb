//! The commands that can be typed in a chat, and a line as one of them. Must not know what they do.

use std::time::Duration;

use crate::diagnostic::{did_you_mean, list_of};
use crate::scenario::parse_duration;

/// What begins a command. Twice, it is said.
pub(super) const PREFIX: char = '/';

/// What a line means.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// The customer says it, or it answers a question.
    Line(String),
    /// An attribute for the next message.
    Set(String, String),
    /// No such attribute for the next message.
    Unset(String),
    /// A choice, by number or label.
    Choose(String),
    /// The customer opens the window.
    Join,
    /// The customer is silent for so long, or until the flow goes on.
    Wait(Option<Duration>),
    /// The clock; with a text, set to it.
    Now(Option<String>),
    /// The customer ends the conversation.
    End,
    /// So many turns back.
    Back(usize),
    /// From the beginning.
    Restart,
    /// The path.
    Path,
    /// Why it went so.
    Explain,
    /// The attributes.
    Attributes,
    /// The variables.
    Vars,
    /// The answers; with a name, a new answer.
    Stub(Option<String>),
    /// No answer of that name any more.
    Forget(String),
    /// The chat as a scenario in this file.
    Save(String),
    /// The commands.
    Help,
    /// Leave.
    Quit,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// A lowercase fragment.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Mistake {
    /// One without help.
    pub fn plain(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// A name that is none of those known, with the nearest or the list.
    pub fn unknown<'k>(kind: &str, plural: &str, name: &str, known: impl IntoIterator<Item = &'k str>) -> Self {
        let what = if kind.is_empty() { "no" } else { kind };
        let message = match kind {
            "" => format!("there is {what} `{name}` here"),
            _ => format!("no {what} is named `{name}`"),
        };
        Self { message, help: list_of(plural, name, known) }
    }
}

/// A row of the table: the word, what stands behind it, what it does.
type Row = (&'static str, &'static str, &'static str);

const TABLE: &[Row] = &[
    (
        "set",
        "NAME=VALUE",
        "an attribute: the customer's before the first message, later one that the next message brings",
    ),
    ("unset", "NAME", "take it back"),
    ("choose", "N or LABEL", "choose what is offered; `/2` chooses the second"),
    ("join", "", "begin as a customer who opens the window and says nothing"),
    ("wait", "[TIME]", "be silent, such as `/wait 10m`; without a time until the flow goes on. No real time passes"),
    ("end", "", "end the conversation as the customer"),
    (
        "now",
        "[INSTANT]",
        "the conversation's clock; before the first message sets it, such as `/now 2026-11-23T10:00 America/Chicago`",
    ),
    ("back", "[N]", "step back by one turn, or by N"),
    ("restart", "", "begin anew; answers and the first attributes stay"),
    ("path", "", "the path so far"),
    ("explain", "", "why each decision of it went its way"),
    ("attributes", "", "the customer's attributes"),
    ("vars", "", "the flow's variables"),
    (
        "stub",
        "[NAME]",
        "the answers that calls get; with a name, give another: `/stub CRM > Get Customer`, `/stub bot Order Bot`, `/stub transfer Support`",
    ),
    ("forget", "NAME", "no such answer any more: the next call asks again"),
    ("save", "FILE", "write the chat as a scenario that reproduces it offline, and run it at once"),
    ("help", "", "this list"),
    ("quit", "", "leave; so does Ctrl-D"),
];

/// The words of all commands, with their prefix.
pub(super) fn words() -> impl Iterator<Item = String> {
    TABLE.iter().map(|(word, ..)| format!("{PREFIX}{word}"))
}

/// The list of commands, a line each.
pub fn help() -> Vec<String> {
    let usage = |word: &str, takes: &str| format!("{PREFIX}{word} {takes}").trim_end().to_owned();
    let width = TABLE.iter().map(|(word, takes, _)| usage(word, takes).len()).max().unwrap_or_default();
    let mut lines =
        vec!["What you type is said to the flow; a line that begins with `//` is said with one `/`.".to_owned()];
    lines.extend(TABLE.iter().map(|(word, takes, does)| format!("{:width$}  {does}", usage(word, takes))));
    lines
}

/// A text as the line that says it, whatever it begins with.
pub fn as_said(text: &str) -> String {
    if text.trim_start().starts_with(PREFIX) { format!("{PREFIX}{}", text.trim_start()) } else { text.to_owned() }
}

/// A line as a command.
///
/// # Errors
/// There is no such command, or it needs something that is not there.
pub fn parse(line: &str) -> Result<Command, Mistake> {
    let Some(rest) = line.trim_start().strip_prefix(PREFIX) else { return Ok(Command::Line(line.to_owned())) };
    if rest.starts_with(PREFIX) {
        return Ok(Command::Line(rest.to_owned()));
    }
    let (word, text) = rest.split_once(char::is_whitespace).map_or((rest, ""), |(word, text)| (word, text.trim()));
    if !word.is_empty() && word.chars().all(|letter| letter.is_ascii_digit()) {
        return Ok(Command::Choose(word.to_owned()));
    }
    let needed = |what: &str| {
        let help = format!("write `{PREFIX}{word} {what}`");
        if text.is_empty() {
            Err(Mistake { message: format!("`{PREFIX}{word}` needs more"), help: Some(help) })
        } else {
            Ok(text.to_owned())
        }
    };
    let optional = || Some(text.to_owned()).filter(|text| !text.is_empty());
    Ok(match word {
        "set" => pair(&needed("NAME=VALUE")?)?,
        "unset" => Command::Unset(needed("NAME")?),
        "choose" => Command::Choose(needed("N")?),
        "wait" => Command::Wait(optional().map(|text| time(&text)).transpose()?),
        "now" => Command::Now(optional()),
        "back" => Command::Back(optional().map_or(Ok(1), |text| count(&text))?),
        "stub" => Command::Stub(optional()),
        "forget" => Command::Forget(needed("NAME")?),
        "save" => Command::Save(needed("FILE")?),
        "join" | "end" | "restart" | "path" | "explain" | "attributes" | "vars" | "help" | "quit" => {
            if !text.is_empty() {
                return Err(Mistake::plain(format!("`{PREFIX}{word}` takes nothing behind it, not `{text}`")));
            }
            bare(word)
        }
        _ => return Err(unknown(word)),
    })
}

/// Whether a line is meant to save the chat, also where it cannot be obeyed.
pub(super) fn asks_to_save(line: &str) -> bool {
    let rest = line.trim_start().strip_prefix(PREFIX);
    rest.is_some_and(|rest| rest.split_whitespace().next() == Some("save"))
}

fn bare(word: &str) -> Command {
    match word {
        "join" => Command::Join,
        "end" => Command::End,
        "restart" => Command::Restart,
        "path" => Command::Path,
        "explain" => Command::Explain,
        "attributes" => Command::Attributes,
        "vars" => Command::Vars,
        "quit" => Command::Quit,
        _ => Command::Help,
    }
}

fn unknown(word: &str) -> Mistake {
    let near = did_you_mean(word, TABLE.iter().map(|(word, ..)| *word));
    let help = match near {
        Some(near) => format!("did you mean `{PREFIX}{near}`?"),
        None => format!("`{PREFIX}help` lists the commands; `{PREFIX}{PREFIX}{word}` says it"),
    };
    Mistake { message: format!("there is no command `{PREFIX}{word}`"), help: Some(help) }
}

fn pair(text: &str) -> Result<Command, Mistake> {
    let found = text.split_once('=').or_else(|| text.split_once(char::is_whitespace));
    match found.map(|(name, value)| (name.trim(), value.trim())) {
        Some((name, value)) if !name.is_empty() => Ok(Command::Set(name.to_owned(), value.to_owned())),
        _ => Err(Mistake {
            message: format!("`{text}` is no attribute with a value"),
            help: Some(format!("write `{PREFIX}set NAME=VALUE`")),
        }),
    }
}

fn time(text: &str) -> Result<Duration, Mistake> {
    parse_duration(text)
        .map_err(|why| Mistake { message: why, help: Some(format!("write it as `{PREFIX}wait 1m30s`")) })
}

fn count(text: &str) -> Result<usize, Mistake> {
    let found = text.parse().ok().filter(|count| *count > 0);
    found.ok_or_else(|| Mistake::plain(format!("`{text}` is no number of turns")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("hello /there", Command::Line("hello /there".into()))]
    #[case("//set", Command::Line("/set".into()))]
    #[case("/set tier=Gold = best", Command::Set("tier".into(), "Gold = best".into()))]
    #[case(" /set tier Gold", Command::Set("tier".into(), "Gold".into()))]
    #[case("/set tier=", Command::Set("tier".into(), String::new()))]
    #[case("/2", Command::Choose("2".into()))]
    #[case("/choose Yes, please", Command::Choose("Yes, please".into()))]
    #[case("/wait", Command::Wait(None))]
    #[case("/wait 1m30s", Command::Wait(Some(Duration::from_secs(90))))]
    #[case("/back", Command::Back(1))]
    #[case("/back 3", Command::Back(3))]
    #[case("/quit", Command::Quit)]
    fn a_line_is_said_or_is_a_command(#[case] line: &str, #[case] command: Command) {
        assert_eq!(parse(line), Ok(command));
    }

    #[rstest::rstest]
    #[case("/bakc", "there is no command `/bakc`", "did you mean `/back`?")]
    #[case("/xyzzy", "there is no command `/xyzzy`", "`/help` lists the commands; `//xyzzy` says it")]
    #[case("/save", "`/save` needs more", "write `/save FILE`")]
    #[case("/set tier", "`tier` is no attribute with a value", "write `/set NAME=VALUE`")]
    #[case("/wait long", "`long` is not a duration", "write it as `/wait 1m30s`")]
    fn a_mistake_is_told_with_help(#[case] line: &str, #[case] message: &str, #[case] help: &str) {
        assert_eq!(parse(line), Err(Mistake { message: message.into(), help: Some(help.into()) }));
    }

    #[rstest::rstest]
    #[case("/back 0")]
    #[case("/back two")]
    #[case("/quit now")]
    fn what_stands_behind_a_command_must_fit(#[case] line: &str) {
        assert!(parse(line).is_err());
    }

    #[test]
    fn every_command_of_the_table_is_one() {
        for (word, takes, _) in TABLE {
            let line = match *takes {
                "NAME=VALUE" => format!("/{word} a=b"),
                takes if takes.starts_with('[') || takes.is_empty() => format!("/{word}"),
                _ => format!("/{word} x"),
            };
            assert!(parse(&line).is_ok(), "{line}");
        }
    }
}
