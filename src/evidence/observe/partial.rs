//! A path where there are no execution data: what attributes, outcomes and messages give away of it. Actions are missing in it.

use std::sync::Arc;

use indexmap::IndexMap;

use super::known::{KnownAction, KnownActions};
use crate::evidence::Origin;
use crate::trace::{Line, Speaker, Taken};

/// The attribute in which a flow may note its way: names of actions, or `name: output`, between ` > `. A flow writes it with Set Participant
/// Data in each branch (facts: genesys-api.md 6.5).
pub const BREADCRUMBS: &str = "it.path";

/// The path that the breadcrumbs give; else the actions that set the outcomes that were met, in order; else those whose text was said: an
/// action whose text or outcome stands in the file word for word, and is no other's, was taken.
pub fn partial_path(
    known: &KnownActions,
    lines: &[Line],
    outcomes: &[String],
    attributes: Option<&IndexMap<String, String>>,
) -> (Vec<Taken>, Origin) {
    if let Some(noted) = attributes.and_then(|attributes| attributes.get(BREADCRUMBS)) {
        let steps = noted.split(" > ").filter_map(|step| breadcrumb(known, step.trim()));
        return (steps.collect(), Origin::Breadcrumbs);
    }
    let met: Vec<Taken> =
        outcomes.iter().filter_map(|name| only(known, |action| action.outcome.as_deref() == Some(name))).collect();
    if !met.is_empty() {
        return (met, Origin::Milestones);
    }
    let said = lines.iter().filter(|line| line.speaker != Speaker::Customer);
    let senders = said.filter_map(|line| only(known, |action| action.text.as_deref() == Some(&*line.text)));
    (senders.collect(), Origin::Guest)
}

/// A name, or a name with its output behind the last `: `.
fn breadcrumb(known: &KnownActions, step: &str) -> Option<Taken> {
    let named = |name: &str| known.iter().find(|action| *action.id.name == *name);
    if let Some(action) = named(step) {
        return Some(taken(action, None));
    }
    let (name, output) = step.rsplit_once(": ")?;
    named(name.trim()).map(|action| taken(action, Some(output.trim().into())))
}

/// The action that fits, where it is the only one.
fn only(known: &KnownActions, fits: impl Fn(&KnownAction) -> bool) -> Option<Taken> {
    let mut fitting = known.iter().filter(|action| fits(action));
    let only = fitting.next()?;
    fitting.next().is_none().then(|| taken(only, None))
}

fn taken(action: &KnownAction, output: Option<Arc<str>>) -> Taken {
    Taken {
        id: action.id.clone(),
        kind: Arc::clone(&action.kind),
        depth: 0,
        output,
        called: action.called.clone(),
        inputs: Vec::new(),
        assigned: Vec::new(),
        cause: None,
        error: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::ActionId;

    fn known() -> KnownActions {
        let action = |name: &str, text: Option<&str>| KnownAction {
            id: ActionId { flow: "F".into(), container: "C".into(), name: name.into(), ordinal: 0 },
            kind: "sendResponse".into(),
            guid: None,
            called: None,
            outputs: Vec::new(),
            text: text.map(Arc::from),
            outcome: (name == "Close").then(|| Arc::from("Solved")),
        };
        KnownActions::new(vec![
            action("Greet", Some("Hello")),
            action("Close", Some("Bye")),
            action("Close again", Some("Bye")),
            action("Is it: gold?", None),
        ])
    }

    fn names(path: &[Taken]) -> Vec<(&str, Option<&str>)> {
        path.iter().map(|one| (&*one.id.name, one.output.as_deref())).collect()
    }

    #[test]
    fn breadcrumbs_name_actions_and_outputs() {
        let noted = IndexMap::from([(BREADCRUMBS.to_owned(), "Greet > Is it: gold?: yes > Nowhere".to_owned())]);
        let (path, origin) = partial_path(&known(), &[], &[], Some(&noted));
        assert_eq!(origin, Origin::Breadcrumbs);
        assert_eq!(names(&path), [("Greet", None), ("Is it: gold?", Some("yes"))]);
    }

    #[test]
    fn a_text_that_only_one_action_sends_tells_that_it_was_taken() {
        let line = |text: &str| Line { speaker: Speaker::Flow, text: text.into(), choices: Vec::new() };
        let (path, origin) = partial_path(&known(), &[line("Hello"), line("Bye")], &[], None);
        assert_eq!((origin, names(&path)), (Origin::Guest, vec![("Greet", None)]));
    }

    #[test]
    fn an_outcome_tells_which_action_set_it() {
        let (path, origin) = partial_path(&known(), &[], &["Solved".to_owned(), "Other".to_owned()], None);
        assert_eq!((origin, names(&path)), (Origin::Milestones, vec![("Close", None)]));
    }
}
