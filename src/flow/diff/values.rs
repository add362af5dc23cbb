//! What two files give for the same thing, part by part: what differs, and where. Must not know whose parts they are.

use super::matching::Pairs;
use super::side::Side;
use crate::flow::expression::same_text;
use crate::flow::program::Given;

/// Lists with more pairs of items than this are compared by position behind what they begin with alike: a table of all pairs would take
/// too much memory.
const MOST_CELLS: usize = 1 << 20;

/// A part that differs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Where it stands: `acdSkills[0].level`, by its place in the second flow where it has one.
    pub path: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// Whether anything here models it.
    pub read: bool,
}

type Parts<'g> = &'g [(Box<str>, Given)];

/// What differs between two sets of parts.
pub(super) fn differences(a: &Side<'_>, b: &Side<'_>, pairs: &Pairs, before: Parts<'_>, after: Parts<'_>) -> Vec<Part> {
    let mut search = Search { a, b, pairs, found: Vec::new() };
    search.maps("", before, after);
    search.found
}

struct Search<'s, 'p> {
    a: &'s Side<'p>,
    b: &'s Side<'p>,
    pairs: &'s Pairs,
    found: Vec<Part>,
}

impl Search<'_, '_> {
    fn maps(&mut self, path: &str, before: Parts<'_>, after: Parts<'_>) {
        let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        for (key, given) in before {
            let other = after.iter().find(|(other, _)| other == key).map(|(_, other)| other);
            self.part(&below(key), Some(given), other);
        }
        for (key, given) in after.iter().filter(|(key, _)| !before.iter().any(|(other, _)| other == key)) {
            self.part(&below(key), None, Some(given));
        }
    }

    fn part(&mut self, path: &str, before: Option<&Given>, after: Option<&Given>) {
        match (before, after) {
            (Some(Given::Map(before)), Some(Given::Map(after))) => self.maps(path, before, after),
            (Some(Given::Map(before)), None) => self.maps(path, before, &[]),
            (None, Some(Given::Map(after))) => self.maps(path, &[], after),
            (Some(Given::List(before)), Some(Given::List(after))) => self.lists(path, before, after),
            (before, after) => {
                if !self.same(before, after) {
                    self.tell(path, before, after);
                }
            }
        }
    }

    fn tell(&mut self, path: &str, before: Option<&Given>, after: Option<&Given>) {
        let read = [before, after].into_iter().flatten().any(Given::is_read);
        let mut shown = (before.map(|given| show(given, self.a)), after.map(|given| show(given, self.b)));
        if shown.0 == shown.1 {
            // A literal and an expression may be written alike.
            let sort = |given: Option<&Given>| {
                if matches!(given, Some(Given::Expression(_))) { "expression" } else { "literal" }
            };
            shown.0 = shown.0.map(|text| format!("{text} ({})", sort(before)));
            shown.1 = shown.1.map(|text| format!("{text} ({})", sort(after)));
        }
        self.found.push(Part { path: path.to_owned(), before: shown.0, after: shown.1, read });
    }

    fn same(&self, before: Option<&Given>, after: Option<&Given>) -> bool {
        match (before, after) {
            (Some(Given::Text(before)), Some(Given::Text(after))) => before.text == after.text,
            (Some(Given::Expression(before)), Some(Given::Expression(after))) => same_text(&before.text, &after.text),
            (Some(Given::Container(before)), Some(Given::Container(after))) => {
                self.pairs.containers.to(*before) == Some(*after)
            }
            (None, None) => true,
            (Some(Given::Map(_) | Given::List(_)), Some(Given::Map(_) | Given::List(_))) => {
                let mut search = Search { found: Vec::new(), ..*self };
                search.part("", before, after);
                search.found.is_empty()
            }
            _ => false,
        }
    }

    /// Items that are the same keep their order; what is between them is compared one by one, and what is left over is new or gone.
    fn lists(&mut self, path: &str, before: &[Given], after: &[Given]) {
        let kept = self.common(before, after);
        let (mut left, mut right) = (0, 0);
        for (one, other) in kept.into_iter().chain([(before.len(), after.len())]) {
            while left < one && right < other {
                self.part(&format!("{path}[{right}]"), before.get(left), after.get(right));
                left += 1;
                right += 1;
            }
            for gone in left..one {
                self.item(&format!("{path}[{gone}]"), before.get(gone), None);
            }
            for new in right..other {
                self.item(&format!("{path}[{new}]"), None, after.get(new));
            }
            (left, right) = (one + 1, other + 1);
        }
    }

    /// An item that is new or gone is one part; one without parts of its own is none.
    fn item(&mut self, path: &str, before: Option<&Given>, after: Option<&Given>) {
        let empty = |given: &Given| matches!(given, Given::Map(parts) if parts.is_empty());
        if !before.or(after).is_none_or(empty) {
            self.tell(path, before, after);
        }
    }

    /// The longest run of items that are the same, as positions in both.
    fn common(&self, before: &[Given], after: &[Given]) -> Vec<(usize, usize)> {
        let head = before.iter().zip(after).take_while(|(one, other)| self.same(Some(one), Some(other))).count();
        let (rest, others) = (before.get(head..).unwrap_or_default(), after.get(head..).unwrap_or_default());
        let mut found: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
        if rest.len().saturating_mul(others.len()) > MOST_CELLS {
            return found;
        }
        // Longest common subsequence of what is behind: lengths[i][j] for rest[i..] and others[j..].
        let width = others.len() + 1;
        let mut lengths = vec![0_usize; (rest.len() + 1) * width];
        let mut equal = vec![false; (rest.len() + 1) * width];
        let read = |lengths: &[usize], i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or_default();
        for (i, one) in rest.iter().enumerate().rev() {
            for (j, other) in others.iter().enumerate().rev() {
                let same = self.same(Some(one), Some(other));
                let longest = if same {
                    read(&lengths, i + 1, j + 1) + 1
                } else {
                    read(&lengths, i + 1, j).max(read(&lengths, i, j + 1))
                };
                if let (Some(length), Some(known)) = (lengths.get_mut(i * width + j), equal.get_mut(i * width + j)) {
                    (*length, *known) = (longest, same);
                }
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < rest.len() && j < others.len() {
            if equal.get(i * width + j).copied().unwrap_or_default() {
                found.push((head + i, head + j));
                (i, j) = (i + 1, j + 1);
            } else if read(&lengths, i + 1, j) >= read(&lengths, i, j + 1) {
                i += 1;
            } else {
                j += 1;
            }
        }
        found
    }
}

/// A part in words: texts in quotes, expressions as they are written.
pub(super) fn show(given: &Given, side: &Side<'_>) -> String {
    match given {
        Given::Text(leaf) if is_word(&leaf.text) => leaf.text.to_string(),
        Given::Text(leaf) => format!("\"{}\"", leaf.text.replace('\n', "\\n")),
        Given::Expression(leaf) => leaf.text.split_whitespace().collect::<Vec<_>>().join(" "),
        Given::Container(at) => side.container_title(*at),
        Given::Map(parts) => plain(parts, side),
        Given::List(items) => {
            format!("[{}]", items.iter().map(|item| show(item, side)).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Parts in words, in the order of their keys.
pub(super) fn plain(parts: Parts<'_>, side: &Side<'_>) -> String {
    let mut shown: Vec<String> = parts.iter().map(|(key, part)| format!("{key}: {}", show(part, side))).collect();
    shown.sort();
    format!("{{{}}}", shown.join(", "))
}

/// Whether a text needs no quotes: a number, `true`, `false`.
fn is_word(text: &str) -> bool {
    matches!(text, "true" | "false") || (!text.is_empty() && text.parse::<f64>().is_ok_and(f64::is_finite))
}
