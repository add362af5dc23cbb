//! Question 9: as what a message flow takes part in its conversation. Must not know how the conversation was begun.

use super::Question;
use super::prober::Prober;
use crate::genesys::ClientError;
use crate::wire::platform::MessagingConversation;

/// Who is no flow.
const PEOPLE: [&str; 3] = ["customer", "agent", "user"];

impl Prober<'_> {
    /// Reads who takes part, by both ways to read a conversation.
    pub async fn purpose(&mut self, id: &str) {
        let general = self.sandbox.client.org_conversation(id).await;
        let messaging = self.sandbox.client.messaging_conversation(id).await;
        let says = |read: &Result<MessagingConversation, ClientError>| match read {
            Ok(conversation) => listed(&purposes(conversation)),
            Err(error) => format!("not readable ({error})"),
        };
        let read = general.as_ref().or(messaging.as_ref());
        let Ok(read) = read else {
            let why = format!("the conversation is not readable: {}", says(&general));
            return self.findings.open(Question::Purpose, why);
        };
        let all = purposes(read);
        let flow: Vec<String> = all.iter().filter(|one| !PEOPLE.contains(&one.as_str())).cloned().collect();
        let flow = if flow.is_empty() {
            "the flow has no participant of its own".to_owned()
        } else {
            format!("the flow is {}", listed(&flow))
        };
        let both = format!(
            "{flow}; conversations/{{id}} lists {}, conversations/messages/{{id}} lists {}",
            says(&general),
            says(&messaging)
        );
        self.findings.measured(Question::Purpose, both);
    }
}

fn purposes(conversation: &MessagingConversation) -> Vec<String> {
    conversation.participants.iter().map(|one| one.purpose.clone().unwrap_or_else(|| "none".to_owned())).collect()
}

fn listed(words: &[String]) -> String {
    if words.is_empty() {
        return "nobody".to_owned();
    }
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
