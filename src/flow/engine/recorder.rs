//! The trace while it is written: one small record an action, details only where the level asks for them. Must not know actions' kinds.

use std::sync::Arc;

use crate::flow::program::{ActionIndex, Program};
use crate::trace::{Assignment, Cause, Taken, Trace, TraceLevel};

/// No output yet, or none at all.
const NO_OUTPUT: u16 = u16::MAX;

/// What was taken so far.
#[derive(Debug, Clone)]
pub(super) struct Recorder {
    level: TraceLevel,
    records: Vec<Record>,
}

#[derive(Debug, Clone)]
struct Record {
    action: ActionIndex,
    depth: u16,
    output: u16,
    detail: Option<Box<Detail>>,
}

#[derive(Debug, Clone, Default)]
struct Detail {
    inputs: Vec<(Arc<str>, String)>,
    assigned: Vec<Assignment>,
    cause: Option<Box<Cause>>,
    error: Option<String>,
}

impl Recorder {
    pub fn new(level: TraceLevel) -> Self {
        Self { level, records: Vec::new() }
    }

    pub fn level(&self) -> TraceLevel {
        self.level
    }

    /// Begins a record and gives its position.
    pub fn begin(&mut self, action: ActionIndex, depth: usize) -> usize {
        let depth = u16::try_from(depth).unwrap_or(u16::MAX);
        self.records.push(Record { action, depth, output: NO_OUTPUT, detail: None });
        self.records.len() - 1
    }

    pub fn output(&mut self, record: usize, output: usize) {
        if let Some(record) = self.records.get_mut(record) {
            record.output = u16::try_from(output).unwrap_or(NO_OUTPUT);
        }
    }

    /// Notes an input at level Data and above; the text is only made there.
    pub fn input(&mut self, record: usize, name: &str, text: impl FnOnce() -> String) {
        if self.level >= TraceLevel::Data {
            self.detail(record, |detail| detail.inputs.push((name.into(), text())));
        }
    }

    pub fn assigned(&mut self, record: usize, assignment: impl FnOnce() -> Assignment) {
        if self.level >= TraceLevel::Data {
            self.detail(record, |detail| detail.assigned.push(assignment()));
        }
    }

    pub fn cause(&mut self, record: usize, cause: Cause) {
        self.detail(record, |detail| detail.cause = Some(Box::new(cause)));
    }

    pub fn error(&mut self, record: usize, message: &str) {
        self.detail(record, |detail| detail.error = Some(message.to_owned()));
    }

    /// The action of a record.
    pub fn action(&self, record: usize) -> Option<ActionIndex> {
        self.records.get(record).map(|record| record.action)
    }

    /// Each record's action and the position of its output.
    pub fn taken(&self) -> impl Iterator<Item = (ActionIndex, Option<usize>)> + '_ {
        let output = |record: &Record| (record.output != NO_OUTPUT).then_some(usize::from(record.output));
        self.records.iter().map(move |record| (record.action, output(record)))
    }

    /// The whole trace, with names.
    pub fn trace(&self, program: &Program) -> Trace {
        let taken = self.records.iter().map(|record| record.taken(program)).collect();
        Trace { level: self.level, taken }
    }

    fn detail(&mut self, record: usize, change: impl FnOnce(&mut Detail)) {
        if let Some(record) = self.records.get_mut(record) {
            change(record.detail.get_or_insert_default());
        }
    }
}

impl Record {
    fn taken(&self, program: &Program) -> Taken {
        let node = program.action(self.action);
        let detail = self.detail.as_deref().cloned().unwrap_or_default();
        Taken {
            id: node.id.clone(),
            kind: node.kind.clone(),
            depth: self.depth,
            output: node.outputs.get(usize::from(self.output)).map(|output| output.name.clone()),
            called: node.action.called(),
            inputs: detail.inputs,
            assigned: detail.assigned,
            cause: detail.cause,
            error: detail.error,
        }
    }
}
