//! A scenario's table of understanding: words to meaning, row by row. Must not know how a file writes it.

use std::sync::Arc;

use super::Meaning;
use super::words::folded_words;

/// What a bot understands, in order: the first row that fits decides.
#[derive(Debug, Clone, Default)]
pub struct Understanding {
    /// The rows.
    pub rows: Vec<Heard>,
}

/// A row.
#[derive(Debug, Clone)]
pub struct Heard {
    /// The words that it is for; none for all others.
    pub hears: Option<Hears>,
    /// What they mean.
    pub meaning: Meaning,
}

/// What a table makes of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Understood {
    /// What it means.
    pub meaning: Meaning,
    /// Whether the row for all other words says so, and none that is for these.
    pub otherwise: bool,
}

/// A test of what the customer says. Whole texts and parts of them are compared without letter case and white space, patterns as they
/// are written.
#[derive(Debug, Clone)]
pub enum Hears {
    /// The whole text.
    Is(Arc<str>),
    /// A part of it.
    Contains(Arc<str>),
    /// A pattern somewhere in it.
    Matches(Arc<regex::Regex>),
    /// Any of these.
    OneOf(Vec<Hears>),
    /// Not this.
    Not(Box<Hears>),
}

impl Understanding {
    /// The first row that is for a text, by its position, and what the text means by it; none where no row is for it.
    pub fn of(&self, text: &str) -> Option<(usize, Understood)> {
        let for_it = |row: &Heard| row.hears.as_ref().is_none_or(|hears| hears.fits(text));
        let (position, found) = self.rows.iter().enumerate().find(|(_, row)| for_it(row))?;
        Some((position, Understood { meaning: found.meaning.clone(), otherwise: found.hears.is_none() }))
    }
}

impl Hears {
    /// Whether a text fits.
    pub fn fits(&self, text: &str) -> bool {
        match self {
            Self::Is(expected) => folded_words(text) == folded_words(expected),
            Self::Contains(part) => folded_words(text).contains(&folded_words(part)),
            Self::Matches(pattern) => pattern.is_match(text),
            Self::OneOf(tests) => tests.iter().any(|test| test.fits(text)),
            Self::Not(test) => !test.fits(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Understanding {
        let row = |hears, intent: &str| Heard { hears, meaning: Meaning::intent(intent) };
        Understanding {
            rows: vec![
                row(Some(Hears::Is("Cancel my order".into())), "Cancel"),
                row(Some(Hears::Matches(Arc::new(regex::Regex::new("^[0-9]{8}$").unwrap()))), "Number"),
                row(Some(Hears::OneOf(vec![Hears::Contains("where".into()), Hears::Is("status".into())])), "Status"),
                row(Some(Hears::Not(Box::new(Hears::Contains("bye".into())))), "Other"),
            ],
        }
    }

    #[rstest::rstest]
    #[case("cancel MY  order!", Some("Cancel"))]
    #[case("12345678", Some("Number"))]
    #[case("Where is it?", Some("Status"))]
    #[case("hello", Some("Other"))]
    #[case("bye then", None)]
    fn the_first_row_that_fits_decides(#[case] text: &str, #[case] intent: Option<&str>) {
        let understood = table().of(text);
        assert_eq!(understood.and_then(|(_, found)| found.meaning.intent).as_deref(), intent);
    }
}
