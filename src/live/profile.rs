//! The profile of an org: what `doctor --probe` measured there, as a file. Reads and writes texts; must not know where they are kept.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Sandbox;
use super::probe::{Answer, Findings, Question};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile};
use crate::project::{AttributeKeys, AttributesSent, Habits, LiveSettings, read_habits, values};
use crate::scenario::show_duration;
use crate::wire::platform::Organization;
use crate::yaml::{Limits, Node, Reader, parse};

/// The version of the file format.
const VERSION: &str = "1";

/// What the file says of itself.
const HEAD: &str = "# Measured by `flowproof doctor --probe`. A live run takes `habits` from here where flowproof.yaml says nothing.\n";

/// What was measured in an org.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The org's id.
    pub org: String,
    /// Its name.
    pub org_name: String,
    /// When.
    pub measured: Timestamp,
    /// With which flow of flowproof.yaml.
    pub flow: String,
    /// What a run takes from it.
    pub habits: Habits,
    /// The answers, with those that are none.
    pub answers: Vec<Answer>,
}

impl Profile {
    /// The profile of what was found.
    pub fn new(organization: &Organization, measured: Timestamp, flow: &str, findings: &Findings) -> Self {
        Self {
            org: organization.id.clone(),
            org_name: organization.name.clone(),
            measured,
            flow: flow.to_owned(),
            habits: findings.habits,
            answers: findings.answers.clone(),
        }
    }

    /// Whether it is that org's; else a warning that says so.
    ///
    /// # Errors
    /// It was measured in another org, so that nothing may be taken from it.
    pub fn fits(&self, organization: &Organization) -> Result<(), Diagnostic> {
        if self.org.eq_ignore_ascii_case(&organization.id) {
            return Ok(());
        }
        let message = format!(
            "the profile was measured in org `{}` ({}), and this is `{}` ({}): nothing is taken from it",
            self.org_name, self.org, organization.name, organization.id
        );
        Err(Diagnostic::warning(Code::PROFILE_STRANGE, message)
            .help("measure this org with `flowproof doctor --probe`, or name its profile with `live: { profile: … }`"))
    }

    /// The text of its file.
    pub fn write(&self) -> String {
        let mut out = HEAD.to_owned();
        let _ = writeln!(out, "version: {VERSION}");
        let _ = writeln!(out, "org: {{ id: {}, name: {} }}", quoted(&self.org), quoted(&self.org_name));
        let _ = writeln!(out, "measured: {}", quoted(&self.measured.to_string()));
        let _ = writeln!(out, "flow: {}", quoted(&self.flow));
        write_habits(&mut out, &self.habits);
        out.push_str("answers:\n");
        for one in &self.answers {
            let _ = writeln!(out, "  - question: {}", one.question);
            let _ = writeln!(out, "    measured: {}", one.measured);
            let _ = writeln!(out, "    says: {}", quoted(&one.says));
        }
        out
    }

    /// Reads its file; none where a mistake leaves it open whose it is.
    pub fn read(source: &Arc<SourceFile>) -> (Option<Self>, Diagnostics) {
        let document = match parse(source, Limits::default()) {
            Ok(document) => document,
            Err(wrong) => return (None, wrong),
        };
        let mut reader = Reader::new(source);
        let profile = read(&mut reader, &document.root).filter(|_| !reader.has_errors());
        (profile, reader.into_diagnostics())
    }
}

impl Sandbox {
    /// The same, with the habits of the org's profile where flowproof.yaml says nothing. A profile of another org changes nothing, and is
    /// told as a warning.
    #[must_use]
    pub fn with_profile(self, profile: &Profile, organization: &Organization) -> (Self, Option<Diagnostic>) {
        if let Err(warning) = profile.fits(organization) {
            return (self, Some(warning));
        }
        let mut settings = LiveSettings::clone(&self.settings);
        settings.habits.fill(&profile.habits);
        (Self { settings: Arc::new(settings), ..self }, None)
    }
}

fn read(reader: &mut Reader, node: &Node) -> Option<Profile> {
    let mut map = reader.map(node)?;
    if let Some(node) = map.require(reader, "version")
        && reader.text(node).is_some_and(|text| text != VERSION)
    {
        reader.error(Code::WRONG_VERSION, &node.span, "the profile is of another version; measure the org anew");
    }
    let org = map.require(reader, "org").and_then(|node| organization(reader, node));
    let measured = map.require(reader, "measured").and_then(|node| timestamp(reader, node));
    let flow = map.require(reader, "flow").and_then(|node| reader.text(node)).map(str::to_owned);
    let habits = map.take("habits").map(|node| habits(reader, node)).unwrap_or_default();
    let answers = map.take("answers").map(|node| answers(reader, node)).unwrap_or_default();
    map.finish(reader);
    let (org, org_name) = org?;
    Some(Profile { org, org_name, measured: measured?, flow: flow?, habits, answers })
}

fn organization(reader: &mut Reader, node: &Node) -> Option<(String, String)> {
    let mut map = reader.map(node)?;
    let id = map.require(reader, "id").and_then(|node| values::id(reader, node));
    let name = map.take("name").and_then(|node| reader.text(node)).unwrap_or_default().to_owned();
    map.finish(reader);
    Some((id?.value, name))
}

fn timestamp(reader: &mut Reader, node: &Node) -> Option<Timestamp> {
    let text = reader.text(node)?;
    let read = text.parse().ok();
    if read.is_none() {
        let message = format!("`{text}` is no time; write one such as `2026-11-26T16:00:00Z`");
        reader.error(Code::BAD_VALUE, &node.span, message);
    }
    read
}

fn habits(reader: &mut Reader, node: &Node) -> Habits {
    let Some(mut map) = reader.map(node) else { return Habits::default() };
    let habits = read_habits(reader, &mut map);
    map.finish(reader);
    habits
}

fn answers(reader: &mut Reader, node: &Node) -> Vec<Answer> {
    let words = Question::ALL.map(|question| (question.word(), question));
    let mut found = Vec::new();
    for node in reader.list(node).unwrap_or_default() {
        let Some(mut map) = reader.map(node) else { continue };
        let question = map.require(reader, "question").and_then(|node| reader.one_of(node, &words));
        let measured = map.require(reader, "measured").and_then(|node| reader.boolean(node));
        let says = map.require(reader, "says").and_then(|node| reader.text(node)).map(str::to_owned);
        map.finish(reader);
        if let (Some(question), Some(measured), Some(says)) = (question, measured, says) {
            found.push(Answer { question, measured, says });
        }
    }
    found
}

fn write_habits(out: &mut String, habits: &Habits) {
    let mut lines = Vec::new();
    lines.extend(word(habits.attribute_keys, AttributeKeys::WORDS).map(|word| format!("attribute_keys: {word}")));
    lines.extend(word(habits.attributes_sent, AttributesSent::WORDS).map(|word| format!("attributes_sent: {word}")));
    lines.extend(habits.messages_a_second.map(|count| format!("messages_a_second: {count}")));
    lines.extend(habits.quiet.map(|time| format!("quiet: {}", show_duration(time))));
    let waits =
        [("message", habits.message), ("attributes", habits.attributes), ("execution_data", habits.execution_data)];
    let wait = |(key, time): (&str, Option<Duration>)| Some(format!("{key}: {}", show_duration(time?)));
    let waits: Vec<String> = waits.into_iter().filter_map(wait).collect();
    if !waits.is_empty() {
        lines.push(format!("waits: {{ {} }}", waits.join(", ")));
    }
    if lines.is_empty() {
        return out.push_str("habits: {}\n");
    }
    out.push_str("habits:\n");
    for line in lines {
        let _ = writeln!(out, "  {line}");
    }
}

fn word<T: PartialEq>(value: Option<T>, words: &[(&'static str, T)]) -> Option<&'static str> {
    let value = value?;
    words.iter().find(|(_, one)| *one == value).map(|(word, _)| *word)
}

/// A text as YAML and JSON both quote it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    const ORG: &str = "0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9";

    fn profile(says: &str) -> Profile {
        Profile {
            org: ORG.to_owned(),
            org_name: "Acme \"Sandbox\": #1".to_owned(),
            measured: "2026-11-26T16:00:00Z".parse().unwrap(),
            flow: "support".to_owned(),
            habits: Habits {
                attribute_keys: Some(AttributeKeys::Context),
                attributes_sent: Some(AttributesSent::Within),
                messages_a_second: Some(5),
                message: Some(Duration::from_secs(40)),
                execution_data: Some(Duration::from_secs(300)),
                ..Habits::default()
            },
            answers: vec![Answer { question: Question::Names, measured: false, says: says.to_owned() }],
        }
    }

    fn read(text: &str) -> (Option<Profile>, Vec<String>) {
        let (profile, found) = Profile::read(&SourceFile::new("p.yaml", text));
        (profile, found.iter().map(|one| one.message.clone()).collect())
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(says in "\\PC{0,40}") {
            prop_assert_eq!(read(&profile(&says).write()), (Some(profile(&says)), Vec::new()));
        }
    }

    #[test]
    fn an_org_without_habits_is_written_and_read_too() {
        let plain = Profile { habits: Habits::default(), answers: Vec::new(), ..profile("") };
        let text = plain.write().replace("answers:\n", "");
        assert_eq!(read(&text), (Some(plain), Vec::new()));
    }

    #[rstest]
    #[case("version: 1", "version: 2", "the profile is of another version; measure the org anew")]
    #[case("attribute_keys: context", "attribute_keys: plain", "`plain` is not allowed here")]
    #[case(
        "measured: \"2026-11-26T16:00:00Z\"",
        "measured: lately",
        "`lately` is no time; write one such as `2026-11-26T16:00:00Z`"
    )]
    #[case("question: names", "question: nome", "`nome` is not allowed here")]
    #[case("waits:", "wait:", "unknown key `wait`")]
    #[case(ORG, "mine", "`mine` is not an id")]
    fn a_profile_with_a_mistake_is_not_used(#[case] from: &str, #[case] to: &str, #[case] message: &str) {
        let text = profile("x").write();
        assert!(text.contains(from), "{text}");
        assert_eq!(read(&text.replacen(from, to, 1)), (None, vec![message.to_owned()]));
    }

    #[test]
    fn a_profile_of_another_org_does_not_fit() {
        let org = |id: &str| Organization { id: id.to_owned(), name: "Other".to_owned(), ..Organization::default() };
        assert!(profile("").fits(&org(&ORG.to_uppercase())).is_ok());
        let warning = profile("").fits(&org("11111111-2222-4333-8444-555555555555")).unwrap_err();
        assert_eq!(warning.code, Code::PROFILE_STRANGE);
    }
}
