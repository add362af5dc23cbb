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
    CONNECT_FAILED = 701, "FP0701", "no connection",
        "No connection to the host came about, so nothing was sent. Check the address, that the host is up, and any proxy between.";
    REQUEST_TIMED_OUT = 702, "FP0702", "no answer in time",
        "The host took the request and did not answer it whole within the request's time-out. Raise the time-out, or look at the host's load.";
    CONNECTION_LOST = 703, "FP0703", "connection lost",
        "The host, or something between, closed the connection before its answer was whole. What the request should have done may be done or not.";
    ANSWER_MALFORMED = 704, "FP0704", "answer not understood",
        "The answer is not the JSON that this call answers with. Most often the address is not that of an API, or a proxy answered in its place.";
    ANSWER_TOO_LARGE = 705, "FP0705", "answer too large",
        "The answer is larger than any that this call should give, so reading it stopped. The limit keeps a broken host from filling the memory.";
    UNAUTHORIZED = 706, "FP0706", "not authorised (401)",
        "The token has expired or was never granted, or the client id or secret is wrong. A token is renewed once by itself, so what is left is mostly wrong credentials, or a region that is not the org's.";
    FORBIDDEN = 707, "FP0707", "scope or permission missing (403)",
        "The OAuth client may not do this. Add the scope (Admin Console > Platform > Applications > Clients, in today's product Admin > Integrations > OAuth) or, for a client of grant type client credentials, a role that holds the permission. Changes apply to the next token.";
    NOT_FOUND = 708, "FP0708", "not found (404)",
        "The host knows no such widget, conversation, queue or flow, or does not serve the path at all. No real org serves the paths of driver `simulate`.";
    CONFLICT = 709, "FP0709", "already there (409)",
        "Something of the same name exists. For a widget flowproof warns and goes on.";
    BAD_REQUEST = 710, "FP0710", "request refused (400)",
        "The host does not accept the request as it is. For attributes: each name must be one that the widget declares, in the same letter case.";
    RATE_LIMITED = 711, "FP0711", "too many requests (429)",
        "The rate limit is used up: a real org allows 300 requests a minute for one token. The request was repeated after the wait that the host asked for, and refused again.";
    SERVER_FAILED = 712, "FP0712", "the host failed (5xx)",
        "The host failed to carry out the request. Reading and deleting were repeated; a request that creates something was not, lest it create two.";
    UNEXPECTED_STATUS = 713, "FP0713", "unexpected status",
        "The host answered with a status that the API does not have, such as a redirect. Redirects are not followed, since they could carry a secret elsewhere.";
    REFUSED_TO_SEND = 714, "FP0714", "refused to send",
        "flowproof itself did not send the request: the host is a real Genesys Cloud host and driver `simulate` works only against a fake. Use driver `converse`.";
    UNKNOWN_ENVIRONMENT = 715, "FP0715", "unknown environment",
        "`GENESYS_ENVIRONMENT` is neither a URL, nor a Genesys Cloud domain such as `mypurecloud.com`, nor an AWS region such as `us-east-1`.";
    CLIENT_SETUP = 716, "FP0716", "client cannot be set up",
        "The HTTP client could not be made ready, or the base URL is not one that a path can follow (`mailto:` for example).";
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
