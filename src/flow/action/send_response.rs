//! `sendResponse`: a message to the customer; the flow goes on at once.

use std::sync::Arc;

use super::Action;
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::{EMPTY_MESSAGE, EmptyMessage};
use crate::flow::engine::{Fault, Next, Said, Step, Turn};
use crate::flow::expression::Type;
use crate::flow::program::Argument;
use crate::trace::Speaker;

#[derive(Debug)]
struct SendResponse {
    body: Argument,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Box::new(SendResponse { body: reader.required("messageBody", Type::String) })
}

impl Action for SendResponse {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let text = turn.text(&self.body)?.unwrap_or_default();
        turn.note("text", || text.to_string());
        match EMPTY_MESSAGE {
            EmptyMessage::NotSent if text.is_empty() => Ok(Next::Continue),
            EmptyMessage::NotSent => {
                Ok(Next::Ask(Step::Say(Said { text, speaker: Speaker::Flow, choices: Vec::new() })))
            }
        }
    }

    fn says(&self) -> Option<Arc<str>> {
        self.body.literal_text()
    }

    fn input_names(&self) -> Vec<String> {
        vec!["text".to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    #[test]
    fn the_text_reaches_the_customer_and_the_trace() {
        let outcome = Flow::new()
            .actions("- sendResponse: { name: Hi, messageBody: { exp: '\"Hello \" + Message.Message.body' } }")
            .says("Ada")
            .run();
        assert_eq!(outcome.texts(), ["Ada", "Hello Ada"]);
        assert_eq!(outcome.trace.taken[0].inputs, [("text".into(), "Hello Ada".to_owned())]);
    }

    #[test]
    fn an_empty_message_is_not_sent() {
        let outcome = Flow::new().actions("- sendResponse: { name: Hi, messageBody: { lit: \"\" } }").says("x").run();
        assert_eq!(outcome.texts(), ["x"]);
    }

    #[test]
    fn a_message_without_body_is_a_mistake() {
        assert_eq!(Flow::new().actions("- sendResponse: { name: Hi }").codes(), ["FP0402"]);
    }
}
