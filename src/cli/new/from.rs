//! The set-up of another scenario: who the customer is, what is answered, what is said. What is not taken along is told.

use camino::Utf8Path;

use crate::cli::edge::{Edge, plural};
use crate::diagnostic::Diagnostics;
use crate::draft::SetUp;
use crate::project::{Project, changes_nothing, stubs_of};
use crate::scenario::model::{Case, Start, StepKind};

/// The set-up of a scenario's first case, and its flow.
pub(super) fn set_up(edge: &Edge, project: &Project, path: &Utf8Path) -> Result<(SetUp, String), Diagnostics> {
    let (scenario, mut wrong) = project.read_scenario(&*edge.files, path);
    let Some(scenario) = scenario.filter(|_| !wrong.has_errors()) else { return Err(wrong) };
    let case = match scenario.case(0) {
        Ok(case) => case,
        Err(more) => {
            wrong.append(more);
            return Err(wrong);
        }
    };
    let others = scenario.case_count() - 1;
    if others > 0 {
        let name = case.name.as_deref().unwrap_or_default();
        edge.tell(&format!("taken along is the case `{name}`; there are {} more", plural(others, "case")));
    }
    let left = left(&case);
    if !left.is_empty() {
        edge.tell(&format!("not taken along: {}", left.join(", ")));
    }
    let says = case.conversation.iter().filter_map(|step| match &step.kind {
        StepKind::Say(say) => Some(say.text.value.clone()),
        StepKind::Choose(label) => Some(label.value.clone()),
        _ => None,
    });
    let attributes = case.participant.attributes.iter().map(|(name, value)| (name.clone(), value.value.clone()));
    let set_up = SetUp { attributes: attributes.collect(), stubs: stubs_of(&case.stubs), says: says.collect() };
    Ok((set_up, case.flow.value.clone()))
}

/// Keys that a draft does not have.
fn left(case: &Case) -> Vec<&'static str> {
    let other_steps = |kind: &StepKind| {
        !matches!(kind, StepKind::Say(_) | StepKind::Choose(_) | StepKind::Receive(_) | StepKind::Attributes(_))
    };
    let all = [
        ("`now`", case.now.is_some()),
        ("`start: join`", case.start == Start::Join),
        ("`queue`", case.queue.is_some()),
        ("`world`", !changes_nothing(&case.world)),
        ("`stubs: understanding`", !case.stubs.understanding.is_empty()),
        ("`faults`", !case.faults.is_empty()),
        ("steps other than `say` and `choose`", case.conversation.iter().any(|step| other_steps(&step.kind))),
    ];
    all.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect()
}
