//! What the parser says of a broken text in words for people who do not know YAML, and where the mistake is. Must not know what the text is for.

use crate::diagnostic::Span;

/// A mistake in plain words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) message: String,
    pub(super) span: Span,
    pub(super) help: String,
}

const TAB_HELP: &str = "indent with spaces: an editor can put them for the tab key";
const INDENT_HELP: &str = "keys of one map stand below each other, and so do the `-` of one list";
const COLON_HELP: &str = "write `key: value`, or put a text of several lines in quotes";
const QUOTE_HELP: &str = "put the text in quotes";

/// The parser's own words, which it gives for a place in the text, said plainly; none where nothing better is known.
pub(super) fn plainly(parser_says: &str, text: &str, at: usize) -> Option<Said> {
    let line = Line::of(text, at);
    let says = |part: &str| parser_says.contains(part);
    if says("tab ") || says("tabs ") || parser_says.ends_with("tab") || line.indent().contains('\t') {
        tab(text, &line, at)
    } else if says("mapping values are not allowed") {
        let found = second_colon(&line, at).or_else(|| no_colon(text, &line));
        Some(found.unwrap_or_else(|| misplaced(text, &line)))
    } else if says("simple key expect ':'") {
        let found = no_colon(text, &line).or_else(|| no_colon(text, &Line::of(text, text.trim_end().len())));
        Some(found.unwrap_or_else(|| misplaced(text, &line)))
    } else if says("did not find expected key") || says("did not find expected '-'") {
        Some(behind_a_quote(text, at).unwrap_or_else(|| misplaced(text, &line)))
    } else if says("invalid trailing content after") {
        behind_a_quote(text, at)
    } else if says("block sequence entries are not allowed") {
        let help = "begin the list on the next line, or put the text in quotes";
        Some(said("a list cannot begin on the line of its key", at..at + 1, help))
    } else if says("found unexpected end of stream") {
        Some(said("this quote is never closed", at..at + 1, "write the same quote at the end of the text"))
    } else if says("expected ',' or ']'") || says("expected ',' or '}'") {
        let bracket = if says("']'") { ']' } else { '}' };
        let help = format!(
            "write a comma between two entries and `{bracket}` at the end; put texts that hold `,`, `[`, `]`, `{{` or `}}` in quotes"
        );
        Some(said(format!("a comma or `{bracket}` is missing before this"), at..at, help))
    } else if says("illegal placement of ':'") {
        let help = "write `]` or `}` where the list or the map in brackets ends";
        Some(said("a bracket before this is not closed", at..at, help))
    } else if says("unknown escape character") {
        let help = "put the text in single quotes, in which a backslash is one, or write it twice";
        Some(said("a backslash in double quotes begins a sequence that is not known", at..at + 1, help))
    } else if says("unknown anchor") || says("scanning an anchor or alias") || says("unexpected character: `") {
        let first = text.get(at..)?.chars().next()?;
        let message = format!("a text that begins with `{first}` must stand in quotes");
        Some(said(message, at..at + first.len_utf8(), QUOTE_HELP))
    } else {
        None
    }
}

fn said(message: impl Into<String>, span: Span, help: impl Into<String>) -> Said {
    Said { message: message.into(), span, help: help.into() }
}

/// A line of the text, without its end.
struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn of(text: &'t str, at: usize) -> Self {
        let start = text.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |end| end + 1);
        let rest = text.get(start..).unwrap_or_default();
        Self { start, text: rest.split('\n').next().unwrap_or_default() }
    }

    /// The white space that it begins with.
    fn indent(&self) -> &'t str {
        let content = self.text.trim_start();
        self.text.strip_suffix(content).unwrap_or_default()
    }

    fn content(&self) -> &'t str {
        self.text.trim()
    }

    /// The columns at which something of it begins: each dash of a list, and what stands behind them.
    fn columns(&self) -> Vec<usize> {
        let mut columns = vec![self.indent().len()];
        let mut rest = self.content();
        while let Some(behind) = rest.strip_prefix("- ") {
            let content = behind.trim_start();
            columns.push(columns.last().copied().unwrap_or(0) + rest.len() - content.len());
            rest = content;
        }
        columns
    }
}

/// The tab that is in the way: in the indent of the line, else of a line behind it, else the next one.
fn tab(text: &str, line: &Line<'_>, at: usize) -> Option<Said> {
    let mut start = line.start;
    for below in text.get(start..)?.split('\n') {
        let indent = Line { start, text: below }.indent();
        if let Some(tab) = indent.find('\t').filter(|_| !below.trim().is_empty()) {
            let tab = start + tab;
            return Some(said("this line begins with a tab", tab..tab + 1, TAB_HELP));
        }
        start += below.len() + 1;
    }
    let tab = at + text.get(at..)?.find('\t')?;
    Some(said("a tab stands where spaces are expected", tab..tab + 1, TAB_HELP))
}

/// A text without quotes in which a colon and a space stand.
fn second_colon(line: &Line<'_>, at: usize) -> Option<Said> {
    let before = line.text.get(..at - line.start)?;
    let key = before.find(": ")?;
    let value = line.text.get(key + 2..)?.trim();
    let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
    let help = format!("put the text in quotes: `\"{quoted}\"`");
    Some(said("a text that holds `: ` must stand in quotes", at..at + 1, help))
}

/// A line without a colon before one with a colon: both together would be one key.
fn no_colon(text: &str, line: &Line<'_>) -> Option<Said> {
    let before = text.get(..line.start)?.trim_end();
    let before = Line::of(before, before.len());
    let content = before.content().trim_start_matches("- ");
    if content.is_empty() || content.contains(": ") || content.ends_with(':') || content.starts_with('#') {
        return None;
    }
    let start = before.start + before.text.find(content)?;
    Some(said("a colon is missing on this line", start..start + content.len(), COLON_HELP))
}

/// More text on the line of a closing quote.
fn behind_a_quote(text: &str, at: usize) -> Option<Said> {
    let line = Line::of(text, at);
    let before = line.text.get(..at - line.start)?.trim_end();
    if !before.ends_with(['"', '\'']) {
        return None;
    }
    let help = "put the whole text in one pair of quotes; in double quotes, a quote is written `\\\"`";
    Some(said("text stands behind the closing quote", at..at + 1, help))
}

/// A line that stands at no column at which one may stand here, or is of another kind than those that it stands below.
fn misplaced(text: &str, line: &Line<'_>) -> Said {
    let own = line.indent().len();
    let first = line.start + own;
    let span = first..first + line.content().chars().next().map_or(0, char::len_utf8);
    let open = open_columns(text.get(..line.start).unwrap_or_default());
    if open.contains(&own) {
        return if line.content().starts_with("- ") {
            said("an entry of a list stands among keys", span, "indent the list below its key, or remove the `-`")
        } else if line.content().contains(':') {
            said("a key stands among the entries of a list", span, "write `- ` before it, or indent it as its map is")
        } else {
            said(
                "a colon is missing on this line",
                span,
                "write `key: value`, or put a text of several lines in quotes",
            )
        };
    }
    let below = open.iter().copied().filter(|column| *column < own).max();
    let above = open.iter().copied().filter(|column| *column > own).min();
    let expected: Vec<String> = below.into_iter().chain(above).map(|column| column.to_string()).collect();
    let spaces = if own == 1 { "1 space".to_owned() } else { format!("{own} spaces") };
    let are = if matches!(expected.as_slice(), [one] if one == "1") { "is" } else { "are" };
    said(format!("this line stands {spaces} in, where {} {are} expected", expected.join(" or ")), span, INDENT_HELP)
}

/// The columns at which maps and lists that are open behind this text stand.
fn open_columns(before: &str) -> Vec<usize> {
    let mut open: Vec<usize> = Vec::new();
    for text in before.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        let columns = Line { start: 0, text }.columns();
        let first = columns.first().copied().unwrap_or(0);
        open.retain(|column| *column < first);
        open.extend(columns);
    }
    open
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, parse};

    /// What is said of a text: line, column, message.
    fn told(text: &str) -> (usize, usize, String) {
        let wrong = parse(&SourceFile::new("a.yaml", text), Limits::default()).unwrap_err();
        let one = wrong.iter().next().unwrap();
        let at = one.place.as_ref().unwrap().start();
        (at.line, at.column, format!("{}; {}", one.message, one.help.join(", ")))
    }

    #[rstest]
    #[case("a:\n\tb: 1\n", 2, 1, "this line begins with a tab; indent with spaces")]
    #[case("a:\n  b: 1\n\tc: 2\n", 3, 1, "this line begins with a tab; indent with spaces")]
    #[case("a:\n  - b: x\n\t- c\n", 3, 1, "this line begins with a tab; indent with spaces")]
    #[case("a:\n  b: hello\n  \tthere: 1\n", 3, 3, "this line begins with a tab; indent with spaces")]
    #[case(
        "- say: Hello: you\n",
        1,
        13,
        "a text that holds `: ` must stand in quotes; put the text in quotes: `\"Hello: you\"`"
    )]
    #[case("a:\n  b: 1\n c: 2\n", 3, 2, "this line stands 1 space in, where 0 or 2 are expected; ")]
    #[case("a:\n  b: 1\n    c: 2\n", 3, 5, "this line stands 4 spaces in, where 2 are expected; ")]
    #[case("a:\n  - b: 1\n   c: 2\n", 3, 4, "this line stands 3 spaces in, where 2 or 4 are expected; ")]
    #[case("a:\n  - b\n  c: 2\n", 3, 3, "a key stands among the entries of a list; write `- ` before it")]
    #[case("a: 1\n- b\n", 2, 1, "an entry of a list stands among keys; ")]
    #[case("a: - b\n", 1, 4, "a list cannot begin on the line of its key; ")]
    #[case("flow support\nqueue: a\n", 1, 1, "a colon is missing on this line; ")]
    #[case("a: 1\nb\n", 2, 1, "a colon is missing on this line; ")]
    #[case("a: \"b\n", 1, 4, "this quote is never closed; ")]
    #[case("a: \"b\" c\n", 1, 8, "text stands behind the closing quote; ")]
    #[case("a: *.b\n", 1, 4, "a text that begins with `*` must stand in quotes; put the text in quotes")]
    #[case("a: @b\n", 1, 4, "a text that begins with `@` must stand in quotes; put the text in quotes")]
    #[case("a: \"\\d\"\n", 1, 4, "a backslash in double quotes begins a sequence that is not known; ")]
    fn what_is_wrong_is_said_plainly_and_where_it_is(
        #[case] text: &str,
        #[case] line: usize,
        #[case] column: usize,
        #[case] expected: &str,
    ) {
        let (at_line, at_column, message) = told(text);
        assert!(message.starts_with(expected), "{message}");
        assert_eq!((at_line, at_column), (line, column), "{message}");
    }

    #[rstest]
    #[case("a: [b, c\nd: e\n", "a bracket before this is not closed; ")]
    #[case("a: [ \"b\" c ]\n", "text stands behind the closing quote; ")]
    #[case("a: { b: c\nd: e }\n", "a comma or `}` is missing before this; ")]
    fn what_the_parser_finds_later_is_said_plainly(#[case] text: &str, #[case] expected: &str) {
        let (_, _, message) = told(text);
        assert!(message.starts_with(expected), "{message}");
    }
}
