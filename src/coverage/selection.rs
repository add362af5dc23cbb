//! Which of the cases there are were asked to run: all of them, shards that may add up to all, or some. Must not know why.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use crate::event::Shard;

/// The parts that a coverage was collected from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection(BTreeSet<Part>);

/// What one run was asked for, or came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Every case.
    All,
    /// One shard.
    Shard {
        /// Of how many.
        of: u32,
        /// Which, from 1.
        number: u32,
    },
    /// Cases that were chosen by name, tag, file or outcome.
    Chosen,
    /// A run that ended before every case was judged.
    Stopped,
}

impl From<Shard> for Part {
    fn from(shard: Shard) -> Self {
        Self::Shard { of: shard.of, number: shard.number }
    }
}

impl Selection {
    /// One part.
    pub fn of(part: Part) -> Self {
        Self(BTreeSet::from([part]))
    }

    /// One more part.
    pub fn add(&mut self, part: Part) {
        self.0.insert(part);
    }

    /// The parts, in order.
    pub fn parts(&self) -> impl Iterator<Item = Part> + '_ {
        self.0.iter().copied()
    }

    /// The parts of both.
    pub(super) fn merged(&self, other: &Self) -> Self {
        Self(self.0.union(&other.0).copied().collect())
    }

    /// Whether every case was asked to run.
    pub fn is_whole(&self) -> bool {
        let shards = self.shards();
        self.0.contains(&Part::All) || shards.iter().any(|(of, found)| (1..=*of).all(|number| found.contains(&number)))
    }

    /// Which part it is, for a person; none where it is the whole.
    pub fn words(&self) -> Option<String> {
        if self.is_whole() {
            return None;
        }
        let list = |found: &BTreeSet<u32>| found.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let mut parts: Vec<String> = self
            .shards()
            .iter()
            .map(|(of, found)| format!("shard{} {} of {of}", if found.len() == 1 { "" } else { "s" }, list(found)))
            .collect();
        if self.0.contains(&Part::Chosen) {
            parts.push("cases that were chosen".to_owned());
        }
        if self.0.contains(&Part::Stopped) {
            parts.push("a run that was stopped".to_owned());
        }
        Some(if parts.is_empty() { "no run".to_owned() } else { parts.join(", ") })
    }

    fn shards(&self) -> BTreeMap<u32, BTreeSet<u32>> {
        let mut shards: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for part in &self.0 {
            if let Part::Shard { of, number } = part {
                shards.entry(*of).or_default().insert(*number);
            }
        }
        shards
    }
}

/// Prints `all`, `1/4`, `chosen`, `stopped`.
impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => out.write_str("all"),
            Self::Shard { of, number } => write!(out, "{number}/{of}"),
            Self::Chosen => out.write_str("chosen"),
            Self::Stopped => out.write_str("stopped"),
        }
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no part of a run");
        match text {
            "all" => Ok(Self::All),
            "chosen" => Ok(Self::Chosen),
            "stopped" => Ok(Self::Stopped),
            _ => {
                let (number, of) = text.split_once('/').ok_or_else(wrong)?;
                let (number, of) = (number.parse().map_err(|_| wrong())?, of.parse().map_err(|_| wrong())?);
                if (1..=of).contains(&number) { Ok(Self::Shard { of, number }) } else { Err(wrong()) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn selection(parts: &str) -> Selection {
        Selection(parts.split_whitespace().map(|part| part.parse().unwrap()).collect())
    }

    #[rstest]
    #[case("all", None)]
    #[case("all chosen stopped", None)]
    #[case("1/2 2/2", None)]
    #[case("1/2 2/2 1/3", None)]
    #[case("1/3 3/3", Some("shards 1, 3 of 3"))]
    #[case("2/3 1/2 chosen", Some("shard 1 of 2, shard 2 of 3, cases that were chosen"))]
    #[case("stopped", Some("a run that was stopped"))]
    #[case("", Some("no run"))]
    fn shards_add_up_to_all(#[case] parts: &str, #[case] words: Option<&str>) {
        let found = selection(parts);
        assert_eq!((found.words().as_deref(), found.is_whole()), (words, words.is_none()));
    }

    #[rstest]
    #[case("0/3")]
    #[case("4/3")]
    #[case("x/3")]
    #[case("some")]
    fn what_is_no_part_is_refused(#[case] text: &str) {
        assert_eq!(text.parse::<Part>(), Err(format!("`{text}` is no part of a run")));
    }
}
