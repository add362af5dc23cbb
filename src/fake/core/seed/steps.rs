//! One action taken as an entry of the simulation's `steps`.

use crate::trace::Taken;
use crate::wire::SimulationStep;

use crate::fake::core::execution::step_type;

/// The entry.
pub fn step(taken: &Taken) -> SimulationStep<&Taken> {
    SimulationStep {
        id: taken.id.to_string(),
        step_type: step_type(&taken.kind),
        name: Some(taken.id.name.to_string()),
        result: result(taken),
        output: taken.output.as_ref().map(ToString::to_string),
        recorded: Some(taken),
    }
}

/// What came of it, in words: the error, the output, the queue, the text sent, the values written.
fn result(taken: &Taken) -> Option<String> {
    if let Some(error) = &taken.error {
        return Some(error.clone());
    }
    if let Some(output) = &taken.output {
        return Some(output.to_string());
    }
    let named = |wanted: &str| taken.inputs.iter().find(|(name, _)| **name == *wanted).map(|(_, value)| value.clone());
    named("queue").or_else(|| named("text")).or_else(|| {
        let written = |value: &Option<String>| value.clone().unwrap_or_else(|| "NOT_SET".to_owned());
        let all: Vec<_> =
            taken.assigned.iter().map(|assigned| format!("{} = {}", assigned.name, written(&assigned.value))).collect();
        (!all.is_empty()).then(|| all.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rstest::rstest;

    use super::*;
    use crate::trace::{ActionId, Assignment};

    fn taken() -> Taken {
        let text = |text: &str| -> Arc<str> { Arc::from(text) };
        Taken {
            id: ActionId { flow: text("support"), container: text("Start"), name: text("Do it"), ordinal: 1 },
            kind: text("decision"),
            depth: 0,
            output: None,
            called: None,
            inputs: Vec::new(),
            assigned: Vec::new(),
            cause: None,
            error: None,
        }
    }

    fn assigned(value: Option<&str>) -> Vec<Assignment> {
        vec![Assignment { name: Arc::from("Flow.tier"), attribute: false, value: value.map(str::to_owned) }]
    }

    #[rstest]
    #[case(Taken { output: Some(Arc::from("yes")), ..taken() }, Some("yes"))]
    #[case(Taken { output: Some(Arc::from("failure")), error: Some("no such queue".into()), ..taken() }, Some("no such queue"))]
    #[case(Taken { inputs: vec![(Arc::from("queue"), "VIP".into()), (Arc::from("priority"), "5".into())], ..taken() }, Some("VIP"))]
    #[case(Taken { inputs: vec![(Arc::from("text"), "Welcome".into())], ..taken() }, Some("Welcome"))]
    #[case(Taken { assigned: assigned(Some("Gold")), ..taken() }, Some("Flow.tier = Gold"))]
    #[case(Taken { assigned: assigned(None), ..taken() }, Some("Flow.tier = NOT_SET"))]
    #[case(taken(), None)]
    fn the_result_says_what_came_of_it(#[case] taken: Taken, #[case] expected: Option<&str>) {
        assert_eq!(step(&taken).result.as_deref(), expected);
    }

    #[test]
    fn the_entry_names_its_action_and_holds_the_record() {
        let taken = taken();
        let step = step(&taken);
        assert_eq!(step.id, "support/Start/Do it#2");
        assert_eq!(step.step_type, "actionDecision");
        assert_eq!(step.name.as_deref(), Some("Do it"));
        assert_eq!(step.recorded, Some(&taken));
    }
}
