//! The rate limit of a token: so many requests in a minute's window, on the org's clock (facts: genesys-api.md 2.3).

use jiff::{SignedDuration, Timestamp};

use super::errors::ApiError;
use super::request::Response;

/// The window of `token.rate.per.minute`.
const WINDOW: SignedDuration = SignedDuration::from_secs(60);

/// The requests of the current window. The window opens with the first request after the last one closed: a decision, since Genesys does
/// not say where its windows begin.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    opened: Timestamp,
    count: u32,
}

/// What the answer says about the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    count: u32,
    allowed: u32,
    reset: u64,
}

impl Window {
    /// Opens with nothing counted.
    pub fn open(now: Timestamp) -> Self {
        Self { opened: now, count: 0 }
    }

    /// Counts a request.
    pub fn count(&mut self, allowed: u32, now: Timestamp) -> Usage {
        if now.duration_since(self.opened) >= WINDOW {
            *self = Self::open(now);
        }
        self.count = self.count.saturating_add(1);
        let left = WINDOW - now.duration_since(self.opened);
        // Whole seconds, rounded up: a client that waits them is let through.
        let reset = u64::try_from(left.as_millis()).unwrap_or_default().div_ceil(1_000).max(1);
        Usage { count: self.count, allowed, reset }
    }
}

impl Usage {
    /// 429 where there were too many.
    pub fn check(&self) -> Result<(), ApiError> {
        if self.count > self.allowed { Err(ApiError::too_many(self.reset)) } else { Ok(()) }
    }

    /// Writes the three headers.
    pub fn describe(&self, response: &mut Response) {
        response.headers.extend([
            ("inin-ratelimit-count", self.count.to_string()),
            ("inin-ratelimit-allowed", self.allowed.to_string()),
            ("inin-ratelimit-reset", self.reset.to_string()),
        ]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(millis).unwrap()
    }

    #[test]
    fn the_window_closes_after_a_minute() {
        let mut window = Window::open(at(0));
        assert!(window.count(2, at(0)).check().is_ok());
        assert!(window.count(2, at(1_000)).check().is_ok());
        let third = window.count(2, at(30_500));
        assert_eq!(third, Usage { count: 3, allowed: 2, reset: 30 });
        assert_eq!(third.check().unwrap_err().status, 429);
        assert_eq!(window.count(2, at(59_999)).reset, 1);
        assert_eq!(window.count(2, at(60_000)), Usage { count: 1, allowed: 2, reset: 60 });
    }
}
