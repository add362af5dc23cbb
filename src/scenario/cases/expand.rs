//! One case from the scenario's parts and a row: merge, fill in, read. What does not depend on the row was read before.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Sources, Span, did_you_mean};
use crate::scenario::late;
use crate::scenario::model::Case;
use crate::scenario::read::{Decoder, PARTS, Patterns, check};
use crate::scenario::variables::{Filler, Variables, is_dynamic, locate};
use crate::yaml::{Node, Reader};

use super::merge::merge;
use super::row::Row;

/// One part of the scenario itself.
#[derive(Debug)]
pub(super) struct BasePart {
    pub(super) node: Node,
    /// It holds variables, so that each case reads it anew; otherwise it was read once.
    pub(super) dynamic: bool,
}

/// The scenario without its rows.
#[derive(Debug)]
pub(super) struct Base {
    /// The file, and all that came into it from others.
    pub(super) sources: Arc<Sources>,
    /// With all parts that hold no variables.
    pub(super) case: Case,
    /// By index into [`PARTS`].
    pub(super) parts: Vec<Option<BasePart>>,
    /// Keys that are not there but look like an unknown one that is.
    pub(super) misspelt: Vec<&'static str>,
    /// Where the scenario's map starts.
    pub(super) start: Span,
    /// What its conversation captures.
    pub(super) captures: Vec<Box<str>>,
    /// The project's variables.
    pub(super) variables: Arc<Variables>,
    /// Whether steps are missing in a conversation, since the use of a block is wrong.
    pub(super) incomplete: bool,
    /// Names of which was said already that nothing sets them.
    pub(super) told: Vec<String>,
}

/// The parts into which captured values are filled while a case runs.
const TAKE_CAPTURES: [&str; 2] = ["conversation", "expect"];

/// What came of an expansion.
pub(super) struct Expanded {
    pub(super) case: Case,
    pub(super) diagnostics: Diagnostics,
    pub(super) fresh: Patterns,
}

impl Expanded {
    /// Whether the case may be run: nothing is wrong with it, and its flow is known (where that key is misspelt, the file says so).
    pub(super) fn is_sound(&self) -> bool {
        !self.diagnostics.has_errors() && !self.case.flow.value.is_empty()
    }
}

/// Expands a case. `checked` leaves out the checks of the whole case, for one that passed them before.
pub(super) fn expand(base: &Base, row: Option<&Row>, known: &Patterns, checked: bool) -> Expanded {
    let mut case = base.case.clone();
    if let Some(row) = row {
        case.name = Some(Arc::clone(&row.name));
        case.place = base.sources.place(&row.span);
    }
    let mut reader = Reader::over(Arc::clone(&base.sources));
    let mut decoder = Decoder::new(&mut reader, Some(known));
    let bindings = row.map(|row| row.bindings.as_slice()).unwrap_or_default();
    let captures = row.and_then(|row| row.captures.as_ref()).unwrap_or(&base.captures);
    let mut filler = Filler::new(bindings, &base.variables, captures);
    let mut overrides = row.map(|row| row.overrides.as_slice()).unwrap_or_default().iter().peekable();
    for (index, (part, below)) in PARTS.iter().zip(&base.parts).enumerate() {
        filler.takes_captures = TAKE_CAPTURES.contains(&part.key);
        let above = overrides.next_if(|(part, _)| *part == index).map(|(_, node)| node);
        let node: Cow<'_, Node> = match (below, above) {
            (None, None) => continue,
            (Some(below), None) if !below.dynamic => continue,
            (Some(below), None) => Cow::Owned(filler.fill(&below.node)),
            (None, Some(above)) => filled(&mut filler, Cow::Borrowed(above)),
            (Some(_), Some(above)) if above.is_null() => {
                reset(part.key, &mut case);
                continue;
            }
            (Some(below), Some(above)) => filled(&mut filler, Cow::Owned(merge(part.key, &below.node, above))),
        };
        (part.read)(&mut decoder, &node, &mut case);
    }
    let fresh = decoder.into_fresh();
    let Filler { unset, twice, misplaced, .. } = filler;
    let mut diagnostics = reader.into_diagnostics();
    if row.is_some_and(|row| row.without_values || !row.without_value.is_empty()) || !misplaced.is_empty() {
        let early: Vec<Place> = misplaced.iter().map(|(_, span)| base.sources.place(span)).collect();
        let is_told = |one: &Diagnostic| {
            row.is_some_and(|row| lacks_a_value(row, one)) || one.place.as_ref().is_some_and(|at| early.contains(at))
        };
        diagnostics = diagnostics.into_iter().filter(|one| !is_told(one)).collect();
    }
    if !checked {
        let told = |name: &String| {
            base.told.contains(name)
                || row.is_some_and(|row| row.without_values || row.without_value.iter().any(|one| **one == **name))
        };
        for (name, span) in unset.iter().filter(|(name, _)| !told(name)) {
            diagnostics.push(unset_variable(base, row, name, span, captures));
        }
        diagnostics.extend(misplaced.iter().map(|(name, span)| misplaced_capture(base, name, span)));
        for (key, span) in twice {
            let message = format!("two variables make the key `{key}` here, so one of its values would be lost");
            diagnostics.push(
                Diagnostic::error(Code::DUPLICATE_KEY, message)
                    .at(base.sources.place(&span))
                    .help("give the variables different values, or write the keys out"),
            );
        }
        whole(base, row, &case, &mut diagnostics);
        if !captures.is_empty() {
            late::check(&case, &mut diagnostics);
        }
    }
    Expanded { case, diagnostics, fresh }
}

/// Whether a mistake is only that a variable has no value, which was reported where it is set.
fn lacks_a_value(row: &Row, one: &Diagnostic) -> bool {
    let Some(text) = one.place.as_ref().map(Place::text) else { return false };
    let lacks = |name: &str| text.contains(&format!("${{{name}}}"));
    (row.without_values && text.contains("${")) || row.without_value.iter().any(|name| lacks(name))
}

fn filled<'n>(filler: &mut Filler<'_>, node: Cow<'n, Node>) -> Cow<'n, Node> {
    if is_dynamic(&node) { Cow::Owned(filler.fill(&node)) } else { node }
}

/// A part that the case takes away.
fn reset(key: &str, case: &mut Case) {
    match key {
        "tags" => case.tags.clear(),
        "group" => case.group = None,
        "flow" => case.flow.value.clear(),
        "now" => case.now = None,
        "start" => case.start = Default::default(),
        "widget" => case.widget = None,
        "participant" => case.participant = Default::default(),
        "queue" => case.queue = None,
        "stubs" => case.stubs = Default::default(),
        "world" => case.world = Default::default(),
        "faults" => case.faults.clear(),
        "conversation" => case.conversation.clear(),
        "expect" => case.expect = Default::default(),
        "snapshot" => case.snapshot.clear(),
        "drivers" => case.drivers.clear(),
        "targets" => case.targets.clear(),
        "timeout" => case.timeout = None,
        "skip" => case.skip = None,
        "redact" => case.redact.clear(),
        _ => {}
    }
}

/// Reports what is wrong with the whole case. A key whose value was reported as no value, or which is misspelt, is not missing, too.
fn whole(base: &Base, row: Option<&Row>, case: &Case, found: &mut Diagnostics) {
    if given(base, row, "flow") == Given::No {
        let place = base.sources.place(&base.start);
        found.push(
            Diagnostic::error(Code::MISSING_KEY, "required key `flow` is missing")
                .at(place)
                .help("name the flow: `flow: support`, a name of flowproof.yaml or a path to a flow file"),
        );
    }
    if base.incomplete {
        return;
    }
    let silent = match given(base, row, "conversation") {
        Given::Yes => None,
        Given::Empty(span) => Some(base.sources.place(&span)),
        Given::No => Some(case.place.clone()),
    };
    check(case, silent, found);
}

/// Whether a part is there.
#[derive(PartialEq)]
enum Given {
    Yes,
    /// An empty list.
    Empty(Span),
    No,
}

fn given(base: &Base, row: Option<&Row>, key: &'static str) -> Given {
    let index = PARTS.iter().position(|part| part.key == key).unwrap_or(usize::MAX);
    let above = row.and_then(|row| row.overrides.iter().find(|(part, _)| *part == index)).map(|(_, node)| node);
    let below = base.parts.get(index).and_then(Option::as_ref).map(|part| &part.node);
    match (above, below) {
        (Some(above), Some(_)) if above.is_null() => Given::No,
        (Some(node), _) | (None, Some(node)) if node.as_list().is_some_and(<[_]>::is_empty) => {
            Given::Empty(node.span.clone())
        }
        (None, None) if !base.misspelt.contains(&key) => Given::No,
        _ => Given::Yes,
    }
}

fn unset_variable(base: &Base, row: Option<&Row>, name: &str, span: &Span, captures: &[Box<str>]) -> Diagnostic {
    let at = locate(base.sources.place(span), &format!("${{{name}}}"));
    let own = row.iter().flat_map(|row| row.bindings.iter().map(|binding| &*binding.name));
    let known = own.chain(base.variables.names()).chain(captures.iter().map(|name| &**name));
    let help = match (did_you_mean(name, known), row) {
        (Some(near), _) => format!("did you mean `${{{near}}}`?"),
        (None, Some(row)) if row.is_of_list => {
            format!("add it to the case: `with: {{ {name}: … }}`; write `$${{` for a dollar sign and a brace")
        }
        (None, Some(_)) => format!("add a column `{name}`; write `$${{` for a dollar sign and a brace"),
        (None, None) => format!(
            "add `cases: [{{ case: first, with: {{ {name}: … }} }}]`; write `$${{` for a dollar sign and a brace"
        ),
    };
    Diagnostic::error(Code::UNSET_VARIABLE, format!("nothing sets the variable `{name}`")).at(at).help(help)
}

fn misplaced_capture(base: &Base, name: &str, span: &Span) -> Diagnostic {
    let at = locate(base.sources.place(span), &format!("${{{name}}}"));
    let message = format!("`${{{name}}}` is only known once its message came");
    let help = "captured values can be used in texts of later steps and of `expect`, not in keys";
    Diagnostic::error(Code::BAD_CAPTURE, message).at(at).help(help)
}
