//! Which requests are sent again, how often, and after how long; on virtual time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use flowproof::genesys::{CallObserver, CallRecord, Client, ErrorKind};
use flowproof::wire::{ParticipantRequest, SimulationRequest, WidgetRequest};
use rstest::rstest;
use serde_json::json;
use wiremock::matchers::{any, method};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::client_support::{Jumping, options, ready_client, token, token_request};

const SECOND: Duration = Duration::from_secs(1);

fn conversation() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({ "id": "c" }))
}

/// A host that answers so `times` times and then as it should.
async fn failing(times: u64, answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).up_to_n_times(times).expect(times).with_priority(1).mount(&server).await;
    Mock::given(any()).respond_with(conversation()).with_priority(2).mount(&server).await;
    server
}

fn client(server: &MockServer, clock: &Arc<Jumping>) -> Client {
    Client::new(options(&server.uri(), clock)).with_token(token(3_600))
}

#[rstest]
#[case::seconds(429, "7", 7)]
#[case::at_once(429, "0", 0)]
// The virtual clock stands at 2026-11-23 10:00:00, a Monday.
#[case::date(429, "Mon, 23 Nov 2026 10:00:42 GMT", 42)]
#[case::past_date(429, "Mon, 23 Nov 2026 09:59:00 GMT", 0)]
#[case::unavailable(503, "5", 5)]
#[tokio::test]
async fn retry_after_is_waited_for(#[case] status: u16, #[case] header: &str, #[case] seconds: u64) {
    let server = failing(1, ResponseTemplate::new(status).insert_header("Retry-After", header)).await;
    let clock = Jumping::new();
    client(&server, &clock).conversation("c").await.unwrap();
    assert_eq!(clock.slept(), [SECOND * u32::try_from(seconds).unwrap()]);
}

#[tokio::test]
async fn without_retry_after_the_rate_window_says_how_long() {
    let server = failing(1, ResponseTemplate::new(429).insert_header("inin-ratelimit-reset", "23")).await;
    let clock = Jumping::new();
    client(&server, &clock).conversation("c").await.unwrap();
    assert_eq!(clock.slept(), [SECOND * 23]);
}

#[tokio::test]
async fn without_a_word_the_wait_doubles_with_jitter_and_the_same_seed_waits_the_same() {
    let mut waits = Vec::new();
    for _ in 0..2 {
        let server = failing(3, ResponseTemplate::new(429)).await;
        let clock = Jumping::new();
        client(&server, &clock).conversation("c").await.unwrap();
        waits.push(clock.slept());
    }
    assert_eq!(waits[0], waits[1]);
    for (wait, base) in waits[0].iter().zip([1, 2, 4]) {
        assert!((SECOND * base..=SECOND * 2 * base).contains(wait), "{waits:?}");
    }
}

#[tokio::test]
async fn three_repeats_are_the_most() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(500)).expect(4).mount(&server).await;
    let clock = Jumping::new();
    let error = client(&server, &clock).conversation("c").await.unwrap_err();
    assert_eq!((error.kind.clone(), error.attempts, clock.slept().len()), (ErrorKind::Server, 4, 3));
}

#[tokio::test]
async fn no_repeats_means_one_request() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(500)).expect(1).mount(&server).await;
    let mut options = options(&server.uri(), &Jumping::new());
    options.retries = 0;
    Client::new(options).with_token(token(60)).conversation("c").await.unwrap_err();
}

#[tokio::test]
async fn a_host_that_asks_for_too_long_is_not_waited_for() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(429).insert_header("Retry-After", "121");
    Mock::given(any()).respond_with(answer).expect(1).mount(&server).await;
    let clock = Jumping::new();
    client(&server, &clock).conversation("c").await.unwrap_err();
    assert!(clock.slept().is_empty());
}

#[rstest]
#[case::broken(ResponseTemplate::new(500), 1)]
#[case::bad_gateway(ResponseTemplate::new(502), 1)]
#[case::unavailable(ResponseTemplate::new(503), 1)]
#[case::unavailable_until(ResponseTemplate::new(503).insert_header("Retry-After", "1"), 4)]
#[case::limited(ResponseTemplate::new(429), 4)]
#[tokio::test]
async fn what_creates_is_sent_again_only_when_it_was_surely_not_carried_out(
    #[case] answer: ResponseTemplate,
    #[case] requests: u64,
) {
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(answer).expect(3 * requests).mount(&server).await;
    let client = ready_client(&server.uri());
    let widget = WidgetRequest { name: "W".into(), description: None, custom_attributes: vec![] };
    client.create_widget(&widget).await.unwrap_err();
    client.start_conversation("q", &ParticipantRequest::default()).await.unwrap_err();
    client.simulate("f", &SimulationRequest::default()).await.unwrap_err();
}

#[tokio::test]
async fn a_token_request_is_repeated_like_reading() {
    let server = MockServer::start().await;
    token_request().respond_with(ResponseTemplate::new(502)).up_to_n_times(1).mount(&server).await;
    token_request().respond_with(crate::client_support::granted("t", 60)).expect(1).mount(&server).await;
    let clock = Jumping::new();
    Client::new(options(&server.uri(), &clock)).token().await.unwrap();
    assert_eq!(clock.slept().len(), 1);
}

#[tokio::test]
async fn deleting_what_an_attempt_before_may_have_deleted_is_success() {
    let server = MockServer::start().await;
    Mock::given(method("DELETE")).respond_with(ResponseTemplate::new(502)).up_to_n_times(1).mount(&server).await;
    Mock::given(method("DELETE")).respond_with(ResponseTemplate::new(404)).mount(&server).await;
    ready_client(&server.uri()).delete_widget("w").await.unwrap();
    let error = ready_client(&server.uri()).delete_widget("w").await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
}

#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl CallObserver for Heard {
    fn call(&self, record: &CallRecord<'_>) {
        let CallRecord { method, path, status, attempt, received, correlation_id, .. } = record;
        let line = format!("{method} {path} {status:?} #{attempt} {received} {correlation_id:?}");
        self.0.lock().unwrap().push(line);
    }

    fn retry(&self, doing: &'static str, attempt: u32, wait: Duration) {
        self.0.lock().unwrap().push(format!("{doing} again after {wait:?}, {attempt} sent"));
    }
}

#[tokio::test]
async fn an_observer_hears_of_every_request() {
    let limited =
        ResponseTemplate::new(429).insert_header("Retry-After", "2").insert_header("inin-correlation-id", "x");
    let server = failing(1, limited).await;
    let heard = Arc::new(Heard::default());
    let mut options = options(&server.uri(), &Jumping::new());
    options.observer = Some(heard.clone());
    Client::new(options).with_token(token(60)).start_conversation("q 1", &ParticipantRequest::default()).await.unwrap();
    let path = "/api/v2/conversations/messaging/conversations/participants?queueId=q+1";
    assert_eq!(
        *heard.0.lock().unwrap(),
        [
            format!("POST {path} Some(429) #1 0 Some(\"x\")"),
            "starting the conversation again after 2s, 1 sent".to_owned(),
            format!("POST {path} Some(200) #2 10 None"),
        ]
    );
}
