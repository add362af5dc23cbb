//! `wait`: the flow pauses for a while.

use jiff::SignedDuration;

use super::Action;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Step, Turn};
use crate::flow::expression::{Type, Value};
use crate::flow::program::Argument;

#[derive(Debug)]
struct Wait {
    duration: Argument,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Box::new(Wait { duration: reader.required("duration", Type::Duration) })
}

impl Action for Wait {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let value = turn.input("duration", &self.duration)?;
        let Value::Duration(duration) = value else {
            return Err(Fault::new(format!("a wait needs a duration, not {}", value.quoted())));
        };
        let pause = SignedDuration::from_millis(duration.milliseconds.max(0));
        let until = turn.now().checked_add(pause).map_err(|_| Fault::new("the wait ends beyond the calendar"))?;
        Ok(Next::Ask(Step::Sleep { until }))
    }

    fn input_names(&self) -> Vec<String> {
        vec!["duration".to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    #[rstest::rstest]
    #[case("{ lit: { minutes: 2 } }", 120)]
    #[case("{ exp: 'MakeDuration(0,0,0,8,0)' }", 8)]
    fn the_conversation_s_clock_jumps(#[case] duration: &str, #[case] seconds: i64) {
        let flow =
            Flow::new().actions(&format!("- wait: {{ name: W, duration: {duration} }}\n- disconnect: {{ name: Bye }}"));
        let (before, session) = (flow.now(), flow.session());
        assert_eq!(session.now().duration_since(before).as_secs(), seconds);
        assert!(matches!(session.outcome().ending, Ending::Disconnected { .. }));
    }

    #[test]
    fn a_duration_that_is_not_set_is_an_error() {
        let outcome = Flow::new().actions("- wait: { name: W, duration: { noValue: true } }").run();
        assert!(matches!(outcome.ending, Ending::Failed(_)));
    }
}
