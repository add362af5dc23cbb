//! How conversations of ours are known in an org: attributes that say that they are tests, of which run, and until when that run may
//! be alive. Must not send anything.

use std::fmt;
use std::time::Duration;

use indexmap::IndexMap;
use jiff::Timestamp;

/// The value of the marker, the same in every run: an org can be searched for exact values only.
pub const MARKED: &str = "test";

/// What is appended to the marker's name for the attribute that names the run.
const RUN: &str = "_run";

/// How times stand in names: without colons, which some file systems do not take.
const TIME: &str = "%Y%m%dT%H%M%SZ";

/// A run's name: when it began, and a few letters that set apart those of one second.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(String);

impl RunId {
    /// A run that begins at `now`; `random` sets it apart.
    pub fn new(now: Timestamp, random: u32) -> Self {
        Self(format!("{}-{random:08x}", now.strftime(TIME)))
    }

    /// Reads a name back, as it stands in a ledger.
    pub fn parse(text: &str) -> Option<Self> {
        let (time, random) = text.split_once('-')?;
        let fits = random.len() == 8 && random.chars().all(|one| one.is_ascii_hexdigit());
        (fits && read_time(time).is_some()).then(|| Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// When the run began.
    pub fn began(&self) -> Option<Timestamp> {
        read_time(self.0.split_once('-')?.0)
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// How much longer than its time-out a run may be alive: what it has open is ended, and clocks differ.
const CLEAN_UP: Duration = Duration::from_secs(5 * 60);

/// The attributes that a conversation of one run carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The marker's name.
    pub name: String,
    /// The run.
    pub run: RunId,
    /// When the run is over at the latest, clean-up included. Until then its conversations are its own.
    pub until: Timestamp,
}

impl Mark {
    /// The mark of a run that begins at `now` and takes so long at the most, what is set up for it included.
    pub fn new(name: String, now: Timestamp, limit: Duration, random: u32) -> Self {
        let until = now.checked_add(limit + CLEAN_UP).unwrap_or(Timestamp::MAX);
        Self { name, run: RunId::new(now, random), until }
    }

    /// How much of its time a run has left at `now`, apart from clean-up.
    pub fn left(&self, now: Timestamp) -> Duration {
        let left = Duration::try_from(self.until.duration_since(now)).unwrap_or_default();
        left.saturating_sub(CLEAN_UP)
    }

    /// The attributes to send with a conversation's first message.
    pub fn attributes(&self) -> IndexMap<String, String> {
        let run = format!("{}/{}", self.run, self.until.strftime(TIME));
        IndexMap::from([(self.name.clone(), MARKED.to_owned()), (run_name(&self.name), run)])
    }

    /// The name of something that the run makes, which tells the same: `flowproof 20261126T155507Z-00007f3a until 20261126T163000Z orders`.
    pub fn label(&self, what: &str) -> String {
        format!("{} {} until {} {what}", self.name, self.run, self.until.strftime(TIME))
    }

    /// Reads the mark of a name back, for the marker `name`.
    pub fn read_label(name: &str, label: &str) -> Option<Self> {
        let mut words = label.strip_prefix(name)?.strip_prefix(' ')?.split(' ');
        let run = RunId::parse(words.next()?)?;
        words.next().filter(|word| *word == "until")?;
        Some(Self { name: name.to_owned(), run, until: read_time(words.next()?)? })
    }

    /// Whether an attribute is one of the mark's, for the marker `name`.
    pub fn owns(name: &str, attribute: &str) -> bool {
        attribute.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest == RUN)
    }

    /// Reads the mark of a conversation back from its customer's attributes, which stand behind `prefix`. None where it has none, or one
    /// that we did not write.
    pub fn read(name: &str, prefix: &str, attributes: &IndexMap<String, String>) -> Option<Self> {
        let get = |name: &str| attributes.get(&format!("{prefix}{name}"));
        get(name).filter(|value| *value == MARKED)?;
        let (run, until) = get(&run_name(name))?.split_once('/')?;
        Some(Self { name: name.to_owned(), run: RunId::parse(run)?, until: read_time(until)? })
    }
}

fn run_name(name: &str) -> String {
    format!("{name}{RUN}")
}

fn read_time(text: &str) -> Option<Timestamp> {
    let civil = jiff::civil::DateTime::strptime(TIME, text).ok()?;
    civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn mark() -> Mark {
        let began: Timestamp = "2026-11-26T15:55:07Z".parse().unwrap();
        let until = "2026-11-26T16:30:00Z".parse().unwrap();
        Mark { name: "flowproof".to_owned(), run: RunId::new(began, 0x7f3a), until }
    }

    #[test]
    fn a_mark_says_that_it_is_a_test_of_which_run_and_until_when() {
        let attributes = mark().attributes();
        assert_eq!(attributes["flowproof"], "test");
        assert_eq!(attributes["flowproof_run"], "20261126T155507Z-00007f3a/20261126T163000Z");
    }

    #[test]
    fn a_run_ends_early_enough_to_clean_up_before_its_mark_expires() {
        let now: Timestamp = "2026-11-26T15:55:07Z".parse().unwrap();
        let hour = Duration::from_secs(3_600);
        let mark = Mark::new("flowproof".to_owned(), now, hour, 1);
        assert_eq!(mark.until.to_string(), "2026-11-26T17:00:07Z");
        assert_eq!(mark.left(now), hour);
        assert_eq!(mark.left(now + Duration::from_secs(600)), Duration::from_secs(3_000));
        assert_eq!(mark.left(mark.until), Duration::ZERO);
    }

    #[test]
    fn a_mark_is_read_back_also_behind_a_prefix() {
        let bare = mark().attributes();
        let behind = bare.iter().map(|(name, value)| (format!("context.{name}"), value.clone())).collect();
        assert_eq!(Mark::read("flowproof", "", &bare), Some(mark()));
        assert_eq!(Mark::read("flowproof", "context.", &behind), Some(mark()));
        assert_eq!(Mark::read("other", "", &bare), None);
    }

    #[rstest]
    #[case("flowproof", "yes", "20261126T155507Z-00007f3a/20261126T163000Z")]
    #[case("flowproof", "test", "20261126T155507Z-00007f3a")]
    #[case("flowproof", "test", "today-00007f3a/20261126T163000Z")]
    #[case("flowproof", "test", "20261126T155507Z-../20261126T163000Z")]
    fn what_we_did_not_write_is_no_mark(#[case] name: &str, #[case] value: &str, #[case] run: &str) {
        let attributes = IndexMap::from([(name.to_owned(), value.to_owned()), (run_name(name), run.to_owned())]);
        assert_eq!(Mark::read(name, "", &attributes), None);
    }

    #[test]
    fn a_name_tells_the_same_and_is_read_back() {
        let label = mark().label("orders with a bot");
        assert_eq!(label, "flowproof 20261126T155507Z-00007f3a until 20261126T163000Z orders with a bot");
        assert_eq!(Mark::read_label("flowproof", &label), Some(mark()));
        assert_eq!(Mark::read_label("other", &label), None);
        assert_eq!(Mark::read_label("flowproof", "flowproof messenger"), None);
        assert_eq!(
            Mark::read_label("flowproof", "flowproofs 20261126T155507Z-00007f3a until 20261126T163000Z x"),
            None
        );
    }

    #[rstest]
    #[case("flowproof", true)]
    #[case("flowproof_run", true)]
    #[case("flowproof_runs", false)]
    #[case("tier", false)]
    fn the_attributes_of_a_mark_are_known(#[case] attribute: &str, #[case] own: bool) {
        assert_eq!(Mark::owns("flowproof", attribute), own);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,40}") {
            let _ = RunId::parse(&text);
        }
    }
}
