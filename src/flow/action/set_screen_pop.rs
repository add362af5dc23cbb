//! `setScreenPop`: gives the agent's screen a script with inputs. The customer sees nothing of it.

use std::sync::Arc;

use super::Action;
use super::parameters::CallInputs;
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::inventory::Inventory;
use crate::flow::program::Program;

#[derive(Debug)]
struct SetScreenPop {
    script: Option<Arc<str>>,
    inputs: CallInputs,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let entries = reader.entries(reader.body().get("screenPopScript"));
    let script = entries.first().map(|entry| Arc::from(entry.key.text.as_str()));
    let inputs = CallInputs::read(reader, entries.first().and_then(|entry| entry.value.get("inputs")));
    Box::new(SetScreenPop { script, inputs })
}

impl Action for SetScreenPop {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        if let Some(script) = &self.script {
            turn.note("script", || script.to_string());
        }
        self.inputs.evaluate(turn)?;
        Ok(Next::Continue)
    }

    fn input_names(&self) -> Vec<String> {
        let script = self.script.iter().map(|_| "script".to_owned());
        script.chain(self.inputs.names().iter().map(ToString::to_string)).collect()
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        inventory.resources.extend(self.script.iter().map(|script| ("script", script.clone(), place.clone())));
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    #[test]
    fn script_and_inputs_are_in_the_trace() {
        let actions = "- setScreenPop: { name: Pop, screenPopScript: { CRM script: { inputs: { First Name: { exp: Message.Message.body }, Flag: { lit: 0 } } } } }";
        let outcome = Flow::new().actions(actions).says("Ada").run();
        let inputs: Vec<_> =
            outcome.trace.taken[0].inputs.iter().map(|(name, text)| (&**name, text.as_str())).collect();
        assert_eq!(inputs, [("script", "CRM script"), ("First Name", "Ada"), ("Flag", "0")]);
    }
}
