//! `addFlowMilestone`: notes that the flow got as far as a milestone.

use super::Action;
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program};
use crate::trace::Milestone;

#[derive(Debug)]
struct AddFlowMilestone {
    milestone: Argument,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let milestone = reader.name_in(&["flowMilestone", "milestone", "flowMilestoneName", "flowMilestoneId"]);
    Box::new(AddFlowMilestone { milestone })
}

impl Action for AddFlowMilestone {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let name = turn.text(&self.milestone)?.ok_or_else(|| Fault::new("the flow milestone must not be NOT_SET"))?;
        turn.note("flowMilestone", || name.to_string());
        let (deeds, at, action) = turn.deeds();
        deeds.milestones.push(Milestone { name, at, action });
        Ok(Next::Continue)
    }

    fn input_names(&self) -> Vec<String> {
        vec!["flowMilestone".to_owned()]
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        inventory.milestones.extend(self.milestone.literal_text().map(|name| (name, place.clone())));
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    #[test]
    fn milestones_are_kept_in_order_with_their_times() {
        let outcome = Flow::new()
            .actions(
                "
- addFlowMilestone: { name: One, flowMilestone: { lit: { name: Asked } } }
- wait: { name: W, duration: { lit: { minutes: 1 } } }
- addFlowMilestone: { name: Two, theMilestone: { lit: { name: Paid } } }
- disconnect: { name: Bye }",
            )
            .at("2026-11-23T10:00:00Z")
            .run();
        let reached = outcome.deeds.milestones.iter().map(|one| (&*one.name, one.at.to_string()));
        let expected = [("Asked", "2026-11-23T10:00:00Z".to_owned()), ("Paid", "2026-11-23T10:01:00Z".to_owned())];
        assert_eq!(reached.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn one_that_is_not_set_is_an_error() {
        let outcome = Flow::new().actions("- addFlowMilestone: { name: One, flowMilestone: { noValue: true } }").run();
        assert!(matches!(outcome.ending, Ending::Failed(_)));
    }
}
