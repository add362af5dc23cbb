//! `setUtilizationLabel` and `clearUtilizationLabel`: a label that weighs on how much an agent can take at once. It is noted.

use super::Action;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::program::Argument;

#[derive(Debug)]
struct SetUtilizationLabel {
    label: Argument,
}

#[derive(Debug)]
struct ClearUtilizationLabel;

pub(super) fn read_set(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let label = reader.name_in(&["utilizationLabel", "label", "utilizationLabelName", "utilizationLabelId"]);
    Box::new(SetUtilizationLabel { label })
}

pub(super) fn read_clear(_: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Box::new(ClearUtilizationLabel)
}

impl Action for SetUtilizationLabel {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let label = turn.text(&self.label)?.ok_or_else(|| Fault::new("the utilization label must not be NOT_SET"))?;
        turn.note("utilizationLabel", || label.to_string());
        turn.did([("utilizationLabel", Some(label.to_string()))]);
        Ok(Next::Continue)
    }

    fn input_names(&self) -> Vec<String> {
        vec!["utilizationLabel".to_owned()]
    }
}

impl Action for ClearUtilizationLabel {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        turn.did([]);
        Ok(Next::Continue)
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    #[test]
    fn a_label_is_noted_and_so_is_its_end() {
        let actions = "
- setUtilizationLabel: { name: Set, utilizationLabel: { lit: { name: Long talks } } }
- clearUtilizationLabel: { name: Clear }
- disconnect: { name: Bye }";
        let outcome = Flow::new().actions(actions).run();
        let noted: Vec<_> = outcome.deeds.others.iter().map(|deed| (&*deed.kind, deed.details.len())).collect();
        assert_eq!(noted, [("setUtilizationLabel", 1), ("clearUtilizationLabel", 0)]);
        assert_eq!(outcome.deeds.others[0].details[0].1, "Long talks");
    }

    #[test]
    fn a_label_that_is_not_set_is_an_error() {
        let outcome =
            Flow::new().actions("- setUtilizationLabel: { name: Set, utilizationLabel: { noValue: true } }").run();
        assert!(matches!(outcome.ending, Ending::Failed(_)));
    }
}
