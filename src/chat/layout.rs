//! Replies as text: the path beside what was said where there is room for both, else below it. Must not know a terminal.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr as _;

use super::reply::{Reply, Row, Tone};

/// Columns that two columns take at least.
const WIDE: usize = 100;

/// The part of the width that belongs to what was said, in percent: paths have the longer lines.
const SAID: usize = 40;

/// What stands between the columns.
const BETWEEN: &str = " \u{2502} ";

/// Columns that a text gets at least, however far in it stands.
const NARROWEST: usize = 16;

/// Where replies are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Columns of the terminal; none where the output is none, and nothing is folded.
    pub width: Option<usize>,
}

impl Layout {
    /// A reply as lines, with colours: whoever prints decides whether they stay.
    pub fn lines(self, reply: &Reply) -> Vec<String> {
        match reply {
            Reply::Turn { said, path, below } => {
                let mut lines = match self.width.filter(|width| *width >= WIDE) {
                    Some(width) => beside(said, path, width),
                    None => self.under_each_other(said, path),
                };
                lines.extend(self.rows(below, 2));
                lines
            }
            Reply::Rows(rows) => self.rows(rows, 2),
            Reply::Mistake(mistake) => {
                let mut rows = vec![Row::toned(Tone::Wrong, mistake.message.clone())];
                rows.extend(mistake.help.iter().map(|help| Row::plain(help.clone()).within(2)));
                self.rows(&rows, 2)
            }
        }
    }

    fn under_each_other(self, said: &[Row], path: &[Row]) -> Vec<String> {
        let mut lines = self.rows(said, 2);
        if !path.is_empty() {
            lines.push(paint("  path:", Tone::Weak));
            lines.extend(self.rows(path, 2));
        }
        lines
    }

    fn rows(self, rows: &[Row], indent: usize) -> Vec<String> {
        let folded = |row: &Row| {
            let row = Row { indent: row.indent + indent, ..row.clone() };
            fold(&row, self.width).into_iter().map(move |line| paint(&line, row.tone))
        };
        rows.iter().flat_map(folded).collect()
    }
}

fn beside(said: &[Row], path: &[Row], width: usize) -> Vec<String> {
    let left = width * SAID / 100;
    let right = width.saturating_sub(left + BETWEEN.width());
    let column = |rows: &[Row], width: usize| -> Vec<(String, Tone)> {
        rows.iter().flat_map(|row| fold(row, Some(width)).into_iter().map(|line| (line, row.tone))).collect()
    };
    let (mut said, mut path) = (column(said, left).into_iter(), column(path, right).into_iter());
    let mut lines = Vec::new();
    loop {
        let (one, other) = (said.next(), path.next());
        if one.is_none() && other.is_none() {
            return lines;
        }
        let (text, tone) = one.unwrap_or((String::new(), Tone::Plain));
        let blanks = " ".repeat(left.saturating_sub(text.width()));
        let (step, weight) = other.unwrap_or((String::new(), Tone::Plain));
        let line = format!("{}{blanks}{}{}", paint(&text, tone), paint(BETWEEN, Tone::Weak), paint(&step, weight));
        lines.push(line.trim_end().to_owned());
    }
}

/// A row as lines of at most that width; what is folded stands two columns further in.
fn fold(row: &Row, width: Option<usize>) -> Vec<String> {
    let first = " ".repeat(row.indent);
    let Some(width) = width else { return row.text.lines().map(|line| format!("{first}{line}")).collect() };
    // What a text begins with, such as a step's number, keeps its blanks.
    let begin = row.text.len() - row.text.trim_start().len();
    let further = " ".repeat(row.indent + begin + 2);
    let mut lines = Vec::new();
    let mut line = format!("{first}{}", " ".repeat(begin));
    let mut is_fresh = true;
    for word in row.text.trim_start().split(' ') {
        let room = width.max(further.len() + NARROWEST);
        if !is_fresh && line.width() + 1 + word.width() > room {
            lines.push(std::mem::replace(&mut line, further.clone()));
            is_fresh = true;
        }
        if !is_fresh {
            line.push(' ');
        }
        line.push_str(word);
        is_fresh = false;
    }
    lines.push(line);
    lines.iter().flat_map(|line| line.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn paint(text: &str, tone: Tone) -> String {
    let style = match tone {
        Tone::Plain => return text.to_owned(),
        Tone::Weak => Style::new().dimmed(),
        Tone::Strong => Style::new().bold(),
        Tone::Wrong => AnsiColor::Red.on_default(),
    };
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(lines: Vec<String>) -> Vec<String> {
        lines.iter().map(|line| anstream::adapter::strip_str(line).to_string().trim_end().to_owned()).collect()
    }

    fn turn() -> Reply {
        Reply::Turn {
            said: vec![Row::plain("flow: Welcome back, we are glad to see you here again today.")],
            path: vec![Row::plain("   1  Greet"), Row::toned(Tone::Weak, "because it is so").within(8)],
            below: vec![Row::plain("ended: disconnected")],
        }
    }

    #[test]
    fn on_a_wide_terminal_the_path_stands_beside_what_was_said() {
        let lines = bare(Layout { width: Some(100) }.lines(&turn()));
        let expected = [
            "flow: Welcome back, we are glad to see   \u{2502}    1  Greet",
            "  you here again today.                  \u{2502}         because it is so",
            "  ended: disconnected",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn elsewhere_it_stands_below_and_nothing_is_folded() {
        let lines = bare(Layout { width: None }.lines(&turn()));
        assert_eq!(lines[0], "  flow: Welcome back, we are glad to see you here again today.");
        assert_eq!(lines[1..], ["  path:", "     1  Greet", "          because it is so", "  ended: disconnected"]);
    }

    #[test]
    fn a_narrow_terminal_folds_at_words() {
        let lines = bare(Layout { width: Some(30) }.lines(&turn()));
        assert_eq!(lines[..3], ["  flow: Welcome back, we are", "    glad to see you here again", "    today."]);
    }

    #[test]
    fn letters_of_two_columns_count_twice() {
        let said = vec![Row::plain("flow: \u{3053}\u{3093}\u{306b}\u{3061}\u{306f}")];
        let reply = Reply::Turn { said, path: vec![Row::plain("   1  Greet")], below: Vec::new() };
        let lines = bare(Layout { width: Some(100) }.lines(&reply));
        assert_eq!(lines[0].width(), "   1  Greet".width() + 40 + BETWEEN.width());
    }
}
