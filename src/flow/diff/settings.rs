//! What differs in what a flow or a container declares and settles for all its actions. Must not know actions.

use super::matching::Pairs;
use super::model::{Change, Subject, Touched, What};
use super::side::{ENTRY, Side};
use super::values::{differences, show};
use crate::flow::expression::mentions;
use crate::flow::program::{Argument, ErrorHandling, Given};

/// The key under which declarations stand.
const VARIABLES: &str = "variables";

/// What is compared as the flow's own, and not again as it stands in its file.
const OF_THE_MODEL: &str = "settingsErrorHandling.errorHandling";

/// Differences of the flow itself; parts that there is nothing to compare with go into `not_compared`.
pub(super) fn of_flow(a: &Side<'_>, b: &Side<'_>, pairs: &Pairs, not_compared: &mut Vec<String>) -> Vec<Change> {
    let (old, new) = (a.program.entry(), b.program.entry());
    let mut found = Vec::new();
    let mut tell = |part: &str, before: String, after: String| {
        if before != after {
            found.push(Change {
                part: Some(part.to_owned()),
                before: Some(before),
                after: Some(after),
                ..flow_change(b, What::Changed)
            });
        }
    };
    tell("name", old.name.to_string(), new.name.to_string());
    tell("type", old.flow_type.to_string(), new.flow_type.to_string());
    tell("default language", old.default_language.to_string(), new.default_language.to_string());
    let languages = |flow: &crate::flow::program::Flow| {
        let mut tags: Vec<&str> = flow.languages.iter().map(|tag| &**tag).collect();
        tags.sort_unstable();
        tags.join(", ")
    };
    tell("languages", languages(old), languages(new));
    if pairs.containers.to(old.start) != Some(new.start) {
        tell("start", a.container_title(old.start), b.container_title(new.start));
    }
    let known =
        !matches!((&old.error_handling, &new.error_handling), (ErrorHandling::Unknown(_), ErrorHandling::Unknown(_)));
    let same_goal = match (&old.error_handling, &new.error_handling) {
        (ErrorHandling::Go(old), ErrorHandling::Go(new)) => pairs.containers.to(*old) == Some(*new),
        _ => false,
    };
    if !same_goal {
        tell("error handling", handling(&old.error_handling, a), handling(&new.error_handling, b));
    }
    let (before, after) = (a.program.sheets.flow(ENTRY), b.program.sheets.flow(ENTRY));
    for part in differences(a, b, pairs, &without_variables(before), &without_variables(after)) {
        if known && part.path.starts_with(OF_THE_MODEL) {
            continue;
        }
        if is_one_sided(a, b, &part) {
            not_compared.push(part.path);
            continue;
        }
        found.push(Change {
            part: Some(part.path),
            before: part.before,
            after: part.after,
            ..flow_change(b, What::Changed)
        });
    }
    found.extend(variables(a, b, pairs, (before, after), None));
    found
}

/// Whether a part that nothing models stands in one file only, and the other is of a format that does not hold such parts.
pub(super) fn is_one_sided(a: &Side<'_>, b: &Side<'_>, part: &super::values::Part) -> bool {
    a.is_json != b.is_json && !part.read && (part.before.is_none() || part.after.is_none())
}

fn flow_change(b: &Side<'_>, what: What) -> Change {
    Change {
        what,
        subject: Subject::Flow,
        container: None,
        name: format!("{} `{}`", b.program.entry().flow_type, b.program.entry().name),
        part: None,
        before: None,
        after: None,
        touches: Vec::new(),
    }
}

fn handling(handling: &ErrorHandling, side: &Side<'_>) -> String {
    match handling {
        ErrorHandling::End(word) | ErrorHandling::Unknown(word) => word.to_string(),
        ErrorHandling::Go(container) => side.container_title(*container),
        ErrorHandling::Queue(queue) => format!("queue {}", argument(queue)),
    }
}

fn argument(argument: &Argument) -> String {
    let literal = argument.literal_text().map(|text| format!("\"{text}\""));
    literal.or_else(|| argument.expression_text()).unwrap_or_else(|| "not set".to_owned())
}

type Parts<'g> = &'g [(Box<str>, Given)];

pub(super) fn without_variables(parts: Parts<'_>) -> Vec<(Box<str>, Given)> {
    parts.iter().filter(|(key, _)| &**key != VARIABLES).cloned().collect()
}

/// Differences of declarations, of the flow or of a container.
pub(super) fn variables(
    a: &Side<'_>,
    b: &Side<'_>,
    pairs: &Pairs,
    (before, after): (Parts<'_>, Parts<'_>),
    container: Option<&str>,
) -> Vec<Change> {
    let declared = |parts: Parts<'_>| match parts.iter().find(|(key, _)| &**key == VARIABLES) {
        Some((_, Given::Map(declared))) => declared.clone(),
        _ => Vec::new(),
    };
    let (before, after) = (declared(before), declared(after));
    let find = |list: Parts<'_>, name: &str| {
        list.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, given)| given.clone())
    };
    let change = |what, name: &str| Change {
        subject: Subject::Variable,
        container: container.map(str::to_owned),
        name: format!("variable `{name}`"),
        touches: readers(a, name),
        ..flow_change(b, what)
    };
    let mut found = Vec::new();
    for (name, given) in &before {
        match find(&after, name) {
            None => found.push(Change { before: Some(show(given, a)), ..change(What::Removed, name) }),
            Some(other) => {
                let (mine, theirs) = ([("".into(), given.clone())], [("".into(), other)]);
                for part in differences(a, b, pairs, &mine, &theirs) {
                    let path = part.path.trim_start_matches('.').to_owned();
                    found.push(Change {
                        part: Some(path),
                        before: part.before,
                        after: part.after,
                        ..change(What::Changed, name)
                    });
                }
            }
        }
    }
    for (name, given) in after.iter().filter(|(name, _)| find(&before, name).is_none()) {
        found.push(Change { after: Some(show(given, b)), ..change(What::Added, name) });
    }
    found
}

/// The actions that name a variable.
fn readers(side: &Side<'_>, variable: &str) -> Vec<Touched> {
    let named =
        side.actions.iter().filter(|at| side.program.sheets.action(**at).iter().any(|(_, part)| names(part, variable)));
    named.map(|at| Touched { action: side.node(*at).id.clone(), output: None }).collect()
}

fn names(given: &Given, variable: &str) -> bool {
    match given {
        Given::Expression(leaf) => mentions(&leaf.text, variable),
        Given::Text(leaf) => leaf.text.eq_ignore_ascii_case(variable),
        Given::Container(_) => false,
        Given::Map(parts) => parts.iter().any(|(_, part)| names(part, variable)),
        Given::List(items) => items.iter().any(|item| names(item, variable)),
    }
}
