//! The table of diagnostic codes: a stable number, a title, and what `explain` says. Adding a code is one line here and one
//! fixture that produces it. Must not know who reports one.

use std::fmt;

/// A stable code such as `FP0104`. Numbers are never reused: 01xx text and YAML, 02xx scenario, 03xx project, 04xx flow, 05xx expression,
/// 06xx the run of a flow, 07xx the client and its environment, 08xx command line and files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

impl Code {
    /// The code as it is printed.
    pub fn as_str(self) -> &'static str {
        entry_of(self).map_or("FP0000", |entry| entry.text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct CodeEntry {
    /// The code.
    pub code: Code,
    /// Its printed form.
    pub text: &'static str,
    /// A few words.
    pub title: &'static str,
    /// What it means and how to mend it, for `explain`.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($name:ident = $number:literal, $text:literal, $title:literal, $explanation:literal;)*) => {
        impl Code {
            $(#[doc = $title] pub const $name: Code = Code($number);)*
        }
        /// Every code, in order of number.
        pub const CODES: &[CodeEntry] = &[
            $(CodeEntry { code: Code::$name, text: $text, title: $title, explanation: $explanation },)*
        ];
    };
}

codes! {
    FILE_UNREADABLE = 101, "FP0101", "file cannot be read",
        "The file named does not exist, is a folder, is not UTF-8, or may not be read. Check the path; it is taken from the folder of flowproof.yaml.";
    YAML_SYNTAX = 102, "FP0102", "not valid YAML",
        "The text breaks the YAML grammar at the place shown. Most often an indent is off, a quote is not closed, or a `: ` stands inside an unquoted text.";
    DUPLICATE_KEY = 103, "FP0103", "key given twice",
        "The same key stands twice in one map, so one of the two would be lost. Remove or rename one.";
    UNKNOWN_KEY = 104, "FP0104", "unknown key",
        "The key is not one that is read at this place. Keys are snake_case; a misspelt key is never ignored.";
    MISSING_KEY = 105, "FP0105", "required key missing",
        "The map lacks a key that it must have.";
    WRONG_TYPE = 106, "FP0106", "value of the wrong kind",
        "A map, a list, a text, a number or a true/false value was expected here and something else was found.";
    BAD_VALUE = 107, "FP0107", "value not allowed",
        "The value is of the right kind but not one of those that are allowed here.";
    TOO_LARGE = 108, "FP0108", "file too large, too deep or too many aliases",
        "Files are limited in size, nesting depth and aliases, so that a broken or hostile file cannot exhaust the machine.";
    WRONG_VERSION = 109, "FP0109", "unknown file version",
        "The file's `version` is not one that this flowproof reads. It reads version 1.";
}

/// The row of a code given as text, in any letter case.
pub fn entry(text: &str) -> Option<&'static CodeEntry> {
    CODES.iter().find(|entry| entry.text.eq_ignore_ascii_case(text))
}

fn entry_of(code: Code) -> Option<&'static CodeEntry> {
    CODES.iter().find(|entry| entry.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_agree_and_rise() {
        for entry in CODES {
            assert_eq!(entry.text, format!("FP{:04}", entry.code.0));
        }
        assert!(CODES.is_sorted_by(|a, b| a.code < b.code));
    }
}
