//! `loop`: repeats its actions, counting rounds in a variable.

use super::{Action, Leads};
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::{Type, Value};
use crate::flow::program::{Argument, Target};

#[derive(Debug)]
struct Loop {
    index: Option<Target>,
    count: Argument,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let index = reader.target("currentIndex");
    let count = reader.required("loopCount", Type::Integer);
    reader.inside_loop(|reader| reader.outputs(&["loop"]));
    Box::new(Loop { index, count })
}

impl Action for Loop {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let count = turn.integer("the count of a loop", &self.count)?;
        let count = count.ok_or_else(|| Fault::new("the count of a loop must not be NOT_SET"))?;
        turn.note("loopCount", || count.to_string());
        let body = turn.node().outputs.first().and_then(|output| output.branch);
        Ok(body.filter(|_| count > 0).map_or(Next::Continue, |body| Next::Loop { body, count }))
    }

    fn round(&self, turn: &mut Turn<'_>, index: i64) -> Result<(), Fault> {
        self.index.as_ref().map_or(Ok(()), |target| turn.assign(target, Value::Integer(index)))
    }

    fn input_names(&self) -> Vec<String> {
        vec!["loopCount".to_owned()]
    }

    fn leads(&self) -> Leads {
        Leads::Past
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    fn flow(count: &str, inside: &str) -> Flow {
        let actions = format!(
            "
- loop:
    name: Rounds
    currentIndex: {{ var: State.i }}
    loopCount: {count}
    outputs:
      loop:
        actions:
{inside}          - sendResponse: {{ name: Send, messageBody: {{ exp: ToString(State.i) }} }}
- disconnect: {{ name: Bye }}"
        );
        Flow::new().state_variable("integer", "State.i").actions(&actions).says("go")
    }

    #[test]
    fn the_index_starts_at_0_and_the_loop_rejoins() {
        let outcome = flow("{ lit: 3 }", "").run();
        assert_eq!(outcome.texts(), ["go", "0", "1", "2"]);
        assert_eq!(outcome.path(), ["Rounds: loop", "Send", "Send", "Send", "Bye"]);
    }

    #[test]
    fn no_round_is_no_output() {
        assert_eq!(flow("{ lit: 0 }", "").run().path(), ["Rounds", "Bye"]);
        assert_eq!(flow("{ exp: '0 - 1' }", "").run().path(), ["Rounds", "Bye"]);
    }

    #[test]
    fn next_and_exit_may_stand_in_branches() {
        let decide = |when: &str, kind: &str| {
            format!(
                "          - decision: {{ name: D, condition: {{ exp: 'State.i == {when}' }}, outputs: {{ yes: {{ actions: [ {{ {kind}: {{ name: K }} }} ] }} }} }}\n"
            )
        };
        assert_eq!(flow("{ lit: 4 }", &decide("1", "loopNext")).run().texts(), ["go", "0", "2", "3"]);
        assert_eq!(flow("{ lit: 4 }", &decide("1", "loopExit")).run().texts(), ["go", "0"]);
    }

    #[test]
    fn a_count_that_is_not_set_is_an_error_and_too_many_rounds_end_the_flow() {
        assert!(matches!(flow("{ exp: State.i }", "").run().ending, Ending::Failed(_)));
        let outcome = flow("{ lit: 999999999 }", "").run();
        assert_eq!(outcome.ending, Ending::StepLimit);
        assert_eq!(outcome.trace.taken.len(), 10_000);
    }

    #[test]
    fn a_loop_without_actions_ends_at_once() {
        let outcome = Flow::new().actions("- loop: { name: L, loopCount: { lit: 999999999 }, outputs: { loop: { actions: [] } } }\n- disconnect: { name: Bye }").run();
        assert!(matches!(outcome.ending, Ending::Disconnected { .. }));
    }

    #[test]
    fn outside_a_loop_they_are_mistakes() {
        assert_eq!(
            Flow::new().actions("- loopNext: { name: N }\n- loopExit: { name: E }").codes(),
            ["FP0413", "FP0413"]
        );
    }
}
