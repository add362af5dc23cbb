//! A byte of a scalar's value to the byte of the file that it was written with. Must not know what the value means.

use crate::diagnostic::{Place, Span};
use crate::yaml::Node;

/// The file's bytes that a part of a scalar's value was written with; the whole scalar where that cannot be told (folded lines, block
/// scalars, filled placeholders).
pub(super) fn span_within(source: &str, scalar: &Node, part: &Span) -> Span {
    match scalar.as_text() {
        Some(text) => within(source, &scalar.span, text, part),
        None => scalar.span.clone(),
    }
}

/// The same for a scalar of which the place and the value are known.
pub(crate) fn place_within(whole: &Place, text: &str, part: &Span) -> Place {
    Place::new(&whole.source, within(whole.source.text(), &whole.span, text, part))
}

fn within(source: &str, whole: &Span, text: &str, part: &Span) -> Span {
    let whole = whole.clone();
    let Some(written) = source.get(whole.clone()) else { return whole };
    let offsets = match written.chars().next() {
        Some('"') => double_quoted(written, text),
        Some('\'') => single_quoted(written, text),
        _ => written.starts_with(text).then(|| (0..=text.len()).collect()),
    };
    let at = |index: usize| offsets.as_ref().and_then(|offsets: &Vec<usize>| offsets.get(index).copied());
    match (at(part.start), at(part.end)) {
        (Some(start), Some(end)) => whole.start + start..whole.start + end,
        _ => whole,
    }
}

/// For each byte of the value (and its end) the byte of the quoted form; none where an escape is not one of the simple ones.
fn double_quoted(written: &str, text: &str) -> Option<Vec<usize>> {
    let mut offsets = Vec::with_capacity(text.len() + 1);
    let mut characters = written.char_indices().skip(1);
    for expected in text.chars() {
        let (at, found) = characters.next()?;
        let meant = if found == '\\' { unescaped(characters.next()?.1)? } else { found };
        if meant != expected || found == '\n' {
            return None;
        }
        offsets.extend((0..expected.len_utf8()).map(|byte| at + byte.min(found.len_utf8() - 1)));
    }
    offsets.push(characters.next()?.0);
    Some(offsets)
}

fn unescaped(escape: char) -> Option<char> {
    match escape {
        'n' => Some('\n'),
        't' => Some('\t'),
        'r' => Some('\r'),
        '"' | '\\' | '/' => Some(escape),
        _ => None,
    }
}

fn single_quoted(written: &str, text: &str) -> Option<Vec<usize>> {
    let mut offsets = Vec::with_capacity(text.len() + 1);
    let mut characters = written.char_indices().skip(1);
    for expected in text.chars() {
        let (at, found) = characters.next()?;
        if found != expected || found == '\n' {
            return None;
        }
        if found == '\'' {
            characters.next()?;
        }
        offsets.extend((0..expected.len_utf8()).map(|byte| at + byte));
    }
    offsets.push(characters.next()?.0);
    Some(offsets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, parse};

    fn written(yaml: &str, part: &str) -> String {
        let source = SourceFile::new("f.yaml", yaml);
        let root = parse(&source, Limits::default()).unwrap().root;
        let node = root.get("exp").unwrap();
        let start = node.as_text().unwrap().find(part).unwrap();
        yaml.get(span_within(yaml, node, &(start..start + part.len()))).unwrap().to_owned()
    }

    #[rstest::rstest]
    #[case("exp: Flow.a == Flow.b\n", "Flow.b", "Flow.b")]
    #[case("exp: \"Trim(\\n  \\\"x\\\", Flow.b)\"\n", "Flow.b", "Flow.b")]
    #[case("exp: \"a \\\"x\\\" b\"\n", "\"x\"", "\\\"x\\\"")]
    #[case("exp: 'it''s Flow.b'\n", "Flow.b", "Flow.b")]
    #[case("exp: \"é Flow.b\"\n", "Flow.b", "Flow.b")]
    #[case("exp: a\n  Flow.b\n", "Flow.b", "a\n  Flow.b")]
    fn a_part_is_found_where_it_was_written(#[case] yaml: &str, #[case] part: &str, #[case] found: &str) {
        assert_eq!(written(yaml, part), found);
    }
}
