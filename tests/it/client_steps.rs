//! The seed's four steps as they go over the wire: exact requests, exact answers.

use flowproof::genesys::{Client, ClientOptions, Created, Credentials, ErrorKind, Reach, Url, http_client};
use flowproof::wire::{
    CustomAttribute, ParticipantRequest, SimulationData, SimulationInput, SimulationMessage, SimulationParticipant,
    SimulationRequest, WidgetRequest,
};
use indexmap::IndexMap;
use serde_json::json;
use wiremock::matchers::{body_json, header, method, path, query_param};
use wiremock::{Mock, ResponseTemplate};

use crate::client_support::{Jumping, TOKEN, options, org, ready_client};

fn gold() -> IndexMap<String, String> {
    [("customer_tier", "Gold"), ("region", "North America")].map(|(k, v)| (k.to_owned(), v.to_owned())).into()
}

#[tokio::test]
async fn the_four_steps_send_the_seeds_requests() {
    let server = org().await;
    let bearer = || header("authorization", format!("Bearer {TOKEN}"));
    Mock::given(method("POST"))
        .and(path("/api/v2/webchat/widgets"))
        .and(bearer())
        .and(header("content-type", "application/json"))
        .and(body_json(json!({
            "name": "Test Widget",
            "customAttributes": [{ "name": "customer_tier", "type": "string", "label": "Customer Tier" }],
        })))
        .respond_with(ResponseTemplate::new(201).set_body_json(json!({ "id": "w1", "name": "Test Widget" })))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .and(path("/api/v2/conversations/messaging/conversations/participants"))
        .and(query_param("queueId", "queue 1"))
        .and(bearer())
        .and(body_json(json!({
            "attributes": { "customer_tier": "Gold", "region": "North America" },
            "name": "Test User",
            "email": "test@example.com",
        })))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "id": "c1" })))
        .expect(1)
        .mount(&server)
        .await;
    let participants = json!([{ "id": "p1", "purpose": "customer", "attributes": gold() }]);
    Mock::given(method("GET"))
        .and(path("/api/v2/conversations/messaging/conversations/c1"))
        .and(bearer())
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "id": "c1", "participants": participants })))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .and(path("/api/v2/architect/flows/Support%20Flow/simulate"))
        .and(bearer())
        .and(body_json(json!({ "input": {
            "eventType": "message",
            "data": { "participant": { "attributes": gold() }, "message": { "text": "Help me." } },
        }})))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({
            "id": "s1", "status": "completed", "steps": [{ "id": "1", "stepType": "actionDecision", "result": "yes" }],
        })))
        .expect(1)
        .mount(&server)
        .await;

    let client = Client::new(options(&server.uri(), &Jumping::new()));
    let tier = CustomAttribute {
        name: "customer_tier".into(),
        kind: "string".into(),
        label: Some("Customer Tier".into()),
        description: None,
    };
    let widget = WidgetRequest { name: "Test Widget".into(), description: None, custom_attributes: vec![tier] };
    let Created::New(widget) = client.create_widget(&widget).await.unwrap() else {
        panic!("no widget of that name is there")
    };
    assert_eq!(widget.id, "w1");
    let request = ParticipantRequest {
        attributes: gold(),
        name: Some("Test User".into()),
        email: Some("test@example.com".into()),
        widget_id: None,
    };
    let started = client.start_conversation("queue 1", &request).await.unwrap();
    let read = client.conversation(&started.id).await.unwrap();
    assert_eq!(read.participants[0].attributes, gold());
    let request = SimulationRequest {
        input: SimulationInput {
            event_type: "message".into(),
            data: SimulationData {
                participant: SimulationParticipant { attributes: gold() },
                message: Some(SimulationMessage { text: "Help me.".into() }),
            },
        },
        ..SimulationRequest::default()
    };
    let simulated = client.simulate("Support Flow", &request).await.unwrap();
    assert_eq!((simulated.status.as_str(), simulated.steps[0].result.as_deref()), ("completed", Some("yes")));
}

#[tokio::test]
async fn deleting_takes_an_empty_answer() {
    let server = org().await;
    for at in ["/api/v2/webchat/widgets/w1", "/api/v2/conversations/messaging/conversations/c1"] {
        let deleted = ResponseTemplate::new(204);
        Mock::given(method("DELETE")).and(path(at)).respond_with(deleted).expect(1).mount(&server).await;
    }
    let client = ready_client(&server.uri());
    client.delete_widget("w1").await.unwrap();
    client.delete_conversation("c1").await.unwrap();
}

#[tokio::test]
async fn a_base_path_stays_before_the_apis_own() {
    let server = org().await;
    let answer = ResponseTemplate::new(200).set_body_json(json!({ "id": "w1", "name": "W" }));
    Mock::given(path("/sandbox/api/v2/webchat/widgets/w1")).respond_with(answer).expect(1).mount(&server).await;
    assert_eq!(ready_client(&format!("{}/sandbox/", server.uri())).widget("w1").await.unwrap().name, "W");
}

#[tokio::test]
async fn an_id_that_would_change_the_path_is_not_sent() {
    let server = org().await;
    let client = ready_client(&server.uri());
    for id in ["", ".", ".."] {
        assert_eq!(client.delete_widget(id).await.unwrap_err().kind, ErrorKind::Refused);
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_real_host_gets_not_even_a_token_request() {
    let http = http_client(std::time::Duration::from_millis(1), Reach::Loopback).unwrap();
    let api = Url::parse("https://api.mypurecloud.com").unwrap();
    let client = Client::new(ClientOptions::new(api, Credentials::new("id", "secret".to_owned()), http));
    let error = client.simulate("f", &SimulationRequest::default()).await.unwrap_err();
    assert_eq!((error.kind.clone(), error.attempts), (ErrorKind::Refused, 0));
    assert!(error.advice[0].contains("`converse`"), "{error:?}");
}

#[tokio::test]
async fn a_base_that_no_path_can_follow_is_said() {
    let mut options = options("mailto:someone", &Jumping::new());
    let error = Client::new(options.clone()).token().await.unwrap_err();
    insta::assert_snapshot!(error, @"getting a token failed: the login host's URL is not one that a path can follow");
    assert_eq!(error.kind, ErrorKind::Setup);
    options.login = Url::parse("http://127.0.0.1:1").unwrap();
    let error = Client::new(options).conversation("c").await.unwrap_err();
    insta::assert_snapshot!(error, @"reading the conversation failed: the base URL is not one that a path can follow");
}
