//! What a ledger says is open still. Reads text; must not know where it was kept.

use indexmap::IndexMap;

use super::{Entry, Head, Thing};

/// A ledger as it was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Whose it is.
    pub head: Head,
    /// What was begun and not ended, in order.
    pub open: Vec<OpenThing>,
    /// Lines that cannot be read, by number from 1. The last line of a run that was killed may be half a line: it is about nothing that was
    /// created, since a thing is created only once its line is whole.
    pub unreadable: Vec<usize>,
}

/// Something that is open still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenThing {
    /// Its number in the ledger.
    pub number: u64,
    /// What.
    pub thing: Thing,
    /// The message by which a conversation is found.
    pub message: Option<String>,
    /// Its id in the org, where the run learnt it.
    pub id: Option<String>,
}

impl Record {
    /// Reads a ledger; none where even its head cannot be read, so that it is of nobody's run.
    pub fn read(text: &str) -> Option<Self> {
        let mut head = None;
        let mut open: IndexMap<u64, OpenThing> = IndexMap::new();
        let mut unreadable = Vec::new();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match serde_json::from_str(line) {
                Ok(Entry::Run(found)) => head = head.or(Some(found)),
                Ok(Entry::Begin { number, thing }) => {
                    open.insert(number, OpenThing { number, thing, message: None, id: None });
                }
                Ok(Entry::Message { number, id }) => {
                    if let Some(one) = open.get_mut(&number) {
                        one.message = Some(id);
                    }
                }
                Ok(Entry::Known { number, id }) => {
                    if let Some(one) = open.get_mut(&number) {
                        one.id = Some(id);
                    }
                }
                Ok(Entry::End { number }) => {
                    open.shift_remove(&number);
                }
                Err(_) => unreadable.push(at + 1),
            }
        }
        Some(Self { head: head?, open: open.into_values().collect(), unreadable })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use proptest::prelude::*;

    use super::super::{Journal, Ledger};
    use super::*;

    #[derive(Default, Clone)]
    struct Memory(Arc<Mutex<String>>);

    impl Journal for Memory {
        fn append(&self, line: &str) -> std::io::Result<()> {
            let mut text = self.0.lock().unwrap();
            text.push_str(line);
            text.push('\n');
            Ok(())
        }

        fn place(&self) -> &str {
            "memory"
        }

        fn discard(&self) {}
    }

    struct Full;

    impl Journal for Full {
        fn append(&self, _: &str) -> std::io::Result<()> {
            Err(std::io::ErrorKind::StorageFull.into())
        }

        fn place(&self) -> &str {
            "full.jsonl"
        }

        fn discard(&self) {}
    }

    fn head() -> Head {
        let until = "2026-11-26T16:30:00Z".parse().unwrap();
        Head { run: "r".into(), org: "o".into(), api: "https://api.x".into(), marker: "flowproof".into(), until }
    }

    fn conversation(case: &str) -> Thing {
        Thing::Conversation { case: case.to_owned(), deployment: "d".to_owned() }
    }

    fn written() -> String {
        let memory = Memory::default();
        let ledger = Ledger::begin(Box::new(memory.clone()), head()).unwrap();
        let first = ledger.creating(conversation("gold")).unwrap();
        let second = ledger.creating(conversation("silver")).unwrap();
        ledger.message(first, "m1").unwrap();
        ledger.known(first, "c1").unwrap();
        ledger.message(second, "m2").unwrap();
        ledger.ended(first).unwrap();
        ledger.creating(conversation("bronze")).unwrap();
        memory.0.lock().unwrap().clone()
    }

    #[test]
    fn what_was_begun_and_not_ended_is_open_with_all_that_is_known_of_it() {
        let record = Record::read(&written()).unwrap();
        assert_eq!(record.head, head());
        let open: Vec<(String, Option<&str>)> =
            record.open.iter().map(|one| (one.thing.words(), one.message.as_deref())).collect();
        let silver = "the conversation of \"silver\"".to_owned();
        assert_eq!(open, [(silver, Some("m2")), ("the conversation of \"bronze\"".to_owned(), None)]);
        assert_eq!(record.unreadable, [0; 0]);
    }

    #[test]
    fn half_a_line_at_the_end_loses_nothing() {
        let whole = written();
        let cut: String = whole.chars().take(whole.chars().count() - 20).collect();
        let record = Record::read(&cut).unwrap();
        assert_eq!((record.open.len(), record.unreadable.len()), (1, 1));
    }

    #[test]
    fn a_ledger_without_its_head_is_nobody_s() {
        let whole = written();
        assert_eq!(Record::read(whole.split_once('\n').unwrap().1), None);
        assert_eq!(Record::read(""), None);
    }

    #[test]
    fn where_no_note_can_be_written_nothing_may_be_created() {
        let error = Ledger::begin(Box::new(Full), head()).unwrap_err();
        assert!(error.message.starts_with("the ledger `full.jsonl` cannot be written"), "{}", error.message);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,80}") {
            let _ = Record::read(&text);
        }
    }
}
