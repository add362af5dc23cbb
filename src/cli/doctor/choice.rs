//! Which flows are looked at, and which one may be spoken with. Sends nothing.

use super::args::DoctorArgs;
use crate::cli::edge::Edge;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, list_of};
use crate::live::Wanted;
use crate::live::doctor::{Subject, subjects};
use crate::live::probe::MOST_MESSAGES;
use crate::project::{LiveBudget, Project, ProjectFlow};

/// What was chosen.
pub(super) struct Choice {
    /// The flows that are looked at.
    pub subjects: Vec<Subject>,
    /// Message flows that are not run live, by name.
    pub without: Vec<String>,
    /// All flows of the project.
    flows: Vec<ProjectFlow>,
}

impl Choice {
    /// The one flow that a probe speaks with, as the guard wants it.
    pub fn wanted(&self) -> Option<Wanted> {
        let subject = self.subjects.first()?;
        let flow = self.flows.iter().find(|flow| *flow.name == *subject.key)?;
        Some(Wanted {
            key: subject.key.clone(),
            name: subject.name.clone(),
            flow_id: flow.live.flow_id.clone(),
            deployment_id: flow.live.deployment_id.clone()?,
        })
    }
}

/// Reads the flows and chooses.
pub(super) fn choose(
    edge: &Edge,
    args: &DoctorArgs,
    project: &Project,
    diagnostics: &mut Diagnostics,
) -> Option<Choice> {
    let only = args.flow.as_deref();
    if let Some(name) = only
        && !project.flow_names().any(|known| known == name)
    {
        let help = list_of("flows", name, project.flow_names());
        let unknown = Diagnostic::error(Code::UNKNOWN_FLOW, format!("no flow is named `{name}`")).help_maybe(help);
        diagnostics.push(unknown);
        return None;
    }
    let (flows, wrong) = project.flows(&*edge.files);
    diagnostics.append(wrong);
    let (subjects, without) = subjects(&flows, &project.settings().live, only);
    Some(Choice { subjects, without, flows })
}

/// Whether a probe may speak with what was chosen: one flow, which touches nothing that is not listed, and enough may be sent.
///
/// # Errors
/// Why not, and what to do, in one line.
pub(super) fn may_be_probed(choice: &Choice, budget: &LiveBudget) -> Result<(), String> {
    let names: Vec<&str> = choice.subjects.iter().map(|one| one.key.as_str()).collect();
    let [subject] = &choice.subjects[..] else {
        return Err(format!(
            "`--probe` speaks with one flow: name it with `--flow` ({})",
            if names.is_empty() { "none has a deployment in flowproof.yaml".to_owned() } else { names.join(", ") }
        ));
    };
    if subject.deployment_id.is_none() {
        return Err(format!(
            "`--probe` needs a deployment: add `deployment_id` to flow `{}` in flowproof.yaml",
            subject.key
        ));
    }
    if let Some(touched) = subject.touches.first() {
        return Err(format!(
            "`--probe` does not speak with flow `{}`, which may touch {touched}: list it, or name another flow with `--flow`",
            subject.key
        ));
    }
    for (most, key) in [(budget.sessions, "sessions"), (budget.messages, "messages")] {
        let most = most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
        if most < MOST_MESSAGES {
            return Err(format!(
                "`--probe` sends up to {MOST_MESSAGES} messages, each of which may begin a conversation, and `live: {{ budget: {{ {key}: {most} }} }}` allows fewer"
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn subject(key: &str) -> Subject {
        Subject { key: key.to_owned(), deployment_id: Some("d".to_owned()), ..Subject::default() }
    }

    #[rstest]
    #[case::none(vec![], None, "`--probe` speaks with one flow: name it with `--flow` (none has a deployment in flowproof.yaml)")]
    #[case::two(vec![subject("a"), subject("b")], None, "`--probe` speaks with one flow: name it with `--flow` (a, b)")]
    #[case::no_deployment(vec![Subject { deployment_id: None, ..subject("a") }], None, "`--probe` needs a deployment: add `deployment_id` to flow `a` in flowproof.yaml")]
    #[case::touches(
        vec![Subject { touches: vec!["queue `VIP` (`live.queues`)".to_owned()], ..subject("a") }], None,
        "`--probe` does not speak with flow `a`, which may touch queue `VIP` (`live.queues`): list it, or name another flow with `--flow`")]
    #[case::budget(
        vec![subject("a")], Some(3),
        "`--probe` sends up to 17 messages, each of which may begin a conversation, and `live: { budget: { messages: 3 } }` allows fewer")]
    fn what_must_not_be_spoken_with(#[case] subjects: Vec<Subject>, #[case] messages: Option<u32>, #[case] why: &str) {
        let choice = Choice { subjects, without: Vec::new(), flows: Vec::new() };
        let budget = LiveBudget { messages, ..LiveBudget::default() };
        assert_eq!(may_be_probed(&choice, &budget), Err(why.to_owned()));
    }

    #[test]
    fn one_flow_that_touches_nothing_may_be_spoken_with() {
        let choice = Choice { subjects: vec![subject("a")], without: Vec::new(), flows: Vec::new() };
        assert_eq!(may_be_probed(&choice, &LiveBudget::default()), Ok(()));
    }
}
