//! Lines of JSON in, lines of JSON out. Must not know what is in them.

use std::io::{self, BufRead, Write};

/// The longest line that is read; a longer one is answered with an error, so that an endless line cannot exhaust the machine.
const LONGEST: usize = 1 << 20;

/// Answers each line that is not empty with one line.
///
/// # Errors
/// Reading or writing failed.
pub(super) fn answer_each(
    input: impl BufRead,
    mut out: impl Write,
    mut answer: impl FnMut(&str) -> String,
) -> io::Result<()> {
    for line in input.split(b'\n') {
        let line = line?;
        let text = if line.len() > LONGEST {
            Err("the line is too long")
        } else {
            std::str::from_utf8(&line).map_err(|_| "the line is not UTF-8")
        };
        let reply = match text {
            Ok(text) if text.trim().is_empty() => continue,
            Ok(text) => answer(text),
            Err(error) => serde_json::json!({ "error": error }).to_string(),
        };
        writeln!(out, "{reply}")?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_answered_and_empty_ones_are_not() {
        let mut out = Vec::new();
        answer_each(&b"a\n\nb"[..], &mut out, |line| line.to_uppercase()).unwrap();
        assert_eq!(out, b"A\nB\n");
        let mut out = Vec::new();
        answer_each(&b"\xff\n"[..], &mut out, |_| unreachable!()).unwrap();
        assert_eq!(out, b"{\"error\":\"the line is not UTF-8\"}\n");
    }
}
