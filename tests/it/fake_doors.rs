//! The fake org's socket: bodies in two segments, keep-alive, too long bodies, shutdown; and the responder for wiremock.

use std::time::{Duration, Instant};

use flowproof::fake::{Fault, FaultAction, MAX_BODY_BYTES, TenantOptions};
use rstest::rstest;
use serde_json::Value as Json;

use crate::fake_client::{Client, Wire, http, org};

/// Every request is read to its end, whether or not its endpoint looks at it: else the next one on the connection is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_requests_in_two_segments_share_a_connection() {
    let org = org().await;
    let tenant = org.open(TenantOptions::default());
    let token = tenant.issue_token().access_token;
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        tenant.client_id(),
        tenant.client_secret()
    );
    let authorized = format!("authorization: Bearer {token}\r\n");
    let requests = [
        ("POST /oauth/token", "content-type: application/x-www-form-urlencoded\r\n", form.as_str(), 200),
        ("GET /api/v2/webchat/widgets", authorized.as_str(), "{\"not\":\"looked at\"}", 200),
        ("POST /api/v2/webchat/widgets", "", "{\"name\":\"refused before it is read\"}", 401),
        ("PUT /nowhere", "", "whatever", 404),
    ];
    let mut wire = Wire::connect(&org).await;
    for round in 0..1_000 {
        let (line, headers, body, expected) = requests[round % requests.len()];
        let head = format!("{line} HTTP/1.1\r\nhost: fake\r\n{headers}content-length: {}\r\n\r\n", body.len());
        wire.send(head.as_bytes()).await;
        tokio::task::yield_now().await;
        wire.send(body.as_bytes()).await;
        let (status, _) = wire.answer().await;
        assert_eq!(status, expected, "request {round}: {line}");
    }
    org.shutdown().await;
}

#[rstest]
#[case::a_little(MAX_BODY_BYTES + 1)]
#[case::many_times(8 * MAX_BODY_BYTES)]
#[tokio::test]
async fn a_body_that_is_too_long_is_refused_and_the_connection_goes_on(#[case] length: usize) {
    let org = org().await;
    let tenant = org.open(TenantOptions::default());
    let client = Client::login(&org, &tenant).await;
    let long = vec![b' '; length];
    let widgets = "/api/v2/webchat/widgets";
    let request = client.request(reqwest::Method::POST, widgets).header("content-type", "application/json").body(long);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 413);
    let body: Json = answer.json().await.unwrap();
    assert_eq!(body["code"], "request.entity.too.large");
    client.get(widgets).await;
}

#[tokio::test]
async fn strangers_are_told_what_an_org_tells_them() {
    let org = org().await;
    let refused = |answer: reqwest::Response| async {
        let correlation = answer.headers()["inin-correlation-id"].to_str().unwrap().to_owned();
        let status = answer.status().as_u16();
        let body: Json = answer.json().await.unwrap();
        (status, body, correlation)
    };
    let url = |path: &str| format!("{}{path}", org.base_url());
    let form = [("grant_type", "client_credentials"), ("client_id", "nobody"), ("client_secret", "x")];

    let (status, body, _) = refused(http().post(url("/oauth/token")).form(&form).send().await.unwrap()).await;
    assert_eq!(
        (status, &body["error"], &body["description"]),
        (401, &"invalid_client".into(), &"client not found".into())
    );
    let (status, body, correlation) = refused(http().get(url("/api/v2/webchat/widgets")).send().await.unwrap()).await;
    assert_eq!((status, &body["code"]), (401, &"authentication.required".into()));
    assert_eq!(body["contextId"], correlation);
    let request = http().get(url("/api/v2/webchat/widgets")).bearer_auth("nobody.knows");
    let (status, body, _) = refused(request.send().await.unwrap()).await;
    assert_eq!((status, &body["code"]), (401, &"bad.credentials".into()));
    let (status, body, _) = refused(http().get(url("/api/v2/users/me")).send().await.unwrap()).await;
    assert_eq!((status, &body["code"]), (404, &"not.found".into()));
}

#[tokio::test]
async fn shutdown_lets_the_request_in_flight_end_and_then_nobody_listens() {
    let org = org().await;
    let at = "GET /api/v2/webchat/widgets".parse().unwrap();
    let faults = vec![Fault { at, times: None, after: 0, action: FaultAction::Delay(Duration::from_millis(200)) }];
    let tenant = org.open(TenantOptions { faults, ..TenantOptions::default() });
    let client = Client::login(&org, &tenant).await;
    let url = org.base_url().to_owned();
    let waiting = tokio::spawn(async move { client.get("/api/v2/webchat/widgets").await });
    while tenant.requests().len() < 2 {
        tokio::task::yield_now().await;
    }
    org.shutdown().await;
    assert_eq!(waiting.await.unwrap()["total"], 0);
    assert!(http().get(url).send().await.unwrap_err().is_connect());
}

#[rstest]
#[case::held(FaultAction::NoAnswer)]
#[case::delayed(FaultAction::Delay(Duration::from_secs(3_600)))]
#[tokio::test]
async fn shutdown_does_not_wait_for_what_never_ends(#[case] action: FaultAction) {
    let org = org().await;
    let faults = vec![Fault { at: "widget".parse().unwrap(), times: None, after: 0, action }];
    let tenant = org.open(TenantOptions { faults, ..TenantOptions::default() });
    let client = Client::login(&org, &tenant).await;
    let waiting =
        tokio::spawn(async move { client.request(reqwest::Method::POST, "/api/v2/webchat/widgets").send().await });
    while tenant.requests().len() < 2 {
        tokio::task::yield_now().await;
    }
    let started = Instant::now();
    org.shutdown().await;
    assert!(waiting.await.unwrap().is_err());
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[cfg(feature = "wiremock")]
mod responder {
    use flowproof::fake::{Responder, Tenant};
    use wiremock::matchers::{any, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;

    async fn token(server: &MockServer, id: &str, secret: &str) -> String {
        let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
        let answer = http().post(format!("{}/oauth/token", server.uri())).form(&form).send().await.unwrap();
        let token: Json = answer.json().await.unwrap();
        token["access_token"].as_str().unwrap().to_owned()
    }

    #[tokio::test]
    async fn a_tenant_answers_behind_a_mock_server_with_mocks_in_front() {
        let tenant = Tenant::alone(TenantOptions::default());
        let (id, secret) = (tenant.client_id().to_owned(), tenant.client_secret().to_owned());
        let server = MockServer::start().await;
        let brewing = ResponseTemplate::new(418);
        Mock::given(path("/api/v2/webchat/widgets/7"))
            .respond_with(brewing)
            .with_priority(1)
            .expect(1)
            .mount(&server)
            .await;
        Mock::given(any()).respond_with(Responder::new(tenant)).with_priority(5).expect(3).mount(&server).await;

        let token = token(&server, &id, &secret).await;
        let url = format!("{}/api/v2/webchat/widgets", server.uri());
        let made =
            http().post(&url).bearer_auth(&token).json(&serde_json::json!({ "name": "w" })).send().await.unwrap();
        assert_eq!(made.status(), 200);
        let made: Json = made.json().await.unwrap();
        let list: Json = http().get(&url).bearer_auth(&token).send().await.unwrap().json().await.unwrap();
        assert_eq!(list["entities"], serde_json::json!([made]));
        assert_eq!(http().get(format!("{url}/7")).bearer_auth(&token).send().await.unwrap().status(), 418);
    }

    #[tokio::test]
    async fn faults_of_the_connection_say_that_they_need_the_socket() {
        let faults = vec![Fault { at: "token".parse().unwrap(), times: None, after: 0, action: FaultAction::Reset }];
        let tenant = Tenant::alone(TenantOptions { faults, ..TenantOptions::default() });
        let form = [("client_id", tenant.client_id().to_owned()), ("client_secret", tenant.client_secret().to_owned())];
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(Responder::new(tenant)).mount(&server).await;
        let answer = http().post(format!("{}/oauth/token", server.uri())).form(&form).send().await.unwrap();
        assert_eq!(answer.status(), 501);
        let body: Json = answer.json().await.unwrap();
        assert!(body["message"].as_str().unwrap().contains("socket"));
    }
}
