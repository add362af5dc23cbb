//! Where a failure in a live org came from, and why it is called so. Must not know how that is found out.

/// Where a failure came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureClass {
    /// The org runs another version of the flow than the file's.
    AnotherVersion,
    /// The file itself does not do what the scenario expects.
    FlowLogic,
    /// The platform was late, lost a message, sent one twice or out of order.
    TimingOrOrder,
    /// What the org holds or answers is not what the scenario says.
    ChangedData,
    /// The runs do not decide it.
    NotKnown,
}

impl FailureClass {
    /// The words that reports use.
    pub fn words(self) -> &'static str {
        match self {
            Self::AnotherVersion => "another version of the flow",
            Self::FlowLogic => "flow logic",
            Self::TimingOrOrder => "platform timing or order",
            Self::ChangedData => "changed data",
            Self::NotKnown => "not known",
        }
    }
}

/// What a failure is called, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classification {
    /// What it is called.
    pub class: FailureClass,
    /// Why: at least one lowercase fragment.
    pub reasons: Vec<String>,
}

impl Classification {
    /// A class for one reason.
    pub fn new(class: FailureClass, reason: impl Into<String>) -> Self {
        Self { class, reasons: vec![reason.into()] }
    }

    /// What the runs do not decide.
    pub fn not_known(reason: impl Into<String>) -> Self {
        Self::new(FailureClass::NotKnown, reason)
    }

    /// One line: `changed data, because offline it is green as written; …`.
    pub fn line(&self) -> String {
        format!("{}, because {}", self.class.words(), self.reasons.join("; "))
    }
}
