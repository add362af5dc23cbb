//! Writes the few shapes of YAML that scenarios have, so that every text reads back as it was. Must not know what the keys mean.

/// How long a line may be for a map or a list to stay on it.
const WIDTH: usize = 140;

/// Words that YAML reads as something else than text, in any letter case.
const WORDS: [&str; 9] = ["true", "false", "yes", "no", "null", "on", "off", "y", "n"];

/// What stands in a plain text besides letters and digits without meaning anything to YAML, inside braces and brackets too.
const HARMLESS: &str = " ._-/()'!?+;=<>$%\u{2019}\u{2026}";

/// A tree to write.
#[derive(Debug, Clone, PartialEq)]
pub enum Yaml {
    /// A text, quoted where it must be.
    Text(String),
    /// A number, `true`, `{}`: written as it is.
    Literal(String),
    /// A list, a line an item.
    List(Vec<Yaml>),
    /// A map, a line an entry.
    Map(Vec<Entry>),
    /// A list or map that stands on one line where it fits.
    Short(Box<Yaml>),
}

/// An entry of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// A line before it.
    pub note: Option<String>,
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: Yaml,
}

impl Yaml {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A map on one line.
    pub fn short(entries: Vec<Entry>) -> Self {
        Self::Short(Box::new(Self::Map(entries)))
    }

    /// A list on one line.
    pub fn row(items: Vec<Self>) -> Self {
        Self::Short(Box::new(Self::List(items)))
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Map(entries) => entries.is_empty(),
            Self::List(items) => items.is_empty(),
            _ => false,
        }
    }

    /// Whether something in it has a note, which needs a line.
    fn is_noted(&self) -> bool {
        match self {
            Self::Map(entries) => entries.iter().any(|entry| entry.note.is_some() || entry.value.is_noted()),
            Self::List(items) => items.iter().any(Self::is_noted),
            Self::Short(inner) => inner.is_noted(),
            Self::Text(_) | Self::Literal(_) => false,
        }
    }
}

impl Entry {
    /// An entry.
    pub fn new(key: impl Into<String>, value: Yaml) -> Self {
        Self { note: None, key: key.into(), value }
    }

    /// The same with a line before it, where there is one to say.
    pub fn noted(mut self, note: Option<impl Into<String>>) -> Self {
        self.note = note.map(Into::into);
        self
    }
}

/// The text of a map.
pub fn write(entries: &[Entry]) -> String {
    let mut out = String::new();
    map(entries, 0, &mut out);
    out
}

/// A line that is a comment; a line break would end it.
pub fn comment(text: &str, indent: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}# {text}\n", " ".repeat(indent))
}

fn map(entries: &[Entry], indent: usize, out: &mut String) {
    for (at, entry) in entries.iter().enumerate() {
        // The first entry of an item stands behind the dash, where no comment can.
        if at > 0 || !out.ends_with("- ") {
            if let Some(note) = &entry.note {
                out.push_str(&comment(note, indent));
            }
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(&scalar(&entry.key));
        out.push(':');
        value(&entry.value, indent, out);
    }
}

/// What stands behind a key.
fn value(value: &Yaml, indent: usize, out: &mut String) {
    let column = out.len() - out.rfind('\n').map_or(0, |at| at + 1);
    match value {
        Yaml::Text(_) | Yaml::Literal(_) => *out += &format!(" {}\n", line(value)),
        Yaml::Short(inner) => match on_one_line(inner, column) {
            Some(line) => *out += &format!(" {line}\n"),
            None => self::value(inner, indent, out),
        },
        block if block.is_empty() => *out += &format!(" {}\n", line(block)),
        Yaml::Map(entries) => {
            out.push('\n');
            map(entries, indent + 2, out);
        }
        Yaml::List(items) => {
            out.push('\n');
            list(items, indent + 2, out);
        }
    }
}

fn list(items: &[Yaml], indent: usize, out: &mut String) {
    for item in items {
        let inner = if let Yaml::Short(inner) = item { inner } else { item };
        if let Yaml::Map(entries) = inner
            && let Some(note) = entries.first().and_then(|first| first.note.as_ref())
        {
            out.push_str(&comment(note, indent));
        }
        out.push_str(&" ".repeat(indent));
        out.push_str("- ");
        let short = match item {
            Yaml::Short(inner) => on_one_line_below_its_note(inner, indent + 2),
            Yaml::Text(_) | Yaml::Literal(_) | Yaml::List(_) => Some(line(item)),
            Yaml::Map(_) => None,
        };
        match (short, inner) {
            (Some(line), _) => *out += &format!("{line}\n"),
            (None, Yaml::Map(entries)) => map(entries, indent + 2, out),
            (None, other) => *out += &format!("{}\n", line(other)),
        }
    }
}

/// The note of the first entry stands before the item; what follows may fit on one line all the same.
fn on_one_line_below_its_note(inner: &Yaml, column: usize) -> Option<String> {
    let Yaml::Map(entries) = inner else { return on_one_line(inner, column) };
    let mut entries = entries.clone();
    if let Some(first) = entries.first_mut() {
        first.note = None;
    }
    on_one_line(&Yaml::Map(entries), column)
}

fn on_one_line(inner: &Yaml, column: usize) -> Option<String> {
    // A list of long texts has no better form than one line.
    let must = matches!(inner, Yaml::List(_));
    (!inner.is_noted()).then(|| line(inner)).filter(|line| must || column + line.chars().count() <= WIDTH)
}

/// On one line, without notes.
fn line(yaml: &Yaml) -> String {
    match yaml {
        Yaml::Text(text) => scalar(text),
        Yaml::Literal(text) => text.clone(),
        Yaml::Short(inner) => line(inner),
        Yaml::List(items) if items.is_empty() => "[]".to_owned(),
        Yaml::List(items) => format!("[{}]", items.iter().map(line).collect::<Vec<_>>().join(", ")),
        Yaml::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Yaml::Map(entries) => {
            let entry = |entry: &Entry| format!("{}: {}", scalar(&entry.key), line(&entry.value));
            format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text that YAML, and then the variables of scenarios, read back as it is.
fn scalar(text: &str) -> String {
    let text = text.replace("${", "$${");
    if is_plain(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // Controls, and what YAML takes for a line break or a mark.
            other if other.is_control() || matches!(other, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\U{:08x}", u32::from(other)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

fn is_plain(text: &str) -> bool {
    let reserved = WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    let begins = text.chars().next().is_some_and(char::is_alphabetic);
    let ends = !text.ends_with(' ');
    begins
        && ends
        && !reserved
        && !text.contains("  ")
        && text.chars().all(|c| c.is_alphanumeric() || HARMLESS.contains(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, Node, parse};

    fn read(text: &str) -> Node {
        match parse(&SourceFile::new("t.yaml", text), Limits::default()) {
            Ok(document) => document.root,
            Err(wrong) => panic!("{wrong:?}\n{text}"),
        }
    }

    #[test]
    fn it_looks_as_a_person_would_write_it() {
        let entries = vec![
            Entry::new("version", Yaml::Literal("1".into())),
            Entry::new("flow", Yaml::text("support")),
            Entry::new(
                "conversation",
                Yaml::List(vec![
                    Yaml::Map(vec![Entry::new("say", Yaml::text("Hello, you: 1"))]),
                    Yaml::Map(vec![Entry::new("receive", Yaml::text("Bye."))]),
                    Yaml::text("leave"),
                    Yaml::short(vec![
                        Entry::new("a", Yaml::text("1")).noted(Some("b")),
                        Entry::new("c", Yaml::row(vec![])),
                    ]),
                ]),
            ),
            Entry::new("expect", Yaml::Map(vec![Entry::new("calls", Yaml::Map(vec![]))])).noted(Some("so\nit went")),
        ];
        let expected = "version: 1\nflow: support\nconversation:\n  - say: \"Hello, you: 1\"\n  - receive: Bye.\n  - leave\n  # b\n  - { a: \"1\", c: [] }\n# so it went\nexpect:\n  calls: {}\n";
        assert_eq!(write(&entries), expected);
    }

    #[test]
    fn what_does_not_fit_on_a_line_takes_several() {
        let long = "word ".repeat(40).trim_end().to_owned();
        let text = write(&[Entry::new(
            "m",
            Yaml::short(vec![Entry::new("a", Yaml::text(long)), Entry::new("b", Yaml::text("c"))]),
        )]);
        assert_eq!(text.lines().count(), 3, "{text}");
    }

    fn scalars() -> impl Strategy<Value = String> {
        prop_oneof![
            ".{0,12}",
            "[a-zA-Z ,:#{}\\[\\]&*!|>'\"%@`$0-9.\\n\\t-]{0,16}",
            prop::sample::select(vec![
                "",
                "~",
                "no",
                "Yes",
                "1001",
                "1e3",
                ".5",
                "null",
                "a: b",
                "a #b",
                "- x",
                "2026-01-01",
                "${x}",
                "$${",
                "a\\",
                "\u{85}",
                "\u{feff}"
            ])
            .prop_map(str::to_owned),
        ]
    }

    proptest! {
        #[test]
        fn every_text_reads_back_as_it_was(keys in prop::collection::vec(scalars(), 1..4), texts in prop::collection::vec(scalars(), 1..5)) {
            let mut keys = keys;
            keys.sort();
            keys.dedup();
            let list = Yaml::List(texts.iter().map(|text| Yaml::Map(vec![Entry::new("k", Yaml::text(text.clone()))])).collect());
            let entries: Vec<Entry> = keys.iter().zip(texts.iter().cycle()).map(|(key, text)| Entry::new(key.clone(), Yaml::text(text.clone()))).collect();
            let whole = vec![
                Entry::new("block", Yaml::Map(entries.clone())),
                Entry::new("short", Yaml::short(entries)),
                Entry::new("list", list),
                Entry::new("row", Yaml::row(texts.iter().cloned().map(Yaml::Text).collect())),
            ];
            let root = read(&write(&whole));
            let escaped = |text: &str| text.replace("${", "$${");
            for part in ["block", "short"] {
                let read = root.get(part).and_then(|node| node.as_map()).unwrap();
                prop_assert_eq!(read.len(), keys.len());
                for ((entry, key), text) in read.iter().zip(&keys).zip(texts.iter().cycle()) {
                    prop_assert_eq!(&entry.key.text, &escaped(key));
                    prop_assert_eq!(entry.value.as_text().map(str::to_owned), Some(escaped(text)));
                }
            }
            let list = root.get("list").and_then(|node| node.as_list()).unwrap();
            let row = root.get("row").and_then(|node| node.as_list()).unwrap();
            for (at, text) in texts.iter().enumerate() {
                prop_assert_eq!(list[at].get("k").and_then(Node::as_text).map(str::to_owned), Some(escaped(text)));
                prop_assert_eq!(row[at].as_text().map(str::to_owned), Some(escaped(text)));
            }
        }
    }
}
