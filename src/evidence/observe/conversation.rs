//! The conversation read back: the customer's attributes (the seed's third step).

use crate::evidence::{Evidence, Origin, Part};
use crate::wire::Conversation;

/// Takes the customer's attributes as those that arrived. The customer is the participant of that purpose; an answer that names no
/// purposes means its first participant, as the seed reads it.
pub fn observe_conversation(evidence: &mut Evidence, conversation: &Conversation) {
    let participants = &conversation.participants;
    let customer =
        participants.iter().find(|one| one.purpose.as_deref() == Some("customer")).or_else(|| participants.first());
    evidence.conversation_id = Some(conversation.id.clone());
    evidence.arrived = match customer {
        Some(customer) => Part::seen(customer.attributes.clone(), Origin::Conversation),
        None => Part::Unverifiable("the conversation has no participants".to_owned()),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Participant;
    use indexmap::IndexMap;

    fn participant(purpose: Option<&str>, value: &str) -> Participant {
        Participant {
            id: "p".into(),
            purpose: purpose.map(str::to_owned),
            attributes: IndexMap::from([("tier".to_owned(), value.to_owned())]),
            ..Participant::default()
        }
    }

    fn arrived(participants: Vec<Participant>) -> Option<String> {
        let conversation =
            Conversation { id: "c".into(), start_time: None, end_time: None, participants, self_uri: None };
        let mut evidence = Evidence::default();
        observe_conversation(&mut evidence, &conversation);
        evidence.arrived.value().and_then(|map| map.get("tier").cloned())
    }

    #[test]
    fn the_customer_is_found_by_purpose_else_first() {
        assert_eq!(
            arrived(vec![participant(Some("acd"), "x"), participant(Some("customer"), "Gold")]),
            Some("Gold".into())
        );
        assert_eq!(arrived(vec![participant(None, "Gold"), participant(None, "x")]), Some("Gold".into()));
        assert_eq!(arrived(vec![]), None);
    }
}
