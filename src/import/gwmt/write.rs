//! A scenario of a test script as one of ours, step by step, with what it had besides as comments. Must not know where files stand.

use super::read::{Config, Step, Talk};
use crate::scenario::write::{Entry, Yaml, comment, write as write_yaml};

/// What every scenario of a script is written for.
#[derive(Debug, Clone)]
pub struct Target {
    /// The flow, as scenarios name it.
    pub flow: String,
    /// The first line, by which an editor finds the schema.
    pub modeline: Option<String>,
    /// What the flow calls that no script answers, as a scenario's stubs must; none where it calls nothing, or is not known.
    pub calls: Option<String>,
}

/// The text of a scenario's file.
pub fn write(talk: &Talk, config: &Config, target: &Target) -> String {
    let mut out = target.modeline.as_ref().map(|line| format!("{line}\n")).unwrap_or_default();
    for line in heading(talk, config).into_iter().chain(target.calls.as_deref().map(stubs_needed)) {
        out.push_str(&comment(&line, 0));
    }
    let (steps, behind) = steps(&talk.steps);
    out.push_str(&write_yaml(&[
        Entry::new("version", Yaml::Literal("1".into())),
        Entry::new("scenario", Yaml::text(talk.name.clone())),
        Entry::new("tags", Yaml::row(vec![Yaml::text("gwmt")])),
        Entry::new("flow", Yaml::text(target.flow.clone())),
        Entry::new("conversation", Yaml::List(steps)),
    ]));
    for lost in behind {
        out.push_str(&comment(&lost, 2));
    }
    out
}

/// What is to be done about calls, which a script leaves to the org.
pub fn stubs_needed(calls: &str) -> String {
    format!("the flow calls {calls}: a call that is made needs a stub, under `stubs:`, and none is carried over")
}

/// What differs between the two tools in this scenario, and where it came from.
fn heading(talk: &Talk, config: &Config) -> Vec<String> {
    let mut lines = vec![format!("imported from {}", talk.place)];
    let live =
        [("deployment_id of the flow", &config.deployment), ("region", &config.region), ("origin", &config.origin)];
    let live: Vec<String> = live.iter().filter_map(|(key, value)| Some(format!("{key} {}", value.as_ref()?))).collect();
    if !live.is_empty() {
        lines.push(format!("its config, for `live` in flowproof.yaml: {}", live.join(", ")));
    }
    let receives = |step: &Step| !matches!(step, Step::Say(_) | Step::Lost(_));
    if talk.steps.iter().any(receives) {
        lines.push("every message must be received here: one that the script passed over fails and needs a `receive` of its own".to_owned());
    }
    if talk.steps.iter().any(|step| matches!(step, Step::Contains(_))) {
        lines.push("letter case counts in `contains` here, and did not in waitForReplyContaining".to_owned());
    }
    lines
}

/// The steps, and what is left to say behind the last.
fn steps(steps: &[Step]) -> (Vec<Yaml>, Vec<String>) {
    let mut written = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    for step in steps {
        let receive =
            |key: &str, text: &str| Entry::new("receive", Yaml::short(vec![Entry::new(key, Yaml::text(text))]));
        let entry = match step {
            Step::Say(text) => Entry::new("say", Yaml::text(text.clone())),
            Step::Contains(text) => receive("contains", text),
            Step::Matches(pattern) => receive("matches", pattern),
            Step::Any(words, why) => {
                notes.push(format!("not carried over: {words} ({why}); any message is received"));
                receive("matches", r"[\s\S]")
            }
            Step::Lost(words) => {
                notes.push(format!("not carried over: {words}"));
                continue;
            }
        };
        let note = (!notes.is_empty()).then(|| notes.join("; "));
        notes.clear();
        written.push(Yaml::Map(vec![entry.noted(note)]));
    }
    (written, notes)
}

#[cfg(test)]
mod tests {

    use super::super::read;
    use super::*;
    use crate::diagnostic::SourceFile;

    const SCRIPT: &str = r#"config:
  deploymentId: 11111111-2222-3333-4444-555555555555
  region: usw2.pure.cloud
  retries: 3
tags: [a]
scenarios:
  "Books a table, at last":
    - say: Table for two
    - waitForReplyContaining: Which day?
    - say: Yes
    - waitForReplyMatching: '^booked for \d+ (?:people|person)$'
    - waitForReplyMatching: 'ref (?=A)'
    - waitForParticipantData: { booked: yes }
  Talked by a model:
    setup: { prompt: Be a guest }
  Odd:
    - say: a
      waitForReplyContaining: b
    - say: { text: c }
    - say: "costs ${x}"
    - waitForReplyContaning: d
"#;

    fn imported() -> (Vec<String>, Vec<String>) {
        let (script, wrong) = read(&SourceFile::new("tests/booking.yml", SCRIPT));
        let script = script.unwrap();
        let target = Target { flow: "support".into(), modeline: Some("# schema".into()), calls: None };
        let told = wrong.iter().map(|one| {
            let line = one.place.as_ref().map_or(0, |place| place.start().line);
            format!("{line}: {}", one.message)
        });
        (script.talks.iter().map(|talk| write(talk, &script.config, &target)).collect(), told.collect())
    }

    #[test]
    fn a_script_becomes_scenarios_that_say_what_was_left_out() {
        let (texts, _) = imported();
        let first = "# schema
# imported from tests/booking.yml:7
# its config, for `live` in flowproof.yaml: deployment_id of the flow 11111111-2222-3333-4444-555555555555, region usw2.pure.cloud
# every message must be received here: one that the script passed over fails and needs a `receive` of its own
# letter case counts in `contains` here, and did not in waitForReplyContaining
version: 1
scenario: \"Books a table, at last\"
tags: [gwmt]
flow: support
conversation:
  - say: Table for two
  - receive: { contains: Which day? }
  - say: \"Yes\"
  - receive: { matches: \"(?im)^booked for [0-9]+ (?:people|person)$\" }
  # not carried over: waitForReplyMatching: 'ref (?=A)' (look-ahead and look-behind have no counterpart); any message is received
  - receive: { matches: \"[\\\\s\\\\S]\" }
  # not carried over: waitForParticipantData: { booked: yes }
";
        assert_eq!(texts[0], first);
        assert!(texts[1].contains("  # not carried over: say: a waitForReplyContaining: b; not carried over: say: { text: c }\n  - say: \"costs $${x}\"\n  # not carried over: waitForReplyContaning: d\n"), "{}", texts[1]);
        assert_eq!(texts.len(), 2);
    }

    #[test]
    fn what_is_left_out_is_told_at_its_line() {
        let (_, mut told) = imported();
        told.sort();
        let expected = [
            "12: the regular expression cannot be carried over: look-ahead and look-behind have no counterpart",
            "13: `waitForParticipantData` is no step that can be carried over; it is left out",
            "14: scenario `Talked by a model` is talked by a language model and is left out",
            "17: this is no step with one key and is left out",
            "19: `say` takes a text; this step is left out",
            "21: `waitForReplyContaning` is no step that can be carried over; it is left out",
            "4: `retries` of `config` has no counterpart and is left out",
            "5: `tags` has no counterpart and is left out",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_flow_that_calls_is_told_at_the_head() {
        let (script, _) = read(&SourceFile::new("a.yml", SCRIPT));
        let script = script.unwrap();
        let calls = Some("data action CRM > Get Customer".to_owned());
        let text = write(&script.talks[0], &script.config, &Target { flow: "support".into(), modeline: None, calls });
        let told = "# the flow calls data action CRM > Get Customer: a call that is made needs a stub";
        assert!(text.split("version:").next().unwrap().contains(told), "{text}");
    }
}
