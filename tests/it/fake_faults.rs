//! Faults of the fake org as a client on the other end of the socket sees them.

use std::time::Duration;

use flowproof::fake::{Fault, FaultAction, Org, Tenant, TenantOptions};
use reqwest::Method;
use serde_json::json;

use crate::fake_client::{Client, Wire, org};

const WIDGETS: &str = "/api/v2/webchat/widgets";

fn opened(org: &Org, action: FaultAction) -> Tenant {
    let faults = vec![Fault { at: "widget".parse().unwrap(), times: Some(1), after: 0, action }];
    org.open(TenantOptions { faults, ..TenantOptions::default() })
}

fn post(tenant: &Tenant) -> Vec<u8> {
    let body = json!({ "name": "w" }).to_string();
    let token = tenant.issue_token().access_token;
    format!(
        "POST {WIDGETS} HTTP/1.1\r\nhost: fake\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

#[tokio::test]
async fn a_reset_is_a_reset() {
    let org = org().await;
    let tenant = opened(&org, FaultAction::Reset);
    let mut wire = Wire::connect(&org).await;
    wire.send(&post(&tenant)).await;
    assert_eq!(wire.rest().await.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
    assert_eq!(tenant.requests()[0].status, None);

    let client = Client::login(&org, &tenant).await;
    assert_eq!(client.get(WIDGETS).await["total"], 0);
    assert!(tenant.faults_left().is_empty());
}

#[tokio::test]
async fn a_truncated_answer_promises_more_than_comes() {
    let org = org().await;
    let tenant = opened(&org, FaultAction::Truncate);
    let mut wire = Wire::connect(&org).await;
    wire.send(&post(&tenant)).await;
    let answer = String::from_utf8(wire.rest().await.unwrap()).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let promised: usize = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    assert_eq!(body.len(), promised / 2);
    assert!(!body.is_empty());
}

#[tokio::test]
async fn a_client_sees_a_truncated_answer_as_broken() {
    let org = org().await;
    let tenant = opened(&org, FaultAction::Truncate);
    let client = Client::login(&org, &tenant).await;
    let answer = client.request(Method::POST, WIDGETS).json(&json!({ "name": "w" })).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes().await.is_err());
    assert_eq!(client.get(WIDGETS).await["total"], 1);
}

#[tokio::test]
async fn no_answer_leaves_the_client_to_its_time_out() {
    let org = org().await;
    let tenant = opened(&org, FaultAction::NoAnswer);
    let client = Client::login(&org, &tenant).await;
    let request = client.request(Method::POST, WIDGETS).json(&json!({ "name": "w" }));
    let error = request.timeout(Duration::from_secs(1)).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(client.get(WIDGETS).await["total"], 1);
}

#[tokio::test]
async fn a_delayed_answer_is_late_and_right() {
    let org = org().await;
    let time = Duration::from_millis(50);
    let tenant = opened(&org, FaultAction::Delay(time));
    let client = Client::login(&org, &tenant).await;
    let started = std::time::Instant::now();
    assert_eq!(client.post(WIDGETS, &json!({ "name": "w" })).await["name"], "w");
    assert!(started.elapsed() >= time);
}

#[tokio::test]
async fn a_malformed_body_is_whole_on_the_wire_and_no_json() {
    let org = org().await;
    let tenant = opened(&org, FaultAction::MalformedBody);
    let client = Client::login(&org, &tenant).await;
    let answer = client.request(Method::POST, WIDGETS).json(&json!({ "name": "w" })).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let bytes = answer.bytes().await.unwrap();
    assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_err());
}
