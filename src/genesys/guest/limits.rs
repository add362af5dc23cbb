//! What is too large to be sent (facts: genesys-api.md 4.4). Must not know what a text or attribute is for.

use indexmap::IndexMap;

use crate::wire::guest::{MAX_ATTRIBUTE_BYTES, MAX_TEXT_BYTES, code};

/// Why the org would refuse a message: the code it would answer with, and the reason in words.
pub(super) fn excess(text: Option<&str>, attributes: &IndexMap<String, String>) -> Option<(u16, String)> {
    let text = text.map_or(0, str::len);
    if text > MAX_TEXT_BYTES {
        let words = format!("the text is {text} bytes long, and {MAX_TEXT_BYTES} are allowed; nothing was sent");
        return Some((code::MESSAGE_TOO_LONG, words));
    }
    let bytes: usize = attributes.iter().map(|(name, value)| name.len() + value.len()).sum();
    (bytes > MAX_ATTRIBUTE_BYTES).then(|| {
        let words = format!(
            "the attributes are {bytes} bytes of names and values, and {MAX_ATTRIBUTE_BYTES} are allowed; nothing was sent"
        );
        (code::ATTRIBUTES_TOO_LARGE, words)
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::text_at_the_limit("é".repeat(2_048), 0, None)]
    #[case::text_beyond(format!("{}x", "é".repeat(2_048)), 0, Some(4_011))]
    #[case::attributes_at_the_limit("x".into(), 2_048, None)]
    #[case::attributes_beyond("x".into(), 2_049, Some(4_013))]
    fn bytes_count_and_not_characters(#[case] text: String, #[case] bytes: usize, #[case] code: Option<u16>) {
        let value = "v".repeat(bytes.saturating_sub(1));
        let attributes: IndexMap<String, String> = (bytes > 0).then(|| ("n".to_owned(), value)).into_iter().collect();
        assert_eq!(excess(Some(&text), &attributes).map(|(code, _)| code), code);
    }
}
