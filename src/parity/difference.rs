//! One thing in which two runs differ, and all of a case. The sides have no names here; whoever shows them gives these.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Place;
use crate::trace::ActionId;

/// One of the two runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

impl Side {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

/// What differs of the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Its place in the order.
    Order,
    /// Only one side has it: that one's value is given.
    Presence,
    /// The output that it left by.
    Output,
    /// The run-time error that it ended in.
    Error,
    /// An input.
    Input,
    /// A variable that it wrote.
    Variable,
    /// An attribute that it wrote, or the value of an attribute.
    Value,
    /// The text of a message.
    Text,
    /// Who said it.
    Speaker,
    /// What it offers to choose from.
    Choices,
}

impl Aspect {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Presence => "presence",
            Self::Output => "output",
            Self::Error => "error",
            Self::Input => "input",
            Self::Variable => "variable",
            Self::Value => "value",
            Self::Text => "text",
            Self::Speaker => "speaker",
            Self::Choices => "choices",
        }
    }
}

/// What is not an action: the parts of the evidence beside the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The path as a whole, where it could not be compared; else each kind of action has a row of its own.
    Path,
    /// The steps of the conversation: whether each went through.
    Steps,
    /// Attributes before the flow ran.
    Arrived,
    /// Attributes that the flow wrote.
    Written,
    /// Attributes afterwards.
    Attributes,
    /// What was said.
    Transcript,
    /// How it ended.
    Ending,
    /// What was called.
    Calls,
}

impl Part {
    /// All, in the order of a table.
    pub const ALL: [Self; 8] = [
        Self::Path,
        Self::Steps,
        Self::Arrived,
        Self::Written,
        Self::Attributes,
        Self::Transcript,
        Self::Ending,
        Self::Calls,
    ];

    /// The words of a table.
    pub fn words(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Steps => "steps",
            Self::Arrived => "attributes that arrived",
            Self::Written => "attributes written",
            Self::Attributes => "attributes afterwards",
            Self::Transcript => "transcript",
            Self::Ending => "ending",
            Self::Calls => "calls",
        }
    }
}

/// What differs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An action of the path.
    Action {
        /// Which.
        id: ActionId,
        /// Its kind.
        kind: Arc<str>,
    },
    /// Something else.
    Part(Part),
}

/// One thing in which the runs differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What.
    pub subject: Subject,
    /// In which respect.
    pub aspect: Aspect,
    /// Which input, variable, attribute, call or line; empty where the subject says it all.
    pub name: String,
    /// What the first run saw; none where it saw nothing of the kind.
    pub a: Option<String>,
    /// What the second run saw.
    pub b: Option<String>,
    /// The difference that it follows from, as an index into the list; none for one that stands by itself.
    pub after: Option<usize>,
    /// Where the action stands in the flow's file, where that is known.
    pub place: Option<Place>,
}

impl Difference {
    /// What differs in words: `input queue`, `only one side has it`.
    pub fn what(&self) -> String {
        match (self.aspect, self.name.as_str()) {
            (Aspect::Presence, name) => {
                let name = if name.is_empty() { String::new() } else { format!("{name}: ") };
                format!("{name}only one side has it")
            }
            (Aspect::Order, "") => "another order".to_owned(),
            (Aspect::Order, name) => format!("{name}: another order"),
            (aspect, "") => aspect.word().to_owned(),
            (aspect, name) => format!("{} {name}", aspect.word()),
        }
    }
}

/// What could not be compared, and why: never counted as agreed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotCompared {
    /// The kind of action, or the part.
    pub what: Row,
    /// The side that it is for; none where it is for both.
    pub side: Option<Side>,
    /// A lowercase fragment.
    pub reason: String,
    /// How many.
    pub count: usize,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// A kind of action.
    Kind(Arc<str>),
    /// A part.
    Part(Part),
}

/// How many of something were seen on either side, and how many were the same on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Seen on either side.
    pub seen: usize,
    /// Compared in all respects and the same.
    pub agreed: usize,
}

/// All of one case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Differences {
    /// The differences, a cause before what follows from it.
    pub list: Vec<Difference>,
    /// What was seen and agreed, row by row.
    pub counts: BTreeMap<Row, Count>,
    /// What could not be compared.
    pub not_compared: Vec<NotCompared>,
}

impl Differences {
    /// Those that follow from no other.
    pub fn causes(&self) -> impl Iterator<Item = &Difference> {
        self.list.iter().filter(|one| one.after.is_none())
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many things agreed.
    pub fn agreed(&self) -> usize {
        self.counts.values().map(|count| count.agreed).sum()
    }

    /// The same with the sides exchanged.
    #[must_use]
    pub fn mirrored(mut self) -> Self {
        for one in &mut self.list {
            std::mem::swap(&mut one.a, &mut one.b);
        }
        for one in &mut self.not_compared {
            one.side = one.side.map(Side::other);
        }
        self.not_compared.sort();
        self
    }

    pub(super) fn row(&mut self, row: Row) -> &mut Count {
        self.counts.entry(row).or_default()
    }

    /// Adds a difference and gives the cause that it belongs to: its own index where it stands by itself.
    pub(super) fn add(&mut self, difference: Difference) -> usize {
        let cause = difference.after.unwrap_or(self.list.len());
        self.list.push(difference);
        cause
    }

    pub(super) fn skip(&mut self, what: Row, side: Option<Side>, reason: &str, count: usize) {
        if count == 0 {
            return;
        }
        let same = |one: &&mut NotCompared| one.what == what && one.side == side && one.reason == reason;
        match self.not_compared.iter_mut().find(same) {
            Some(known) => known.count += count,
            None => self.not_compared.push(NotCompared { what, side, reason: reason.to_owned(), count }),
        }
    }
}
