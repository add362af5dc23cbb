//! The served org as other people's clients meet it: its ready line, TLS, latency, faults, the file of `--org`.

use std::fs;
use std::time::{Duration, Instant};

use rstest::rstest;
use serde_json::json;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::serve_support::{Served, builder, refused};

#[tokio::test]
async fn the_ready_line_says_where_everything_is() {
    let served = Served::start(&[], &[]);
    let port = served.port();
    assert_eq!(served.text("api"), format!("http://127.0.0.1:{port}"));
    assert_eq!(served.text("login"), served.text("api"));
    assert_eq!(served.text("guest"), format!("ws://127.0.0.1:{port}/v1"));
    assert_eq!(served.ready["deployments"][0]["flow"], "Talk");
    assert_eq!(served.ready["flows"][0]["name"], "Talk");
    assert!(served.ready.get("ca").is_none());
    assert_eq!(served.get("ready").await, served.ready);
}

#[tokio::test]
async fn with_tls_one_certificate_is_written_and_is_all_that_a_client_must_trust() {
    let served = Served::start(&[], &["--tls", "made/tls", "--tls-name", "api.acme.test"]);
    let port = served.port();
    assert_eq!(served.text("api"), format!("https://localhost:{port}"));
    assert_eq!(served.text("guest"), format!("wss://localhost:{port}/v1"));
    let file = served.folder.path().join("made/tls/ca.pem");
    assert_eq!(fs::canonicalize(served.text("ca")).unwrap(), fs::canonicalize(&file).unwrap());
    let pem = fs::read_to_string(&file).unwrap();
    assert_eq!(pem.matches("-----BEGIN ").count(), 1);
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"));
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);

    let token = served.token().await;
    assert_eq!(served.status("/api/v2/webchat/widgets", &token).await, 200);
    let named = builder(Some(served.text("ca"))).resolve("api.acme.test", ([127, 0, 0, 1], port).into());
    let url = format!("https://api.acme.test:{port}/api/v2/webchat/widgets");
    let answer = named.build().unwrap().get(url).bearer_auth(&token).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let distrustful = crate::serve_support::http(None);
    assert!(distrustful.get(served.text("api")).send().await.unwrap_err().is_connect());
}

#[tokio::test]
async fn a_guest_whose_url_has_userinfo_and_who_brings_strange_headers_is_served() {
    let served = Served::start(&[], &["--tls", "tls"]);
    let deployment = served.ready["deployments"][0]["id"].as_str().unwrap().to_owned();
    // As a client asks that pastes `x@localhost:PORT` where a region belongs.
    let url = format!("wss://webmessaging.x@localhost:{}/v1?deploymentId={deployment}", served.port());
    let mut request = url.into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("authorization", "Basic d2VibWVzc2FnaW5nLng6".parse().unwrap());
    headers.insert("sec-websocket-extensions", "permessage-deflate; client_max_window_bits".parse().unwrap());
    let mut guest = served.secure_guest(&deployment, request).await;
    guest.say("hi").await;
    assert_eq!(guest.hear().await, "Hello, gold");
}

#[tokio::test]
async fn latency_holds_back_answers_and_frames() {
    const LATENCY: Duration = Duration::from_millis(150);
    let served = Served::start(&[], &["--latency", "150ms"]);
    let begun = Instant::now();
    served.token().await;
    assert!(begun.elapsed() >= LATENCY);
    let begun = Instant::now();
    let mut guest = served.guest().await;
    assert!(begun.elapsed() >= 2 * LATENCY, "the handshake and the session's answer are two");
    let begun = Instant::now();
    guest.say("hi").await;
    assert_eq!(guest.hear().await, "Hello, gold");
    assert!(begun.elapsed() >= LATENCY);
}

#[tokio::test]
async fn faults_strike_endpoints_and_guests() {
    let faults = ["--fault", "POST /oauth/token=503,times=1", "--fault", "guest.message=close:1011,after=1"];
    let served = Served::start(&[], &faults);
    assert_eq!(served.ask_token().await.status(), 503);
    assert_eq!(served.ask_token().await.status(), 200);
    let mut guest = served.guest().await;
    guest.say("hi").await;
    assert_eq!(guest.hear().await, "Hello, gold");
    guest.say("more").await;
    assert_eq!(guest.next().await, Some(json!({ "closed": 1_011 })));
}

#[tokio::test]
async fn the_file_of_the_org_is_obeyed_and_the_command_line_has_the_last_word() {
    let org = "credentials: { client_id: me, client_secret: hush }\ntoken_lifetime: 1h\nrate_limit: 7\nlacks: [webchat:write]\n";
    let served = Served::start(&[("org.yaml", org)], &["--org", "org.yaml", "--token-lifetime", "2h"]);
    assert_eq!((served.text("client_id"), served.text("client_secret")), ("me", "hush"));
    let token: serde_json::Value = served.ask_token().await.json().await.unwrap();
    assert_eq!(token["expires_in"], 7_200);
    let token = token["access_token"].as_str().unwrap();
    let url = format!("{}/api/v2/webchat/widgets", served.text("api"));
    let answer = served.http.get(url).bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    assert_eq!(answer.headers()["inin-ratelimit-allowed"], "7");
}

#[rstest]
#[case::org(&["--org", "org.yaml"], &["org.yaml:1:1", "did you mean `name`?", "org.yaml:2:13", "2 errors"])]
#[case::no_org(&["--org", "nowhere.yaml"], &["`nowhere.yaml` cannot be read"])]
#[case::fault(&["--fault", "POST /oauth/tken=503"], &["--fault:1:1", "did you mean `POST /oauth/token`?"])]
#[case::faults(&["--fault", "token=exploded", "--fault", "guest.mesage=silent"], &["`exploded`", "did you mean `message`?", "2 errors"])]
#[case::latency(&["--latency", "soon"], &["`soon` is not a duration"])]
#[case::name_without_tls(&["--tls-name", "api.acme.test"], &["--tls <DIR>"])]
fn mistakes_are_told_all_at_once_and_nothing_is_served(#[case] arguments: &[&str], #[case] said: &[&str]) {
    let output = refused(&[("org.yaml", "nmae: Acme\nrate_limit: 0\n")], arguments);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(output.stdout.is_empty());
    for words in said {
        assert!(told.contains(words), "{words}: {told}");
    }
}
