//! What differs in the containers of a flow: new, gone, renamed, their declarations and ways out. Must not know actions.

use super::matching::Pairs;
use super::model::{Change, Subject, Touched, What};
use super::settings::{is_one_sided, variables, without_variables};
use super::side::Side;
use super::values::differences;
use crate::flow::program::ContainerIndex;

/// Differences of a pair of containers.
pub(super) fn of_pair(
    a: &Side<'_>,
    b: &Side<'_>,
    pairs: &Pairs,
    (one, other): (ContainerIndex, ContainerIndex),
    not_compared: &mut Vec<String>,
) -> Vec<Change> {
    let mut found = Vec::new();
    let (old, title) = (&a.program.container(one).name, b.container_title(other));
    if *old != b.program.container(other).name {
        found.push(Change { before: Some(old.to_string()), ..change(a, b, What::Renamed, other, Some(one)) });
    }
    let (mine, theirs) = (&a.program.container(one).output_paths, &b.program.container(other).output_paths);
    for (what, from, to) in [(What::Removed, mine, theirs), (What::Added, theirs, mine)] {
        for way in from.iter().filter(|way| !to.contains(way)) {
            let own = change(a, b, what, other, Some(one));
            found.push(Change { subject: Subject::Output, part: Some(way.to_string()), ..own });
        }
    }
    let (before, after) = (a.program.sheets.container(one), b.program.sheets.container(other));
    for part in differences(a, b, pairs, &without_variables(before), &without_variables(after)) {
        if is_one_sided(a, b, &part) {
            not_compared.push(format!("{title}: {}", part.path));
            continue;
        }
        let own = change(a, b, What::Changed, other, None);
        found.push(Change { part: Some(part.path), before: part.before, after: part.after, ..own });
    }
    found.extend(variables(a, b, pairs, (before, after), Some(&title)));
    found
}

/// A container that is new.
pub(super) fn added(a: &Side<'_>, b: &Side<'_>, container: ContainerIndex) -> Change {
    change(a, b, What::Added, container, None)
}

/// A container that is gone.
pub(super) fn removed(a: &Side<'_>, container: ContainerIndex) -> Change {
    change(a, a, What::Removed, container, Some(container))
}

/// `touched` is the container of the first flow all of whose actions the change concerns.
fn change(
    a: &Side<'_>,
    b: &Side<'_>,
    what: What,
    container: ContainerIndex,
    touched: Option<ContainerIndex>,
) -> Change {
    let own = a.actions.iter().map(|at| a.node(*at)).filter(|node| Some(node.container) == touched);
    Change {
        what,
        subject: Subject::Container,
        container: Some(b.container_title(container)),
        name: b.program.container(container).kind.describe().to_owned()
            + " `"
            + &b.program.container(container).name
            + "`",
        part: None,
        before: None,
        after: None,
        touches: own.map(|node| Touched { action: node.id.clone(), output: None }).collect(),
    }
}
