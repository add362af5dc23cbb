//! When a token is asked for, and how often.

use std::time::Duration;

use flowproof::genesys::{Client, ErrorKind, Grant};
use rstest::rstest;
use serde_json::json;
use wiremock::matchers::{body_string, header, method};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::client_support::{Jumping, SECRET, granted, options, token_request};

fn reading(token: &str) -> wiremock::MockBuilder {
    Mock::given(method("GET")).and(header("authorization", format!("Bearer {token}")))
}

fn conversation() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({ "id": "c" }))
}

#[tokio::test]
async fn one_token_serves_many_calls() {
    let server = MockServer::start().await;
    token_request().respond_with(granted("first", 3_600)).expect(1).mount(&server).await;
    reading("first").respond_with(conversation()).expect(5).mount(&server).await;
    let client = Client::new(options(&server.uri(), &Jumping::new()));
    client.token().await.unwrap();
    for _ in 0..5 {
        client.conversation("c").await.unwrap();
    }
}

#[rstest]
#[case::a_day_is_cut_to_55_minutes(86_400, 55 * 60)]
#[case::an_hour_is_cut_to_55_minutes(3_600, 55 * 60)]
#[case::half_an_hour_less_a_minute(1_800, 29 * 60)]
#[tokio::test]
async fn a_token_is_renewed_in_time(#[case] life: u64, #[case] used: u64) {
    let server = MockServer::start().await;
    token_request().respond_with(granted("first", life)).up_to_n_times(1).expect(1).mount(&server).await;
    token_request().respond_with(granted("second", life)).expect(1).mount(&server).await;
    reading("first").respond_with(conversation()).expect(2).mount(&server).await;
    reading("second").respond_with(conversation()).expect(1).mount(&server).await;
    let clock = Jumping::new();
    let client = Client::new(options(&server.uri(), &clock));
    client.conversation("c").await.unwrap();
    clock.advance(Duration::from_secs(used - 1));
    client.conversation("c").await.unwrap();
    clock.advance(Duration::from_secs(1));
    client.conversation("c").await.unwrap();
}

#[tokio::test]
async fn callers_at_once_share_one_token_request() {
    let server = MockServer::start().await;
    token_request().respond_with(granted("first", 3_600)).expect(1).mount(&server).await;
    reading("first").respond_with(conversation()).expect(16).mount(&server).await;
    let client = Client::new(options(&server.uri(), &Jumping::new()));
    let calls: Vec<_> = (0..16)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.conversation("c").await.map(|_| ()) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_call_repeated() {
    let server = MockServer::start().await;
    token_request().respond_with(granted("first", 3_600)).up_to_n_times(1).expect(1).mount(&server).await;
    token_request().respond_with(granted("second", 3_600)).expect(1).mount(&server).await;
    reading("first").respond_with(ResponseTemplate::new(401)).expect(1).mount(&server).await;
    reading("second").respond_with(conversation()).expect(1).mount(&server).await;
    let clock = Jumping::new();
    Client::new(options(&server.uri(), &clock)).conversation("c").await.unwrap();
    assert!(clock.slept().is_empty(), "a renewal does not wait");
}

#[tokio::test]
async fn a_token_that_is_refused_again_is_not_renewed_again() {
    let server = MockServer::start().await;
    token_request().respond_with(granted("any", 3_600)).expect(2).mount(&server).await;
    reading("any").respond_with(ResponseTemplate::new(401)).expect(2).mount(&server).await;
    let error = Client::new(options(&server.uri(), &Jumping::new())).conversation("c").await.unwrap_err();
    assert_eq!((error.kind.clone(), error.attempts), (ErrorKind::Unauthorized, 2));
}

#[tokio::test]
async fn a_post_is_repeated_with_the_renewed_token_because_401_means_not_carried_out() {
    let server = MockServer::start().await;
    token_request().respond_with(granted("any", 3_600)).expect(2).mount(&server).await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(401)).up_to_n_times(1).mount(&server).await;
    let done = ResponseTemplate::new(200).set_body_json(json!({ "id": "s", "status": "completed" }));
    Mock::given(method("POST")).respond_with(done).expect(1).mount(&server).await;
    let client = Client::new(options(&server.uri(), &Jumping::new()));
    assert_eq!(client.simulate("f", &Default::default()).await.unwrap().id, "s");
}

#[tokio::test]
async fn the_seeds_form_carries_the_credentials_in_the_body() {
    let server = MockServer::start().await;
    let form = format!("grant_type=client_credentials&client_id=client-id&client_secret={SECRET}");
    token_request().and(body_string(form)).respond_with(granted("t", 60)).expect(1).mount(&server).await;
    Client::new(options(&server.uri(), &Jumping::new())).token().await.unwrap();
    assert!(server.received_requests().await.unwrap()[0].headers.get("authorization").is_none());
}

#[tokio::test]
async fn basic_carries_them_in_the_header() {
    let server = MockServer::start().await;
    token_request()
        // base64 of `client-id:sentinel-secret`.
        .and(header("authorization", "Basic Y2xpZW50LWlkOnNlbnRpbmVsLXNlY3JldA=="))
        .and(header("content-type", "application/x-www-form-urlencoded"))
        .and(body_string("grant_type=client_credentials"))
        .respond_with(granted("t", 60))
        .expect(1)
        .mount(&server)
        .await;
    let mut options = options(&server.uri(), &Jumping::new());
    options.grant = Grant::Basic;
    Client::new(options).token().await.unwrap();
}

#[tokio::test]
async fn the_token_comes_from_the_login_host() {
    let (login, api) = (MockServer::start().await, MockServer::start().await);
    token_request().respond_with(granted("from-login", 60)).expect(1).mount(&login).await;
    reading("from-login").respond_with(conversation()).expect(1).mount(&api).await;
    let mut options = options(&api.uri(), &Jumping::new());
    options.login = login.uri().parse().unwrap();
    Client::new(options).conversation("c").await.unwrap();
}
