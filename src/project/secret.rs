//! A text that must never be seen: it prints as dots and is wiped when dropped. Must not know what it opens.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

/// A secret. Neither `Debug` nor `Display` shows it, and it does not serialise.
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// Keeps a text as a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Zeroizing::new(text.into())))
    }

    /// The text, for the one place that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("•••")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_print() {
        let secret = Secret::new("sentinel");
        assert!(!format!("{secret:?} {:?}", Some(&secret)).contains("sentinel"));
        assert_eq!(secret.expose(), "sentinel");
    }
}
