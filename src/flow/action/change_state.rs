//! `changeState` and `jumpToTask`: go on in another container and do not come back.

use super::{Action, Leads};
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::{JUMP_FROM_TASK, JumpFromTask};
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::program::ContainerIndex;

#[derive(Debug)]
struct Go {
    container: Option<ContainerIndex>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Box::new(Go { container: reader.reference("targetStateRef") })
}

pub(super) fn read_jump(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Box::new(Go { container: reader.reference("targetTaskRef") })
}

impl Action for Go {
    fn execute(&self, _: &mut Turn<'_>) -> Result<Next, Fault> {
        let container = self.container.ok_or_else(|| Fault::new("the target is not there"))?;
        match JUMP_FROM_TASK {
            JumpFromTask::DropsCallers => Ok(Next::Go(container)),
        }
    }

    fn leads(&self) -> Leads {
        Leads::Go(self.container)
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    const MORE: &str = "
    - state:
        name: Second
        refId: Second_2
        variables: [ { integerVariable: { name: State.count, initialValue: { lit: 7 } } } ]
        actions: [ { sendResponse: { name: Send, messageBody: { exp: ToString(State.count) } } } ]
  tasks:
    - task:
        name: T
        refId: T_1
        actions: [ { changeState: { name: Go, targetStateRef: '/inboundShortMessage/states/state[Second_2]' } } ]";

    #[test]
    fn a_state_has_its_own_variables_and_does_not_return() {
        let outcome = Flow::new()
            .state_variable("integer", "State.count")
            .actions("- callTask: { name: Call, targetTaskRef: './tasks/task[T_1]' }\n- disconnect: { name: Never }")
            .more(MORE)
            .says("x")
            .run();
        assert_eq!(outcome.path(), ["Call", "  Go", "Send"]);
        assert_eq!(outcome.texts(), ["x", "7"]);
        assert_eq!(outcome.ending, Ending::EndOfState { state: "Second".into() });
    }
}
