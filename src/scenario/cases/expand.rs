//! One case from the scenario's parts and a row: merge, fill in, read. What does not depend on the row was read before.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile, Span, did_you_mean};
use crate::scenario::model::Case;
use crate::scenario::read::{Decoder, PARTS, Patterns, check};
use crate::yaml::{Node, Reader};

use super::merge::merge;
use super::row::Row;
use super::variables::{Filler, is_dynamic, locate};

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
    /// Keys that are not there but look like an unknown one that is.
    pub(super) misspelt: Vec<&'static str>,
    /// Where the scenario's map starts.
    pub(super) start: Span,
}

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
    let Filler { unset, twice, .. } = filler;
    let mut diagnostics = reader.into_diagnostics();
    if !checked {
        for (name, span) in unset {
            diagnostics.push(unset_variable(base, row, &name, &span));
        }
        for (key, span) in twice {
            let message = format!("two variables make the key `{key}` here, so one of its values would be lost");
            diagnostics.push(
                Diagnostic::error(Code::DUPLICATE_KEY, message)
                    .at(Place::new(&base.source, span))
                    .help("give the variables different values, or write the keys out"),
            );
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
        let place = Place::new(&base.source, base.start.clone());
        found.push(
            Diagnostic::error(Code::MISSING_KEY, "required key `flow` is missing")
                .at(place)
                .help("name the flow: `flow: support`, a name of flowproof.yaml or a path to a flow file"),
        );
    }
    let silent = match given(base, row, "conversation") {
        Given::Yes => None,
        Given::Empty(span) => Some(Place::new(&base.source, span)),
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

fn unset_variable(base: &Base, row: Option<&Row>, name: &str, span: &Span) -> Diagnostic {
    let at = locate(&base.source, span, &format!("${{{name}}}"));
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
