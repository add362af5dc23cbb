//! A path where there are no execution data: what attributes and messages give away of it. Actions are missing in it.

use std::sync::Arc;

use indexmap::IndexMap;

use super::known::{KnownAction, KnownActions};
use crate::evidence::Origin;
use crate::trace::{Line, Speaker, Taken};

/// The attribute in which a flow may note its way: names of actions, or `name: output`, between ` > `. A flow writes it with Set Participant
/// Data in each branch (facts: genesys-api.md 6.5).
pub const BREADCRUMBS: &str = "it.path";

/// The path that the breadcrumbs give, else the one that messages give: an action whose text stands in the file word for word and is no
/// other's has sent it.
pub fn partial_path(
    known: &KnownActions,
    lines: &[Line],
    attributes: Option<&IndexMap<String, String>>,
) -> (Vec<Taken>, Origin) {
    if let Some(noted) = attributes.and_then(|attributes| attributes.get(BREADCRUMBS)) {
        let steps = noted.split(" > ").filter_map(|step| breadcrumb(known, step.trim()));
        return (steps.collect(), Origin::Breadcrumbs);
    }
    let said = lines.iter().filter(|line| line.speaker != Speaker::Customer);
    (said.filter_map(|line| sender(known, &line.text)).collect(), Origin::Guest)
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

fn sender(known: &KnownActions, text: &str) -> Option<Taken> {
    let mut senders = known.iter().filter(|action| action.text.as_deref() == Some(text));
    let only = senders.next()?;
    senders.next().is_none().then(|| taken(only, None))
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
        let (path, origin) = partial_path(&known(), &[], Some(&noted));
        assert_eq!(origin, Origin::Breadcrumbs);
        assert_eq!(names(&path), [("Greet", None), ("Is it: gold?", Some("yes"))]);
    }

    #[test]
    fn a_text_that_only_one_action_sends_tells_that_it_was_taken() {
        let line = |text: &str| Line { speaker: Speaker::Flow, text: text.into(), choices: Vec::new() };
        let (path, origin) = partial_path(&known(), &[line("Hello"), line("Bye")], None);
        assert_eq!((origin, names(&path)), (Origin::Guest, vec![("Greet", None)]));
    }
}
