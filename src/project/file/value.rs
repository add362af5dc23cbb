//! Values that several parts of `flowproof.yaml` hold: texts with places, ids, durations above zero. Must not know a part.

use std::time::Duration;

use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::model::Spanned;
use crate::scenario::read_duration;
use crate::yaml::{Node, Reader, Scalar};

/// A text and its place.
pub(super) fn text(reader: &mut Reader, node: &Node) -> Option<Spanned<String>> {
    let value = reader.text(node)?.to_owned();
    Some(Spanned { value, place: reader.place(&node.span) })
}

/// A text or a list of texts.
pub(crate) fn texts(reader: &mut Reader, node: &Node) -> Vec<Spanned<String>> {
    let found = reader.texts(node);
    found.into_iter().map(|(value, span)| Spanned { value, place: reader.place(&span) }).collect()
}

/// An id in the form of a UUID, as all ids of Genesys Cloud are.
pub(crate) fn id(reader: &mut Reader, node: &Node) -> Option<Spanned<String>> {
    let found = text(reader, node)?;
    is_id(reader, &found).then_some(found)
}

/// An id or a list of ids.
pub(super) fn ids(reader: &mut Reader, node: &Node) -> Vec<Spanned<String>> {
    let found = texts(reader, node);
    found.into_iter().filter(|one| is_id(reader, one)).collect()
}

/// A duration above zero: a time-out of nothing would fail everything.
pub(crate) fn timeout(reader: &mut Reader, node: &Node) -> Option<Duration> {
    let found = read_duration(reader, node)?;
    if found.is_zero() {
        reader.error(Code::BAD_VALUE, &node.span, "a time-out must be longer than zero");
        return None;
    }
    Some(found)
}

/// A whole number from 1.
pub(crate) fn positive(reader: &mut Reader, node: &Node) -> Option<u32> {
    let number = node.as_scalar().and_then(Scalar::as_integer);
    let fits = number.and_then(|number| u32::try_from(number).ok()).filter(|number| *number > 0);
    match (fits, number) {
        (Some(_), _) => {}
        (None, Some(number)) => {
            reader.error(
                Code::BAD_VALUE,
                &node.span,
                format!("`{number}` is not a whole number from 1 to {}", u32::MAX),
            );
        }
        (None, None) => {
            let message = format!("expected a whole number from 1, found {}", node.describe());
            reader.error(Code::WRONG_TYPE, &node.span, message);
        }
    }
    fits
}

/// Hundredths of a percent in all of something.
const WHOLE: u32 = 10_000;

/// A percentage such as `80` or `80.25`, in hundredths; none for what is no number from 0 to 100 with two digits behind the point at most.
pub(crate) fn hundredths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole, 3) || !digits(part, 2) {
        return None;
    }
    let scale = if part.len() == 1 { 10 } else { 1 };
    let hundredths = whole.parse::<u32>().ok()? * 100 + part.parse::<u32>().ok()? * scale;
    (hundredths <= WHOLE).then_some(hundredths)
}

fn is_id(reader: &mut Reader, found: &Spanned<String>) -> bool {
    let fits = uuid::Uuid::parse_str(&found.value).is_ok();
    if !fits {
        let message = format!("`{}` is not an id", found.value);
        reader.push(
            Diagnostic::error(Code::BAD_VALUE, message)
                .at(found.place.clone())
                .help("ids have the form `0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9`"),
        );
    }
    fits
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("80", Some(8000))]
    #[case("80.5", Some(8050))]
    #[case("80.05", Some(8005))]
    #[case("0", Some(0))]
    #[case("100", Some(10_000))]
    #[case("100.01", None)]
    #[case("-1", None)]
    #[case("80%", None)]
    #[case("80.", None)]
    #[case("80.123", None)]
    #[case("", None)]
    #[case("a lot", None)]
    fn a_percentage_is_read_exactly(#[case] text: &str, #[case] expected: Option<u32>) {
        assert_eq!(hundredths(text), expected);
    }
}
