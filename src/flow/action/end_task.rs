//! `endTask`: returns from a task by one of its output paths.

use std::sync::Arc;

use super::{Action, Leads};
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::TASK_RUNS_OUT;
use crate::flow::engine::{Fault, Next, Turn};
use crate::yaml::Node;

#[derive(Debug)]
struct EndTask {
    output: Arc<str>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    if let Some(path) = reader.body().get("outputPath") {
        reader.note_read(path);
    }
    let output = reader.body().path(&["outputPath", "name"]).and_then(Node::as_text).unwrap_or(TASK_RUNS_OUT);
    Box::new(EndTask { output: output.into() })
}

impl Action for EndTask {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        turn.note("outputPath", || self.output.to_string());
        Ok(Next::EndTask(self.output.clone()))
    }

    fn input_names(&self) -> Vec<String> {
        vec!["outputPath".to_owned()]
    }

    fn leads(&self) -> Leads {
        Leads::Returns(self.output.clone())
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    #[test]
    fn without_a_caller_the_actions_have_run_out() {
        let outcome = Flow::new().actions("- endTask: { name: End }\n- disconnect: { name: Never }").run();
        assert_eq!(outcome.ending, Ending::EndOfState { state: "Start".into() });
    }
}
