//! Expected endings: the queue and the skills of a transfer are ones that the flow could find.

use super::Subject;
use super::subject::{listed, near};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::flow::world::Resource;
use crate::scenario::late::is_late;
use crate::scenario::model::{EndingExpectation, TextPattern};

/// Checks `expect.ending`.
pub(super) fn check(subject: &mut Subject<'_>) {
    let Some(ending) = &subject.case.expect.ending else { return };
    let EndingExpectation::Transferred { queue, skills, language_skill, .. } = &ending.value else { return };
    let world = subject.world;
    if let Some(queue) = queue
        && let Some(word) = impossible(&queue.value, &world.queues)
    {
        let diagnostic = missing(Code::UNKNOWN_QUEUE, "queue", "queues", &word, &queue.place, &world.queues);
        subject.push(diagnostic);
    }
    for skill in skills.iter().flatten() {
        if !has(&world.skills, skill) {
            subject.push(missing(Code::UNKNOWN_SKILL, "skill", "skills", skill, &ending.place, &world.skills));
        }
    }
    if let Some(skill) = language_skill.as_deref().filter(|skill| !has(&world.language_skills, skill)) {
        let known = &world.language_skills;
        subject.push(missing(Code::UNKNOWN_SKILL, "language skill", "language_skills", skill, &ending.place, known));
    }
}

/// What a pattern asks for, where no resource could be it.
fn impossible(pattern: &TextPattern, known: &[Resource]) -> Option<String> {
    let any = |fits: &dyn Fn(&str) -> bool| known.iter().any(|one| fits(&one.name));
    match pattern {
        // What is captured on the way is not known yet.
        TextPattern::Is(text) | TextPattern::Contains(text) if is_late(text) => None,
        TextPattern::Matches(regex) if is_late(regex.as_str()) => None,
        TextPattern::Is(name) => (!has(known, name)).then(|| name.clone()),
        TextPattern::Contains(part) => (!any(&|name| name.contains(part.as_str()))).then(|| part.clone()),
        TextPattern::Matches(regex) => (!any(&|name| regex.is_match(name))).then(|| regex.as_str().to_owned()),
        // Each alternative is there to be met, so each must be possible.
        TextPattern::OneOf(list) => list.iter().find_map(|one| impossible(one, known)),
        TextPattern::Not(_) => None,
    }
}

fn has(known: &[Resource], name: &str) -> bool {
    known.iter().any(|one| *one.name == *name)
}

/// What is said of a resource that the world does not have.
pub(super) fn missing(code: Code, what: &str, key: &str, name: &str, place: &Place, known: &[Resource]) -> Diagnostic {
    let names = || known.iter().map(|one| &*one.name);
    let list = if known.is_empty() { format!("there are no {key}") } else { format!("{key}: {}", listed(names())) };
    Diagnostic::error(code, format!("no {what} is named `{name}`"))
        .at(place.clone())
        .help_maybe(near(name, names()))
        .help(list)
        .help(format!("add it under `world: {{ {key}: [...] }}` in flowproof.yaml or the scenario, if it is meant"))
}
