//! One case from the scenario's parts and a row: merge, fill in, read. What does not depend on the row was read before.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile, Span, did_you_mean};
use crate::scenario::model::Case;
use crate::scenario::read::{Decoder, PARTS, Patterns, check};
use crate::yaml::{Node, Reader};

use super::merge::merge;
use super::row::Row;
use super::variables::{Filler, is_dynamic};

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
    pub(super) source: Arc<SourceFile>,
    /// With all parts that hold no variables.
    pub(super) case: Case,
    /// By index into [`PARTS`].
    pub(super) parts: Vec<Option<BasePart>>,
    /// Where the scenario's map starts.
    pub(super) start: Span,
}

/// What came of an expansion.
pub(super) struct Expanded {
    pub(super) case: Case,
    pub(super) diagnostics: Diagnostics,
    pub(super) fresh: Patterns,
}

/// Expands a case. `checked` leaves out the checks of the whole case, for one that passed them before.
pub(super) fn expand(base: &Base, row: Option<&Row>, known: &Patterns, checked: bool) -> Expanded {
    let mut case = base.case.clone();
    if let Some(row) = row {
        case.name = Some(Arc::clone(&row.name));
        case.place = Place::new(&base.source, row.span.clone());
    }
    let mut reader = Reader::new(&base.source);
    let mut decoder = Decoder::new(&mut reader, Some(known));
    let mut filler = Filler::new(row.map(|row| row.bindings.as_slice()).unwrap_or_default());
    let mut overrides = row.map(|row| row.overrides.as_slice()).unwrap_or_default().iter().peekable();
    for (index, (part, below)) in PARTS.iter().zip(&base.parts).enumerate() {
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
    let unset = filler.unset;
    let mut diagnostics = reader.into_diagnostics();
    if !checked {
        for (name, span) in unset {
            diagnostics.push(unset_variable(base, row, &name, &span));
        }
        whole(base, row, &case, &mut diagnostics);
    }
    Expanded { case, diagnostics, fresh }
}

fn filled<'n>(filler: &mut Filler<'_>, node: Cow<'n, Node>) -> Cow<'n, Node> {
    if is_dynamic(&node) { Cow::Owned(filler.fill(&node)) } else { node }
}

/// A part that the case takes away.
fn reset(key: &str, case: &mut Case) {
    match key {
        "tags" => case.tags.clear(),
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

fn whole(base: &Base, row: Option<&Row>, case: &Case, found: &mut Diagnostics) {
    let given = |key: &str| {
        let index = PARTS.iter().position(|part| part.key == key).unwrap_or(usize::MAX);
        let above = row.and_then(|row| row.overrides.iter().find(|(part, _)| *part == index)).map(|(_, node)| node);
        let below = base.parts.get(index).and_then(Option::as_ref).map(|part| &part.node);
        above.or(below).is_some_and(|node| !node.is_null() && node.as_list().is_none_or(|list| !list.is_empty()))
    };
    if !given("flow") {
        let place = Place::new(&base.source, base.start.clone());
        found.push(
            Diagnostic::error(Code::MISSING_KEY, "required key `flow` is missing")
                .at(place)
                .help("name the flow: `flow: support`, a name of flowproof.yaml or a path to a flow file"),
        );
    }
    check(case, given("conversation"), found);
}

fn unset_variable(base: &Base, row: Option<&Row>, name: &str, span: &Span) -> Diagnostic {
    let text = base.source.text().get(span.clone()).unwrap_or_default();
    let written = format!("${{{name}}}");
    let at = text.find(&written).map_or(span.clone(), |at| span.start + at..span.start + at + written.len());
    let near = row.and_then(|row| did_you_mean(name, row.bindings.iter().map(|binding| &*binding.name)));
    let help = match (near, row) {
        (Some(near), _) => format!("did you mean `${{{near}}}`?"),
        (None, Some(_)) => {
            format!("add it to the case: `with: {{ {name}: … }}`; write `$${{` for a dollar sign and a brace")
        }
        (None, None) => format!(
            "add `cases: [{{ case: first, with: {{ {name}: … }} }}]`; write `$${{` for a dollar sign and a brace"
        ),
    };
    Diagnostic::error(Code::UNSET_VARIABLE, format!("nothing sets the variable `{name}`"))
        .at(Place::new(&base.source, at))
        .help(help)
}
