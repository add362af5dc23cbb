//! The difference of every published flow with itself is empty, and that with a copy in which one thing was changed names exactly this
//! thing. The copies are made of the text alone; which change must be named follows from what was done to it.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use flowproof::diagnostic::SourceFile;
use flowproof::flow::diff::{Change, Subject, What, compare, to_lines};
use flowproof::flow::{FlowSource, Program, load};
use indexmap::IndexMap;
use regex::Regex;

/// What a copy is given that no flow has.
const NEW: &str = "Zzz new";

/// Larger files are only compared with themselves, so that the test takes seconds.
const LARGEST: usize = 100_000;

fn program(name: &str, text: &str) -> Option<Arc<Program>> {
    let source = SourceFile::new(name, text);
    load(vec![FlowSource { source, substitutions: IndexMap::new() }]).drawing
}

/// A copy with one thing changed, and what must be said of it.
struct Mutation {
    what: What,
    text: String,
    /// A part of what the one change says.
    says: String,
}

#[test]
fn each_change_of_a_published_flow_is_named_and_nothing_else() {
    let Some(folder) = super::shared::flows() else { return };
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_none_or(|ending| ending != "tsv")).collect();
    files.sort();
    let half = files.len() / 2;
    let wrong = Mutex::new(Vec::new());
    let each = &|part: &[PathBuf]| part.iter().map(|path| of_file(path, &wrong)).sum::<usize>();
    let counts = std::thread::scope(|scope| {
        let threads = [&files[..half], &files[half..]].map(|part| scope.spawn(move || each(part)));
        threads.map(|thread| thread.join().unwrap())
    });
    let count: usize = counts.iter().sum();
    println!("{count} copies with one change each of {} flows", files.len());
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > files.len(), "{count}");
}

/// How many copies were compared.
fn of_file(path: &Path, wrong: &Mutex<Vec<String>>) -> usize {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(path).unwrap();
    let Some(flow) = program(&name, &text) else { return 0 };
    let itself = compare(&flow, &program(&name, &text).unwrap());
    assert!(itself.is_empty() && itself.not_compared.is_empty(), "{name}: {:#?}", to_lines(&itself));
    if !name.ends_with(".yaml") || text.len() > LARGEST {
        return 0;
    }
    let mut count = 0;
    for Mutation { what, text, says } in mutations(&flow, &text) {
        let Some(other) = program(&name, &text) else { continue };
        count += 1;
        let found = compare(&flow, &other);
        let told = |change: &Change| change.what == what && words(change).contains(&says);
        if !matches!(&found.changes[..], [one] if told(one)) {
            let lines = to_lines(&found).join("\n  ");
            wrong.lock().unwrap().push(format!("{name}: {what:?} with `{says}`, not\n  {lines}"));
        }
        assert!(!compare(&other, &flow).is_empty(), "{name}: {what:?}");
    }
    count
}

fn words(change: &Change) -> String {
    let parts = [Some(&change.name), change.before.as_ref(), change.after.as_ref()];
    parts.into_iter().flatten().map(|part| format!("{part}\n")).collect()
}

fn mutations(flow: &Program, text: &str) -> Vec<Mutation> {
    let mut found = Vec::new();
    let actions: Vec<Item<'_>> = flow.actions().iter().filter_map(|node| Item::of(text, node)).collect();
    let leaves: Vec<&Item<'_>> = actions.iter().filter(|item| item.is_leaf(text)).collect();
    for one in spread(&actions) {
        let text = replaced(text, one.name.clone(), NEW);
        found.push(Mutation { what: What::Renamed, text, says: one.called.to_owned() });
    }
    for one in spread(&leaves) {
        let inside = one.name.start - one.all.start..one.name.end - one.all.start;
        let copy = replaced(part(text, one.all.clone()), inside, NEW);
        let text = replaced(text, one.all.end..one.all.end, &copy);
        found.push(Mutation { what: What::Added, text, says: format!("`{NEW}`") });
    }
    let neighbours: Vec<_> = leaves.iter().filter_map(|item| Some((item, item.sibling(text, &leaves)?))).collect();
    for (one, next) in spread(&neighbours) {
        let says = format!("`{}`", one.called);
        found.push(Mutation { what: What::Removed, text: replaced(text, one.all.clone(), ""), says });
        let (first, second) = (part(text, one.all.clone()), part(text, next.all.clone()));
        if first != second {
            let text = replaced(text, one.all.start..next.all.end, &format!("{second}{first}"));
            found.push(Mutation { what: What::Moved, text, says: String::new() });
        }
    }
    found.extend(expression(text));
    found
}

/// Three of them, from early, middle and late.
fn spread<T>(items: &[T]) -> impl Iterator<Item = &T> {
    let mut places: Vec<usize> = [1, 2, 3].map(|quarter| items.len() * quarter / 4).to_vec();
    places.dedup();
    places.into_iter().filter_map(|place| items.get(place))
}

/// A message or a condition on a line of its own becomes another expression.
fn expression(text: &str) -> Option<Mutation> {
    let pattern =
        Regex::new(r"(?m)^ +(?:messageBody|condition|message|communication):\n +(?:exp|lit): (\S.*)$").unwrap();
    let value = pattern.captures(text)?.get(1)?;
    let plain = !value.as_str().starts_with(['|', '>', '&', '*', '{', '[']);
    plain.then(|| Mutation {
        what: What::Changed,
        text: replaced(text, value.range(), "\"Flow.zzz\""),
        says: "Flow.zzz".to_owned(),
    })
}

/// A part that is known to be whole characters.
fn part(text: &str, range: impl std::slice::SliceIndex<str, Output = str>) -> &str {
    text.get(range).unwrap()
}

fn replaced(text: &str, range: Range<usize>, with: &str) -> String {
    format!("{}{with}{}", part(text, ..range.start), part(text, range.end..))
}

/// An action as the lines of a list item.
struct Item<'t> {
    called: &'t str,
    name: Range<usize>,
    all: Range<usize>,
    indent: usize,
}

impl<'t> Item<'t> {
    /// None where its name is quoted or folded, or the item is not written as `- kind:` and lines below.
    fn of(text: &'t str, node: &flowproof::flow::program::Node) -> Option<Self> {
        let name = node.place.span.clone();
        let called = text.get(name.clone())?;
        let line = part(text, ..name.start).rfind('\n')? + 1;
        if called != &*node.id.name
            || part(text, line..name.start).trim() != "name:"
            || !called.starts_with(char::is_alphanumeric)
        {
            return None;
        }
        let before = part(text, ..line - 1).rfind('\n')? + 1;
        let head = part(text, before..line - 1);
        let indent = head.len() - head.trim_start().len();
        if head.trim() != format!("- {}:", node.kind) {
            return None;
        }
        let mut end = line;
        for row in part(text, line..).split_inclusive('\n') {
            let own = row.len() - row.trim_start().len();
            if !row.trim().is_empty() && own <= indent {
                break;
            }
            end += row.len();
        }
        part(text, ..end).ends_with('\n').then_some(Self { called, name, all: before..end, indent })
    }

    fn is_leaf(&self, text: &str) -> bool {
        let own = part(text, self.all.clone());
        !own.contains("actions:") && !own.contains("\n\n") && !own.contains("Ref:")
    }

    /// The leaf right behind it in the same list.
    fn sibling<'i>(&self, text: &str, leaves: &[&'i Item<'t>]) -> Option<&'i Item<'t>> {
        let next = leaves.iter().find(|other| other.all.start == self.all.end && other.indent == self.indent)?;
        part(text, next.all.clone()).starts_with(' ').then_some(*next)
    }
}

/// The copies are what they should be, also where there are no published flows.
#[test]
fn a_renamed_action_is_one_change_of_an_action() {
    let text = "inboundShortMessage:\n  name: F\n  startUpRef: '/inboundShortMessage/states/state[S_1]'\n  defaultLanguage: en-us\n  states:\n    - state:\n        name: S\n        refId: S_1\n        actions:\n          - disconnect:\n              name: Bye\n";
    let flow = program("f.yaml", text).unwrap();
    let mutations = mutations(&flow, text);
    let rename = mutations.first().unwrap();
    let found = compare(&flow, &program("f.yaml", &rename.text).unwrap());
    let [one] = &found.changes[..] else { panic!("{found:#?}") };
    assert_eq!((one.what, one.subject, one.before.as_deref()), (What::Renamed, Subject::Action, Some("Bye")));
}
