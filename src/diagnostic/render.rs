//! One printer for every diagnostic: header, place, excerpt with a caret, help. Must not know who asked for it.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Place, Severity};

/// How a rendered diagnostic looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenderStyle {
    /// No escape codes.
    Plain,
    /// Terminal colours.
    Coloured,
}

/// Excerpt lines are cut at this width, so that a generated one-line file stays readable.
const WIDTH: usize = 140;

/// The diagnostic as several lines of text, without a line break at its end.
pub fn render(diagnostic: &Diagnostic, style: RenderStyle) -> String {
    let renderer = match style {
        RenderStyle::Plain => Renderer::plain(),
        RenderStyle::Coloured => Renderer::styled(),
    }
    .term_width(WIDTH);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str()));
    let labels = labels(diagnostic);
    if let Some(place) = diagnostic.place.as_ref().filter(|place| has_no_text(place)) {
        group = group.element(origin(place));
    } else if let Some(place) = &diagnostic.place {
        let mut snippet = snippet(place, AnnotationKind::Primary, diagnostic.note.as_deref());
        for (other, text) in labels.iter().filter(|(other, _)| other.source.name() == place.source.name()) {
            snippet = snippet.annotation(AnnotationKind::Context.span(clip(other)).label(*text));
        }
        group = group.element(snippet);
    }
    for (other, text) in &labels {
        let elsewhere = diagnostic.place.as_ref().is_none_or(|place| place.source.name() != other.source.name());
        if elsewhere && has_no_text(other) {
            group = group.element(origin(other));
        } else if elsewhere {
            group = group.element(snippet(other, AnnotationKind::Context, Some(text)));
        }
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group]).to_string()
}

/// Each diagnostic in turn, an empty line between two.
pub fn render_all<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>, style: RenderStyle) -> String {
    let parts: Vec<String> = diagnostics.into_iter().map(|one| render(one, style)).collect();
    parts.join("\n\n")
}

/// The other places with their words, and after them where the first place is used. One that is a label already is not told again.
fn labels(diagnostic: &Diagnostic) -> Vec<(&Place, &str)> {
    let own = diagnostic.labels.iter().map(|label| (&label.place, label.text.as_str()));
    let mut labels: Vec<(&Place, &str)> = own.collect();
    for used in diagnostic.place.iter().flat_map(Place::uses) {
        if !labels.iter().any(|(place, _)| *place == used) {
            labels.push((used, "used here"));
        }
    }
    labels
}

/// Whether there is nothing to show an excerpt of.
fn has_no_text(place: &Place) -> bool {
    place.source.text().is_empty()
}

/// File, line and column alone.
fn origin(place: &Place) -> Origin<'_> {
    let at = place.start();
    Origin::path(place.source.name()).line(at.line).char_column(at.column)
}

fn snippet<'a>(
    place: &'a Place,
    kind: AnnotationKind,
    note: Option<&'a str>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    Snippet::source(place.source.text())
        .path(place.source.name())
        .line_start(place.source.begins().line)
        .annotation(kind.span(clip(place)).label(note))
}

/// The span within the text, between characters, and of one line: a caret under twenty lines says less than one under the first.
fn clip(place: &Place) -> std::ops::Range<usize> {
    let text = place.source.text();
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let start = boundary(place.span.start);
    let end = boundary(place.span.end).max(start);
    let first_line = text.get(start..end).and_then(|part| part.find('\n')).map_or(end, |at| start + at);
    start..first_line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, LineColumn, SourceFile};

    #[test]
    fn a_diagnostic_shows_code_place_excerpt_and_help() {
        let source = SourceFile::new("scenarios/vip.yaml", "version: 1\nscenrio: x\n");
        let one = Diagnostic::error(Code::UNKNOWN_KEY, "unknown key `scenrio`")
            .at(Place::new(&source, 11..18))
            .help("did you mean `scenario`?");
        insta::assert_snapshot!(render(&one, RenderStyle::Plain), @r"
        error[FP0104]: unknown key `scenrio`
         --> scenarios/vip.yaml:2:1
          |
        2 | scenrio: x
          | ^^^^^^^
          |
          = help: did you mean `scenario`?
        ");
    }

    #[test]
    fn where_no_text_is_at_hand_only_the_place_is_shown() {
        let place = Place::remembered("1.jsonl", LineColumn { line: 3, column: 7 });
        let one = Diagnostic::error(Code::REPORTS_APART, "shard 2/2 is missing").at(place).help("give its report");
        let expected = "error[FP0832]: shard 2/2 is missing\n--> 1.jsonl:3:7\n = help: give its report";
        assert_eq!(render(&one, RenderStyle::Plain), expected);
    }
}
