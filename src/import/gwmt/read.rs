//! A test script, read with places: what is not known is told and kept as words. Must not know how it is written here.

use std::sync::Arc;

use super::pattern::pattern;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile, Span};
use crate::yaml::{Limits, Node, parse};

/// Letters by which a mistyped step differs at most: its steps begin alike, so that another one's name is near as well.
const TYPO: usize = 2;

/// The steps that it has.
const STEPS: [&str; 3] = ["say", "waitForReplyContaining", "waitForReplyMatching"];

/// A whole script.
#[derive(Debug, Clone, Default)]
pub struct Script {
    /// Where it talks.
    pub config: Config,
    /// Its scenarios, in order.
    pub talks: Vec<Talk>,
}

/// Where a script talks: each part may be missing, for options of its command may say it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The web messaging deployment.
    pub deployment: Option<String>,
    /// The region's domain.
    pub region: Option<String>,
    /// The page that the guest says it is on.
    pub origin: Option<String>,
}

/// One scenario.
#[derive(Debug, Clone)]
pub struct Talk {
    /// Its name.
    pub name: String,
    /// Where it stands, as `file:line`.
    pub place: String,
    /// Its steps, in order.
    pub(super) steps: Vec<Step>,
}

/// One step, or what could not be carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// The customer says this.
    Say(String),
    /// A message holds this.
    Contains(String),
    /// A message fits this expression, which is ours.
    Matches(String),
    /// A message is awaited, and what it must be cannot be said here: the words of the script, and why not.
    Any(String, String),
    /// Nothing here: the words of the script.
    Lost(String),
}

/// Reads a script. What cannot be carried over is a warning; an error is a file that is none.
pub fn read(source: &Arc<SourceFile>) -> (Option<Script>, Diagnostics) {
    let root = match parse(source, Limits::default()) {
        Ok(document) => document.root,
        Err(wrong) => return (None, wrong),
    };
    let mut reader = Reader { source, wrong: Diagnostics::new() };
    let Some(talks) = root.get("scenarios").and_then(Node::as_map) else {
        let message = "this is no test script of genesys-web-messaging-tester: it has no `scenarios`";
        let help = "a script has `scenarios:` with a list of steps for each name, and perhaps `config:`";
        let one = Diagnostic::error(Code::MISSING_KEY, message).at(Place::new(source, root.span.clone())).help(help);
        return (None, one.into());
    };
    for entry in root.as_map().unwrap_or_default() {
        if !["config", "scenarios"].contains(&entry.key.text.as_str()) {
            let message = format!("`{}` has no counterpart and is left out", entry.key.text);
            reader.tell(Code::UNKNOWN_KEY, &entry.key_span, message, "write what it is for into the scenarios by hand");
        }
    }
    let config = reader.config(root.get("config"));
    let talks = talks.iter().filter_map(|entry| reader.talk(&entry.key.text, &entry.key_span, &entry.value)).collect();
    (Some(Script { config, talks }), reader.wrong)
}

struct Reader<'s> {
    source: &'s Arc<SourceFile>,
    wrong: Diagnostics,
}

impl Reader<'_> {
    fn tell(&mut self, code: Code, span: &Span, message: String, help: &str) {
        let place = Place::new(self.source, span.clone());
        self.wrong.push(Diagnostic::warning(code, message).at(place).help(help));
    }

    fn words(&self, span: &Span) -> String {
        self.source.text().get(span.clone()).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn config(&mut self, node: Option<&Node>) -> Config {
        let mut config = Config::default();
        for entry in node.and_then(Node::as_map).unwrap_or_default() {
            let value = entry.value.as_text().map(str::to_owned);
            match entry.key.text.as_str() {
                "deploymentId" => config.deployment = value,
                "region" => config.region = value,
                "origin" => config.origin = value,
                other => {
                    let message = format!("`{other}` of `config` has no counterpart and is left out");
                    let help = "settings of a live org stand under `live` in flowproof.yaml";
                    self.tell(Code::UNKNOWN_KEY, &entry.key_span, message, help);
                }
            }
        }
        config
    }

    fn talk(&mut self, name: &str, key: &Span, node: &Node) -> Option<Talk> {
        let Some(items) = node.as_list().filter(|items| !items.is_empty()) else {
            let what = if node.get("setup").is_some() || node.get("prompt").is_some() {
                "is talked by a language model"
            } else {
                "has no list of steps"
            };
            let message = format!("scenario `{name}` {what} and is left out");
            self.tell(Code::WRONG_TYPE, key, message, "write its conversation by hand: `flowproof new` begins one");
            return None;
        };
        let steps = items.iter().map(|item| self.step(item)).collect();
        let line = self.source.line_column(key.start).line;
        Some(Talk { name: name.to_owned(), place: format!("{}:{line}", self.source.name()), steps })
    }

    fn step(&mut self, node: &Node) -> Step {
        let Some([entry]) = node.as_map() else {
            let help = "a step has one key: `say`, `waitForReplyContaining` or `waitForReplyMatching`";
            self.tell(Code::WRONG_TYPE, &node.span, "this is no step with one key and is left out".to_owned(), help);
            return Step::Lost(self.words(&node.span));
        };
        let key = entry.key.text.as_str();
        let words = || format!("{key}: {}", self.words(&entry.value.span));
        let text = entry.value.as_text().map(str::to_owned);
        match (key, text) {
            ("say", Some(text)) => Step::Say(text),
            ("waitForReplyContaining", Some(text)) => Step::Contains(text),
            ("waitForReplyMatching", Some(text)) => match pattern(&text) {
                Ok(pattern) => Step::Matches(pattern),
                Err(why) => {
                    let words = words();
                    let message = format!("the regular expression cannot be carried over: {why}");
                    let help = "any message is received in its place; write what it must say";
                    self.tell(Code::BAD_PATTERN, &entry.value.span, message, help);
                    Step::Any(words, why)
                }
            },
            (known, None) if STEPS.contains(&known) => {
                let words = words();
                let message = format!("`{known}` takes a text; this step is left out");
                self.tell(Code::WRONG_TYPE, &entry.value.span, message, "write a text behind it");
                Step::Lost(words)
            }
            (unknown, _) => {
                let words = words();
                let message = format!("`{unknown}` is no step that can be carried over; it is left out");
                let help = known_step(unknown);
                self.tell(Code::UNKNOWN_KEY, &entry.key_span, message, &help);
                Step::Lost(words)
            }
        }
    }
}

/// The step that was meant where only letters are wrong, else all that there are.
fn known_step(unknown: &str) -> String {
    match STEPS.iter().find(|known| strsim::damerau_levenshtein(known, unknown) <= TYPO) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("steps that can be: {}", STEPS.map(|step| format!("`{step}`")).join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_mistyped_step_is_suggested() {
        assert_eq!(known_step("waitForReplyContaning"), "did you mean `waitForReplyContaining`?");
        let all = "steps that can be: `say`, `waitForReplyContaining`, `waitForReplyMatching`";
        assert_eq!(known_step("waitForButton"), all);
        assert_eq!(known_step("waitForParticipantData"), all);
    }
}
