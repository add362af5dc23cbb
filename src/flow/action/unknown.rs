//! An action of a kind that cannot be executed here. Reaching it ends the execution and says so.

use std::sync::Arc;

use super::{Action, Leads};
use crate::flow::engine::{Fault, Next, Turn};
use crate::trace::Ending;

/// The kind, as the file names it.
#[derive(Debug)]
pub(crate) struct Unknown {
    pub(crate) kind: Arc<str>,
}

impl Action for Unknown {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let action = turn.node().id.clone();
        Ok(Next::End(Ending::Unsupported { action, kind: self.kind.clone() }))
    }

    fn leads(&self) -> Leads {
        Leads::Unknown
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    #[test]
    fn reaching_one_is_told_and_not_reaching_one_is_not() {
        let outcome = Flow::new().actions("- playAudio: { name: Hello, audio: { tts: hi } }").run();
        assert!(matches!(&outcome.ending, Ending::Unsupported { kind, .. } if &**kind == "playAudio"));
        let skipped = "- decision: { name: D, condition: { lit: false }, outputs: { yes: { actions: [ { playAudio: { name: A } } ] } } }\n- disconnect: { name: Bye }";
        let outcome = Flow::new().actions(skipped).run();
        assert!(matches!(outcome.ending, Ending::Disconnected { .. }));
    }
}
