//! From a program to the graph: the tree of its actions, with what each decides on and calls. Must not know how it is drawn.

use std::collections::HashMap;

use super::edges;
use super::graph::{Action, Branch, Container, Flow, Graph};
use crate::flow::action::Leads;
use crate::flow::program::{
    ActionIndex, BlockIndex, ContainerIndex, ExpressionUse, Node, Program, Unknowns, Ways, folded,
};

impl Graph {
    /// The graph of a program, without a path.
    pub fn of(program: &Program) -> Self {
        let ways = Ways::of(program, Unknowns::GoOn);
        let builder = Builder { program, ways: &ways, expressions: expressions(program) };
        let mut graph = Self {
            flows: program.flows().iter().map(flow).collect(),
            containers: builder.containers(),
            actions: (0..program.actions().len()).map(|at| builder.action(ActionIndex::next(at))).collect(),
            edges: Vec::new(),
            path: None,
        };
        for (at, container) in program.containers().iter().enumerate() {
            if let Some(flow) = graph.flows.get_mut(container.flow.get()) {
                flow.containers.push(at);
            }
        }
        graph.edges = edges::of(program, &ways, &graph);
        graph
    }
}

fn flow(flow: &crate::flow::program::Flow) -> Flow {
    Flow {
        name: flow.name.clone(),
        flow_type: flow.flow_type.clone(),
        containers: Vec::new(),
        unread: flow.unread.clone(),
    }
}

/// The expressions of each action, in file order.
fn expressions(program: &Program) -> HashMap<ActionIndex, Vec<&ExpressionUse>> {
    let mut found: HashMap<ActionIndex, Vec<&ExpressionUse>> = HashMap::new();
    for one in &program.uses.expressions {
        if let Some(action) = one.action {
            found.entry(action).or_default().push(one);
        }
    }
    found
}

/// Kinds of which the expression says more than the name.
const DECIDING: [&str; 3] = ["decision", "loop", "switch"];

struct Builder<'p> {
    program: &'p Program,
    ways: &'p Ways<'p>,
    expressions: HashMap<ActionIndex, Vec<&'p ExpressionUse>>,
}

impl Builder<'_> {
    fn containers(&self) -> Vec<Container> {
        let starts = |at: usize| self.program.flows().iter().any(|flow| flow.start.get() == at);
        let containers = self.program.containers().iter().enumerate();
        containers
            .map(|(at, container)| Container {
                name: container.name.clone(),
                kind: container.kind,
                start: starts(at),
                actions: self.block(container.body),
                runs_out: self.ways.block(container.body).past,
            })
            .collect()
    }

    fn block(&self, block: BlockIndex) -> Vec<usize> {
        self.program.block(block).iter().map(|action| action.get()).collect()
    }

    fn action(&self, index: ActionIndex) -> Action {
        let node = self.program.action(index);
        let leads = node.action.leads();
        let mut branches: Vec<Branch> = node.outputs.iter().map(|output| self.branch(output)).collect();
        let detail = self.detail(index, node, &mut branches);
        Action {
            id: node.id.clone(),
            kind: node.kind.clone(),
            executable: leads != Leads::Unknown,
            place: node.place.clone(),
            container: node.container.get(),
            detail,
            unread: node.unread.clone(),
            to: target(self.program, node, &leads).map(ContainerIndex::get),
            branches,
            past: self.ways.action(index).past,
            taken: 0,
        }
    }

    fn branch(&self, output: &crate::flow::program::Output) -> Branch {
        let to = output.branch.and_then(|block| self.program.body_of(block));
        let actions = output.branch.filter(|_| to.is_none()).map(|block| self.block(block)).unwrap_or_default();
        Branch { name: output.name.clone(), detail: None, actions, to: to.map(ContainerIndex::get), taken: 0 }
    }

    /// The condition, or what is called. The conditions of a switch go to its cases.
    fn detail(&self, index: ActionIndex, node: &Node, branches: &mut [Branch]) -> Option<String> {
        if let Some(called) = node.action.called() {
            return Some(format!("{} > {}", called.category, called.name));
        }
        let found = self.expressions.get(&index).filter(|_| DECIDING.contains(&&*node.kind))?;
        let text = |one: &&ExpressionUse| folded(one.bound.expression.text());
        let conditions = found.iter().all(|one| one.bound.value_type == crate::flow::expression::Type::Boolean);
        if &*node.kind == "switch" && conditions && found.len() + 1 == branches.len() {
            for (branch, one) in branches.iter_mut().zip(found) {
                branch.detail = Some(text(one));
            }
            return None;
        }
        found.first().map(text)
    }
}

/// The container that an action calls or goes on in; the start of a flow of the program that it calls.
pub(super) fn target(program: &Program, node: &Node, leads: &Leads) -> Option<ContainerIndex> {
    match leads {
        Leads::Go(to) | Leads::Call(to) => *to,
        _ => {
            let called = node.action.called()?;
            let outside = [crate::trace::Called::BOTS, crate::trace::Called::MODULES].contains(&&*called.category);
            let flow = program.flow_named(&called.name).filter(|_| outside)?;
            Some(program.flow(flow).start)
        }
    }
}
