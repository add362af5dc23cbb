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
    NOT_A_FLOW = 401, "FP0401", "not an Architect flow",
        "The file's root is not one key that names a flow type, such as `inboundShortMessage:`. Export the flow with Archy, or check that the right file is named.";
    FLOW_PART_MISSING = 402, "FP0402", "a part of the flow is missing",
        "The flow lacks something that it cannot run without: its name, a container, a start, or a parameter that the action needs.";
    FLOW_WRONG_SHAPE = 403, "FP0403", "a part of the flow has the wrong shape",
        "Archy writes this part in another form: a map with one key, a list of actions, or a value in one of the wrappers `lit`, `exp`, `var` and `noValue`.";
    UNKNOWN_REFERENCE = 404, "FP0404", "a reference leads nowhere",
        "A `startUpRef`, `targetTaskRef` or `targetStateRef` names a container that the flow does not have. What stands in the brackets is the container's `refId`, not its name.";
    DUPLICATE_REFERENCE = 405, "FP0405", "two containers share a refId",
        "Two containers of one kind have the same `refId`, so a reference to it could mean either.";
    UNKNOWN_VARIABLE = 406, "FP0406", "unknown variable",
        "The flow declares no variable of that name in reach: `Flow.` variables stand on the flow, `State.` variables on the state, `Task.` variables on the task that uses them.";
    DUPLICATE_VARIABLE = 407, "FP0407", "variable declared twice",
        "The same variable is declared twice in one scope. Names of variables have no letter case.";
    UNKNOWN_VARIABLE_TYPE = 408, "FP0408", "unknown variable type",
        "The declaration or statement names a type that Architect's expression language does not have.";
    BAD_EXPRESSION = 409, "FP0409", "expression cannot be read",
        "The text under `exp` breaks the grammar of Architect's expression language, or calls a function that does not exist.";
    BAD_LITERAL = 410, "FP0410", "literal does not fit its type",
        "The value under `lit` cannot be read as the type that this parameter or variable has.";
    NO_SUBSTITUTION = 411, "FP0411", "placeholder without a value",
        "The flow file holds a placeholder `{{name}}` and no value is given for it, so it stays an opaque name. Give it under the flow's `substitutions` in flowproof.yaml.";
    DUPLICATE_FLOW = 412, "FP0412", "two flows share a name",
        "Two of the flow files that are loaded together have the same name and type, so a call by name could mean either.";
    FLOW_MISPLACED_ACTION = 413, "FP0413", "action where it cannot stand",
        "The action means something only elsewhere: `loopNext` and `loopExit` stand inside a loop.";
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
