//! How a flow ended, from its exit reason and its last actions. Must not know a document.

use std::sync::Arc;

use crate::trace::{Ending, ErrorCause, Taken, Transfer};

/// The kinds that hand a conversation over.
const TRANSFERS: [&str; 2] = ["transferToAcd", "transferToUser"];

/// How a flow ended whose exit reason is one of the vendor's words (facts: genesys-api.md 6.4); none for a word that says too little.
pub fn ending(reason: Option<&str>, path: &[Taken], queue_id: Option<&str>) -> Option<Ending> {
    let Some(reason) = reason else { return Some(Ending::Waiting) };
    Some(match reason {
        "TRANSFER" => transfer(path, queue_id)?,
        "FLOW_DISCONNECT" => closed(path),
        "FLOW_ERROR_DISCONNECT" | "FLOW_ERROR_EXIT" => failed(path)?,
        "SESSION_EXPIRE_DISCONNECT" => Ending::TimedOut,
        "DISCONNECT" | "USER_EXIT" => Ending::CustomerLeft,
        "FLOW_EXIT" => Ending::Exited { reason: "FLOW_EXIT".into() },
        _ => return None,
    })
}

fn transfer(path: &[Taken], queue_id: Option<&str>) -> Option<Ending> {
    let action = path.iter().rev().find(|taken| TRANSFERS.contains(&&*taken.kind) && taken.error.is_none())?;
    let input =
        |wanted: &str| action.inputs.iter().find(|(name, _)| **name == *wanted).map(|(_, value)| value.as_str());
    let to_user = &*action.kind == "transferToUser";
    let skills = input("skills").map(|skills| skills.split(", ").map(Arc::from).collect()).unwrap_or_default();
    Some(Ending::Transferred(Transfer {
        queue: if to_user { "".into() } else { input("queue").unwrap_or_default().into() },
        queue_id: queue_id.filter(|_| !to_user).map(Arc::from),
        skills,
        language_skill: input("languageSkill").map(Arc::from),
        priority: input("priority").and_then(|text| text.parse().ok()),
        preferred_agents: input("preferredAgents").map(agents).unwrap_or_default(),
        user: to_user.then(|| input("user").unwrap_or_default().into()),
        action: Some(action.id.clone()),
    }))
}

/// A conversation that was handed to a queue by no action: the flow's error handling did, after the last error.
pub fn handed_over_after_error(path: &[Taken], queue: &str) -> Option<Ending> {
    let Ending::Failed(cause) = failed(path)? else { return None };
    Some(Ending::Failed(ErrorCause { handled_by: format!("queue: {queue}"), ..cause }))
}

/// `Ada (7), Grace (3)`.
fn agents(text: &str) -> Vec<(Arc<str>, i64)> {
    let one = |part: &str| {
        let (name, score) = part.strip_suffix(')')?.rsplit_once(" (")?;
        Some((Arc::from(name), score.parse().ok()?))
    };
    text.split(", ").filter_map(one).collect()
}

/// The flow closed the conversation, or its actions ran out, which closes it too.
fn closed(path: &[Taken]) -> Ending {
    let entry = path.first().map(|first| &first.id.flow);
    match path.last() {
        // A bot closes the conversation by the question that it gives up, too.
        Some(last) if &*last.kind == "disconnect" || Some(&last.id.flow) != entry => {
            Ending::Disconnected { action: Some(last.id.clone()) }
        }
        _ => match path.iter().rev().find(|taken| taken.depth == 0) {
            Some(last) => Ending::EndOfState { state: Arc::clone(&last.id.container) },
            None => Ending::Disconnected { action: None },
        },
    }
}

fn failed(path: &[Taken]) -> Option<Ending> {
    let last = path.iter().rev().find(|taken| taken.error.is_some())?;
    let message = last.error.clone().unwrap_or_default();
    Some(Ending::Failed(ErrorCause { action: last.id.clone(), message, handled_by: "disconnect".to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::ActionId;

    fn taken(kind: &str, depth: u16) -> Taken {
        let id = ActionId { flow: "F".into(), container: "Start".into(), name: kind.into(), ordinal: 0 };
        let (kind, inputs) = (kind.into(), Vec::new());
        let (output, called, cause, error) = (None, None, None, None);
        Taken { id, kind, depth, output, called, inputs, assigned: Vec::new(), cause, error }
    }

    #[test]
    fn a_transfer_says_where_to_and_with_what() {
        let mut action = taken("transferToAcd", 0);
        let inputs =
            [("queue", "VIP"), ("skills", "Americas, Gold"), ("priority", "7"), ("preferredAgents", "Ada (7)")];
        action.inputs = inputs.map(|(name, value)| (name.into(), value.to_owned())).to_vec();
        let Some(Ending::Transferred(transfer)) = ending(Some("TRANSFER"), &[action], Some("q-1")) else { panic!() };
        assert_eq!((&*transfer.queue, transfer.queue_id.as_deref(), transfer.priority), ("VIP", Some("q-1"), Some(7)));
        assert_eq!(transfer.skills, [Arc::from("Americas"), Arc::from("Gold")]);
        assert_eq!(transfer.preferred_agents, [(Arc::from("Ada"), 7)]);
    }

    #[test]
    fn a_flow_that_closes_did_so_by_an_action_or_by_its_end() {
        let closes = ending(Some("FLOW_DISCONNECT"), &[taken("sendResponse", 0), taken("disconnect", 0)], None);
        assert!(matches!(closes, Some(Ending::Disconnected { action: Some(_) })));
        let runs_out = ending(Some("FLOW_DISCONNECT"), &[taken("callTask", 0), taken("endTask", 1)], None);
        assert_eq!(runs_out, Some(Ending::EndOfState { state: "Start".into() }));
    }

    #[test]
    fn an_error_is_the_last_action_that_had_one() {
        let mut wrong = taken("updateData", 0);
        wrong.error = Some("no value".to_owned());
        let Some(Ending::Failed(cause)) = ending(Some("FLOW_ERROR_DISCONNECT"), &[wrong], None) else { panic!() };
        assert_eq!((&*cause.action.name, cause.message.as_str()), ("updateData", "no value"));
    }

    #[test]
    fn the_rest_is_in_the_word() {
        for (reason, expected) in [
            (Some("SESSION_EXPIRE_DISCONNECT"), Some(Ending::TimedOut)),
            (Some("USER_EXIT"), Some(Ending::CustomerLeft)),
            (None, Some(Ending::Waiting)),
            (Some("UNKNOWN"), None),
        ] {
            assert_eq!(ending(reason, &[], None), expected);
        }
    }
}
