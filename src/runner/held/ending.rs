//! How a conversation that somebody else held ended: as its flow's execution says, else as the conversation does.

use crate::evidence::observe::handed_over_after_error;
use crate::evidence::{Origin, Part};
use crate::trace::{Ending, Taken, Transfer};
use crate::wire::platform::{MessagingConversation, MessagingParticipant};

/// Why the customer is gone, where it was not the customer's doing (facts: genesys-api.md section 5, `disconnectType`).
const BY_OTHERS: [&str; 4] = ["system", "timeout", "session.expired", "transfer"];

/// `executed` is how the last execution ended, where that is known; `path` is the way that the flow took.
pub(super) fn ending(executed: Option<Ending>, conversation: &MessagingConversation, path: &[Taken]) -> Part<Ending> {
    let left = conversation.customer().is_some_and(by_customer);
    match executed {
        // Somebody else ended a conversation in which the flow still waited: to the customer, it waits.
        Some(Ending::CustomerLeft) if !left => Part::seen(Ending::Waiting, Origin::Derived),
        Some(how) => Part::seen(how, Origin::ExecutionData),
        None => match ending_of(conversation, path) {
            Some(how) => Part::seen(how, Origin::Conversation),
            None => Part::Unverifiable("nobody said how the conversation ended".to_owned()),
        },
    }
}

fn by_customer(customer: &MessagingParticipant) -> bool {
    let reasons = customer.messages.iter().filter_map(|one| one.disconnect_type.as_deref());
    let mut reasons = customer.disconnect_type.as_deref().into_iter().chain(reasons).peekable();
    reasons.peek().is_some() && reasons.all(|reason| !BY_OTHERS.contains(&reason))
}

/// As far as the conversation tells.
fn ending_of(conversation: &MessagingConversation, path: &[Taken]) -> Option<Ending> {
    let queue = conversation.participants.iter().rev().find(|one| one.purpose.as_deref() == Some("acd"));
    if let Some(queue) = queue {
        let name = queue.queue.as_ref().and_then(|queue| queue.name.as_deref()).or(queue.queue_name.as_deref());
        let queue = name.or(queue.name.as_deref()).unwrap_or_default();
        let after_error = handed_over_after_error(path, queue);
        let by_flow = || Ending::Transferred(Transfer { queue: queue.into(), ..Transfer::default() });
        return Some(after_error.unwrap_or_else(by_flow));
    }
    if !conversation.is_over() {
        return Some(Ending::Waiting);
    }
    let customer = conversation.customer()?;
    if by_customer(customer) {
        return Some(Ending::CustomerLeft);
    }
    match customer.disconnect_type.as_deref()? {
        "timeout" | "session.expired" => Some(Ending::TimedOut),
        "system" => Some(Ending::Disconnected { action: None }),
        _ => None,
    }
}
