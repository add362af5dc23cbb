//! A text as records of cells with their places. Must not know what a column means.

use csv_core::{ReadFieldResult, Reader};

use crate::diagnostic::Span;

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its value, quotes resolved.
    pub(super) text: String,
    /// Where it stands, quotes included.
    pub(super) span: Span,
    /// Whether its quotes are not as RFC 4180 has them: one that does not close, or that stands inside a field without them.
    pub(super) misquoted: bool,
}

/// One record, which has a cell at least.
pub(super) type Record = Vec<Cell>;

/// The byte order mark, which is no part of the text.
const MARK: char = '\u{feff}';

/// The records of a text in turn. Empty lines are passed over.
pub(super) struct Records<'t> {
    bytes: &'t [u8],
    at: usize,
    reader: Reader,
    buffer: Vec<u8>,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let at = text.strip_prefix(MARK).map_or(0, |rest| text.len() - rest.len());
        Self { bytes: text.as_bytes(), at, reader: Reader::new(), buffer: vec![0; 1_024] }
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let mut record = Record::new();
        // The end of the record before may have left its second half.
        let breaks = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let mut start = self.at + self.bytes.get(self.at..)?.iter().take_while(breaks).count();
        let mut value: Vec<u8> = Vec::new();
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let (result, read, written) = self.reader.read_field(rest, &mut self.buffer);
            self.at += read;
            value.extend_from_slice(self.buffer.get(..written).unwrap_or_default());
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::End => return None,
                ReadFieldResult::Field { record_end } => {
                    let written = self.bytes.get(start..self.at).unwrap_or_default();
                    let written = written.strip_suffix(b",").or(written.strip_suffix(b"\n")).unwrap_or(written);
                    let written = written.strip_suffix(b"\r").unwrap_or(written);
                    let text = String::from_utf8_lossy(&std::mem::take(&mut value)).into_owned();
                    record.push(Cell { text, span: start..start + written.len(), misquoted: misquoted(written) });
                    start = self.at;
                    if record_end {
                        return Some(record);
                    }
                }
            }
        }
    }
}

/// Whether the quotes of a field, as it is written, are not as they must be.
fn misquoted(written: &[u8]) -> bool {
    let Some(rest) = written.strip_prefix(b"\"") else { return written.contains(&b'"') };
    let Some(inner) = rest.strip_suffix(b"\"") else { return true };
    let mut open = false;
    for byte in inner {
        match (byte, open) {
            (b'"', _) => open = !open,
            (_, true) => return true,
            _ => {}
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// Each cell as `value@as written`, with a `!` where it is misquoted; cells between `|`, records between `/`.
    fn shown(text: &str) -> String {
        let cell = |cell: Cell| {
            let flaw = if cell.misquoted { "!" } else { "" };
            format!("{}@{}{flaw}", cell.text, text.get(cell.span).unwrap_or_default())
        };
        let record = |record: Record| record.into_iter().map(cell).collect::<Vec<_>>().join("|");
        Records::new(text).map(record).collect::<Vec<_>>().join("/")
    }

    #[rstest]
    #[case::plain("a,b\n1,2\n", "a@a|b@b/1@1|2@2")]
    #[case::no_last_line_break("a,b\r\n1,", "a@a|b@b/1@1|@")]
    #[case::empty_lines("\n\na\n\r\n\nb\n\n", "a@a/b@b")]
    #[case::quotes("\"a, \"\"x\"\"\",b\n\"1\n2\",\"\"\n", "a, \"x\"@\"a, \"\"x\"\"\"|b@b/1\n2@\"1\n2\"|@\"\"")]
    #[case::wide("é,😀\nb,c\n", "é@é|😀@😀/b@b|c@c")]
    #[case::a_mark("\u{feff}a,b\n", "a@a|b@b")]
    #[case::nothing("", "")]
    #[case::only_breaks("\r\n\n", "")]
    #[case::not_closed("a\n\"b,c\n", "a@a/b,c\n@\"b,c!")]
    #[case::after_the_quote("\"a\"b,c\n", "ab@\"a\"b!|c@c")]
    #[case::inside("5\" pipe\n", "5\" pipe@5\" pipe!")]
    fn texts(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(shown(text), expected);
    }

    #[test]
    fn a_long_field_is_read_whole() {
        let long = "x".repeat(5_000);
        let text = format!("a,{long}\n");
        let record = Records::new(&text).next().unwrap();
        assert_eq!((record[1].text.len(), record[1].span.clone()), (5_000, 2..5_002));
    }
}
