//! Published message flows through a session, on several branches each. Every expected path is written from reading the flow.

use std::sync::Arc;
use std::time::Duration;

use flowproof::flow::host::{Outcome, Session, SessionStart};
use flowproof::flow::stubs::{BotExit, BotStub, DataActionReply, DataActionStub, Stubs};
use flowproof::flow::world::{Resource, World};
use flowproof::flow::{FlowSource, Program, load};
use flowproof::trace::{Ending, Speaker};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};

/// A flow with what it runs against.
struct Case {
    program: Arc<Program>,
    stubs: Stubs,
    world: World,
    start: SessionStart,
}

/// The flow of the file whose name ends so; none without the published flows.
fn case(ending: &str, substitutions: &[(&str, &str)], says: &str) -> Option<Case> {
    let source = super::shared::flow(ending)?;
    let substitutions = substitutions.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let loaded = load(vec![FlowSource { source, substitutions }]);
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    let start = SessionStart {
        message: Some(says.into()),
        sender_address: Some("+13175550100".into()),
        ..SessionStart::default()
    };
    Some(Case { program: loaded.program.unwrap(), stubs: Stubs::default(), world: World::default(), start })
}

fn now() -> Timestamp {
    "2026-11-23T16:00:00Z".parse().unwrap()
}

impl Case {
    fn data_action(mut self, category: &str, action: &str, reply: DataActionReply) -> Self {
        let stub = DataActionStub { when: Vec::new(), reply, latency: Duration::from_millis(300) };
        self.stubs.data_actions.entry(category.into()).or_default().entry(action.into()).or_default().push(stub);
        self
    }

    fn bot(mut self, name: &str, turns: &[&str], exit: BotExit) -> Self {
        let turns = turns.iter().map(|text| vec![Arc::from(*text)]).collect();
        self.stubs.bots.insert(name.into(), BotStub { turns, exit });
        self
    }

    fn attribute(mut self, name: &str, value: &str) -> Self {
        self.start.attributes.insert(name.into(), value.into());
        self
    }

    fn queue(mut self, id: &str, name: &str) -> Self {
        self.world.queues.push(Resource { id: id.into(), name: name.into() });
        self
    }

    fn session(self) -> Session {
        Session::start(&self.program, self.start, Arc::new(self.stubs), Arc::new(self.world), now())
    }

    fn run(self) -> Outcome {
        let outcome = self.session().into_outcome();
        assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
        outcome
    }
}

fn success(outputs: Json) -> DataActionReply {
    DataActionReply::Success(outputs.as_object().unwrap().clone())
}

fn failure() -> DataActionReply {
    DataActionReply::Failure(serde_json::Map::new())
}

fn path(outcome: &Outcome) -> Vec<String> {
    let taken = outcome.trace.taken.iter();
    taken
        .map(|taken| {
            let output = taken.output.as_ref().map(|output| format!(": {output}")).unwrap_or_default();
            format!("{}{}{output}", "  ".repeat(usize::from(taken.depth)), taken.id.name)
        })
        .collect()
}

fn said(outcome: &Outcome) -> Vec<&str> {
    outcome.transcript.iter().filter(|line| line.speaker != Speaker::Customer).map(|line| &*line.text).collect()
}

fn queue_of(outcome: &Outcome) -> &str {
    match &outcome.ending {
        Ending::Transferred(transfer) => &transfer.queue,
        other => panic!("{other:?}"),
    }
}

mod switch_voice_to_web_messaging {
    use super::*;

    const FETCH: &str = "Get Participant Data";
    const PARTICIPANT: &str = "Get Participant Id";
    const COPY: &str = "Update Participant Data";

    fn flow() -> Option<Case> {
        let substitutions = [
            ("flow_name", "Switch from Voice"),
            ("division", "Home"),
            ("default_language", "en-us"),
            ("data_action_category", "Messaging"),
            ("get_cust_participant_data_data_action", FETCH),
            ("get_participant_id_data_action", PARTICIPANT),
            ("update_participant_data_data_action", COPY),
            ("queue_id", "q-service"),
        ];
        let mut flow = case("Switch_from_Voice_Channel_with_Context.yaml", &substitutions, "hello")?
            .attribute("ogConversationId", "call-1")
            .queue("q-service", "Service")
            .queue("q-premium", "Premium");
        flow.world.users.push(Resource { id: "u-ada".into(), name: "Ada Lovelace".into() });
        flow.world.skills.push(Resource { id: "s-1".into(), name: "Billing".into() });
        Some(flow)
    }

    const GREETING: &str = "One moment while we connect you with the best agent to assist you.";

    #[test]
    fn everything_known_reaches_the_preferred_agent() {
        let Some(flow) = flow() else { return };
        let attributes =
            r#"{"phoneNumber":"+1317","targetQueueId":"q-premium","preferredAgentId":"u-ada","skills":"Billing"}"#;
        let outcome = flow
            .data_action("Messaging", FETCH, success(json!({"jsonAttributes": attributes})))
            .data_action("Messaging", PARTICIPANT, success(json!({"customerParticipantId": "p-1"})))
            .data_action("Messaging", COPY, success(json!({})))
            .run();
        assert_eq!(
            path(&outcome),
            [
                "Set default flow values: default",
                "  Set default target queue",
                "  End Task",
                "Get original participant data: Success",
                "  Get call conversationId from PD",
                "  Fetch all original call PD attributes: success",
                "  Convert attributes to Json",
                "  Extract PD and save to variables",
                "  Get Customer Participant Id: success",
                "  Copy call PD to message PD: success",
                "  End Task",
                "Create greeting prompt",
                "Greet customer",
                "Set preferred agent if available: no",
                "Update Data",
                "Update Data",
                "Transfer to Queue",
            ]
        );
        assert_eq!(said(&outcome), [GREETING]);
        let Ending::Transferred(transfer) = &outcome.ending else { panic!("{:?}", outcome.ending) };
        assert_eq!((&*transfer.queue, transfer.queue_id.as_deref()), ("Premium", Some("q-premium")));
        assert_eq!((transfer.skills.as_slice(), transfer.priority), (["Billing".into()].as_slice(), Some(0)));
        assert_eq!(transfer.preferred_agents, [("Ada Lovelace".into(), 100)]);
        assert_eq!(outcome.calls[0].inputs, *json!({"conversationId": "call-1"}).as_object().unwrap());
        assert_eq!(outcome.calls[2].inputs.get("attributes"), Some(&json!(attributes)));
    }

    #[test]
    fn without_the_call_s_data_the_default_queue_serves() {
        let Some(flow) = flow() else { return };
        let outcome = flow.data_action("Messaging", FETCH, failure()).run();
        assert_eq!(
            path(&outcome),
            [
                "Set default flow values: default",
                "  Set default target queue",
                "  End Task",
                "Get original participant data: default",
                "  Get call conversationId from PD",
                "  Fetch all original call PD attributes: failure",
                "  End Task",
                "Create greeting prompt",
                "Greet customer",
                "Set preferred agent if available: yes",
                "Transfer to Queue",
            ]
        );
        assert_eq!(queue_of(&outcome), "Service");
    }

    #[test]
    fn a_document_without_a_queue_fails_the_transfer_and_the_state_runs_out() {
        let Some(flow) = flow() else { return };
        let outcome = flow
            .data_action("Messaging", FETCH, success(json!({"jsonAttributes": "{\"phoneNumber\":\"+1317\"}"})))
            .data_action("Messaging", PARTICIPANT, DataActionReply::Timeout)
            .run();
        let path = path(&outcome);
        assert_eq!(path[8..10], ["  Get Customer Participant Id: timeout", "  End Task"]);
        assert_eq!(path[12..], ["Set preferred agent if available: yes", "Transfer to Queue: failure"]);
        assert_eq!(outcome.ending, Ending::EndOfState { state: "Initial State".into() });
    }

    #[test]
    fn a_document_that_is_not_json_goes_to_error_handling() {
        let Some(flow) = flow() else { return };
        let outcome = flow.data_action("Messaging", FETCH, success(json!({"jsonAttributes": "oops"}))).run();
        let Ending::Failed(cause) = &outcome.ending else { panic!("{:?}", outcome.ending) };
        assert_eq!((&*cause.action.name, cause.handled_by.as_str()), ("Convert attributes to Json", "disconnect"));
        assert!(cause.message.contains("JsonParse(Flow.og_attributes)"), "{}", cause.message);
    }
}

mod deploy_webmessaging_chatbot_with_lambda {
    use super::*;

    fn flow(intent: Option<&str>) -> Option<Case> {
        let substitutions = [
            ("flow_name", "Dude"),
            ("default_language", "en-us"),
            ("integration_category", "Lambda"),
            ("integration_data_action_name", "Get Order"),
        ];
        let outputs = json!({"Slot.OrderNumberType": "A-1"}).as_object().unwrap().clone();
        let exit = BotExit { intent: intent.map(Into::into), outputs, ..BotExit::default() };
        let flow = case("DudeWheresMyStuffMessage.yaml", &substitutions, "hi")?;
        Some(flow.bot("DudesWheresMyStuffBot", &[], exit))
    }

    const ORDER: &str = "Check Order Status";

    #[test]
    fn an_order_that_is_found_is_told_and_the_conversation_closed() {
        let Some(flow) = flow(Some(ORDER)) else { return };
        let reply = success(json!({"OrderNumber": "A-1", "OrderStatus": "shipped", "CustomerFirstName": "Ada"}));
        let outcome =
            flow.attribute("Context.CustomerFirstName", "Ada").data_action("Lambda", "Get Order", reply).run();
        assert_eq!(
            path(&outcome),
            [
                "Call Bot Flow",
                "Get Participant Data",
                "Switch: case 1",
                "Call Data Action: success",
                "Set Participant Data",
                "Send Response",
                "Disconnect"
            ]
        );
        let text = "Hi Ada,  Thanks for reaching out to us about order #: A-1 The status of the order is shipped";
        assert_eq!(said(&outcome), [text]);
        assert_eq!(outcome.set.get("OrderNumber").map(|text| &**text), Some("A-1"));
        assert!(matches!(outcome.ending, Ending::Disconnected { .. }));
    }

    #[test]
    fn a_failed_look_up_and_a_slow_one_end_at_an_agent() {
        let Some(failed) = flow(Some(ORDER)) else { return };
        let outcome = failed.data_action("Lambda", "Get Order", failure()).run();
        assert_eq!(
            path(&outcome)[2..],
            ["Switch: case 1", "Call Data Action: failure", "Set Participant Data", "Send Response", "Transfer to ACD"]
        );
        let text = "Hi  We had some trouble looking up order #: A-1 Sit tight, while I get an agent who can help with this situation.";
        assert_eq!(said(&outcome), [text]);
        assert_eq!(queue_of(&outcome), "dude-general-support");
        let Some(slow) = flow(Some(ORDER)) else { return };
        let outcome = slow.data_action("Lambda", "Get Order", DataActionReply::Timeout).run();
        assert_eq!(
            path(&outcome)[3..],
            ["Call Data Action: timeout", "Send Response", "Set Participant Data", "Transfer to ACD"]
        );
    }

    #[test]
    fn other_intents_have_cases_of_their_own_and_none_is_default() {
        let expected: [(Option<&str>, &[&str]); 3] = [
            (Some("Cancel my order"), &["Switch: case 2", "Send Response", "Set Participant Data", "Transfer to ACD"]),
            (Some("Order Questions"), &["Switch: case 3", "Send Response", "Transfer to ACD"]),
            (None, &["Switch: default", "Transfer to ACD"]),
        ];
        for (intent, actions) in expected {
            let Some(flow) = flow(intent) else { return };
            let outcome = flow.run();
            assert_eq!(path(&outcome)[2..], *actions, "{intent:?}");
            assert_eq!(queue_of(&outcome), "dude-general-support");
        }
    }

    #[test]
    fn a_queue_that_does_not_take_it_leads_to_the_end() {
        let Some(mut flow) = flow(None) else { return };
        flow.stubs.failing_transfers.insert("dude-general-support".into(), "full".to_owned());
        assert_eq!(path(&flow.run())[2..], ["Switch: default", "Transfer to ACD: failure", "Disconnect"]);
    }
}

mod web_messaging_chatbot_with_knowledge_base {
    use super::*;

    fn flow(exit: BotExit) -> Option<Case> {
        let substitutions = [("flow_name", "DevOps"), ("default_language", "en-us")];
        let flow = case("flows__DevOpsKnowledgeInbound_v1-0.yaml", &substitutions, "help")?;
        Some(flow.bot("DevOpsKnowledgeChatBot", &["What is it about?", "Read this."], exit))
    }

    #[test]
    fn the_bot_has_the_conversation_until_it_exits() {
        let Some(flow) = flow(BotExit::default()) else { return };
        let mut session = flow.session();
        assert!(session.waiting().unwrap().customer);
        assert_eq!(session.outcome().ending, Ending::Waiting);
        let seen = session.lines_from(0).len();
        session.customer_says("pipelines", &[], now());
        assert_eq!(
            session.lines_from(seen).iter().map(|line| &*line.text).collect::<Vec<_>>(),
            ["pipelines", "Read this."]
        );
        let outcome = session.into_outcome();
        assert_eq!(path(&outcome), ["Call Bot Flow", "Disconnect"]);
        assert_eq!(outcome.calls[0].inputs.get("inputText"), Some(&json!("help")));
        assert!(matches!(&outcome.ending, Ending::Disconnected { action: Some(id) } if &*id.name == "Disconnect"));
    }

    #[test]
    fn the_customer_may_leave_or_fall_silent_meanwhile() {
        let Some(flow) = flow(BotExit::default()) else { return };
        let waiting = flow.session();
        let mut left = waiting.clone();
        left.customer_leaves(now() + SignedDuration::from_mins(1));
        assert_eq!(left.outcome().ending, Ending::CustomerLeft);
        let mut silent = waiting.clone();
        silent.pass_time(now() + SignedDuration::from_hours(72));
        assert_eq!(silent.outcome().ending, Ending::TimedOut);
        assert_eq!(waiting.outcome().ending, Ending::Waiting);
    }

    #[test]
    fn a_bot_that_fails_goes_to_error_handling() {
        let Some(flow) = flow(BotExit { error: Some("no knowledge base".into()), ..BotExit::default() }) else {
            return;
        };
        let mut session = flow.session();
        session.customer_says("pipelines", &[], now());
        let outcome = session.into_outcome();
        assert_eq!(path(&outcome), ["Call Bot Flow"]);
        assert!(matches!(&outcome.ending, Ending::Failed(cause) if cause.handled_by == "disconnect"));
    }
}

mod scheduling_bot {
    use super::*;

    fn flow() -> Option<Case> {
        let substitutions = [
            ("flow_name", "Scheduling"),
            ("division", "Home"),
            ("default_language", "en-us"),
            ("bot_flow_name", "Scheduling: \"Bot\""),
        ];
        case("SchedulerBotInboundMessageFlow.yaml", &substitutions, "book")
    }

    #[test]
    fn the_substituted_bot_is_called_and_the_flow_ends() {
        let Some(flow) = flow() else { return };
        let outcome = flow.bot("Scheduling: \"Bot\"", &["Booked."], BotExit::default()).run();
        assert_eq!(path(&outcome), ["Call Bot Flow", "Disconnect"]);
        assert_eq!(said(&outcome), ["Booked."]);
        assert!(outcome.unused_stubs.is_empty());
    }

    #[test]
    fn a_bot_that_closes_the_conversation_ends_the_flow() {
        let Some(flow) = flow() else { return };
        let exit = BotExit { disconnect: true, ..BotExit::default() };
        let outcome = flow.bot("Scheduling: \"Bot\"", &["Bye."], exit).run();
        assert_eq!(path(&outcome), ["Call Bot Flow"]);
        assert!(matches!(&outcome.ending, Ending::Disconnected { action: Some(id) } if &*id.name == "Call Bot Flow"));
    }

    #[test]
    fn without_a_stub_the_yaml_to_paste_is_told_and_others_are_unused() {
        let Some(flow) = flow() else { return };
        let outcome = flow.bot("Other Bot", &[], BotExit::default()).session().into_outcome();
        assert!(matches!(outcome.ending, Ending::Unstubbed { .. }));
        let help = &outcome.problems[0].help;
        assert!(help.contains("\"Scheduling: \\\"Bot\\\"\":") && help.contains("Slot.AppointmentDate: null"), "{help}");
        assert_eq!(outcome.unused_stubs, ["bot Other Bot"]);
    }
}

mod automatic_offer_callback {
    use super::*;

    fn flow(says: &str) -> Option<Case> {
        let substitutions = [
            ("flow_name", "SMS"),
            ("division", "Home"),
            ("default_language", "en-us"),
            ("sms_queue", "SMS Queue"),
            ("data_action_category", "Callbacks"),
            ("create_callback_data_action_name", "Create Callback"),
            ("callback_queue", "q-42"),
        ];
        case("flow__SMS_Schedule_Callback.yaml", &substitutions, says)
    }

    #[test]
    fn an_agent_is_a_word_away_in_three_spellings() {
        for says in ["AGENT", "Agent", "agent"] {
            let Some(flow) = flow(says) else { return };
            let outcome = flow.run();
            assert_eq!(path(&outcome), ["Update Data", "Decision: yes", "Send Response", "Transfer to ACD"]);
            assert_eq!(said(&outcome), ["Connecting you to an agent now"]);
            assert_eq!(queue_of(&outcome), "SMS Queue");
        }
    }

    #[test]
    fn a_callback_is_created_fails_or_is_too_slow() {
        let expected = [
            (success(json!({})), "success", "We will call you back as soon as possible"),
            (failure(), "failure", "Callback failed"),
            (DataActionReply::Timeout, "timeout", "Callback Timed out"),
        ];
        for (reply, output, text) in expected {
            let Some(flow) = flow("callback") else { return };
            let outcome = flow.data_action("Callbacks", "Create Callback", reply).run();
            let call = format!("Call Data Action: {output}");
            assert_eq!(
                path(&outcome),
                ["Update Data", "Decision: no", "Decision: yes", call.as_str(), "Send Response", "Disconnect"]
            );
            assert_eq!(said(&outcome), [text]);
            let inputs = json!({"callbackNumber": "+13175550100", "queueId": "q-42"});
            assert_eq!(outcome.calls[0].inputs, *inputs.as_object().unwrap());
        }
    }

    #[test]
    fn a_stub_slower_than_the_time_out_is_a_time_out_after_one_minute() {
        let Some(flow) = flow("callback") else { return };
        let mut flow = flow.data_action("Callbacks", "Create Callback", success(json!({})));
        flow.stubs.data_actions["Callbacks"]["Create Callback"][0].latency = Duration::from_secs(61);
        let session = flow.session();
        assert_eq!(session.now(), now() + SignedDuration::from_mins(1));
        assert_eq!(path(&session.into_outcome())[3], "Call Data Action: timeout");
    }

    #[test]
    fn anything_else_is_repeated_to_the_customer() {
        let Some(flow) = flow("aGENT") else { return };
        let outcome = flow.run();
        assert_eq!(path(&outcome), ["Update Data", "Decision: no", "Decision: no", "Send Response", "Disconnect"]);
        assert_eq!(said(&outcome), ["You typed aGENT"]);
        let ordinals: Vec<u32> = outcome.trace.taken.iter().map(|taken| taken.id.ordinal).collect();
        assert_eq!(ordinals, [0, 0, 1, 4, 0]);
    }
}
