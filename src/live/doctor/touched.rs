//! What a flow would really touch and flowproof.yaml does not list. Must not ask the org.

use super::exam::{Exam, Of};
use super::{Check, Subject};

/// Things that one line names.
const NAMED: usize = 8;

impl Exam<'_> {
    /// Looks at one flow.
    pub fn touched(&mut self, subject: &Subject) {
        let of = Of(Check::Touches, Some(&subject.key));
        if subject.touches.is_empty() && !subject.computed_queues.is_empty() {
            let places = listed(&subject.computed_queues);
            let message = format!(
                "all that the flow names may be touched; but it computes a queue's name, and may ring any ({places})"
            );
            let help = "look at which queues it can come to, or test it where all of them may ring";
            return self.warn(of, message, [help]);
        }
        if subject.touches.is_empty() {
            return self.ok(of, "all queues and data actions that the flow names may be touched");
        }
        let message = format!("scenarios of this flow are skipped: it may touch {}", listed(&subject.touches));
        self.warn(of, message, ["list them in flowproof.yaml if they may really ring and be called in this org"]);
    }
}

/// Some of many, and how many more.
pub(super) fn listed(all: &[String]) -> String {
    let some = all.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(NAMED) {
        0 => some,
        more => format!("{some} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_cut() {
        let all: Vec<String> = (1..=10).map(|number| number.to_string()).collect();
        assert_eq!(listed(&all), "1, 2, 3, 4, 5, 6, 7, 8 and 2 more");
        assert_eq!(listed(&all[..2]), "1, 2");
    }
}
