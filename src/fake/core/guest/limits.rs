//! Limits of a guest, on the org's clock (facts: genesys-api.md 4.4). Must not know frames.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

const MINUTE: SignedDuration = SignedDuration::from_secs(60);
const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// Connections of one session; one more closes the oldest.
pub const MAX_CONNECTIONS: usize = 3;

/// A count of the current minute.
#[derive(Debug, Default)]
pub struct Minute {
    opened: Option<Timestamp>,
    count: u32,
}

impl Minute {
    /// Counts one: seconds until the next may come, where this is one too many.
    pub fn count(&mut self, allowed: u32, now: Timestamp) -> Result<(), u64> {
        let opened = match self.opened {
            Some(opened) if now.duration_since(opened) < MINUTE => opened,
            _ => {
                self.count = 0;
                *self.opened.insert(now)
            }
        };
        self.count = self.count.saturating_add(1);
        if self.count <= allowed { Ok(()) } else { Err(whole_seconds(MINUTE - now.duration_since(opened))) }
    }
}

/// Counts a message among those of the last second.
pub fn message(sent: &mut VecDeque<Timestamp>, allowed: u32, now: Timestamp) -> Result<(), u64> {
    while sent.front().is_some_and(|at| now.duration_since(*at) >= SECOND) {
        sent.pop_front();
    }
    if sent.len() >= allowed as usize {
        return Err(1);
    }
    sent.push_back(now);
    Ok(())
}

fn whole_seconds(left: SignedDuration) -> u64 {
    u64::try_from(left.as_millis()).unwrap_or_default().div_ceil(1_000).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(millis).unwrap()
    }

    #[test]
    fn a_second_holds_so_many_messages() {
        let mut sent = VecDeque::new();
        assert_eq!(message(&mut sent, 2, at(0)), Ok(()));
        assert_eq!(message(&mut sent, 2, at(500)), Ok(()));
        assert_eq!(message(&mut sent, 2, at(999)), Err(1));
        assert_eq!(message(&mut sent, 2, at(1_000)), Ok(()));
    }

    #[test]
    fn a_minute_holds_so_many_requests() {
        let mut minute = Minute::default();
        assert_eq!(minute.count(1, at(0)), Ok(()));
        assert_eq!(minute.count(1, at(15_500)), Err(45));
        assert_eq!(minute.count(1, at(60_000)), Ok(()));
    }
}
