//! Scopes for tests: variables by name, and a directory in which every name but `Nobody` exists.

use crate::flow::expression::{Directory, FixedScope, Resource, ResourceKind, Scope, Value};

/// An org in which every name and every id is found, as the vendor's examples assume.
pub(in crate::flow::expression) struct Everyone;

impl Directory for Everyone {
    fn by_name(&self, kind: ResourceKind, name: &str) -> Option<Resource> {
        (name != "Nobody").then(|| Resource { kind, id: name.to_lowercase().into(), name: name.into() })
    }

    fn by_id(&self, kind: ResourceKind, id: &str) -> Option<Resource> {
        (id != "none").then(|| Resource { kind, id: id.into(), name: id.into() })
    }

    fn default_language(&self) -> Option<std::sync::Arc<str>> {
        Some("en-us".into())
    }

    fn supported_languages(&self) -> Vec<std::sync::Arc<str>> {
        vec!["en-us".into(), "de-de".into()]
    }
}

impl Scope for Everyone {
    fn slot(&self, _: u32) -> Option<&Value> {
        None
    }

    fn named(&self, _: &str) -> Option<Value> {
        None
    }

    fn now(&self) -> jiff::Timestamp {
        "2026-11-23T16:00:00Z".parse().unwrap()
    }

    fn directory(&self) -> &dyn Directory {
        self
    }
}

/// Variables by name, in that org.
pub(in crate::flow::expression) fn variables<const N: usize>(variables: [(&str, Value); N]) -> FixedScope<Everyone> {
    FixedScope::new(variables, Everyone.now(), Everyone)
}
