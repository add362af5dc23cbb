//! What an expression sees of the flow around it: variables, the clock, and the org's resources. Must not know how they are held.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Type, Value};

/// What evaluation asks of its surroundings.
pub trait Scope {
    /// The value of a bound variable; none when the slot does not exist.
    fn slot(&self, slot: u32) -> Option<&Value>;

    /// The value of a name that was not bound: a built-in such as `Message.Message.body`, or a name nobody declared (none). The name
    /// comes as it was written; names have no letter case.
    fn named(&self, name: &str) -> Option<Value>;

    /// The instant that `GetCurrentDateTimeUtc()` gives.
    fn now(&self) -> jiff::Timestamp;

    /// The org's resources.
    fn directory(&self) -> &dyn Directory;
}

/// The resources of an org, found without delay.
pub trait Directory {
    /// The resource of that kind with that name (a user also by e-mail address); letter case is the directory's affair.
    fn by_name(&self, kind: ResourceKind, name: &str) -> Option<Resource>;

    /// The resource of that kind with that id.
    fn by_id(&self, kind: ResourceKind, id: &str) -> Option<Resource>;

    /// The flow's default language tag, such as `en-us`.
    fn default_language(&self) -> Option<Arc<str>> {
        None
    }

    /// The flow's language tags.
    fn supported_languages(&self) -> Vec<Arc<str>> {
        Vec::new()
    }
}

/// The kinds of resource that an expression can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ResourceKind {
    /// A queue.
    Queue,
    /// A person, whose name may also be given as an e-mail address.
    User,
    /// A group of people.
    Group,
    /// An ACD skill.
    Skill,
    /// A language skill.
    LanguageSkill,
    /// A schedule.
    Schedule,
    /// A schedule group.
    ScheduleGroup,
    /// An emergency group.
    EmergencyGroup,
    /// A wrap-up code.
    WrapupCode,
}

/// A resource: its kind, id and name. Two are equal when kind and id are.
#[derive(Debug, Clone)]
pub struct Resource {
    /// What it is.
    pub kind: ResourceKind,
    /// Its id in the org.
    pub id: Arc<str>,
    /// Its name as people see it.
    pub name: Arc<str>,
}

impl PartialEq for Resource {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.id == other.id
    }
}

impl Eq for Resource {}

impl ResourceKind {
    /// The kind as a value's type.
    pub fn as_type(self) -> Type {
        Type::Resource(self)
    }

    /// The kind in a sentence: `queue`, `language skill`.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::User => "user",
            Self::Group => "group",
            Self::Skill => "skill",
            Self::LanguageSkill => "language skill",
            Self::Schedule => "schedule",
            Self::ScheduleGroup => "schedule group",
            Self::EmergencyGroup => "emergency group",
            Self::WrapupCode => "wrap-up code",
        }
    }
}

/// An org without resources.
#[derive(Debug, Clone, Copy, Default)]
pub struct EmptyDirectory;

impl Directory for EmptyDirectory {
    fn by_name(&self, _: ResourceKind, _: &str) -> Option<Resource> {
        None
    }

    fn by_id(&self, _: ResourceKind, _: &str) -> Option<Resource> {
        None
    }
}

/// An org that is not known: every name and every id stands for a resource of that name. For expressions that are tried by themselves.
#[derive(Debug, Clone, Copy, Default)]
pub struct EveryName;

impl Directory for EveryName {
    fn by_name(&self, kind: ResourceKind, name: &str) -> Option<Resource> {
        Some(Resource { kind, id: name.to_lowercase().into(), name: name.into() })
    }

    fn by_id(&self, kind: ResourceKind, id: &str) -> Option<Resource> {
        Some(Resource { kind, id: id.into(), name: id.into() })
    }
}

/// A scope of variables by name at a fixed instant, without slots: for the command line and for tests.
#[derive(Debug, Clone, Default)]
pub struct FixedScope<D = EveryName> {
    variables: HashMap<String, Value>,
    now: jiff::Timestamp,
    directory: D,
}

impl<D: Directory> FixedScope<D> {
    /// A scope at an instant; of two variables whose names differ in letter case only, the last counts.
    pub fn new<N: AsRef<str>>(
        variables: impl IntoIterator<Item = (N, Value)>,
        now: jiff::Timestamp,
        directory: D,
    ) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.as_ref().to_lowercase(), value)).collect();
        Self { variables, now, directory }
    }
}

impl<D: Directory> Scope for FixedScope<D> {
    fn slot(&self, _: u32) -> Option<&Value> {
        None
    }

    fn named(&self, name: &str) -> Option<Value> {
        self.variables.get(&name.to_lowercase()).cloned()
    }

    fn now(&self) -> jiff::Timestamp {
        self.now
    }

    fn directory(&self) -> &dyn Directory {
        &self.directory
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_no_letter_case() {
        let scope = FixedScope::new([("Flow.Tier", Value::from("Gold"))], jiff::Timestamp::UNIX_EPOCH, EmptyDirectory);
        assert_eq!(scope.named("flow.tier"), Some(Value::from("Gold")));
        assert!(scope.named("Flow.other").is_none());
        assert!(scope.directory().by_name(ResourceKind::Queue, "Sales").is_none());
    }
}
