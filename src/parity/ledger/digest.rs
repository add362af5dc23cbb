//! A short text that differs where the texts of files do. It tells edits, it guards nothing.

use md5::{Digest as _, Md5};

/// The digest of texts in their order; line ends do not count, because version control may change them.
pub fn digest<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Md5::new();
    for text in texts {
        let text = text.replace("\r\n", "\n");
        // The length keeps texts apart, so that moving a line from one file to the next is an edit.
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_shows_and_line_ends_do_not() {
        assert_eq!(digest(["a\r\nb", "c"]), digest(["a\nb", "c"]));
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
        assert_ne!(digest(["a", "b"]), digest(["b", "a"]));
        assert_eq!(digest(["x"]).len(), 32);
    }
}
