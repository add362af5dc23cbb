//! What an expression sees of a running flow. Must not know what evaluates it for whom.

use std::sync::Arc;

use jiff::Timestamp;

use super::memory::Memory;
use crate::flow::expression::{Directory, Resource, ResourceKind, Scope, Value};
use crate::flow::program::{Slot, Storage};
use crate::flow::world::World;

/// Slots, clock and resources of one moment.
pub(super) struct Moment<'a> {
    pub flow: &'a Memory,
    pub locals: &'a Memory,
    pub built_in: &'a [Value],
    pub world: &'a World,
    pub default_language: &'a Arc<str>,
    pub languages: &'a Arc<[Arc<str>]>,
    pub now: Timestamp,
}

impl Scope for Moment<'_> {
    fn slot(&self, slot: u32) -> Option<&Value> {
        match Slot(slot).storage() {
            Storage::Flow(index) => self.flow.values.get(index),
            Storage::Local(index) => self.locals.values.get(index),
            Storage::BuiltIn(index) => self.built_in.get(index),
        }
    }

    fn named(&self, _: &str) -> Option<Value> {
        None
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn directory(&self) -> &dyn Directory {
        self
    }
}

impl Directory for Moment<'_> {
    fn by_name(&self, kind: ResourceKind, name: &str) -> Option<Resource> {
        self.world.find_by_name(kind, name)
    }

    fn by_id(&self, kind: ResourceKind, id: &str) -> Option<Resource> {
        self.world.find_by_id(kind, id)
    }

    fn default_language(&self) -> Option<Arc<str>> {
        Some(self.default_language.clone())
    }

    fn supported_languages(&self) -> Vec<Arc<str>> {
        self.languages.to_vec()
    }
}
