//! The whole comparison: pairs, then everything that differs, in the order in which a reader of the second flow meets it. Must not know
//! how a difference is worded.

use std::collections::HashSet;

use super::containers;
use super::matching::{Pairs, pairs};
use super::model::{Change, Comparison, Subject, Touched, What};
use super::outputs::{self, Outputs};
use super::places::{anchor, moved, place};
use super::settings;
use super::side::Side;
use super::values::differences;
use crate::flow::Program;
use crate::flow::program::{ActionIndex, ContainerIndex};

/// What changed from the entry flow of one program to that of another. Flows that are linked to them are not looked at.
pub fn compare(before: &Program, after: &Program) -> Comparison {
    let (a, b) = (Side::new(before), Side::new(after));
    let pairs = pairs(&a, &b);
    let outputs = Outputs::of(&a, &b, &pairs);
    let mut compared = Compared { a: &a, b: &b, pairs: &pairs, outputs: &outputs, not_compared: Vec::new() };
    let mut changes = settings::of_flow(&a, &b, &pairs, &mut compared.not_compared);
    let mut moved = moved(&a, &b, &pairs, &outputs);
    let mut of_actions = compared.pairs_of_actions(&mut moved);
    for &container in &b.containers {
        match pairs.containers.from(container) {
            None => changes.push(containers::added(&a, &b, container)),
            Some(one) => {
                changes.extend(containers::of_pair(&a, &b, &pairs, (one, container), &mut compared.not_compared));
            }
        }
        changes.extend(compared.in_order(container, &mut of_actions));
    }
    for &container in a.containers.iter().filter(|container| pairs.containers.to(**container).is_none()) {
        changes.push(containers::removed(&a, container));
        changes.extend(compared.gone(|action| a.spot(action).container == container).map(|(_, change)| change));
    }
    Comparison { changes, not_compared: compared.not_compared }
}

struct Compared<'s, 'p> {
    a: &'s Side<'p>,
    b: &'s Side<'p>,
    pairs: &'s Pairs,
    outputs: &'s Outputs,
    not_compared: Vec<String>,
}

/// Changes with the place of the second flow that they belong to: the action, or the last one before it that is still there.
type Ordered = Vec<((usize, usize), Change)>;

impl Compared<'_, '_> {
    /// The changes of every pair of actions.
    fn pairs_of_actions(&mut self, moved: &mut HashSet<ActionIndex>) -> Vec<(ActionIndex, Vec<Change>)> {
        let matched: Vec<(ActionIndex, ActionIndex)> =
            self.b.actions.iter().filter_map(|other| Some((self.pairs.actions.from(*other)?, *other))).collect();
        let mut told = HashSet::new();
        let mut found: Vec<(ActionIndex, Vec<Change>)> = Vec::with_capacity(matched.len());
        for &(one, other) in &matched {
            let at_outputs = outputs::changes((self.a, self.b), (self.pairs, self.outputs), (one, other), &mut told);
            let mut changes = self.pair(one, other, &at_outputs);
            changes.extend(at_outputs);
            found.push((other, changes));
        }
        moved.retain(|action| !told.contains(action));
        for ((one, other), (_, changes)) in matched.into_iter().zip(&mut found) {
            if moved.contains(&other) {
                changes.push(self.moved(one, other));
            }
        }
        found
    }

    fn change(&self, what: What, action: ActionIndex, touches: Vec<Touched>) -> Change {
        Change {
            what,
            subject: Subject::Action,
            container: Some(self.b.container_title(self.b.spot(action).container)),
            name: self.b.title(action),
            part: None,
            before: None,
            after: None,
            touches,
        }
    }

    /// Name and parts of a pair.
    fn pair(&mut self, one: ActionIndex, other: ActionIndex, at_outputs: &[Change]) -> Vec<Change> {
        let (old, new) = (self.a.node(one), self.b.node(other));
        let itself = || vec![Touched { action: old.id.clone(), output: None }];
        let mut found = Vec::new();
        if old.id.name != new.id.name {
            let renamed = self.change(What::Renamed, other, itself());
            found.push(Change { before: Some(old.id.name.to_string()), ..renamed });
        }
        let (before, after) = (self.a.program.sheets.action(one), self.b.program.sheets.action(other));
        for part in differences(self.a, self.b, self.pairs, before, after) {
            if settings::is_one_sided(self.a, self.b, &part) {
                self.not_compared.push(format!("{}: {}", self.b.title(other), part.path));
                continue;
            }
            if !is_told(&part, at_outputs) {
                let changed = self.change(What::Changed, other, itself());
                found.push(Change { part: Some(part.path), before: part.before, after: part.after, ..changed });
            }
        }
        found
    }

    fn moved(&self, one: ActionIndex, other: ActionIndex) -> Change {
        let mut touches = vec![Touched { action: self.a.node(one).id.clone(), output: None }];
        touches.extend(anchor(self.a, self.b, self.pairs, self.outputs, other));
        let mut moved = self.change(What::Moved, other, touches);
        let (mut before, mut after) = (place(self.a, one), place(self.b, other));
        let (from, to) = (self.a.spot(one).container, self.b.spot(other).container);
        if self.pairs.containers.to(from) != Some(to) {
            for (words, title) in
                [(&mut before, self.a.container_title(from)), (&mut after, self.b.container_title(to))]
            {
                if !words.ends_with(&title) {
                    *words = format!("{words} in {title}");
                }
            }
        }
        moved.before = Some(before);
        moved.after = Some(after);
        moved
    }

    /// The changes of the actions in a container of the second flow, with those that are gone from its partner.
    fn in_order(&self, container: ContainerIndex, of_actions: &mut [(ActionIndex, Vec<Change>)]) -> Vec<Change> {
        let mut ordered: Ordered = Vec::new();
        for (at, &action) in self.b.actions.iter().enumerate() {
            if self.b.spot(action).container != container {
                continue;
            }
            match of_actions.iter_mut().find(|(other, _)| *other == action) {
                Some((_, changes)) => {
                    ordered.extend(std::mem::take(changes).into_iter().map(|change| ((at, 0), change)))
                }
                None => ordered.push(((at, 0), self.added(action))),
            }
        }
        let from = self.pairs.containers.from(container);
        ordered.extend(self.gone(|action| Some(self.a.spot(action).container) == from));
        ordered.sort_by_key(|(place, _)| *place);
        ordered.into_iter().map(|(_, change)| change).collect()
    }

    fn added(&self, action: ActionIndex) -> Change {
        let touches = anchor(self.a, self.b, self.pairs, self.outputs, action).into_iter().collect();
        Change { after: Some(place(self.b, action)), ..self.change(What::Added, action, touches) }
    }

    /// The actions of the first flow without a partner.
    fn gone(&self, wanted: impl Fn(ActionIndex) -> bool) -> impl Iterator<Item = ((usize, usize), Change)> {
        let mut last = 0;
        let places = self.a.actions.iter().enumerate().map(move |(at, &action)| {
            let partner = self.pairs.actions.to(action);
            let place = partner.and_then(|partner| self.b.actions.iter().position(|other| *other == partner));
            last = place.unwrap_or(last);
            (action, partner, (last, at + 1))
        });
        places.filter(move |(action, partner, _)| partner.is_none() && wanted(*action)).map(|(action, _, order)| {
            let node = self.a.node(action);
            let container = self.pairs.containers.to(node.container);
            let title =
                container.map_or_else(|| self.a.container_title(node.container), |to| self.b.container_title(to));
            let removed = Change {
                what: What::Removed,
                subject: Subject::Action,
                container: Some(title),
                name: self.a.title(action),
                part: None,
                before: Some(place(self.a, action)),
                after: None,
                touches: vec![Touched { action: node.id.clone(), output: None }],
            };
            (order, removed)
        })
    }
}

/// Whether the change of a part is the other side of an output that is called by it: the value of a case of a switch.
fn is_told(part: &super::values::Part, at_outputs: &[Change]) -> bool {
    let bare = |value: &Option<String>| value.as_deref().map(|text| text.trim_matches('"').to_owned());
    let is_case = |value: &Option<String>, change: &Change| {
        let name = change.part.as_deref().unwrap_or_default();
        value.as_deref().is_some_and(|text| {
            [name, &format!("\"{name}\"")].iter().any(|name| text == format!("{{case: {{value: {name}}}}}"))
        })
    };
    at_outputs.iter().any(|change| match change.what {
        What::Renamed => {
            part.path.ends_with(".case.value")
                && bare(&part.before) == change.before
                && bare(&part.after) == change.after
        }
        What::Removed => part.after.is_none() && is_case(&part.before, change),
        What::Added => part.before.is_none() && is_case(&part.after, change),
        What::Changed | What::Moved | What::Rewired => false,
    })
}
