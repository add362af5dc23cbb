//! The tables of a program and the ways to ask them. Must not know how a program came to be or how it runs.

use std::sync::Arc;

use super::{
    ActionIndex, BlockIndex, Container, ContainerIndex, Flow, FlowIndex, Node, Sheets, Slot, Storage, Uses, Variable,
};

/// A linked set of flows with one entry. Immutable, shared by every execution.
#[derive(Debug)]
pub struct Program {
    pub(crate) flows: Vec<Flow>,
    pub(crate) containers: Vec<Container>,
    pub(crate) blocks: Vec<Vec<ActionIndex>>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) uses: Uses,
    pub(crate) sheets: Sheets,
}

impl Program {
    /// The entry flow: the first of the set.
    pub fn entry(&self) -> &Flow {
        #[expect(clippy::indexing_slicing, reason = "a program is only made with at least one flow")]
        &self.flows[0]
    }

    /// The entry flow's name.
    pub fn name(&self) -> &Arc<str> {
        &self.entry().name
    }

    /// The entry flow's type, by its Archy root key.
    pub fn flow_type(&self) -> &Arc<str> {
        &self.entry().flow_type
    }

    /// The entry flow's id, in the form of a UUID; the same in every run.
    pub fn id(&self) -> &Arc<str> {
        &self.entry().id
    }

    /// The entry flow's version.
    pub fn version(&self) -> &'static str {
        crate::flow::engine::rules::FILE_VERSION
    }

    /// All flows, the entry first.
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// All containers of all flows, in file order.
    pub fn containers(&self) -> &[Container] {
        &self.containers
    }

    /// All actions of all flows, in file order.
    pub fn actions(&self) -> &[Node] {
        &self.nodes
    }

    /// The actions of a list, in order.
    pub fn block(&self, block: BlockIndex) -> &[ActionIndex] {
        self.blocks.get(block.get()).map_or(&[], Vec::as_slice)
    }

    /// Every list of actions.
    pub(crate) fn all_blocks(&self) -> impl Iterator<Item = &[ActionIndex]> {
        self.blocks.iter().map(Vec::as_slice)
    }

    /// An action.
    pub fn action(&self, index: ActionIndex) -> &Node {
        #[expect(clippy::indexing_slicing, reason = "an index is only made for an entry of its table")]
        &self.nodes[index.get()]
    }

    /// A container.
    pub fn container(&self, index: ContainerIndex) -> &Container {
        #[expect(clippy::indexing_slicing, reason = "an index is only made for an entry of its table")]
        &self.containers[index.get()]
    }

    /// A flow.
    pub fn flow(&self, index: FlowIndex) -> &Flow {
        #[expect(clippy::indexing_slicing, reason = "an index is only made for an entry of its table")]
        &self.flows[index.get()]
    }

    /// The action that an org knows by that id: the file's own ids first, then the derived ones of the fake org.
    pub fn action_of_guid(&self, guid: &str) -> Option<&Node> {
        let own = self.nodes.iter().find(|node| node.guid.as_deref() == Some(guid));
        own.or_else(|| self.nodes.iter().find(|node| node.guid.is_none() && *node.org_id() == *guid))
    }

    /// The slot of a variable by its name, as seen from a container; none for a built-in.
    pub(crate) fn slot(&self, name: &str, container: ContainerIndex) -> Option<Slot> {
        let container = self.container(container);
        let local = container.variables.find(name).map(Storage::Local);
        let storage = local.or_else(|| self.flow(container.flow).variables.find(name).map(Storage::Flow));
        storage.map(Slot::new)
    }

    /// The declared variable of that name, as seen from a container, and the container that declares it (none for the flow).
    pub(crate) fn variable(&self, name: &str, from: ContainerIndex) -> Option<(&Variable, Option<ContainerIndex>)> {
        let container = self.container(from);
        let local = container.variables.find(name).and_then(|index| container.variables.get(index));
        let flow = &self.flow(container.flow).variables;
        let declared = || flow.find(name).and_then(|index| flow.get(index)).map(|variable| (variable, None));
        local.map(|variable| (variable, Some(from))).or_else(declared)
    }

    /// The container whose actions this list is, if it is no branch.
    pub(crate) fn body_of(&self, block: BlockIndex) -> Option<ContainerIndex> {
        self.containers.iter().position(|container| container.body == block).map(ContainerIndex::next)
    }

    /// The flow of that name.
    pub fn flow_named(&self, name: &str) -> Option<FlowIndex> {
        self.flows.iter().position(|flow| &*flow.name == name).map(FlowIndex::next)
    }
}
