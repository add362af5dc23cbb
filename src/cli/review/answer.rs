//! What a person says about a pending snapshot, a line each, from a terminal or a pipe. Must not know what is shown before.

use std::io::{BufRead, IsTerminal as _, Write as _};

use crate::cli::edge::Edge;

/// What the keys do, as `?` shows it.
const HELP: &str = "a  accept: what is new is what is expected from now on
r  reject: throw what is new away
s  skip: leave it pending
A  accept this one and all the rest
q  quit: leave this one and all the rest pending
?  this list";

/// What becomes of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Accept,
    Reject,
    Skip,
    AcceptRest,
    Quit,
}

/// What a line means.
#[derive(Debug, PartialEq, Eq)]
enum Meant {
    Answer(Answer),
    Help,
    Unknown,
}

/// Whether a person sits at the other end.
pub(super) fn is_person() -> bool {
    std::io::stdin().is_terminal()
}

/// Asks until the answer is one of the keys; none where the input has ended or cannot be read.
pub(super) fn ask(edge: &Edge) -> Option<Answer> {
    loop {
        let mut out = edge.out();
        // Without a place to print on, the answer is still read.
        let _ = write!(out, "accept it? [a, r, s, A, q, ?] ").and_then(|()| out.flush());
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line).unwrap_or(0);
        if !is_person() {
            // A terminal shows what is typed; here it is shown by us.
            edge.say(line.trim_end());
        }
        if read == 0 {
            return None;
        }
        match meant(line.trim()) {
            Meant::Answer(answer) => return Some(answer),
            Meant::Help => edge.say(HELP),
            Meant::Unknown => edge.say(&format!("`{}` is none of the keys\n{HELP}", line.trim())),
        }
    }
}

fn meant(key: &str) -> Meant {
    match key {
        "a" => Meant::Answer(Answer::Accept),
        "r" => Meant::Answer(Answer::Reject),
        "s" => Meant::Answer(Answer::Skip),
        "A" => Meant::Answer(Answer::AcceptRest),
        "q" => Meant::Answer(Answer::Quit),
        "?" => Meant::Help,
        _ => Meant::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_help_is_one() {
        for line in HELP.lines() {
            let key = line.split_whitespace().next().unwrap();
            assert_ne!(meant(key), Meant::Unknown, "{line}");
        }
        assert_eq!(meant(""), Meant::Unknown);
        assert_ne!(meant("a"), meant("A"));
    }
}
