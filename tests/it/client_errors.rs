//! Each failure that a host can answer with, in the exact words that a person reads.

use flowproof::diagnostic::{RenderStyle, render};
use flowproof::genesys::{Client, ClientError, Created, ErrorKind};
use flowproof::wire::{ParticipantRequest, SimulationRequest, WidgetRequest};
use rstest::{Context, rstest};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::client_support::{Jumping, options, ready_client, shown, token_request};

/// The calls of the four steps.
#[derive(Clone, Copy)]
enum Call {
    CreateWidget,
    StartConversation,
    ReadConversation,
    Simulate,
}

async fn fail(client: &Client, call: Call) -> ClientError {
    let widget = WidgetRequest { name: "W".into(), description: None, custom_attributes: vec![] };
    match call {
        Call::CreateWidget => client.create_widget(&widget).await.unwrap_err(),
        Call::StartConversation => {
            let attributes = [("costomer_tier".to_owned(), "Gold".to_owned())].into_iter().collect();
            let request = ParticipantRequest { attributes, ..ParticipantRequest::default() };
            let sent: Vec<String> = request.attributes.keys().cloned().collect();
            let error = client.start_conversation("queue-1", &request).await.unwrap_err();
            error.with_declared_attributes(sent.iter().map(String::as_str), ["customer_tier", "region"])
        }
        Call::ReadConversation => client.conversation("conversation-1").await.unwrap_err(),
        Call::Simulate => client.simulate("flow-1", &SimulationRequest::default()).await.unwrap_err(),
    }
}

fn platform(status: u16, code: &str, message: &str) -> ResponseTemplate {
    let body = json!({ "message": message, "code": code, "status": status, "contextId": "context-1", "details": [], "errors": [] });
    ResponseTemplate::new(status).set_body_json(body).insert_header("ININ-Correlation-Id", "correlation-1")
}

fn plain(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_string(body)
}

#[rstest]
#[case::expired_401(Call::ReadConversation, platform(401, "credentials.expired", "Credentials are expired."))]
#[case::missing_scope_403(
    Call::CreateWidget,
    platform(403, "missing.scope", "The token lacks the scope webchat:write.")
)]
#[case::unexplained_403(Call::Simulate, plain(403, ""))]
#[case::missing_permission_403(
    Call::Simulate,
    platform(
        403,
        "missing.permissions",
        "Unable to perform the requested action. You are missing the following permission(s): architect:flow:view, architect:flow:edit"
    )
)]
#[case::no_conversation_404(
    Call::ReadConversation,
    platform(404, "not.found", "The requested resource was not found.")
)]
#[case::no_flow_404(Call::Simulate, platform(404, "not.found", "No flow `flow-1`."))]
#[case::no_queue_404(Call::StartConversation, platform(404, "not.found", "No queue `queue-1`."))]
#[case::undeclared_attribute_400(
    Call::StartConversation,
    platform(400, "bad.request", "Invalid attribute name `costomer_tier`.")
)]
#[case::event_type_400(Call::Simulate, platform(400, "bad.request", "Unknown event type `call`."))]
#[case::too_large_413(Call::StartConversation, platform(413, "request.entity.too.large", "Request body is too large."))]
#[case::media_type_415(Call::Simulate, platform(415, "unsupported.media.type", "Unsupported media type."))]
#[case::conflict_409(Call::StartConversation, platform(409, "conflict", "Already there."))]
#[case::rate_limit_429(
    Call::StartConversation,
    platform(429, "too.many.requests.retry.after", "Rate limit exceeded the maximum. Retry the request in [3] seconds")
        .insert_header("Retry-After", "3")
        .insert_header("inin-ratelimit-allowed", "300")
)]
#[case::long_rate_limit_429(
    Call::ReadConversation,
    platform(429, "too.many.requests", "Slow down.").insert_header("Retry-After", "3600")
)]
#[case::limit_in_body_429(Call::ReadConversation, ResponseTemplate::new(429).set_body_json(json!({
    "message": "Rate limit exceeded the maximum.",
    "code": "too.many.requests",
    "limit": { "key": "client.credentials.token.rate.per.minute", "namespace": "platform.api", "value": 300 },
})))]
#[case::html_500(Call::CreateWidget, plain(500, "<html>\r\n  <body>Internal\tServer Error</body>\r\n</html>"))]
#[case::unavailable_503(Call::ReadConversation, platform(503, "service.unavailable", "Unavailable."))]
#[case::gateway_504(Call::Simulate, platform(504, "request.timeout", "The request timed out."))]
#[case::redirect_302(Call::ReadConversation, plain(302, "").insert_header("Location", "https://login.example.org/"))]
#[case::not_json_200(Call::ReadConversation, plain(200, "<html>Sign in</html>"))]
#[case::wrong_shape_200(Call::ReadConversation, ResponseTemplate::new(200).set_body_json(json!({ "participants": [] })))]
#[case::wrong_type_200(Call::ReadConversation, ResponseTemplate::new(200).set_body_json(json!([1])))]
#[case::empty_200(Call::Simulate, plain(200, ""))]
#[tokio::test]
async fn a_failure_reads(#[context] context: Context, #[case] call: Call, #[case] answer: ResponseTemplate) {
    let server = MockServer::start().await;
    token_request().respond_with(crate::client_support::granted("sentinel-token", 3_600)).mount(&server).await;
    Mock::given(any()).respond_with(answer).with_priority(9).mount(&server).await;
    let error = fail(&ready_client(&server.uri()), call).await;
    insta::assert_snapshot!(context.description.unwrap(), shown(&error, &server.uri()));
}

#[rstest]
#[case::invalid_client_400(400, json!({ "error": "invalid_client", "description": "client not found", "error_description": "client not found" }))]
#[case::invalid_client_401(401, json!({ "error": "invalid_client", "description": "authentication failed" }))]
#[case::platform_form_401(401, json!({ "code": "bad.credentials", "message": "Invalid login credentials." }))]
#[tokio::test]
async fn refused_credentials_read(#[context] context: Context, #[case] status: u16, #[case] body: Value) {
    let server = MockServer::start().await;
    token_request().respond_with(ResponseTemplate::new(status).set_body_json(body)).expect(1).mount(&server).await;
    let error = Client::new(options(&server.uri(), &Jumping::new())).token().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
    insta::assert_snapshot!(format!("token_{}", context.description.unwrap()), shown(&error, &server.uri()));
}

#[tokio::test]
async fn a_token_that_is_malformed_is_not_shown() {
    let server = MockServer::start().await;
    let half = json!({ "access_token": "sentinel-token", "token_type": "bearer" });
    token_request().respond_with(ResponseTemplate::new(200).set_body_json(half)).mount(&server).await;
    let error = Client::new(options(&server.uri(), &Jumping::new())).token().await.unwrap_err();
    insta::assert_snapshot!(shown(&error, &server.uri()), @r"
error[FP0704]: getting a token failed with 200: the answer is not the JSON expected: missing field `expires_in` at line 1 column 55; it reads: (55 bytes, not shown) (POST /oauth/token)
 |
 = help: check that the base URL is that of an API and not of a web page or a proxy
");
}

#[tokio::test]
async fn a_taken_widget_name_is_a_warning_and_the_seed_goes_on() {
    let server = MockServer::start().await;
    let answer = platform(409, "conflict", "A widget named `W` exists.");
    Mock::given(any()).respond_with(answer).expect(1).mount(&server).await;
    let widget = WidgetRequest { name: "W".into(), description: None, custom_attributes: vec![] };
    let Created::AlreadyThere { warning } = ready_client(&server.uri()).create_widget(&widget).await.unwrap() else {
        panic!("the widget cannot have been made");
    };
    insta::assert_snapshot!(render(&warning, RenderStyle::Plain), @r"
warning[FP0709]: creating the widget failed with 409 `conflict`: A widget named `W` exists (POST /api/v2/webchat/widgets, correlation id correlation-1)
 |
 = help: something of this name exists: reuse it, delete it, or choose another name
");
}

#[tokio::test]
async fn the_parts_of_a_failure_are_there_for_programs() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(400).set_body_json(json!({
        "message": "Invalid value.", "code": "invalid.value", "contextId": "context-7",
        "details": [{ "errorCode": "x", "fieldName": "attributes.tier" }, { "fieldName": null }],
        "errors": [{ "message": "Tier is unknown." }],
    }));
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let error = ready_client(&server.uri()).conversation("a b/c").await.unwrap_err();
    assert_eq!(
        (error.status, error.code.as_deref(), error.correlation_id.as_deref()),
        (Some(400), Some("invalid.value"), Some("context-7"))
    );
    assert_eq!(error.fields, ["attributes.tier"]);
    assert_eq!(error.message, "Invalid value; Tier is unknown");
    assert_eq!((error.method, error.attempts), ("GET", 1));
    assert_eq!(error.path, "/api/v2/conversations/messaging/conversations/a%20b%2Fc");
}

#[tokio::test]
async fn a_long_body_is_cut() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(plain(400, &"é".repeat(5_000))).mount(&server).await;
    let error = ready_client(&server.uri()).conversation("c").await.unwrap_err();
    assert_eq!(error.message, format!("`{}…`", "é".repeat(300)));
}
