//! A flow of a few lines with its stubs and world, for the tests of action kinds.

use std::ops::Deref;
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::{Weekday, time};
use serde_json::{Map, Value as Json};

use crate::diagnostic::{Diagnostics, SourceFile};
use crate::flow::engine::rules::MissingAttribute;
use crate::flow::host::{Outcome, Session, SessionStart};
use crate::flow::stubs::{BotStub, DataActionReply, DataActionStub, ModuleStub, Stubs};
use crate::flow::understanding::{Heard, Understanding};
use crate::flow::world::{EmergencyGroup, Hours, Resource, Schedule, ScheduleGroup, ScheduleState, World};
use crate::flow::{FlowSource, Program, load};
use crate::trace::TraceLevel;

/// A message flow with one state, `Start`, and what it runs against.
pub(crate) struct Flow {
    flow_variables: String,
    state_variables: String,
    actions: String,
    more: String,
    others: Vec<String>,
    handling: String,
    /// The flow's type, and the list and the word for its containers.
    form: [&'static str; 3],
    settings: String,
    start: SessionStart,
    stubs: Stubs,
    world: World,
    now: Timestamp,
}

/// An outcome with the questions that tests ask.
#[derive(Debug)]
pub(crate) struct Ran(pub(crate) Outcome);

impl Flow {
    pub(crate) fn new() -> Self {
        Self {
            flow_variables: String::new(),
            state_variables: String::new(),
            actions: String::new(),
            more: String::new(),
            others: Vec::new(),
            handling: "disconnect: { none: true }".to_owned(),
            form: ["inboundShortMessage", "states", "state"],
            settings: String::new(),
            start: SessionStart { level: TraceLevel::Explain, ..SessionStart::default() },
            stubs: Stubs::default(),
            world: World::default(),
            now: "2026-11-23T16:00:00Z".parse().unwrap(),
        }
    }

    /// A bot for messages with one bot container, `Start`.
    pub(crate) fn digital_bot() -> Self {
        Self { form: ["digitalBot", "bots", "bot"], handling: "exit: { none: true }".to_owned(), ..Self::new() }
    }

    /// A bot for every channel.
    pub(crate) fn bot_flow() -> Self {
        Self { form: ["botFlow", "bots", "bot"], ..Self::digital_bot() }
    }

    /// More settings of the flow, with their indent; `{{ errorHandling }}` of `settingsErrorHandling` is there.
    pub(crate) fn settings(mut self, yaml: &str) -> Self {
        self.settings = format!("{}\n", yaml.trim_matches('\n'));
        self
    }

    /// More entries of `settingsErrorHandling`, on one line.
    pub(crate) fn events(mut self, yaml: &str) -> Self {
        self.handling = format!("{} }}, {yaml}", self.handling);
        self.handling.push_str(", ignored: {");
        self
    }

    /// Rows of what this flow understands.
    pub(crate) fn understands(mut self, rows: Vec<Heard>) -> Self {
        self.stubs.understanding.insert("Test".into(), Understanding { rows });
        self
    }

    /// The start state's actions, without indent.
    pub(crate) fn actions(mut self, yaml: &str) -> Self {
        self.actions = yaml.trim_matches('\n').lines().map(|line| format!("          {line}\n")).collect();
        self
    }

    pub(crate) fn state_variable(mut self, type_name: &str, name: &str) -> Self {
        let line = format!("          - {type_name}Variable: {{ name: {name}, initialValue: {{ noValue: true }} }}\n");
        self.state_variables.push_str(&line);
        self
    }

    pub(crate) fn flow_variable(mut self, type_name: &str, name: &str, initial: &str) -> Self {
        let line = format!("    - {type_name}Variable: {{ name: {name}, initialValue: {initial} }}\n");
        self.flow_variables.push_str(&line);
        self
    }

    /// Declarations of flow variables, with their indent.
    pub(crate) fn flow_variables(mut self, yaml: &str) -> Self {
        self.flow_variables.push_str(yaml.trim_matches('\n'));
        self.flow_variables.push('\n');
        self
    }

    /// A value that the flow starts with.
    pub(crate) fn variable(mut self, name: &str, value: crate::flow::expression::Value) -> Self {
        self.start.variables.push((name.into(), value));
        self
    }

    /// More states or tasks, with their indent.
    pub(crate) fn more(mut self, yaml: &str) -> Self {
        self.more = format!("{}\n", yaml.trim_matches('\n'));
        self
    }

    pub(crate) fn error_handling(mut self, yaml: &str) -> Self {
        self.handling = yaml.to_owned();
        self
    }

    /// Another flow file of the program.
    pub(crate) fn with_flow(mut self, yaml: &str) -> Self {
        self.others.push(yaml.to_owned());
        self
    }

    pub(crate) fn says(mut self, text: &str) -> Self {
        self.start.message = Some(text.into());
        self
    }

    pub(crate) fn attribute(mut self, name: &str, value: &str) -> Self {
        self.start.attributes.insert(name.into(), value.into());
        self
    }

    pub(crate) fn missing(mut self, rule: MissingAttribute) -> Self {
        self.start.missing_attribute = rule;
        self
    }

    pub(crate) fn level(mut self, level: TraceLevel) -> Self {
        self.start.level = level;
        self
    }

    pub(crate) fn at(mut self, now: &str) -> Self {
        self.now = now.parse().unwrap();
        self
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    pub(crate) fn data_action(mut self, category: &str, action: &str, reply: DataActionReply) -> Self {
        let stub = DataActionStub { when: Vec::new(), reply, latency: std::time::Duration::ZERO };
        self.stubs.data_actions.entry(category.into()).or_default().entry(action.into()).or_default().push(stub);
        self
    }

    pub(crate) fn stub(mut self, category: &str, action: &str, stub: DataActionStub) -> Self {
        self.stubs.data_actions.entry(category.into()).or_default().entry(action.into()).or_default().push(stub);
        self
    }

    pub(crate) fn bot(mut self, name: &str, stub: BotStub) -> Self {
        self.stubs.bots.insert(name.into(), stub);
        self
    }

    pub(crate) fn module(mut self, name: &str, stub: ModuleStub) -> Self {
        self.stubs.modules.insert(name.into(), stub);
        self
    }

    pub(crate) fn failing_transfer(mut self, queue: &str, message: &str) -> Self {
        self.stubs.failing_transfers.insert(queue.into(), message.to_owned());
        self
    }

    pub(crate) fn queue(mut self, id: &str, name: &str) -> Self {
        self.world.queues.push(Resource { id: id.into(), name: name.into() });
        self
    }

    pub(crate) fn user(mut self, id: &str, name: &str) -> Self {
        self.world.users.push(Resource { id: id.into(), name: name.into() });
        self
    }

    pub(crate) fn table(mut self, table: &str, key: &str, row: Json) -> Self {
        let row: Map<String, Json> = row.as_object().unwrap().clone();
        self.world.tables.entry(table.into()).or_default().insert(key.into(), row);
        self
    }

    /// Changes the world.
    pub(crate) fn world(mut self, change: impl FnOnce(&mut World)) -> Self {
        change(&mut self.world);
        self
    }

    /// An action of that name leaves by its failure output.
    pub(crate) fn failing(mut self, action: &str, message: &str) -> Self {
        self.world.failing_actions.insert(action.into(), message.into());
        self
    }

    /// A schedule of working days from 9 to 17 in whatever zone the flow reads it.
    pub(crate) fn office_hours(mut self, name: &str) -> Self {
        let days = vec![Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
        let hours = vec![Hours { days, from: time(9, 0, 0, 0), to: time(17, 0, 0, 0) }];
        self.world.schedules.insert(name.into(), Schedule { hours, ..Schedule::default() });
        self
    }

    pub(crate) fn group(mut self, name: &str, state: ScheduleState) -> Self {
        let group = ScheduleGroup { forced: Some(state), ..ScheduleGroup::default() };
        self.world.schedule_groups.insert(name.into(), group);
        self
    }

    pub(crate) fn emergency(mut self, name: &str, active: bool) -> Self {
        self.world.emergency_groups.insert(name.into(), EmergencyGroup { active });
        self
    }

    pub(crate) fn yaml(&self) -> String {
        let list = |key: &str, indent: &str, lines: &str| {
            if lines.is_empty() { String::new() } else { format!("{indent}{key}:\n{lines}") }
        };
        let [kind, list_key, one] = self.form;
        format!(
            "{kind}:\n  name: Test\n  startUpRef: '/{kind}/{list_key}/{one}[Start_1]'\n{}  settingsErrorHandling: {{ errorHandling: {{ {} }} }}\n{}  {list_key}:\n    - {one}:\n        name: Start\n        refId: Start_1\n{}        actions:\n{}{}",
            list("variables", "  ", &self.flow_variables),
            self.handling,
            self.settings,
            list("variables", "        ", &self.state_variables),
            self.actions,
            self.more,
        )
    }

    fn load(&self) -> crate::flow::Loaded {
        let texts = std::iter::once(self.yaml()).chain(self.others.iter().cloned());
        let files = texts.enumerate().map(|(index, text)| FlowSource {
            source: SourceFile::new(format!("flow{index}.yaml"), text),
            substitutions: IndexMap::new(),
        });
        load(files.collect())
    }

    pub(crate) fn diagnostics(&self) -> Diagnostics {
        self.load().diagnostics
    }

    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.diagnostics().iter().map(|one| one.code.as_str()).collect()
    }

    pub(crate) fn program(&self) -> Arc<Program> {
        let loaded = self.load();
        loaded.program.unwrap_or_else(|| panic!("{:#?}\n{}", loaded.diagnostics, self.yaml()))
    }

    pub(crate) fn session(&self) -> Session {
        let (stubs, world) = (Arc::new(self.stubs.clone()), Arc::new(self.world.clone()));
        Session::start(&self.program(), self.start.clone(), stubs, world, self.now)
    }

    pub(crate) fn run(&self) -> Ran {
        Ran(self.session().into_outcome())
    }
}

/// A run in which the customer only listens at first, and then says these texts, one whenever the flow waits.
pub(crate) fn says(flow: &Flow, texts: &[&str]) -> Ran {
    let mut session = flow.session();
    for text in texts {
        session.customer_says(text, &[], flow.now());
    }
    Ran(session.into_outcome())
}

impl Ran {
    /// Each action with its output, indented by how deep it is.
    pub(crate) fn path(&self) -> Vec<String> {
        let taken = self.0.trace.taken.iter();
        taken
            .map(|taken| {
                let output = taken.output.as_ref().map(|output| format!(": {output}")).unwrap_or_default();
                format!("{}{}{output}", "  ".repeat(usize::from(taken.depth)), taken.id.name)
            })
            .collect()
    }

    /// What was said, in order.
    pub(crate) fn texts(&self) -> Vec<&str> {
        self.0.transcript.iter().map(|line| &*line.text).collect()
    }
}

impl Deref for Ran {
    type Target = Outcome;

    fn deref(&self) -> &Outcome {
        &self.0
    }
}
