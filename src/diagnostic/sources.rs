//! Several texts under one numbering: a tree that is put together from several files, or from one part of a file used at several places, has
//! spans that say by themselves which text they are of. Must not know why texts are put together.

use std::sync::Arc;

use super::{Place, SourceFile, Span};

/// A main text, and others behind it.
#[derive(Debug, Clone)]
pub struct Sources {
    main: Arc<SourceFile>,
    /// In order of their starts.
    others: Vec<Other>,
}

#[derive(Debug, Clone)]
struct Other {
    /// The number of its first byte.
    start: usize,
    source: Arc<SourceFile>,
    used_at: Option<Arc<Place>>,
}

impl Sources {
    /// One text alone: its spans are its byte ranges.
    pub fn new(main: &Arc<SourceFile>) -> Self {
        Self { main: Arc::clone(main), others: Vec::new() }
    }

    /// The main text.
    pub fn main(&self) -> &Arc<SourceFile> {
        &self.main
    }

    /// Adds a text that is used at a place; what comes back is added to its byte ranges to give spans. The same text may be added again.
    pub fn add(&mut self, source: &Arc<SourceFile>, used_at: Option<Place>) -> usize {
        let last = self.others.last().map_or((0, &self.main), |other| (other.start, &other.source));
        // One more, since a span may stand behind the last byte.
        let start = last.0 + last.1.text().len() + 1;
        self.others.push(Other { start, source: Arc::clone(source), used_at: used_at.map(Arc::new) });
        start
    }

    /// Whether a place is in one of the texts.
    pub fn holds(&self, place: &Place) -> bool {
        let mut all = std::iter::once(&self.main).chain(self.others.iter().map(|other| &other.source));
        all.any(|source| source.name() == place.source.name())
    }

    /// The place of a span.
    pub fn place(&self, span: &Span) -> Place {
        let after = self.others.partition_point(|other| other.start <= span.start);
        match after.checked_sub(1).and_then(|at| self.others.get(at)) {
            None => Place::new(&self.main, span.clone()),
            Some(Other { start, source, used_at }) => {
                let local = span.start - start..span.end.saturating_sub(*start);
                Place { source: Arc::clone(source), span: local, used_at: used_at.clone() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_says_which_text_it_is_of() {
        let (main, other) = (SourceFile::new("main", "abc"), SourceFile::new("other", "defg"));
        let mut sources = Sources::new(&main);
        let first = sources.add(&other, Some(Place::new(&main, 1..2)));
        let again = sources.add(&other, None);
        assert!(sources.holds(&Place::new(&other, 0..1)));
        assert!(!sources.holds(&Place::new(&SourceFile::new("elsewhere", "abc"), 0..1)));
        let show = |span: Span| {
            let place = sources.place(&span);
            (place.source.name().to_owned(), place.text().to_owned(), place.used_at.is_some())
        };
        assert_eq!(show(1..3), ("main".into(), "bc".into(), false));
        assert_eq!(show(3..3), ("main".into(), String::new(), false));
        assert_eq!(show(first + 1..first + 4), ("other".into(), "efg".into(), true));
        assert_eq!(show(first + 4..first + 4), ("other".into(), String::new(), true));
        assert_eq!(show(again..again + 4), ("other".into(), "defg".into(), false));
    }
}
