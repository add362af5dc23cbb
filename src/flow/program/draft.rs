//! A program while it is read: tables that grow, names that become indices. Must not know a file format.

use std::collections::HashMap;
use std::sync::Arc;

use super::{
    ActionIndex, BlockIndex, Container, ContainerIndex, ContainerKind, ErrorHandling, Flow, FlowIndex, Node, Program,
    Sheets, Slot, Storage, Target, Uses, Variables,
};
use crate::diagnostic::Place;
use crate::trace::ActionId;

/// The tables so far. Flows and containers are all known before the first action is read, so that references need no second pass.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) flows: Vec<Flow>,
    pub(crate) containers: Vec<Container>,
    blocks: Vec<Vec<ActionIndex>>,
    nodes: Vec<Option<Node>>,
    pub(crate) uses: Uses,
    pub(crate) sheets: Sheets,
    /// How many actions of a name there are in a container, by the identity of the first.
    ordinals: HashMap<ActionId, u32>,
}

impl Draft {
    /// Adds a flow without containers and variables; its start and its error handling are filled in later.
    pub(crate) fn add_flow(&mut self, name: Arc<str>, flow_type: Arc<str>, place: Place) -> FlowIndex {
        let index = FlowIndex::next(self.flows.len());
        let id = super::stable_id(&[&flow_type, &name]);
        self.flows.push(Flow {
            name,
            flow_type,
            id,
            default_language: "en-us".into(),
            languages: Arc::new([]),
            start: ContainerIndex(0),
            variables: Variables::default(),
            error_handling: ErrorHandling::End("disconnect".into()),
            bot: None,
            unread: Vec::new(),
            place,
        });
        index
    }

    /// Adds a container without actions and variables.
    pub(crate) fn add_container(
        &mut self,
        flow: FlowIndex,
        kind: ContainerKind,
        name: Arc<str>,
        place: Place,
    ) -> ContainerIndex {
        let index = ContainerIndex::next(self.containers.len());
        let body = self.add_block(Vec::new());
        let variables = Variables::default();
        self.containers.push(Container { name, kind, flow, body, variables, output_paths: Vec::new(), place });
        index
    }

    /// Adds a list of actions.
    pub(crate) fn add_block(&mut self, actions: Vec<ActionIndex>) -> BlockIndex {
        let index = BlockIndex::next(self.blocks.len());
        self.blocks.push(actions);
        index
    }

    /// Fills in the actions of a container.
    pub(crate) fn set_body(&mut self, container: ContainerIndex, actions: Vec<ActionIndex>) {
        let body = self.containers.get(container.get()).and_then(|container| self.blocks.get_mut(container.body.get()));
        if let Some(block) = body {
            *block = actions;
        }
    }

    /// An index and an identity for the next action of a container, in file order.
    pub(crate) fn reserve(&mut self, container: ContainerIndex, name: Arc<str>) -> (ActionIndex, ActionId) {
        let index = ActionIndex::next(self.nodes.len());
        self.nodes.push(None);
        let (flow, container) = self
            .containers
            .get(container.get())
            .and_then(|one| Some((self.flows.get(one.flow.get())?.name.clone(), one.name.clone())))
            .unwrap_or_default();
        let mut id = ActionId { flow, container, name, ordinal: 0 };
        let count = self.ordinals.entry(id.clone()).or_default();
        id.ordinal = *count;
        *count += 1;
        (index, id)
    }

    /// Fills in a reserved action.
    pub(crate) fn fill(&mut self, index: ActionIndex, node: Node) {
        if let Some(place) = self.nodes.get_mut(index.get()) {
            *place = Some(node);
        }
    }

    /// The variable of that name, as seen from a container.
    pub(crate) fn variable(&self, name: &str, flow: FlowIndex, container: ContainerIndex) -> Option<Target> {
        let (flow, container) = (self.flows.get(flow.get())?, self.containers.get(container.get())?);
        let (storage, variables, index) = match container.variables.find(name) {
            Some(index) => (Storage::Local(index), &container.variables, index),
            None => {
                let index = flow.variables.find(name)?;
                (Storage::Flow(index), &flow.variables, index)
            }
        };
        let variable = variables.get(index)?;
        Some(Target { slot: Slot::new(storage), name: variable.name.clone(), value_type: variable.value_type })
    }

    /// The program; none while a flow is missing or an action was reserved and not filled, which a diagnostic has told.
    pub(crate) fn finish(self) -> Option<Program> {
        let nodes: Vec<Node> = self.nodes.into_iter().collect::<Option<_>>()?;
        let complete = !self.flows.is_empty() && !self.containers.is_empty();
        complete.then_some(Program {
            flows: self.flows,
            containers: self.containers,
            blocks: self.blocks,
            nodes,
            uses: self.uses,
            sheets: self.sheets,
        })
    }
}
