//! `waitForInput`: the flow waits for the customer's next message, at most as long as the platform lets it. In a bot it is a question that
//! any intent with a task answers.

use jiff::SignedDuration;

use super::asking::{Answer, Ask, Dialogue, Reply};
use super::{Action, Leads};
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::CUSTOMER_SILENCE;
use crate::flow::engine::{Event, Fault, Next, Step, Turn, Wanted};
use crate::trace::Ending;

#[derive(Debug)]
struct WaitForInput;

#[derive(Debug)]
struct Anything;

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    if reader.in_bot() {
        return Box::new(Dialogue::read(reader, Anything, ["maxNoInputs", "maxNoMatches"]));
    }
    Box::new(WaitForInput)
}

impl Ask for Anything {
    fn wants(&self) -> Wanted {
        Wanted::Anything
    }

    fn hear(&self, _: &mut Turn<'_>, _: &Answer<'_>) -> Result<Reply, Fault> {
        Ok(Reply::NoMatch)
    }

    fn leads(&self) -> Leads {
        Leads::Ends
    }
}

impl Action for WaitForInput {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let silence = SignedDuration::try_from(CUSTOMER_SILENCE).unwrap_or(SignedDuration::MAX);
        let deadline = turn.now().checked_add(silence).map_err(|_| Fault::new("the wait ends beyond the calendar"))?;
        Ok(Next::Ask(Step::AwaitCustomer { deadline }))
    }

    fn resume(&self, _: &mut Turn<'_>, event: Event) -> Result<Next, Fault> {
        Ok(match event {
            Event::TimeReached => Next::End(Ending::TimedOut),
            _ => Next::Continue,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    fn flow() -> Flow {
        Flow::new().says("first").actions(
            "- waitForInput: { name: Wait }\n- sendResponse: { name: Echo, messageBody: { exp: Message.Message.body } }\n- disconnect: { name: Bye }",
        )
    }

    #[test]
    fn the_next_message_becomes_the_flow_s_message() {
        let flow = flow();
        let mut session = flow.session();
        assert!(session.waiting().is_some_and(|waiting| waiting.customer));
        session.customer_says("second", &[], flow.now());
        let texts: Vec<_> = session.outcome().transcript.iter().map(|line| line.text.to_string()).collect();
        assert_eq!(texts, ["first", "second", "second"]);
    }

    #[test]
    fn after_72_hours_the_platform_closes_the_conversation() {
        let flow = flow();
        let mut session = flow.session();
        session.pass_time(flow.now() + jiff::SignedDuration::from_hours(71));
        assert_eq!(session.outcome().ending, Ending::Waiting);
        session.pass_time(flow.now() + jiff::SignedDuration::from_hours(72));
        assert_eq!(session.outcome().ending, Ending::TimedOut);
    }
}
