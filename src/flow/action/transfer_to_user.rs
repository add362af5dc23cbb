//! `transferToUser`: hands a work item or a call to one user. Success leaves the flow; a failure leaves by `failure`.

use super::Action;
use super::parameters::FailureOutputs;
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::TRANSFER_ERROR_TYPE;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::{ResourceKind, Type, Value};
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program};
use crate::trace::{Ending, Transfer};

const FAILURE: usize = 0;

#[derive(Debug)]
struct TransferToUser {
    user: Argument,
    failure: FailureOutputs,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let user = reader.required_in(&["targetUser", "user"], Type::Resource(ResourceKind::User));
    let action = TransferToUser { user, failure: FailureOutputs::read(reader) };
    reader.outputs(&["failure"]);
    Box::new(action)
}

impl Action for TransferToUser {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let user = match turn.input("user", &self.user)? {
            Value::Resource(user) => user,
            value if value.is_not_set() => {
                self.failure.assign(turn, TRANSFER_ERROR_TYPE, "the user is NOT_SET")?;
                return Ok(Next::Leave(FAILURE));
            }
            other => return Err(Fault::new(format!("a transfer needs a user, not {}", other.quoted()))),
        };
        if self.failure.scripted(turn)? {
            return Ok(Next::Leave(FAILURE));
        }
        let action = Some(turn.node().id.clone());
        Ok(Next::End(Ending::Transferred(Transfer { user: Some(user.name), action, ..Transfer::default() })))
    }

    fn input_names(&self) -> Vec<String> {
        vec!["user".to_owned()]
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        inventory.resources.extend(self.user.literal_text().map(|name| ("user", name, place.clone())));
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    fn flow(user: &str) -> Flow {
        Flow::new()
            .actions(&format!("- transferToUser: {{ name: T, targetUser: {user} }}\n- disconnect: {{ name: Bye }}"))
    }

    #[test]
    fn success_leaves_the_flow_and_a_failure_goes_on() {
        let outcome = flow("{ lit: { name: Ada } }").run();
        assert!(matches!(&outcome.ending, Ending::Transferred(to) if to.user.as_deref() == Some("Ada")));
        assert_eq!(flow("{ lit: { name: Ada } }").failing("T", "away").run().path(), ["T: failure", "Bye"]);
        assert_eq!(flow("{ exp: 'FindUserById(\"u-9\")' }").run().path(), ["T: failure", "Bye"]);
    }
}
