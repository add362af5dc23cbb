//! Expected paths: which actions an item means, and whether they have the output, the container and the inputs that it names.

use super::Subject;
use super::names::Actions;
use super::subject::{listed, near};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::flow::inventory::ListedAction;
use crate::scenario::model::{Case, PathExpectation, PathItem, Reading, Spanned};

/// The places that a note about an ambiguous name shows.
const SHOWN: usize = 5;

/// Checks `expect.path`.
pub(super) fn check(subject: &mut Subject<'_>) {
    let Some(path) = &subject.case.expect.path else { return };
    let actions = subject.flow.names();
    for (item, must) in path.items.iter().map(|item| (item, true)).chain(path.never.iter().map(|item| (item, false))) {
        match meaning(actions, item) {
            None => {
                let diagnostic = unknown(actions, item, &subject.flow.name);
                subject.push(diagnostic);
            }
            Some(meant) => check_meant(subject, item, &meant, must),
        }
    }
}

/// The path with every item settled on the reading that the flow's own names give it; none where that is what the case says anyway.
pub(crate) fn settle_path(actions: Actions<'_>, case: &Case) -> Option<PathExpectation> {
    let path = case.expect.path.as_ref()?;
    let settle = |item: &PathItem| meaning(actions, item).and_then(|meant| meant.settled(item));
    if path.items.iter().chain(&path.never).all(|item| settle(item).is_none()) {
        return None;
    }
    let all = |items: &[PathItem]| items.iter().map(|item| settle(item).unwrap_or_else(|| item.clone())).collect();
    Some(PathExpectation { order: path.order, items: all(&path.items), never: all(&path.never) })
}

/// What an item means in a flow.
struct Meaning<'i, 'f> {
    reading: Reading<'i>,
    actions: Vec<&'f ListedAction>,
}

impl Meaning<'_, '_> {
    /// The item with this meaning written out, where it differs from the item's own fields.
    fn settled(&self, item: &PathItem) -> Option<PathItem> {
        let (within, action, output) = &self.reading;
        let output = output.map(|output| self.output_named(output).unwrap_or(output));
        let own = item.output.as_ref().map(|output| output.value.as_str());
        if item.action == *action && own == output && item.within == *within {
            return None;
        }
        let place = item.output.as_ref().map_or(&item.place, |output| &output.place);
        Some(PathItem {
            text: None,
            within: within.iter().map(|&name| name.to_owned()).collect(),
            action: (*action).to_owned(),
            output: output.map(|output| Spanned { value: output.to_owned(), place: place.clone() }),
            ..item.clone()
        })
    }

    /// The output that a word stands for: its name, or `case 2` for the second of a switch.
    fn output_named(&self, word: &str) -> Option<&str> {
        let exact = self.actions.iter().flat_map(|action| &action.outputs).find(|output| ***output == *word);
        let at: Option<usize> = word.strip_prefix("case ").and_then(|number| number.parse().ok());
        let numbered = || {
            let switches = self.actions.iter().filter(|action| &*action.kind == "switch");
            let mut cases = switches.filter_map(|action| {
                action.outputs.iter().filter(|name| &***name != "default").nth(at?.checked_sub(1)?)
            });
            cases.next()
        };
        exact.or_else(numbered).map(|name| &**name)
    }
}

/// The reading of an item under which the flow has such an action. A name that holds `: ` or ` > ` itself wins over a split one.
fn meaning<'i, 'f>(actions: Actions<'f>, item: &'i PathItem) -> Option<Meaning<'i, 'f>> {
    item.readings().into_iter().rev().find_map(|reading| {
        let all: Vec<&ListedAction> = actions.named(reading.1).filter(|action| holds(&reading.0, action)).collect();
        let found = match item.nth {
            Some(nth) => nth_in_each(&all, nth),
            None => all,
        };
        (!found.is_empty()).then_some(Meaning { reading, actions: found })
    })
}

/// The `nth` action of a name in its container, counted in file order from 1.
fn nth_in_each<'f>(all: &[&'f ListedAction], nth: u32) -> Vec<&'f ListedAction> {
    all.iter().copied().filter(|action| Some(action.id.ordinal) == nth.checked_sub(1)).collect()
}

/// Whether containers, outermost first, hold an action: each names its flow or its container, in this order.
fn holds(within: &[&str], action: &ListedAction) -> bool {
    let mut around = [&*action.id.flow, &*action.id.container].into_iter();
    within.iter().all(|wanted| around.any(|name| name == *wanted))
}

fn unknown(actions: Actions<'_>, item: &PathItem, flow: &str) -> Diagnostic {
    let all = || actions.all().iter().map(|action| &*action.id.name);
    let error = |code, message: String| Diagnostic::error(code, message).at(item.place.clone());
    for (within, action, _) in item.readings() {
        let same_name: Vec<&ListedAction> = actions.named(action).collect();
        if same_name.is_empty() {
            continue;
        }
        let held: Vec<&ListedAction> = same_name.iter().copied().filter(|one| holds(&within, one)).collect();
        if let (Some(nth), false) = (item.nth, held.is_empty()) {
            let most = held.iter().map(|one| one.id.ordinal).max().unwrap_or(0) + 1;
            let message = format!("there is no action `{action}` number {nth}");
            return error(Code::UNKNOWN_ACTION, message).help(format!("numbers go from 1 to {most} there"));
        }
        let containers = same_name.iter().flat_map(|one| [&*one.id.container, &*one.id.flow]);
        let message = format!("`{}` does not hold an action `{action}`", within.join(" > "));
        let known: Vec<&str> = containers.collect();
        let last = within.last().copied().unwrap_or_default();
        return error(Code::UNKNOWN_CONTAINER, message)
            .help_maybe(near(last, known.iter().copied()))
            .help(format!("it is in {}", listed(known)));
    }
    let name = item.readings().first().map_or(item.action.as_str(), |(_, action, _)| action);
    let suggestion = near(name, all()).unwrap_or_else(|| format!("actions: {}", listed(all())));
    error(Code::UNKNOWN_ACTION, format!("flow `{flow}` has no action `{name}`")).help(suggestion)
}

fn check_meant(subject: &mut Subject<'_>, item: &PathItem, meant: &Meaning<'_, '_>, must: bool) {
    let (_, name, output) = &meant.reading;
    let output = output.filter(|output| meant.output_named(output).is_none());
    if let Some(output) = output {
        let outputs: Vec<&str> = meant.actions.iter().flat_map(|action| &action.outputs).map(|name| &**name).collect();
        let place = item.output.as_ref().map_or(&item.place, |output| &output.place).clone();
        let diagnostic =
            Diagnostic::error(Code::UNKNOWN_OUTPUT, format!("action `{name}` has no output `{output}`")).at(place);
        subject.push(if outputs.is_empty() {
            diagnostic.help("it has no outputs; write its name alone")
        } else {
            diagnostic
                .help_maybe(near(output, outputs.iter().copied()))
                .help(format!("its outputs: {}", listed(outputs)))
        });
    }
    for (input, wanted) in &item.inputs {
        let inputs: Vec<&str> = meant.actions.iter().flat_map(|action| &action.inputs).map(|name| &**name).collect();
        if !inputs.contains(&input.as_str()) {
            let known = if inputs.is_empty() {
                "it shows none".to_owned()
            } else {
                format!("its inputs: {}", listed(inputs.iter().copied()))
            };
            subject.push(
                Diagnostic::error(Code::UNKNOWN_INPUT, format!("action `{name}` shows no input `{input}`"))
                    .at(wanted.place.clone())
                    .help_maybe(near(input, inputs))
                    .help(known),
            );
        }
    }
    if must && meant.actions.len() > 1 {
        subject.push(ambiguous(name, &item.place, &meant.actions));
    }
}

fn ambiguous(name: &str, place: &Place, actions: &[&ListedAction]) -> Diagnostic {
    let message = format!("`{name}` stands for {} actions, and any of them matches", actions.len());
    let mut diagnostic = Diagnostic::warning(Code::AMBIGUOUS_ACTION, message).at(place.clone());
    for action in actions.iter().take(SHOWN) {
        diagnostic = diagnostic.label(action.place.clone(), format!("in `{}`", action.id.container));
    }
    let mut containers: Vec<&str> = actions.iter().map(|action| &*action.id.container).collect();
    containers.dedup();
    match containers.as_slice() {
        [_] => diagnostic.help("to mean one of them, write the long form with `nth: 1`"),
        [first, ..] => diagnostic.help(format!("to mean one of them, name its container: `{first} > {name}`")),
        [] => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::project::flows::LoadedFlow;
    use crate::project::sample::{case, flow};

    fn support() -> LoadedFlow {
        let say = |name: &str| format!("{{ sendResponse: {{ name: \"{name}\", messageBody: {{ lit: x }} }} }}");
        let decision = |name: &str| format!("{{ decision: {{ name: \"{name}\", condition: {{ exp: 1 == 1 }} }} }}");
        let case = |value: &str| format!("{{ case: {{ value: {{ lit: {value} }}, actions: [] }} }}");
        let cases = format!("value: {{ lit: EU }}, cases: [{}, {}]", case("EU"), case("US"));
        let switch =
            format!("{{ switch: {{ name: Which?, evaluate: {{ firstMatch: {{ string: {{ {cases} }} }} }} }} }}");
        let (gold, really, ask) = (decision("Is it Gold?"), decision("Ask: really"), say("Ask"));
        let start = format!(
            "[{gold}, {really}, {ask}, {switch}, {}, {}, {{ disconnect: {{ name: Bye }} }}]",
            say("Say"),
            say("Say")
        );
        flow(&start, &format!("[{}, {}, {{ endTask: {{ name: End }} }}]", say("Say"), say("A > B")))
    }

    fn messages(items: &str) -> Vec<String> {
        let flow = support();
        let case = case(&format!("conversation: [ say: Hello ]\nexpect: {{ path: {items} }}"));
        let mut subject =
            Subject { case: &case, flow: &flow, world: &flow.world, out: crate::diagnostic::Diagnostics::new() };
        check(&mut subject);
        subject.out.iter().map(|one| one.message.clone()).collect()
    }

    #[rstest]
    #[case("['Is it Gold?: yes', 'Is it Gold?', 'Start > Is it Gold?: no', 'Support > Start > Is it Gold?']")]
    #[case("['Ask: really', 'Ask: really: no', 'Which?: US', 'Which?: case 2', 'Which?: default', 'A > B']")]
    #[case("['Goodbye > Say', { action: Say, in: Start, nth: 2 }, { action: Say, in: Goodbye, inputs: { text: x } }]")]
    #[case("{ never: [Say] }")]
    fn what_is_there_is_taken(#[case] items: &str) {
        assert_eq!(messages(items), [""; 0]);
    }

    #[rstest]
    #[case("[Is it Golf?]", "flow `support` has no action `Is it Golf?`")]
    #[case("['Is it Gold?: maybe']", "action `Is it Gold?` has no output `maybe`")]
    #[case("['Which?: case 3']", "action `Which?` has no output `case 3`")]
    #[case("['Goodbye > Say: yes']", "action `Say` has no output `yes`")]
    #[case("['Goodby > Say']", "`Goodby` does not hold an action `Say`")]
    #[case("['Start > Support > Is it Gold?']", "`Start > Support` does not hold an action `Is it Gold?`")]
    #[case("[{ action: Say, in: Goodbye, nth: 2 }]", "there is no action `Say` number 2")]
    #[case("[{ action: A > B, inputs: { que: x } }]", "action `A > B` shows no input `que`")]
    #[case("[Say]", "`Say` stands for 3 actions, and any of them matches")]
    #[case("{ never: [Sya] }", "flow `support` has no action `Sya`")]
    fn what_is_not_there_is_told(#[case] items: &str, #[case] message: &str) {
        assert_eq!(messages(items), [message]);
    }

    #[test]
    fn an_item_settles_on_the_name_that_the_flow_has() {
        let flow = support();
        let case = case(
            "conversation: [ say: Hello ]\nexpect: { path: ['Ask: really', 'Which?: case 1', 'A > B', 'Is it Gold?: yes'] }",
        );
        let settled = settle_path(flow.names(), &case).unwrap();
        let items: Vec<(&str, Option<&str>)> = settled
            .items
            .iter()
            .map(|item| (item.action.as_str(), item.output.as_ref().map(|output| output.value.as_str())))
            .collect();
        assert_eq!(
            items,
            [("Ask: really", None), ("Which?", Some("EU")), ("A > B", None), ("Is it Gold?", Some("yes"))]
        );
        assert!(settled.items.iter().all(|item| item.within.is_empty()));
    }

    #[test]
    fn a_path_that_says_what_it_means_is_shared() {
        let case = case("conversation: [ say: Hello ]\nexpect: { path: ['Is it Gold?: yes', Say] }");
        assert!(settle_path(support().names(), &case).is_none());
    }
}
