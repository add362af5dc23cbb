//! `communicate`: what a bot says; the bot goes on at once.

use super::Action;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Said, Step, Turn};
use crate::flow::expression::Type;
use crate::flow::program::Argument;
use crate::trace::Speaker;

#[derive(Debug)]
struct Communicate {
    communication: Argument,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Box::new(Communicate { communication: reader.required("communication", Type::Communication) })
}

impl Action for Communicate {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let text = turn.text(&self.communication)?.unwrap_or_default();
        turn.note("text", || text.to_string());
        if text.is_empty() {
            return Ok(Next::Continue);
        }
        Ok(Next::Ask(Step::Say(Said { text, speaker: Speaker::Bot, choices: Vec::new() })))
    }

    fn input_names(&self) -> Vec<String> {
        vec!["text".to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Speaker;

    #[test]
    fn the_bot_speaks() {
        let outcome = Flow::new()
            .actions("- communicate: { name: Hi, communication: { exp: 'MakeCommunication(\"Hello\", \"you\")' } }")
            .says("x")
            .run();
        let last = outcome.transcript.last().unwrap();
        assert_eq!((last.speaker, &*last.text), (Speaker::Bot, "Hello you"));
    }
}
