//! Where reading stands: the file, the flow, the container, the loops around. Resolves names from there. Must not know any kind of action.

use super::reference::References;
use crate::diagnostic::{Code, Diagnostic, did_you_mean, list_of};
use crate::flow::engine::BuiltIn;
use crate::flow::expression::Type;
use crate::flow::program::{ActionIndex, Argument, ContainerIndex, Draft, FlowIndex, Slot, Storage, Target, Variable};
use crate::yaml::{Node, Reader};

/// The place of reading in one file.
pub(crate) struct Site<'a> {
    pub(super) reader: Reader,
    pub(super) draft: &'a mut Draft,
    pub(super) references: &'a References,
    pub(super) flow: FlowIndex,
    pub(super) container: ContainerIndex,
    /// The action that is being read.
    pub(super) action: Option<ActionIndex>,
    /// How many loops are around.
    pub(super) loops: usize,
    /// The nodes of the actions around that were read, as addresses to compare with.
    pub(super) read: Vec<*const Node>,
}

/// What a name in an expression stands for.
pub(super) enum Named {
    /// A slot.
    Slot(Slot),
    /// A built-in that is not modelled; reading it is a run-time error.
    NotModelled,
    /// Nothing; told with a suggestion.
    Unknown,
}

impl<'a> Site<'a> {
    pub(super) fn new(
        reader: Reader,
        draft: &'a mut Draft,
        references: &'a References,
        flow: FlowIndex,
        container: ContainerIndex,
    ) -> Self {
        Self { reader, draft, references, flow, container, action: None, loops: 0, read: Vec::new() }
    }

    /// Goes to the actions of a container.
    pub(super) fn enter(&mut self, container: ContainerIndex) {
        self.container = container;
        self.action = None;
        self.loops = 0;
    }

    /// Notes that a node was read, with all that is below it.
    pub(super) fn note_read(&mut self, node: &Node) {
        self.read.push(std::ptr::from_ref(node));
    }

    /// The container that a reference means; reported where there is none.
    pub(super) fn reference(&mut self, node: &Node) -> Option<ContainerIndex> {
        self.note_read(node);
        self.references.resolve(&mut self.reader, node)
    }

    /// What a name means here.
    pub(super) fn named(&mut self, name: &str) -> Named {
        if let Some(target) = self.variable(name) {
            return Named::Slot(target.slot);
        }
        match BuiltIn::find(name) {
            Some(index) => Named::Slot(Slot::new(Storage::BuiltIn(index))),
            None if BuiltIn::may_be(name) && !is_declarable(name) => Named::NotModelled,
            // A placeholder without a value may stand for any name; that it has none is told.
            None if name.contains("{{") => Named::NotModelled,
            None => Named::Unknown,
        }
    }

    /// The variable of that name in reach.
    pub(super) fn variable(&mut self, name: &str) -> Option<Target> {
        if let Some(target) = self.draft.variable(name, self.flow, self.container) {
            return Some(target);
        }
        // A bot's slots are declared in its language understanding, which is not read: their first use declares them.
        let flow = self.draft.flows.get_mut(self.flow.get())?;
        let is_bot = matches!(&*flow.flow_type, "botFlow" | "digitalBot");
        if !is_bot || !has_scope(name, "slot") {
            return None;
        }
        flow.variables.declare(Variable {
            name: name.into(),
            value_type: Type::Any,
            initial: Argument::Absent,
            is_input: true,
            is_output: true,
            place: None,
        });
        self.draft.variable(name, self.flow, self.container)
    }

    /// Reports a variable that is not in reach, with the nearest that is.
    pub(super) fn unknown_variable(&mut self, name: &str, span: &std::ops::Range<usize>) {
        let place = self.reader.place(span);
        let flow = self.draft.flows.get(self.flow.get());
        let container = self.draft.containers.get(self.container.get());
        let tables =
            flow.map(|flow| &flow.variables).into_iter().chain(container.map(|container| &container.variables));
        let known: Vec<std::sync::Arc<str>> =
            tables.flat_map(|table| table.iter().map(|variable| variable.name.clone())).collect();
        let declared: Vec<&str> = known.iter().map(|name| &**name).collect();
        let built_in = || did_you_mean(name, BuiltIn::names()).map(|near| format!("did you mean `{near}`?"));
        let help = match did_you_mean(name, declared.iter().copied()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None => built_in().or_else(|| list_of("variables", name, declared.iter().copied())),
        };
        let diagnostic = Diagnostic::error(Code::UNKNOWN_VARIABLE, format!("no variable `{name}` is in reach here"))
            .at(place)
            .help(help.unwrap_or_else(|| "nothing is declared here; variables stand under `variables:`".to_owned()));
        self.reader.push(diagnostic);
    }
}

/// Scopes that hold declared variables: a name there that is neither declared nor a known built-in is a mistake.
fn is_declarable(name: &str) -> bool {
    ["flow", "state", "task", "common", "slot"].iter().any(|scope| has_scope(name, scope))
}

fn has_scope(name: &str, scope: &str) -> bool {
    name.split('.').next().is_some_and(|first| first.eq_ignore_ascii_case(scope))
}
