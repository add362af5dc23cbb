//! `dataTableLookup`: reads a row of a data table and leaves by `found`, `notFound` or `failure`.

use std::sync::Arc;

use super::Action;
use super::parameters::{CallOutputs, scripted_failure};
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Event, Fault, Next, Step, TableCall, TableReply, Turn};
use crate::flow::expression::Type;
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program, Takes};

const FOUND: usize = 0;
const NOT_FOUND: usize = 1;
const FAILURE: usize = 2;

#[derive(Debug)]
struct DataTableLookup {
    table: Arc<str>,
    key: Argument,
    found: CallOutputs,
    failure: CallOutputs,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let key = reader.required("lookupValue", Type::String);
    let table = reader.named(reader.body().get("dataTable"), "data table");
    let part = |key| table.and_then(|table| table.value.get(key));
    let (found, failure) = (part("foundOutputs"), part("failureOutputs"));
    let lookup = DataTableLookup {
        table: table.map(|table| Arc::from(table.key.text.as_str())).unwrap_or_default(),
        key,
        found: CallOutputs::read(reader, found),
        failure: CallOutputs::read(reader, failure),
    };
    reader.outputs(&["found", "notFound", "failure"]);
    Box::new(lookup)
}

impl Action for DataTableLookup {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let key = turn.text(&self.key)?;
        let key = key.ok_or_else(|| Fault::new("the key of a data table look-up must not be NOT_SET"))?;
        turn.note("table", || self.table.to_string());
        turn.note("lookupValue", || key.to_string());
        if let Some(message) = scripted_failure(turn) {
            self.failure.assign_text(turn, "errorMessage", &message)?;
            return Ok(Next::Leave(FAILURE));
        }
        Ok(Next::Ask(Step::TableLookup(Arc::new(TableCall {
            action: turn.action(),
            table: self.table.clone(),
            key,
            columns: self.found.names(),
        }))))
    }

    fn resume(&self, turn: &mut Turn<'_>, event: Event) -> Result<Next, Fault> {
        Ok(match event {
            Event::Table(TableReply::Found(row)) => {
                self.found.assign_json(turn, &row, &format!("data table `{}`", self.table))?;
                Next::Leave(FOUND)
            }
            Event::Table(TableReply::Failed(message)) => {
                self.failure.assign_text(turn, "errorMessage", &message)?;
                Next::Leave(FAILURE)
            }
            _ => Next::Leave(NOT_FOUND),
        })
    }

    fn bindings(&self, _: &str) -> Vec<(Arc<str>, Type)> {
        self.found.bound()
    }

    fn takes(&self, output: &str) -> Takes {
        if output == "found" { self.found.taken().into() } else { Takes::default() }
    }

    fn input_names(&self) -> Vec<String> {
        ["table", "lookupValue"].map(str::to_owned).to_vec()
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        inventory.resources.push(("table", self.table.clone(), place.clone()));
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    const LOOK_UP: &str = "
- dataTableLookup:
    name: Look up
    lookupValue: { exp: Message.Message.body }
    dataTable: { Prices: { foundOutputs: { price: { var: State.price } } } }
    outputs: { found: { actions: [ { sendResponse: { name: Tell, messageBody: { exp: ToString(State.price) } } } ] } }
- disconnect: { name: Bye }";

    fn flow() -> Flow {
        Flow::new().state_variable("decimal", "State.price").actions(LOOK_UP)
    }

    #[rstest::rstest]
    #[case("tea", &["Look up: found", "Tell", "Bye"])]
    #[case("coal", &["Look up: notFound", "Bye"])]
    fn a_row_is_found_or_not(#[case] says: &str, #[case] path: &[&str]) {
        assert_eq!(flow().table("Prices", "tea", serde_json::json!({"price": 2.5})).says(says).run().path(), path);
    }

    #[test]
    fn a_look_up_can_be_made_to_fail() {
        let flow = flow().table("Prices", "tea", serde_json::json!({"price": 2.5})).failing("Look up", "down");
        assert_eq!(flow.says("tea").run().path(), ["Look up: failure", "Bye"]);
    }

    #[test]
    fn a_table_that_the_world_does_not_have_is_told() {
        let outcome = flow().says("tea").run();
        assert!(matches!(outcome.ending, Ending::Unstubbed { .. }));
        assert!(outcome.problems[0].help.contains("tables:"), "{}", outcome.problems[0].help);
    }
}
