//! Things that an org keeps by id, in the order they were made, up to a bound. Must not know what they are.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A served org runs for days, and a client may never delete what it made: the oldest goes when there are more of a kind.
const MAX_KEPT: usize = 10_000;

/// Entities of one kind.
pub struct Entities<T> {
    places: HashMap<Arc<str>, u64>,
    kept: BTreeMap<u64, (Arc<str>, T)>,
    made: u64,
}

impl<T> Default for Entities<T> {
    fn default() -> Self {
        Self { places: HashMap::new(), kept: BTreeMap::new(), made: 0 }
    }
}

impl<T> Entities<T> {
    /// Keeps one.
    pub fn insert(&mut self, id: Arc<str>, entity: T) {
        if self.kept.len() >= MAX_KEPT
            && let Some((_, (oldest, _))) = self.kept.pop_first()
        {
            self.places.remove(&oldest);
        }
        self.made += 1;
        self.places.insert(Arc::clone(&id), self.made);
        self.kept.insert(self.made, (id, entity));
    }

    /// One by id.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.kept.get(self.places.get(id)?).map(|(_, entity)| entity)
    }

    /// One by id, to change.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.kept.get_mut(self.places.get(id)?).map(|(_, entity)| entity)
    }

    /// Takes one away.
    pub fn remove(&mut self, id: &str) -> Option<T> {
        self.kept.remove(&self.places.remove(id)?).map(|(_, entity)| entity)
    }

    /// All with their ids, oldest first.
    pub fn entries(&self) -> impl Iterator<Item = (&Arc<str>, &T)> {
        self.kept.values().map(|(id, entity)| (id, entity))
    }

    /// All, oldest first, to change.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.kept.values_mut().map(|(_, entity)| entity)
    }

    /// All, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &T> {
        self.kept.values().rev().map(|(_, entity)| entity)
    }

    /// All, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.kept.values().map(|(_, entity)| entity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_when_there_are_too_many() {
        let mut entities = Entities::default();
        for number in 0..=MAX_KEPT {
            entities.insert(Arc::from(number.to_string()), number);
        }
        assert_eq!(entities.get("0"), None);
        assert_eq!(entities.get("1"), Some(&1));
        assert_eq!(entities.iter().count(), MAX_KEPT);
        assert_eq!(entities.places.len(), MAX_KEPT);
    }

    #[test]
    fn what_is_removed_is_gone_and_the_rest_stays_in_order() {
        let mut entities = Entities::default();
        for name in ["a", "b", "c"] {
            entities.insert(Arc::from(name), name);
        }
        assert_eq!(entities.remove("b"), Some("b"));
        assert_eq!(entities.remove("b"), None);
        assert_eq!(entities.iter().copied().collect::<Vec<_>>(), ["a", "c"]);
    }
}
