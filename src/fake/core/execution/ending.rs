//! How an execution ended, in the vendor's words and in ours. Must not know a document.

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::trace::Ending;
use crate::wire::SimulationEnding;

/// Error handling that hands over to a queue says so before the queue's name.
pub const HANDED_TO: &str = "queue: ";

/// Error handling that lets the caller of a flow go on.
const EXIT: &str = "exit";

/// The vendor's word for it (facts: genesys-api.md 6.4); none while it goes on. Which of the words a flow ends with is said nowhere. Decided:
/// a customer who leaves is `DISCONNECT`, since `USER_EXIT` is a bot's; actions that run out disconnect; an error that a queue takes over is
/// a transfer; and what only the fake knows (an action without a stub or a meaning, too many actions) is a flow's error.
pub fn exit_reason(ending: &Ending) -> Option<&'static str> {
    Some(match ending {
        Ending::Transferred(_) => "TRANSFER",
        Ending::Disconnected { .. } | Ending::EndOfState { .. } => "FLOW_DISCONNECT",
        Ending::Exited { .. } => "FLOW_EXIT",
        Ending::Failed(cause) if cause.handled_by.starts_with(HANDED_TO) => "TRANSFER",
        Ending::Failed(cause) if cause.handled_by == EXIT => "FLOW_ERROR_EXIT",
        Ending::Failed(_) | Ending::StepLimit | Ending::Unsupported { .. } | Ending::Unstubbed { .. } => {
            "FLOW_ERROR_DISCONNECT"
        }
        Ending::TimedOut => "SESSION_EXPIRE_DISCONNECT",
        Ending::CustomerLeft => "DISCONNECT",
        Ending::Waiting => return None,
    })
}

/// The recorded ending, with its type apart.
pub fn ending(ending: &Ending) -> SimulationEnding {
    let mut details: IndexMap<_, _> = match serde_json::to_value(ending) {
        Ok(Json::Object(fields)) => fields.into_iter().collect(),
        _ => IndexMap::new(),
    };
    let kind = details.shift_remove("type").and_then(|kind| kind.as_str().map(str::to_owned));
    SimulationEnding { kind: kind.unwrap_or_default(), details }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::trace::{ActionId, ErrorCause, Transfer};

    fn failed(handled_by: &str) -> Ending {
        let action = ActionId { flow: "f".into(), container: "c".into(), name: "a".into(), ordinal: 0 };
        Ending::Failed(ErrorCause { action, message: "m".to_owned(), handled_by: handled_by.to_owned() })
    }

    #[rstest]
    #[case(Ending::Transferred(Transfer::default()), Some("TRANSFER"))]
    #[case(Ending::Disconnected { action: None }, Some("FLOW_DISCONNECT"))]
    #[case(Ending::Exited { reason: "done".into() }, Some("FLOW_EXIT"))]
    #[case(failed("disconnect"), Some("FLOW_ERROR_DISCONNECT"))]
    #[case(failed("queue: Support"), Some("TRANSFER"))]
    #[case(failed("exit"), Some("FLOW_ERROR_EXIT"))]
    #[case(Ending::StepLimit, Some("FLOW_ERROR_DISCONNECT"))]
    #[case(Ending::TimedOut, Some("SESSION_EXPIRE_DISCONNECT"))]
    #[case(Ending::CustomerLeft, Some("DISCONNECT"))]
    #[case(Ending::Waiting, None)]
    fn endings_have_the_vendors_words(#[case] ending: Ending, #[case] expected: Option<&str>) {
        assert_eq!(exit_reason(&ending), expected);
    }

    #[test]
    fn an_ending_says_its_type_and_its_details() {
        let ending = ending(&failed("disconnect"));
        assert_eq!((ending.kind.as_str(), ending.details.get("message")), ("failed", Some(&Json::from("m"))));
    }
}
