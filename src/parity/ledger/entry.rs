//! One file of the ledger: lines `key: value`, in a fixed order.

use std::fmt::Write as _;

use jiff::civil::Date;
use thiserror::Error;

use crate::evidence::snapshot;

/// What a file of the ledger ends in.
pub const EXTENSION: &str = "parity";

/// What was proven of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The day.
    pub date: Date,
    /// The org's id, where it told.
    pub org: Option<String>,
    /// The org's name.
    pub org_name: Option<String>,
    /// The flow's name.
    pub flow: String,
    /// The version of the flow that ran there, where the org told.
    pub flow_version: Option<String>,
    /// The first side: target and driver.
    pub left: String,
    /// The second side.
    pub right: String,
    /// How many things agreed.
    pub agreed: usize,
    /// How many differences stood by themselves.
    pub differed: usize,
    /// How many things could not be compared.
    pub not_compared: usize,
    /// Digest of the scenario's file.
    pub scenario: String,
    /// Digest of the flow's files.
    pub flow_file: String,
}

/// Why a text is no entry.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EntryError {
    /// A line that is not `key: value`, or a key that is not known.
    #[error("line {0} is not understood")]
    Line(usize),
    /// A key that every entry has.
    #[error("`{0}` is missing, given twice or not a value that it can have")]
    Value(&'static str),
}

/// The file's name for a case, in the folder of its snapshots.
pub fn file_name(stem: &str, case: Option<&str>) -> String {
    let name = snapshot::file_name(stem, case, "");
    format!("{}.{EXTENSION}", name.trim_end_matches('@'))
}

/// The keys, in the order of the file.
const KEYS: [&str; 12] = [
    "date",
    "org",
    "org_name",
    "flow",
    "flow_version",
    "left",
    "right",
    "agreed",
    "differed",
    "not_compared",
    "scenario",
    "flow_file",
];

impl Entry {
    /// The file's text.
    pub fn render(&self) -> String {
        let optional = |value: &Option<String>| value.clone().unwrap_or_default();
        let values = [
            self.date.to_string(),
            optional(&self.org),
            optional(&self.org_name),
            self.flow.clone(),
            optional(&self.flow_version),
            self.left.clone(),
            self.right.clone(),
            self.agreed.to_string(),
            self.differed.to_string(),
            self.not_compared.to_string(),
            self.scenario.clone(),
            self.flow_file.clone(),
        ];
        let mut text = String::new();
        for (key, value) in KEYS.iter().zip(values).filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(text, "{key}: {}", value.replace(['\n', '\r'], " "));
        }
        text
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// A line or a value that an entry cannot have.
    pub fn parse(text: &str) -> Result<Self, EntryError> {
        let mut values: [Option<&str>; KEYS.len()] = [None; KEYS.len()];
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let unknown = EntryError::Line(at + 1);
            let (key, value) = line.split_once(": ").ok_or(unknown.clone())?;
            let (key, slot) = KEYS.iter().zip(&mut values).find(|(known, _)| **known == key).ok_or(unknown)?;
            if slot.replace(value.trim()).is_some() {
                return Err(EntryError::Value(key));
            }
        }
        let [date, org, org_name, flow, flow_version, left, right, agreed, differed, not_compared, scenario, flow_file] =
            values;
        Ok(Self {
            date: field(date, "date")?,
            org: org.map(str::to_owned),
            org_name: org_name.map(str::to_owned),
            flow: field(flow, "flow")?,
            flow_version: flow_version.map(str::to_owned),
            left: field(left, "left")?,
            right: field(right, "right")?,
            agreed: field(agreed, "agreed")?,
            differed: field(differed, "differed")?,
            not_compared: field(not_compared, "not_compared")?,
            scenario: field(scenario, "scenario")?,
            flow_file: field(flow_file, "flow_file")?,
        })
    }
}

fn field<T: std::str::FromStr>(value: Option<&str>, key: &'static str) -> Result<T, EntryError> {
    value.and_then(|value| value.parse().ok()).ok_or(EntryError::Value(key))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn entry(date: &str, scenario: &str, flow_file: &str) -> Entry {
        Entry {
            date: date.parse().unwrap(),
            org: Some("0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9".into()),
            org_name: Some("Sandbox".into()),
            flow: "Support".into(),
            flow_version: None,
            left: "mock converse".into(),
            right: "live converse".into(),
            agreed: 41,
            differed: 0,
            not_compared: 2,
            scenario: scenario.into(),
            flow_file: flow_file.into(),
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let one = entry("2026-11-23", "s", "f");
        let text = one.render();
        assert!(text.starts_with("date: 2026-11-23\norg: 0f1d2c3b"), "{text}");
        assert_eq!(Entry::parse(&text), Ok(one.clone()));
        assert_eq!(Entry::parse(&text.replace('\n', "\r\n")), Ok(one));
    }

    #[rstest::rstest]
    #[case("date: 2026-11-23\n", EntryError::Value("flow"))]
    #[case("date: yesterday\n", EntryError::Value("date"))]
    #[case("date: 2026-11-23\ndate: 2026-11-24\n", EntryError::Value("date"))]
    #[case("<<<<<<< HEAD\n", EntryError::Line(1))]
    #[case("when: 2026-11-23\n", EntryError::Line(1))]
    fn a_broken_file_is_no_proof(#[case] text: &str, #[case] expected: EntryError) {
        assert_eq!(Entry::parse(text), Err(expected));
    }

    #[test]
    fn a_file_s_name_is_that_of_the_snapshots_without_a_part() {
        assert_eq!(file_name("vip", Some("Gold / 5 orders")), "vip__Gold---5-orders.parity");
        assert_eq!(file_name("vip", None), "vip.parity");
    }
}
