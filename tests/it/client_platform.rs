//! The calls of a real org as they go over the wire: exact requests, what is read of the answers, and what a failure advises.

use std::collections::BTreeSet;

use flowproof::genesys::{Client, ErrorKind, FlowFilter, Needs, OPERATIONS};
use flowproof::secret::Secret;
use flowproof::wire::platform::{
    BotReference, BotSessionRequest, BotTurnRequest, Configuration, Deployment, InstanceIds, InstanceQuery, LogLevel,
    LogLevelRequest, NamedEntity, OpenMessage,
};
use rstest::rstest;
use serde_json::{Value, json};
use wiremock::matchers::{any, body_json, header, method, path, query_param};
use wiremock::{Mock, MockBuilder, MockServer, ResponseTemplate};

use crate::client_support::{TOKEN, ready_client};

/// A call with the token.
fn call(verb: &str, at: &str) -> MockBuilder {
    Mock::given(method(verb)).and(path(at)).and(header("authorization", format!("Bearer {TOKEN}")))
}

fn answer(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

async fn serve(server: &MockServer, mock: MockBuilder, body: Value) {
    mock.respond_with(answer(body)).expect(1).mount(server).await;
}

async fn org() -> (MockServer, Client) {
    let server = MockServer::start().await;
    let client = ready_client(&server.uri());
    (server, client)
}

#[tokio::test]
async fn the_org_and_its_token() {
    let (server, client) = org().await;
    serve(
        &server,
        call("GET", "/api/v2/organizations/me"),
        json!({ "id": "o", "name": "O", "thirdPartyOrgName": "short" }),
    )
    .await;
    serve(&server, call("GET", "/api/v2/tokens/me"), json!({ "organization": { "id": "o" } })).await;
    call("DELETE", "/api/v2/tokens/me").respond_with(ResponseTemplate::new(200)).expect(1).mount(&server).await;
    assert_eq!(client.organization().await.unwrap().third_party_org_name.as_deref(), Some("short"));
    assert_eq!(client.token_info().await.unwrap().organization.unwrap().id, "o");
    client.revoke_token().await.unwrap();
    Mock::given(path("/oauth/token"))
        .respond_with(crate::client_support::granted("new", 60))
        .expect(1)
        .mount(&server)
        .await;
    client.token().await.unwrap();
}

#[tokio::test]
async fn deployments_and_configurations() {
    let (server, client) = org().await;
    let deployments = "/api/v2/webdeployments/deployments";
    let configurations = "/api/v2/webdeployments/configurations";
    let next = json!({ "entities": [{ "id": "d1" }], "nextUri": "https://elsewhere.example.org/x?after=c%2B1" });
    let last = call("GET", deployments).and(query_param("after", "c+1"));
    last.respond_with(answer(json!({ "entities": [{ "id": "d2" }] }))).with_priority(1).expect(1).mount(&server).await;
    serve(&server, call("GET", deployments).and(query_param("pageSize", "100")), next).await;
    serve(&server, call("POST", deployments), json!({ "id": "d3", "status": "Pending" })).await;
    serve(&server, call("GET", &format!("{deployments}/d3")), json!({ "id": "d3", "flow": { "id": "f" } })).await;
    serve(&server, call("DELETE", &format!("{deployments}/d3")), json!({})).await;
    serve(&server, call("GET", configurations), json!({ "entities": [{ "id": "c1", "name": "C" }] })).await;
    serve(&server, call("POST", configurations), json!({ "id": "c2", "version": "draft" })).await;
    serve(
        &server,
        call("POST", &format!("{configurations}/c2/versions/draft/publish")),
        json!({ "id": "c2", "version": "1" }),
    )
    .await;
    serve(&server, call("GET", &format!("{configurations}/c2/versions/1")), json!({ "id": "c2" })).await;
    serve(&server, call("DELETE", &format!("{configurations}/c2")), json!({})).await;

    let ids: Vec<_> = client.deployments().await.unwrap().into_iter().filter_map(|one| one.id).collect();
    assert_eq!(ids, ["d1", "d2"]);
    assert_eq!(client.create_deployment(&Deployment::default()).await.unwrap().id.as_deref(), Some("d3"));
    assert_eq!(client.deployment("d3").await.unwrap().flow.unwrap().id, "f");
    client.delete_deployment("d3").await.unwrap();
    assert_eq!(client.configurations().await.unwrap().len(), 1);
    client.create_configuration(&Configuration::default()).await.unwrap();
    assert_eq!(client.publish_configuration("c2").await.unwrap().version.as_deref(), Some("1"));
    client.configuration("c2", "1").await.unwrap();
    client.delete_configuration("c2").await.unwrap();
}

#[tokio::test]
async fn flows_are_found_by_name_over_all_pages() {
    let (server, client) = org().await;
    let flows = |number: &str| {
        call("GET", "/api/v2/flows")
            .and(query_param("name", "Support"))
            .and(query_param("type", "inboundshortmessage"))
            .and(query_param("pageNumber", number.to_owned()))
    };
    serve(&server, flows("1"), json!({ "entities": [{ "id": "1", "name": "Support EU" }], "pageCount": 2 })).await;
    serve(&server, flows("2"), json!({ "entities": [{ "id": "2", "name": "Support" }], "pageCount": 2 })).await;
    serve(&server, call("GET", "/api/v2/flows/2"), json!({ "id": "2", "name": "Support" })).await;
    serve(&server, call("GET", "/api/v2/flows/2/latestconfiguration"), json!({ "anything": [1] })).await;
    assert_eq!(client.flow_named("Support", "inboundshortmessage").await.unwrap().unwrap().id, "2");
    assert_eq!(client.flow("2").await.unwrap().name, "Support");
    assert_eq!(client.latest_configuration("2").await.unwrap(), json!({ "anything": [1] }));
    let empty = call("GET", "/api/v2/flows").and(query_param("name", "None"));
    serve(&server, empty, json!({ "entities": [], "pageCount": 0 })).await;
    assert!(client.flows(&FlowFilter { name: Some("None"), kind: None }).await.unwrap().is_empty());
}

#[tokio::test]
async fn messages_lead_to_conversations_and_conversations_end() {
    let (server, client) = org().await;
    serve(
        &server,
        call("GET", "/api/v2/conversations/messages/m/details"),
        json!({ "id": "m", "conversationId": "c" }),
    )
    .await;
    let participants = json!([{ "id": "p", "purpose": "customer", "attributes": { "tier": "gold" } }]);
    serve(&server, call("GET", "/api/v2/conversations/c"), json!({ "id": "c", "participants": participants })).await;
    serve(&server, call("GET", "/api/v2/conversations/messages/c"), json!({ "id": "c", "participants": participants }))
        .await;
    let written = call("PATCH", "/api/v2/conversations/messages/c/participants/p/attributes");
    serve(&server, written.and(body_json(json!({ "attributes": { "k": "v" } }))), json!({})).await;
    let ended = call("PATCH", "/api/v2/conversations/messages/c").and(body_json(json!({ "state": "disconnected" })));
    ended.respond_with(ResponseTemplate::new(202)).expect(1).mount(&server).await;
    call("DELETE", "/api/v2/conversations/c").respond_with(ResponseTemplate::new(200)).expect(1).mount(&server).await;
    serve(&server, call("POST", "/api/v2/conversations/c/disconnect"), json!("done")).await;

    assert_eq!(client.message_details("m").await.unwrap().conversation_id.as_deref(), Some("c"));
    assert_eq!(client.org_conversation("c").await.unwrap().customer().unwrap().attributes["tier"], "gold");
    assert_eq!(client.messaging_conversation("c").await.unwrap().participants.len(), 1);
    client.write_attributes("c", "p", &[("k".to_owned(), "v".to_owned())].into()).await.unwrap();
    client.end_messaging_conversation("c").await.unwrap();
    client.end_conversation("c").await.unwrap();
    client.tear_down_conversation("c").await.unwrap();
}

#[tokio::test]
async fn ending_is_repeated_where_it_may_have_been_done() {
    let (server, client) = org().await;
    Mock::given(method("PATCH")).respond_with(ResponseTemplate::new(502)).up_to_n_times(1).mount(&server).await;
    Mock::given(method("PATCH")).respond_with(ResponseTemplate::new(200)).expect(1).mount(&server).await;
    client.end_messaging_conversation("c").await.unwrap();
}

#[tokio::test]
async fn executions_are_queried_over_all_pages_and_downloaded_without_the_token() {
    let (server, client) = org().await;
    let query = "/api/v2/flows/instances/query";
    let second = call("POST", query).and(query_param("pageNumber", "2"));
    let again = json!({ "entities": [{ "id": "i2" }, { "id": "i1" }], "pageCount": 3 });
    second.respond_with(answer(again)).with_priority(1).expect(1).mount(&server).await;
    let third = call("POST", query).and(query_param("pageNumber", "3"));
    third
        .respond_with(answer(json!({ "entities": [{ "id": "i2" }], "pageCount": 9 })))
        .with_priority(1)
        .expect(1)
        .mount(&server)
        .await;
    let criteria = json!({ "query": [{ "criteria": { "key": "ConversationId", "operator": "eq", "value": "c" } }] });
    let first = call("POST", query).and(query_param("pageSize", "200")).and(body_json(criteria));
    serve(&server, first, json!({ "entities": [{ "id": "i1" }], "pageCount": 2 })).await;
    serve(
        &server,
        call("POST", "/api/v2/flows/instances/jobs").and(body_json(json!({ "ids": ["i1"] }))),
        json!({ "id": "j" }),
    )
    .await;
    serve(&server, call("GET", "/api/v2/flows/instances/jobs/j"), json!({ "id": "j", "jobState": "Success" })).await;
    let document = json!({ "flow": { "flowName": "F", "execution": [] } });
    Mock::given(path("/signed")).respond_with(answer(document)).expect(1).mount(&server).await;
    serve(&server, call("GET", "/api/v2/settings/executiondata"), json!({ "enabled": true })).await;

    let found = client.flow_instances(&InstanceQuery::of_conversations(["c"])).await.unwrap();
    assert_eq!(found.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["i1", "i2"]);
    client.start_instance_job(&InstanceIds { ids: vec!["i1".into()] }).await.unwrap();
    client.instance_job("j").await.unwrap();
    let address = format!("{}/signed?signature=sentinel", server.uri());
    assert_eq!(client.download_execution(&address).await.unwrap().flow.flow_name.as_deref(), Some("F"));
    assert!(client.execution_data_setting().await.unwrap().enabled);
    let requests = server.received_requests().await.unwrap();
    let download = requests.iter().find(|one| one.url.path() == "/signed").unwrap();
    assert!(!download.headers.contains_key("authorization"));
}

#[rstest]
#[case::refused(403)]
#[case::gone(404)]
#[case::failed(500)]
#[tokio::test]
async fn no_message_shows_a_signed_address(#[case] status: u16) {
    let (server, client) = org().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(status)).mount(&server).await;
    let error = client.download_execution(&format!("{}/x?signature=sentinel", server.uri())).await.unwrap_err();
    assert_eq!(error.path, "/x");
    assert!(!format!("{error} {error:?}").contains("sentinel") && !error.advice.is_empty(), "{error}");
    let error = client.download_execution("no address?signature=sentinel").await.unwrap_err();
    assert!(error.kind == ErrorKind::Malformed && !error.to_string().contains("sentinel"), "{error}");
}

#[tokio::test]
async fn log_levels_are_read_made_changed_and_removed() {
    let (server, client) = org().await;
    let at = "/api/v2/flows/f/instances/settings/loglevels";
    let settings = json!({ "id": "f", "logLevelCharacteristics": { "level": "All" } });
    let wanted = json!({ "logLevelCharacteristics": { "level": "All" } });
    serve(&server, call("GET", at), settings.clone()).await;
    serve(&server, call("POST", at).and(body_json(&wanted)), settings.clone()).await;
    serve(&server, call("PUT", at).and(body_json(&wanted)), settings).await;
    call("DELETE", at).respond_with(ResponseTemplate::new(204)).expect(1).mount(&server).await;
    let level = LogLevel { level: Some("All".into()), characteristics: None };
    let request = LogLevelRequest { log_level_characteristics: level };
    client.log_level("f").await.unwrap();
    client.create_log_level("f", &request).await.unwrap();
    client.change_log_level("f", &request).await.unwrap();
    client.delete_log_level("f").await.unwrap();
}

#[tokio::test]
async fn coarser_evidence_is_read() {
    let (server, client) = org().await;
    let page = json!({ "entities": [{ "id": "x", "name": "X", "division": {} }], "pageCount": 1 });
    serve(&server, call("GET", "/api/v2/flows/outcomes"), page.clone()).await;
    serve(&server, call("GET", "/api/v2/flows/milestones"), page).await;
    let flow = json!({ "flowId": "f", "exitReason": "TRANSFER", "transferType": "ACD", "transferTargetName": "VIP" });
    let participants = json!([{ "purpose": "workflow", "sessions": [{ "mediaType": "message", "flow": flow }] }]);
    let details = json!({ "conversationId": "c", "participants": participants });
    serve(&server, call("GET", "/api/v2/analytics/conversations/c/details"), details).await;
    let criteria = json!({ "query": [{ "type": "EXACT", "fields": ["run"], "value": "42" }] });
    let search = call("POST", "/api/v2/conversations/participants/attributes/search").and(body_json(criteria));
    serve(&server, search, json!({ "types": [], "results": [{ "conversationId": "c" }] })).await;

    assert_eq!(client.flow_outcomes().await.unwrap()[0].name.as_deref(), Some("X"));
    assert_eq!(client.flow_milestones().await.unwrap()[0].id, "x");
    let analytics = client.conversation_analytics("c").await.unwrap();
    let flow = analytics.participants[0].sessions[0].flow.as_ref().unwrap();
    assert_eq!(flow.transfer_target_name.as_deref(), Some("VIP"));
    assert_eq!(client.search_by_attribute("run", "42").await.unwrap()[0][0]["conversationId"], "c");
}

#[tokio::test]
async fn open_messages_and_bots_need_no_socket() {
    let (server, client) = org().await;
    let open = call("POST", "/api/v2/conversations/messages/i/inbound/open/message");
    serve(
        &server,
        open.and(query_param("prefetchConversationId", "true")),
        json!({ "id": "m", "conversationId": "c" }),
    )
    .await;
    let session = json!({
        "flow": { "id": "b" }, "externalSessionId": "run",
        "channel": { "name": "Messaging", "inputModes": ["Text"], "outputModes": ["Text"], "userAgent": { "name": "GenesysWebWidget" } },
    });
    serve(&server, call("POST", "/api/v2/textbots/botflows/sessions").and(body_json(session)), json!({ "id": "s" }))
        .await;
    let turns = "/api/v2/textbots/botflows/sessions/s/turns";
    serve(&server, call("POST", turns).and(body_json(json!({ "inputEventType": "NoOp" }))), json!({ "id": "t1" }))
        .await;
    let says = json!({
        "previousTurn": { "id": "t1" }, "inputEventType": "UserInput",
        "inputEventUserInput": { "mode": "Text", "alternatives": [{ "transcript": { "text": "hi" } }] },
    });
    let exit = json!({ "id": "t2", "nextActionType": "Exit", "nextActionExit": { "reason": "TriggeredByFlow" } });
    serve(&server, call("POST", turns).and(body_json(says)), exit).await;

    let sent = client.send_open_message("i", &OpenMessage::default()).await.unwrap();
    assert_eq!(sent.conversation_id.as_deref(), Some("c"));
    let request = BotSessionRequest {
        flow: NamedEntity { id: "b".into(), name: None },
        external_session_id: "run".into(),
        ..BotSessionRequest::default()
    };
    let session = client.open_bot_session(&request).await.unwrap();
    let first = client.take_bot_turn(&session.id, &BotTurnRequest::first()).await.unwrap();
    let says = BotTurnRequest::says(BotReference { id: first.id }, "hi");
    let second = client.take_bot_turn(&session.id, &says).await.unwrap();
    assert_eq!(second.next_action_exit.unwrap().reason, "TriggeredByFlow");
}

#[tokio::test]
async fn a_guests_history_is_read_by_the_guests_own_token() {
    let (server, client) = org().await;
    let guest = Secret::new("guest-jwt");
    let page = Mock::given(path("/api/v2/webmessaging/messages"))
        .and(header("authorization", "Bearer guest-jwt"))
        .and(query_param("pageNumber", "1"))
        .and(query_param("pageSize", "25"));
    let message = json!({ "id": "m", "type": "Text", "text": "Hello", "direction": "Inbound" });
    page.respond_with(answer(json!({ "entities": [message], "total": 1 }))).expect(1).mount(&server).await;
    let history = client.guest_history(&guest, 1, 25).await.unwrap();
    assert_eq!(history.entities[0].text.as_deref(), Some("Hello"));

    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(401).set_body_string("guest-jwt?"))
        .expect(1)
        .mount(&server)
        .await;
    let error = ready_client(&server.uri()).guest_history(&guest, 1, 25).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
    assert!(!error.to_string().contains("guest-jwt") && error.advice[0].contains("from the session"), "{error}");
}

#[tokio::test]
async fn a_missing_permission_is_named_with_its_place() {
    let (server, client) = org().await;
    let body = json!({ "code": "missing.any.permissions", "message": "Unable to perform the requested action. You must have at least one of the following permissions assigned: [conversation:webmessaging:view, conversation:message:view]" });
    Mock::given(any()).respond_with(ResponseTemplate::new(403).set_body_json(body)).mount(&server).await;
    let error = client.message_details("m").await.unwrap_err();
    let lines = error.advice.join("\n");
    for part in
        ["lack the permissions `conversation:webmessaging:view`", "one of the permissions", "Roles / Permissions"]
    {
        assert!(lines.contains(part), "{part}\n{lines}");
    }
}

#[tokio::test]
async fn an_id_that_would_change_the_path_is_not_sent() {
    let (server, client) = org().await;
    for id in ["", ".", ".."] {
        assert_eq!(client.org_conversation(id).await.unwrap_err().kind, ErrorKind::Refused);
        assert_eq!(client.configuration("c", id).await.unwrap_err().kind, ErrorKind::Refused);
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[test]
fn every_call_of_a_real_org_is_the_vendors_with_its_permissions() {
    let Some(vendor) = crate::shared::fact("platform-api-subset.openapi.json") else { return };
    let mut checked = 0;
    for one in OPERATIONS.iter().filter(|one| one.template.starts_with("/api/") && one.scope().is_none()) {
        let call = &vendor["paths"][one.template][one.method.as_str().to_lowercase()];
        assert!(call.is_object(), "{} {}", one.method, one.template);
        let wanted: BTreeSet<&str> =
            call["x-permissions"]["permissions"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(one.needs.names().into_iter().collect::<BTreeSet<_>>(), wanted, "{}", one.template);
        let all = matches!(one.needs, Needs::All(names) if names.len() > 1);
        assert_eq!(all, wanted.len() > 1 && call["x-permissions"]["type"] == "ALL", "{}", one.template);
        checked += 1;
    }
    assert!(checked > 30, "{checked}");
}
