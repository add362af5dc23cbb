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
