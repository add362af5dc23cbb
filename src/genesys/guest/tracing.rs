//! Tracing ids: one for each request, from the seed and a counter alone. Must not know what is traced.

use uuid::{Builder, Uuid};

/// The ids of one session.
#[derive(Debug)]
pub(super) struct TracingIds {
    random: fastrand::Rng,
}

impl TracingIds {
    /// The ids of a seed.
    pub fn new(seed: u64) -> Self {
        Self { random: fastrand::Rng::with_seed(seed) }
    }

    /// The next id, in the form of a random UUID.
    pub fn next(&mut self) -> String {
        let id: Uuid = Builder::from_random_bytes(self.random.u128(..).to_be_bytes()).into_uuid();
        id.hyphenated().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_alone_decides_and_no_two_are_equal() {
        let ids = |seed| {
            let mut ids = TracingIds::new(seed);
            [ids.next(), ids.next(), ids.next()]
        };
        let [first, second, third] = ids(7);
        assert_eq!(ids(7), [first.clone(), second.clone(), third.clone()]);
        assert_ne!(ids(8), ids(7));
        assert!(first != second && second != third && first != third);
        assert_eq!((first.len(), first.as_bytes()[14]), (36, b'4'));
    }
}
