//! Questions 1 and 2: where the attributes of a message arrive. Must not know how the message was sent.

use std::time::Duration;

use jiff::Timestamp;

use super::Question;
use super::findings::enough;
use super::locate::Waits;
use super::prober::Prober;
use crate::project::{AttributeKeys, AttributesSent, Habits};
use crate::scenario::show_duration;
use crate::wire::platform::MessagingConversation;

/// Where an attribute stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stands {
    /// What stands before its name.
    pub prefix: String,
    /// With whom.
    pub purpose: String,
}

/// Looks for an attribute, under whatever prefix, with all who take part.
pub(super) fn stands(conversation: &MessagingConversation, name: &str) -> Option<Stands> {
    conversation.participants.iter().find_map(|one| {
        let prefix = one.attributes.keys().find_map(|key| key.strip_suffix(name))?;
        let purpose = one.purpose.clone().unwrap_or_else(|| "none".to_owned());
        Some(Stands { prefix: prefix.to_owned(), purpose })
    })
}

impl Prober<'_> {
    /// Reads the conversation until the attributes have come, and says how.
    pub async fn attribute_key_and_place(&mut self, id: &str, began: Timestamp, beside: &str, within: &str) {
        match self.arrived(id, began, beside, within).await {
            Ok((found, lag)) => self.say(&found, lag),
            Err(why) => {
                self.findings.open(Question::AttributeKey, why.clone());
                self.findings.open(Question::AttributePlace, why);
            }
        }
    }

    async fn arrived(
        &self,
        id: &str,
        began: Timestamp,
        beside: &str,
        within: &str,
    ) -> Result<([Option<Stands>; 2], Duration), String> {
        let (limit, asked) = (self.sandbox.settings.habits.attributes(), self.now());
        let mut waits = Waits::new();
        let mut lag = None;
        loop {
            let read = self.sandbox.client.messaging_conversation(id).await.map_err(|error| error.to_string())?;
            let found = [stands(&read, beside), stands(&read, within)];
            match (&found, lag) {
                ([Some(_), Some(_)], _) => return Ok((found, lag.unwrap_or_else(|| self.since(began)))),
                // What came from one place may be followed by what came from the other.
                ([None, None], _) => {}
                (_, None) => lag = Some(self.since(began)),
                (_, Some(lag)) => return Ok((found, lag)),
            }
            if self.since(asked) >= limit {
                return match lag {
                    Some(lag) => Ok((found, lag)),
                    None => Err(format!(
                        "neither attribute had arrived after {}: of what a guest sends nothing can be expected",
                        show_duration(limit)
                    )),
                };
            }
            let wait = if lag.is_some() { self.sandbox.settings.habits.quiet() } else { waits.next() };
            self.sleep(wait).await;
        }
    }

    fn say(&mut self, found: &[Option<Stands>; 2], lag: Duration) {
        let Some(one) = found.iter().flatten().next() else { return };
        let (under, keys) = match one.prefix.as_str() {
            "" => ("under its own name".to_owned(), Some(AttributeKeys::Bare)),
            "context." => ("behind `context.`".to_owned(), Some(AttributeKeys::Context)),
            other => (format!("behind `{other}`, which flowproof does not read"), None),
        };
        let lag_shown = show_duration(lag);
        let says = format!("{under}, with the participant of purpose `{}`, {lag_shown} after the message", one.purpose);
        self.findings.measured(Question::AttributeKey, says);
        self.findings.habits.attribute_keys = keys;
        self.findings.habits.attributes = enough(lag, Habits::default().attributes());
        let (says, sent) = match found {
            [Some(_), Some(_)] => ("from both places", AttributesSent::Beside),
            [Some(_), None] => ("from beside the message alone", AttributesSent::Beside),
            _ => ("from within the message alone", AttributesSent::Within),
        };
        self.findings.measured(Question::AttributePlace, says);
        self.findings.habits.attributes_sent = Some(sent);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_attribute_is_found_behind_any_prefix_and_with_anyone() {
        let conversation: MessagingConversation = serde_json::from_value(json!({ "participants": [
            { "purpose": "customer", "attributes": { "context.tier": "gold" } },
            { "purpose": "workflow", "attributes": { "x_probe": "1" } },
        ] }))
        .unwrap();
        let found = |name| stands(&conversation, name).map(|one| (one.prefix, one.purpose));
        assert_eq!(found("tier"), Some(("context.".to_owned(), "customer".to_owned())));
        assert_eq!(found("x_probe"), Some((String::new(), "workflow".to_owned())));
        assert_eq!(found("region"), None);
    }
}
