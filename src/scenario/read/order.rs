//! Whether the steps of a conversation can happen in their order. Must not know how a step is written.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::scenario::model::{Receive, Start, Step, StepKind};

/// Where the customer is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Customer {
    /// In the open window.
    Here,
    /// Away; the session waits.
    Left,
    /// Away for good: ending a conversation takes the session with it (`SessionClearedEvent`), so there is none to come back to.
    Ended,
}

/// What is known of the conversation between two steps.
struct State {
    customer: Customer,
    /// Whether anything could have made the flow speak.
    begun: bool,
    /// Whether there is a message to choose from.
    received: bool,
}

impl State {
    fn new(start: Start) -> Self {
        Self { customer: Customer::Here, begun: start == Start::Join, received: false }
    }
}

/// Reports each step that cannot happen where it stands.
pub(super) fn check_order(start: Start, steps: &[Step], found: &mut Diagnostics) {
    let mut state = State::new(start);
    for step in steps {
        let fault = match state.customer {
            Customer::Here => while_here(&step.kind, &state),
            Customer::Left => after_leaving(&step.kind),
            Customer::Ended => after_ending(&step.kind),
        };
        if let Some((message, help)) = fault {
            let place = step.place.clone();
            found.push(Diagnostic::error(Code::BAD_CONVERSATION, message).at(place).help(help));
        }
        advance(&mut state, start, &step.kind);
    }
}

/// What is wrong with a step, and what helps.
type Fault = Option<(&'static str, &'static str)>;

fn while_here(kind: &StepKind, state: &State) -> Fault {
    let fault = match kind {
        StepKind::Choose(_) if !state.received => (
            "the customer chooses before anything was received",
            "put the `receive` that offers the choice before this step",
        ),
        StepKind::Receive(_) if !state.begun => (
            "something is received before the customer said anything",
            "begin with a `say`, or set `start: join` where the flow speaks first",
        ),
        StepKind::End if !state.begun => (
            "the customer ends a conversation that has not begun",
            "begin with a `say`, or set `start: join` where opening the window begins it",
        ),
        StepKind::Resume => ("the customer comes back without having left", "put `leave` before this step"),
        _ => return None,
    };
    Some(fault)
}

fn after_leaving(kind: &StepKind) -> Fault {
    let fault = match kind {
        StepKind::Say(_) | StepKind::Attach(_) | StepKind::Choose(_) => {
            ("the customer says something after leaving", "put `resume` or `start_new` before this step")
        }
        StepKind::Receive(Receive::NoneFor(_)) => {
            ("nobody watches after the customer left", "write `wait: …` for time that passes")
        }
        StepKind::Receive(_) => ("something is received after the customer left", "put `resume` before this step"),
        StepKind::Leave => ("the customer leaves twice", "put `resume` between the two, or remove one"),
        StepKind::End => ("the customer ends the conversation after leaving", "put `resume` before this step"),
        _ => return None,
    };
    Some(fault)
}

fn after_ending(kind: &StepKind) -> Fault {
    let fault = match kind {
        StepKind::Say(_) | StepKind::Attach(_) | StepKind::Choose(_) => {
            ("the customer says something after ending the conversation", "put `start_new` before this step")
        }
        StepKind::Receive(Receive::NoneFor(_)) => {
            ("nobody watches after the customer ended the conversation", "write `wait: …` for time that passes")
        }
        StepKind::Receive(_) => (
            "something is received after the customer ended the conversation",
            "put `receive` before `end`, or `start_new` before this step",
        ),
        StepKind::Leave => ("the customer leaves a conversation that they ended", "remove one of the two"),
        StepKind::End => ("the customer ends the conversation twice", "put `start_new` between the two, or remove one"),
        StepKind::Resume => ("the customer comes back to a conversation that they ended", "write `start_new`"),
        StepKind::Wait(_) | StepKind::StartNew | StepKind::Attributes(_) => return None,
    };
    Some(fault)
}

fn advance(state: &mut State, start: Start, kind: &StepKind) {
    match kind {
        StepKind::Say(_) | StepKind::Attach(_) | StepKind::Choose(_) => state.begun = true,
        StepKind::Receive(Receive::NoneFor(_)) | StepKind::Wait(_) | StepKind::Attributes(_) => {}
        StepKind::Receive(_) => state.received = true,
        StepKind::Leave if state.customer == Customer::Here => state.customer = Customer::Left,
        StepKind::Resume if state.customer == Customer::Left => state.customer = Customer::Here,
        StepKind::End => state.customer = Customer::Ended,
        StepKind::Leave | StepKind::Resume => {}
        StepKind::StartNew => *state = State::new(start),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::diagnostic::SourceFile;

    fn mistakes(steps: &str) -> Vec<String> {
        let text = format!(
            "version: 1\nscenario: Steps\nflow: f\nconversation: [ {steps} ]\nexpect: {{ ending: customer_left }}\n"
        );
        let (_, found) = crate::scenario::read(&SourceFile::new("steps.yaml", text));
        found.iter().map(|one| one.message.clone()).collect()
    }

    #[rstest]
    #[case("say: Hello, end")]
    #[case("say: Hello, end, wait: 5s, attributes: { set: { a: b } }, start_new, say: Again, receive: Hi, end")]
    #[case("say: Hello, leave, resume, end")]
    #[case("say: Hello, leave, start_new, say: Again")]
    fn a_conversation_may_be_ended_and_begun_anew(#[case] steps: &str) {
        assert_eq!(mistakes(steps), Vec::<String>::new());
    }

    #[rstest]
    #[case("end", "the customer ends a conversation that has not begun")]
    #[case("say: Hello, end, start_new, end", "the customer ends a conversation that has not begun")]
    #[case("say: Hello, leave, end", "the customer ends the conversation after leaving")]
    #[case("say: Hello, end, end", "the customer ends the conversation twice")]
    #[case("say: Hello, end, leave", "the customer leaves a conversation that they ended")]
    #[case("say: Hello, end, resume", "the customer comes back to a conversation that they ended")]
    #[case("say: Hello, end, say: Hi", "the customer says something after ending the conversation")]
    #[case("say: Hello, end, receive: Bye", "something is received after the customer ended the conversation")]
    #[case("say: Hello, end, receive: { none_for: 1s }", "nobody watches after the customer ended the conversation")]
    fn nobody_comes_back_to_a_conversation_that_was_ended(#[case] steps: &str, #[case] message: &str) {
        assert_eq!(mistakes(steps), [message]);
    }
}
