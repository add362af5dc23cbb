//! `disconnect`: the flow closes the conversation.

use super::{Action, Leads};
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::trace::Ending;

#[derive(Debug)]
struct Disconnect;

pub(super) fn read(_: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Box::new(Disconnect)
}

impl Action for Disconnect {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        Ok(Next::End(Ending::Disconnected { action: Some(turn.node().id.clone()) }))
    }

    fn leads(&self) -> Leads {
        Leads::Ends
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    #[rstest::rstest]
    #[case("- disconnect: { name: Bye }", "Bye")]
    #[case("- disconnect: { none: true }", "disconnect")]
    #[case("- disconnect", "disconnect")]
    fn every_form_ends_the_flow(#[case] actions: &str, #[case] name: &str) {
        let outcome = Flow::new().actions(&format!("{actions}\n- disconnect: {{ name: Never }}")).run();
        assert_eq!(outcome.path(), [name]);
        assert!(matches!(&outcome.ending, Ending::Disconnected { action: Some(action) } if &*action.name == name));
    }
}
