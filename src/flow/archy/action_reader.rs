//! What a kind of action sees of its YAML: parameters, variables, branches, references. Must not know any one kind.

use std::sync::Arc;

use super::actions;
use super::site::Site;
use crate::diagnostic::{Code, Diagnostic, Place, Span, list_of};
use crate::flow::expression::{ResourceKind, Type, Value};
use crate::flow::program::{Argument, BlockIndex, ContainerIndex, Draft, Output, Target};
use crate::yaml::{Entry, Node, Scalar};

/// One action's YAML, being read.
pub(crate) struct ActionReader<'s, 'a, 'n> {
    site: &'s mut Site<'a>,
    body: &'n Node,
    span: Span,
    outputs: Vec<Output>,
}

impl<'s, 'a, 'n> ActionReader<'s, 'a, 'n> {
    pub(super) fn new(site: &'s mut Site<'a>, body: &'n Node, span: Span) -> Self {
        Self { site, body, span, outputs: Vec::new() }
    }

    pub(super) fn into_outputs(self) -> Vec<Output> {
        self.outputs
    }

    /// What stands below the action's kind.
    pub(crate) fn body(&self) -> &'n Node {
        self.body
    }

    /// The program so far: all flows with their variables and containers.
    pub(crate) fn draft(&self) -> &Draft {
        self.site.draft
    }

    /// A parameter; [`Argument::Absent`] where it is not mentioned.
    pub(crate) fn argument(&mut self, key: &str, value_type: Type) -> Argument {
        self.body.get(key).map_or(Argument::Absent, |node| self.site.argument(node, value_type))
    }

    /// The first of these keys that is there; for parameters whose name differs between forms, or is not public.
    pub(crate) fn first(&self, keys: &[&str]) -> Option<&'n Node> {
        keys.iter().find_map(|key| self.body.get(key)).filter(|node| !node.is_null())
    }

    /// A parameter that must be mentioned, under the first of these keys; the first of all is the one that is told.
    pub(crate) fn required_in(&mut self, keys: &[&str], value_type: Type) -> Argument {
        match self.first(keys).or_else(|| self.only_other(&["lit", "exp"])) {
            Some(node) => self.site.argument(node, value_type),
            None if keys.iter().any(|key| self.body.get(key).is_some()) => Argument::NotSet,
            None => {
                self.missing(keys.first().copied().unwrap_or_default());
                Argument::Absent
            }
        }
    }

    /// A variable that the action writes, under the first of these keys that is there.
    pub(crate) fn target_in(&mut self, keys: &[&str]) -> Option<Target> {
        let node = self.first(keys).or_else(|| self.only_other(&["var"]))?;
        self.site.target(node)
    }

    /// The one parameter in one of these wrappers, where there is exactly one: what an action must mean by a name that is not public.
    fn only_other(&self, wrappers: &[&str]) -> Option<&'n Node> {
        let wrapped = |entry: &&Entry| wrappers.iter().any(|wrapper| entry.value.get(wrapper).is_some());
        let mut found = self.body.as_map().unwrap_or_default().iter().filter(wrapped);
        found.next().filter(|_| found.next().is_none()).map(|entry| &entry.value)
    }

    /// The name of something of the org that has no type of its own, under the first of these keys that is there: a literal text or
    /// `{name: …}`, an expression, or the name as a key: `{My response: {…}}`.
    pub(crate) fn name_in(&mut self, keys: &[&str]) -> Argument {
        let Some(node) = self.first(keys).or_else(|| self.only_other(&["lit", "exp"])) else {
            return Argument::Absent;
        };
        self.site.note_read(node);
        let literal = node.get("lit").unwrap_or(node);
        if let Some(name) = literal.get("name").and_then(Node::as_text) {
            return Argument::Literal(Value::text(name));
        }
        let wrapped = ["lit", "exp", "var", "noValue", "none"].iter().any(|key| node.get(key).is_some());
        match node.as_map() {
            Some([entry]) if !wrapped => Argument::Literal(Value::text(entry.key.text.as_str())),
            _ => self.site.argument(node, Type::String),
        }
    }

    /// A parameter that must be mentioned.
    pub(crate) fn required(&mut self, key: &str, value_type: Type) -> Argument {
        if self.body.get(key).is_none() {
            self.missing(key);
        }
        self.argument(key, value_type)
    }

    /// A parameter that must name a resource.
    pub(crate) fn resource(&mut self, key: &str, kind: ResourceKind) -> Argument {
        self.argument(key, Type::Resource(kind))
    }

    /// Notes a node as read, for one that an action looks at itself.
    pub(crate) fn note_read(&mut self, node: &Node) {
        self.site.note_read(node);
    }

    fn note_read_all(&mut self, node: &Node, keys: &[&str]) {
        keys.iter().filter_map(|key| node.get(key)).for_each(|part| self.site.note_read(part));
    }

    /// A value that stands somewhere below the action.
    pub(crate) fn argument_of(&mut self, node: &Node, value_type: Type) -> Argument {
        self.site.argument(node, value_type)
    }

    /// A variable that the action writes; none where the key is not there or is `noValue`.
    pub(crate) fn target(&mut self, key: &str) -> Option<Target> {
        let node = self.body.get(key)?;
        self.site.target(node)
    }

    /// A variable that stands somewhere below the action.
    pub(crate) fn target_of(&mut self, node: &Node) -> Option<Target> {
        self.site.target(node)
    }

    /// A list below the action; empty where the key is not there or is `noValue`.
    pub(crate) fn list(&mut self, key: &str) -> &'n [Node] {
        match self.body.get(key) {
            None => &[],
            Some(node) if node.get("noValue").is_some() || node.get("none").is_some() || node.is_null() => &[],
            Some(node) => self.site.reader.list(node).unwrap_or_default(),
        }
    }

    /// The entries of a map below a node; empty where it is not there or holds `none` or `noValue`.
    pub(crate) fn entries(&mut self, node: Option<&'n Node>) -> &'n [Entry] {
        match node {
            Some(node) if !node.is_null() && node.get("none").is_none() && node.get("noValue").is_none() => {
                self.site.reader.map(node);
                node.as_map().unwrap_or_default()
            }
            _ => &[],
        }
    }

    /// The one entry of a map whose key is a name: `category: {CRM: …}`.
    pub(crate) fn named(&mut self, node: Option<&'n Node>, what: &str) -> Option<&'n Entry> {
        match node.and_then(Node::as_map) {
            Some([entry]) => Some(entry),
            _ => {
                let span = node.map_or(self.span.clone(), |node| node.span.clone());
                self.error(Code::FLOW_WRONG_SHAPE, &span, format!("expected one key, the name of the {what}"));
                None
            }
        }
    }

    /// The container that a reference parameter means.
    pub(crate) fn reference(&mut self, key: &str) -> Option<ContainerIndex> {
        match self.body.get(key) {
            Some(node) => self.site.reference(node),
            None => {
                self.missing(key);
                None
            }
        }
    }

    /// Declares the outputs of the action in this order and reads their branches; others that the file has come behind them.
    pub(crate) fn outputs(&mut self, names: &[&str]) {
        let entries = self.entries(self.body.get("outputs"));
        let is = |entry: &Entry, name: &str| &*canonical(&entry.key) == name;
        for name in names {
            let entry = entries.iter().find(|entry| is(entry, name));
            self.branch(name, entry.and_then(|entry| actions_below(&entry.value)));
        }
        for entry in entries.iter().filter(|entry| !names.iter().any(|name| is(entry, name))) {
            if let Some(list) = actions_below(&entry.value) {
                self.branch(&canonical(&entry.key), Some(list));
            }
        }
    }

    /// Declares these outputs and no others.
    pub(crate) fn only_outputs(&mut self, names: &[&str]) {
        for name in names {
            let entries = self.entries(self.body.get("outputs"));
            let entry = entries.iter().find(|entry| &*canonical(&entry.key) == *name);
            self.branch(name, entry.and_then(|entry| actions_below(&entry.value)));
        }
    }

    /// Declares an output that the flow may switch on: it is there if the file has it and does not say `enabled: false`.
    pub(crate) fn enabled_output(&mut self, name: &str) -> Option<usize> {
        let outputs = self.entries(self.body.get("outputs"));
        let entry = outputs.iter().find(|entry| entry.key.text == name)?;
        self.note_read_all(&entry.value, &["enabled"]);
        is_enabled(&entry.value).then(|| self.branch(name, actions_below(&entry.value)))
    }

    /// Declares outputs that the flow's author named: `outputs: {paths: [{path: {name, actions}}]}`. Gives their names, in order.
    pub(crate) fn named_outputs(&mut self, key: &str, word: &str) -> Vec<Arc<str>> {
        let list = self.body.path(&["outputs", key]).and_then(Node::as_list).unwrap_or_default();
        let mut names = Vec::with_capacity(list.len());
        for node in list.iter().filter_map(|item| item.get(word)).filter(|node| is_enabled(node)) {
            self.note_read_all(node, &["name", "enabled"]);
            if let Some(name) = node.get("name").and_then(Node::as_text) {
                self.branch(name, actions_below(node));
                names.push(name.into());
            }
        }
        names
    }

    /// The variable of a slot that is named without its scope.
    pub(crate) fn slot(&mut self, name: &Node) -> Option<Target> {
        let text = name.as_text()?;
        self.note_read(name);
        let target = self.site.variable(&format!("Slot.{text}"));
        match &target {
            Some(target) => self.site.draft.uses.writes.push((self.site.container, target.slot)),
            None => self.error(Code::UNKNOWN_VARIABLE, &name.span, format!("no slot `{text}` is in reach here")),
        }
        target
    }

    /// Whether the flow is a bot.
    pub(crate) fn in_bot(&self) -> bool {
        self.site.draft.flows.get(self.site.flow.get()).is_some_and(crate::flow::program::Flow::is_bot)
    }

    /// Adds an output with its branch, and gives its position.
    pub(crate) fn branch(&mut self, name: &str, list: Option<&Node>) -> usize {
        let branch = list.map(|list| self.block(list));
        self.outputs.push(Output { name: name.into(), branch });
        self.outputs.len() - 1
    }

    /// Adds an output that is not there yet, without a branch.
    pub(crate) fn also(&mut self, name: &Arc<str>) {
        if !self.outputs.iter().any(|output| output.name == *name) {
            self.outputs.push(Output { name: name.clone(), branch: None });
        }
    }

    /// Puts the outputs into another order: from their positions now to their order then.
    pub(crate) fn reorder(&mut self, order: &[usize]) {
        let old = std::mem::take(&mut self.outputs);
        self.outputs = order.iter().filter_map(|&at| old.get(at).cloned()).collect();
    }

    /// Reads branches inside a loop, so that what belongs into one may stand there.
    pub(crate) fn inside_loop(&mut self, read: impl FnOnce(&mut Self)) {
        self.site.loops += 1;
        read(self);
        self.site.loops -= 1;
    }

    /// Reports an action that belongs into a loop and stands in none.
    pub(crate) fn require_loop(&mut self, kind: &str) {
        if self.site.loops == 0 {
            let span = self.span.clone();
            self.error(Code::FLOW_MISPLACED_ACTION, &span, format!("`{kind}` stands in no loop"));
        }
    }

    /// Reports a type name that the expression language does not have.
    pub(crate) fn unknown_type(&mut self, entry: &Entry) {
        let place = self.place(&entry.key_span);
        let help = list_of("types", &entry.key.text, Type::names());
        let message = format!("`{}` is not a type", entry.key.text);
        self.site.reader.push(Diagnostic::error(Code::UNKNOWN_VARIABLE_TYPE, message).at(place).help_maybe(help));
    }

    /// Reports a mistake.
    pub(crate) fn error(&mut self, code: Code, span: &Span, message: impl Into<String>) {
        self.site.reader.error(code, span, message);
    }

    /// A place in the file.
    pub(crate) fn place(&self, span: &Span) -> Place {
        self.site.reader.place(span)
    }

    fn missing(&mut self, key: &str) {
        let span = self.span.clone();
        self.error(Code::FLOW_PART_MISSING, &span, format!("the action has no `{key}`"));
    }

    fn block(&mut self, list: &Node) -> BlockIndex {
        let actions = actions::read_list(self.site, list);
        self.site.draft.add_block(actions)
    }
}

/// The list of actions of a branch: `{actions: […]}`.
fn actions_below(branch: &Node) -> Option<&Node> {
    branch.get("actions").filter(|list| !list.is_null())
}

/// Whether an output that can be switched off is on.
fn is_enabled(output: &Node) -> bool {
    let enabled = output.get("enabled").map(|enabled| enabled.get("lit").unwrap_or(enabled));
    enabled.and_then(Node::as_scalar).and_then(Scalar::as_bool).unwrap_or(true)
}

/// The name of an output: YAML 1.1 writers leave `yes` and `no` bare or turn them into `true` and `false`.
fn canonical(key: &Scalar) -> Arc<str> {
    match key.text.as_str() {
        "true" | "True" | "TRUE" | "Yes" | "YES" => "yes".into(),
        "false" | "False" | "FALSE" | "No" | "NO" => "no".into(),
        other => other.into(),
    }
}
