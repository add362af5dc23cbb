//! The seed's four steps over the fake org's real socket, with the seed's payloads in both spellings.

use std::sync::Arc;

use flowproof::diagnostic::SourceFile;
use flowproof::fake::{Org, Tenant, TenantOptions};
use flowproof::flow::world::{Resource, World};
use flowproof::flow::{FlowSource, Program, load};
use flowproof::trace::{Cause, Ending, Taken};
use indexmap::IndexMap;
use rstest::rstest;
use serde_json::{Value as Json, json};

use crate::fake_client::{Client, org};

const CONVERSATIONS: &str = "/api/v2/conversations/messaging/conversations";

fn program(name: &str, text: &str) -> Arc<Program> {
    let source = SourceFile::new(name, text);
    let loaded = load(vec![FlowSource { source, substitutions: IndexMap::new() }]);
    loaded.program.unwrap_or_else(|| panic!("{:?}", loaded.diagnostics))
}

fn opened(org: &Org) -> Tenant {
    let queue = |name: &str, id: &str| Resource { id: Arc::from(id), name: Arc::from(name) };
    let queues = vec![queue("Support", "queue-0"), queue("VIP Support", "queue-1")];
    org.open(TenantOptions {
        flows: Arc::from([
            program("gold_or_not.yaml", include_str!("flows/gold_or_not.yaml")),
            program("round_and_round.yaml", include_str!("flows/round_and_round.yaml")),
        ]),
        world: Arc::new(World { queues, ..World::default() }),
        ..TenantOptions::default()
    })
}

/// The seed's steps 1 to 4, as its complete example makes them.
struct Seed {
    client: Client,
    tenant: Tenant,
    _org: Org,
}

impl Seed {
    async fn new() -> Self {
        let org = org().await;
        let tenant = opened(&org);
        Self { client: Client::login(&org, &tenant).await, tenant, _org: org }
    }

    async fn widget(&self, attributes_key: &str) -> Json {
        let attribute = json!({ "name": "customer_tier", "type": "string", "label": "Customer Tier" });
        let body = json!({ "name": "Test Widget", attributes_key: [attribute] });
        self.client.post("/api/v2/webchat/widgets", &body).await
    }

    async fn start(&self, tier: &str) -> String {
        let attributes = json!({ "customer_tier": tier, "previous_order_count": "5", "region": "North America" });
        let body = json!({ "attributes": attributes, "name": "Test User", "email": "test.user@example.com" });
        let queue = self.tenant.queue_id("Support").unwrap();
        let started = self.client.post(&format!("{CONVERSATIONS}/participants?queueId={queue}"), &body).await;
        started["id"].as_str().unwrap().to_owned()
    }

    async fn read(&self, conversation: &str) -> Json {
        self.client.get(&format!("{CONVERSATIONS}/{conversation}")).await
    }

    async fn simulate(&self, flow: &str, extra: Json, tier: &str) -> Json {
        let data = json!({
            "participant": { "attributes": { "customer_tier": tier } },
            "message": { "text": "Hello, I need help with my Gold account." },
        });
        let mut body = json!({ "input": { "eventType": "message", "data": data } });
        body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        self.client.post(&format!("/api/v2/architect/flows/{flow}/simulate"), &body).await
    }
}

/// What the seed prints of each step.
fn printed(simulation: &Json) -> Vec<(&str, &str, &str)> {
    let text = |step: &Json, field: &str| step[field].as_str().map(str::to_owned).unwrap_or_default().leak() as &str;
    let steps = simulation["steps"].as_array().unwrap();
    steps.iter().map(|step| (text(step, "stepType"), text(step, "name"), text(step, "output"))).collect()
}

#[rstest]
#[case::camel("customAttributes", "eventType")]
#[case::snake("custom_attributes", "event_type")]
#[tokio::test]
async fn the_seeds_steps_follow_the_flow_for_gold(#[case] attributes_key: &str, #[case] event_key: &str) {
    let seed = Seed::new().await;
    assert_eq!(seed.widget(attributes_key).await["customAttributes"][0]["label"], "Customer Tier");
    let conversation = seed.start("Gold").await;
    let details = seed.read(&conversation).await;
    let attributes = &details["participants"][0]["attributes"];
    assert_eq!(attributes["previous_order_count"], "5");

    let data = json!({ "participant": { "attributes": attributes }, "message": { "text": "Help me." } });
    let body = json!({ "input": { event_key: "message", "data": data } });
    let flow = seed.tenant.flow_id("Gold or not").unwrap();
    let simulation = seed.client.post(&format!("/api/v2/architect/flows/{flow}/simulate"), &body).await;
    assert_eq!(simulation["status"], "completed");
    assert_eq!(
        printed(&simulation),
        [
            ("actionGetParticipantData", "Get customer tier", ""),
            ("actionCallTask", "Note what was said", "default"),
            ("actionUpdateData", "Keep the message", ""),
            ("actionEndTask", "Done", ""),
            ("actionDecision", "Is it a Gold customer?", "yes"),
            ("actionSetParticipantData", "Mark as routed", ""),
            ("actionSendResponse", "Welcome", ""),
            ("actionTransferToAcd", "Transfer to VIP", ""),
        ]
    );
    let steps: Vec<_> = seed.tenant.requests().into_iter().map(|request| request.step.unwrap()).collect();
    assert_eq!(steps, ["token", "widget", "participant", "conversation", "simulate"]);
    assert!(seed.tenant.problems().is_empty());
}

#[tokio::test]
async fn bronze_goes_another_way_and_the_answer_says_why() {
    let seed = Seed::new().await;
    let simulation = seed.simulate("Gold%20or%20not", json!({}), "Bronze").await;
    let steps = printed(&simulation);
    assert_eq!(
        steps[4..],
        [
            ("actionDecision", "Is it a Gold customer?", "no"),
            ("actionSendResponse", "Thank", ""),
            ("actionDisconnect", "Close", ""),
        ]
    );
    let decision: Taken = serde_json::from_value(simulation["steps"][4]["recorded"].clone()).unwrap();
    let Cause { result, operands, .. } = *decision.cause.unwrap();
    assert_eq!((result.as_str(), operands[0].value.as_str()), ("false", "\"Bronze\""));
    assert_eq!(operands[0].setter.as_ref().unwrap().attribute.as_deref(), Some("customer_tier"));
}

#[tokio::test]
async fn a_simulation_of_a_conversation_reads_and_writes_its_customer() {
    let seed = Seed::new().await;
    let conversation = seed.start("Gold").await;
    let simulation = seed.simulate("Gold%20or%20not", json!({ "conversationId": conversation }), "Bronze").await;
    assert_eq!(printed(&simulation)[4].2, "yes");
    assert_eq!(simulation["participantAttributes"]["routed_to"], "VIP Support");
    let details = seed.read(&conversation).await;
    assert_eq!(details["participants"][0]["attributes"]["routed_to"], "VIP Support");
    assert_eq!(details["participants"][0]["attributes"]["region"], "North America");
    assert_eq!(details["participants"][1]["queueId"], "queue-1");
    assert_eq!(details["endTime"], Json::Null);

    let conversation = seed.start("Silver").await;
    seed.simulate("Gold%20or%20not", json!({ "conversation_id": conversation }), "Gold").await;
    assert_eq!(seed.read(&conversation).await["endTime"], "2026-01-05T15:00:00Z");
}

#[tokio::test]
async fn the_extensions_tell_transcript_and_ending() {
    let seed = Seed::new().await;
    let simulation = seed.simulate("Gold%20or%20not", json!({}), "Gold").await;
    assert_eq!(
        simulation["transcript"],
        json!([
            { "speaker": "customer", "text": "Hello, I need help with my Gold account." },
            { "speaker": "flow", "text": "Welcome, our Gold customer" },
        ])
    );
    assert_eq!(simulation["ending"]["type"], "transferred");
    let ending: Ending = serde_json::from_value(simulation["ending"].clone()).unwrap();
    let Ending::Transferred(transfer) = ending else { panic!("{ending:?}") };
    assert_eq!(
        (&*transfer.queue, transfer.queue_id.as_deref(), transfer.priority),
        ("VIP Support", Some("queue-1"), Some(5))
    );
}

#[tokio::test]
async fn execution_data_nests_tasks_and_names_outputs() {
    let seed = Seed::new().await;
    let simulation = seed.simulate("Gold%20or%20not", json!({}), "Gold").await;
    let flow = &simulation["execution"]["flow"];
    assert_eq!(flow["executionId"], simulation["id"]);
    assert_eq!((&flow["flowName"], &flow["flowType"]), (&json!("Gold or not"), &json!("inboundshortmessage")));
    let events = flow["execution"].as_array().unwrap();
    let kinds = |events: &[Json]| -> Vec<String> {
        events.iter().flat_map(|event| event.as_object().unwrap().keys().cloned()).collect()
    };
    assert_eq!(
        kinds(events),
        [
            "startedFlow",
            "startedTask",
            "actionGetParticipantData",
            "actionCallTask",
            "actionDecision",
            "actionSetParticipantData",
            "actionSendResponse",
            "actionTransferToAcd",
            "endedTask",
            "endedFlow",
        ]
    );
    let tier = &events[2]["actionGetParticipantData"];
    assert_eq!(tier["outputVariables"], json!([{ "variableName": "Flow.tier", "value": "Gold" }]));
    assert_eq!(tier["trackingId"], 1);
    let called = events[3]["actionCallTask"]["execution"].as_array().unwrap();
    assert_eq!(kinds(called), ["startedTask", "actionUpdateData", "actionEndTask", "endedTask"]);
    assert_eq!(called[0]["startedTask"]["taskName"], "Note");
    let decision = &events[4]["actionDecision"];
    assert_eq!((&decision["outputPathId"], &decision["outputPathName"]), (&json!("__YES__"), &json!("Yes")));
    let transfer = &events[7]["actionTransferToAcd"];
    assert_eq!(transfer["inputData"]["queue"], json!({ "id": "queue-1", "name": "VIP Support" }));
    assert_eq!(events[9]["endedFlow"]["flowExitReason"], "TRANSFER");
}

#[rstest]
#[case("path", false, false)]
#[case("data", true, false)]
#[case("explain", true, true)]
#[tokio::test]
async fn the_level_says_how_much(#[case] level: &str, #[case] inputs: bool, #[case] cause: bool) {
    let seed = Seed::new().await;
    let simulation = seed.simulate("Gold%20or%20not", json!({ "level": level }), "Gold").await;
    let steps = simulation["steps"].as_array().unwrap();
    assert_eq!(steps[7]["recorded"].get("inputs").is_some(), inputs);
    assert_eq!(steps[4]["recorded"].get("cause").is_some(), cause);
}

#[rstest]
#[case("Gold%20or%20not", json!({ "input": { "eventType": "call" } }), 400, "invalid.value", "`call`")]
#[case("Gold%20or%20not", json!({ "input": { "eventType": "message" }, "level": "all" }), 400, "invalid.value", "`all`")]
#[case("Gold%20or%20not", json!({ "input": {} }), 400, "bad.request", "eventType")]
#[case("Gold%20or%20not", json!({ "input": { "eventType": "message" }, "conversationId": "7" }), 404, "not.found", "conversation")]
#[case("other", json!({ "input": { "eventType": "message" } }), 404, "not.found", "flow")]
#[tokio::test]
async fn a_wrong_simulation_is_refused(
    #[case] flow: &str,
    #[case] body: Json,
    #[case] status: u16,
    #[case] code: &str,
    #[case] says: &str,
) {
    let seed = Seed::new().await;
    let path = format!("/api/v2/architect/flows/{flow}/simulate");
    let answer = seed.client.request(reqwest::Method::POST, &path).json(&body).send().await.unwrap();
    assert_eq!(answer.status(), status);
    let error: Json = answer.json().await.unwrap();
    assert_eq!(error["code"], code);
    assert!(error["message"].as_str().unwrap().contains(says), "{error}");
}

/// Readers of JSON refuse what is nested too deep, and this client is one.
#[tokio::test]
async fn calls_that_nest_without_end_can_still_be_read() {
    let seed = Seed::new().await;
    let simulation = seed.simulate("Round%20and%20round", json!({ "level": "path" }), "Gold").await;
    assert_eq!(simulation["status"], "failed");
    assert_eq!(simulation["ending"]["type"], "stepLimit");
    assert!(simulation["steps"].as_array().unwrap().len() >= 10_000);
}
