//! A secret text that cannot be printed, compared or serialised by accident, and that is wiped when dropped. Must not know what it opens.

use std::fmt;

use zeroize::Zeroizing;

/// What stands where a secret would.
pub(crate) const HIDDEN: &str = "***";

/// A secret text: no `Display`, no `Serialize`, and a `Debug` that shows stars.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes over a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself; for the request that must carry it, and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Secret({HIDDEN})")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_stars_only() {
        assert_eq!(format!("{:?}", Secret::new("open sesame")), "Secret(***)");
        assert_eq!(format!("{:#?}", Some(Secret::new("open sesame"))), "Some(\n    Secret(***),\n)");
    }
}
