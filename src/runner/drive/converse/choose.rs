//! Which answer a label means, among those that the latest messages offer. Must not know the wire.

use crate::trace::{Choice, ChoiceKind, Line, Speaker};
use crate::wire::guest::ButtonResponse;

/// The choice of that label: in the latest message that offers any, in any letter case where no label is the same to the letter.
pub fn choice<'l>(lines: &'l [Line], label: &str) -> Result<&'l Choice, String> {
    let offering = |line: &&Line| line.speaker != Speaker::Customer && !line.choices.is_empty();
    let Some(line) = lines.iter().rev().take_while(|line| line.speaker != Speaker::Customer).find(offering) else {
        return Err("no message since the customer's last offers a choice".to_owned());
    };
    let exact = line.choices.iter().find(|choice| *choice.label == *label);
    let found = exact.or_else(|| line.choices.iter().find(|choice| choice.label.eq_ignore_ascii_case(label)));
    found.ok_or_else(|| format!("offered are {}", line.labels().collect::<Vec<_>>().join(", ")))
}

/// What is sent for a choice.
pub fn response(choice: &Choice) -> ButtonResponse {
    let kind = match choice.kind {
        ChoiceKind::QuickReply => "QuickReply",
        ChoiceKind::Card => "Button",
        ChoiceKind::ListItem => "ListPicker",
        ChoiceKind::Date => "DatePicker",
    };
    ButtonResponse {
        kind: kind.to_owned(),
        text: choice.label.to_string(),
        payload: choice.payload.to_string(),
        originating_message_id: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(speaker: Speaker, labels: &[&str]) -> Line {
        Line { speaker, text: "?".into(), choices: labels.iter().map(|label| Choice::quick_reply(*label)).collect() }
    }

    #[test]
    fn the_latest_offer_counts_and_its_letter_case_does_not() {
        let lines = [line(Speaker::Bot, &["Old"]), line(Speaker::Bot, &["Yes", "No"]), line(Speaker::Bot, &[])];
        assert_eq!(&*choice(&lines, "yes").unwrap().label, "Yes");
        assert_eq!(choice(&lines, "Old").unwrap_err(), "offered are Yes, No");
    }

    #[test]
    fn what_was_answered_is_offered_no_more() {
        let lines = [line(Speaker::Bot, &["Yes"]), line(Speaker::Customer, &[])];
        assert!(choice(&lines, "Yes").unwrap_err().contains("no message"));
    }
}
