//! What the customer does and sees, in order.

use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;

use super::{AttributeExpectation, Spanned, TextMatch};
use crate::diagnostic::Place;

/// One entry of `conversation`.
#[derive(Debug, Clone)]
pub struct Step {
    /// What.
    pub kind: StepKind,
    /// Where it stands.
    pub place: Place,
    /// The time-out of this step, where it has its own.
    pub timeout: Option<Duration>,
}

/// What happens in a step.
#[derive(Debug, Clone)]
pub enum StepKind {
    /// The customer says something.
    Say(Say),
    /// The customer must be told something.
    Receive(Receive),
    /// The customer picks a quick reply, card button or list item by its label.
    Choose(Spanned<String>),
    /// The customer sends a file.
    Attach(Attachment),
    /// The customer is silent for so long.
    Wait(Duration),
    /// The customer closes the window; the conversation stays open.
    Leave,
    /// The customer ends the conversation.
    End,
    /// The customer comes back with the same session.
    Resume,
    /// The customer starts a new conversation.
    StartNew,
    /// Attributes must hold now.
    Attributes(AttributeExpectation),
}

/// A message of the customer.
#[derive(Debug, Clone)]
pub struct Say {
    /// The text.
    pub text: Spanned<String>,
    /// Attributes that the message brings.
    pub attributes: IndexMap<String, Spanned<String>>,
}

/// What must arrive.
#[derive(Debug, Clone)]
pub enum Receive {
    /// One message that fits.
    One {
        /// Its text.
        text: TextMatch,
        /// Labels of its quick replies, in order, where they are checked.
        quick_replies: Option<Vec<Spanned<String>>>,
        /// Values that are taken out of it for later.
        captures: Vec<Capture>,
    },
    /// Several messages in any order.
    AnyOrder(Vec<TextMatch>),
    /// Nothing for so long (on the conversation's clock).
    NoneFor(Duration),
}

/// A value that is taken out of a message.
#[derive(Debug, Clone)]
pub struct Capture {
    /// Its name, by which later steps and expectations use it.
    pub name: Spanned<String>,
    /// What it is of the text: the one group, or all that fits where there is none.
    pub pattern: Arc<regex::Regex>,
}

impl Capture {
    /// The value in a text; none where nothing fits, or only nothing at all.
    pub fn of<'t>(&self, text: &'t str) -> Option<&'t str> {
        let found = self.pattern.captures(text)?;
        let value = found.get(1).or_else(|| if found.len() > 1 { None } else { found.get(0) })?;
        Some(value.as_str()).filter(|value| !value.trim().is_empty())
    }
}

/// A file that the customer sends.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Path relative to the scenario.
    pub file: Spanned<String>,
    /// MIME type, where it is not to be guessed from the name.
    pub media_type: Option<String>,
}

/// Endings of file names, in small letters, and the types that they tell.
const ENDINGS: [(&str, &str); 7] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("pdf", "application/pdf"),
    ("txt", "text/plain"),
    ("csv", "text/csv"),
];

impl Attachment {
    /// The MIME type that it is sent with: the one given, else the one that the name's ending tells; none where it tells none.
    pub fn mime(&self) -> Option<&str> {
        self.media_type.as_deref().or_else(|| {
            let (_, ending) = self.file.value.rsplit_once('.')?;
            ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, mime)| *mime)
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::diagnostic::SourceFile;

    #[rstest]
    #[case("[0-9]+", "Ticket 42, 43", Some("42"))]
    #[case("Ticket ([0-9]+)", "Ticket 42", Some("42"))]
    #[case("Ticket( [0-9]+)?", "Ticket none", None)]
    #[case("[0-9]*", "Ticket 42", None)]
    #[case("[0-9]+", "none", None)]
    fn a_capture_is_the_group_or_all_that_fits(#[case] regex: &str, #[case] text: &str, #[case] value: Option<&str>) {
        let place = Place::new(&SourceFile::new("s.yaml", ""), 0..0);
        let name = Spanned { value: "ticket".to_owned(), place };
        let capture = Capture { name, pattern: Arc::new(regex::Regex::new(regex).unwrap()) };
        assert_eq!(capture.of(text), value);
    }

    #[rstest]
    #[case("card.png", None, Some("image/png"))]
    #[case("scans.d/Card.JPG", None, Some("image/jpeg"))]
    #[case("list.csv", Some("text/plain"), Some("text/plain"))]
    #[case("card.bin", None, None)]
    #[case("scans.png/card", None, None)]
    #[case("png", None, None)]
    fn a_type_is_given_or_told_by_the_ending(
        #[case] file: &str,
        #[case] given: Option<&str>,
        #[case] mime: Option<&str>,
    ) {
        let place = Place::new(&SourceFile::new("s.yaml", ""), 0..0);
        let file = Spanned { value: file.to_owned(), place };
        assert_eq!(Attachment { file, media_type: given.map(str::to_owned) }.mime(), mime);
    }
}
