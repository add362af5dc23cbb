//! No output of the client shows a secret, whatever a host answers.

use std::fmt::Debug;
use std::sync::atomic::{AtomicUsize, Ordering};

use flowproof::diagnostic::{Diagnostic, RenderStyle, render};
use flowproof::genesys::{Client, ClientError, Credentials, Grant};
use flowproof::secret::Secret;
use rstest::rstest;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::client_support::{Jumping, SECRET, TOKEN, options, token};

/// How both sentinels begin, since a part of a secret is too much, and how the pair of id and secret begins in base64.
const FORBIDDEN: &[&str] = &["senti", "Y2xpZW50LWlkOnNl"];

fn assert_clean(text: &str) {
    for secret in FORBIDDEN {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

fn assert_debug_clean(value: &impl Debug) {
    assert_clean(&format!("{value:?} {value:#?}"));
}

fn assert_error_clean(error: &ClientError) {
    assert_debug_clean(error);
    assert_clean(&error.to_string());
    assert_clean(&render(&Diagnostic::from(error), RenderStyle::Plain));
}

#[test]
fn nothing_prints_what_it_holds() {
    let options = options("http://127.0.0.1:1", &Jumping::new());
    assert_debug_clean(&Secret::new(SECRET));
    assert_debug_clean(&Credentials::new("client-id", SECRET.to_owned()));
    assert_debug_clean(&options);
    assert_debug_clean(&Client::new(options).with_token(token(60)));
}

/// A host that answers with all that it was sent.
async fn echo(status: u16, before: &'static str) -> MockServer {
    let server = MockServer::start().await;
    let repeat = move |request: &Request| {
        let body = String::from_utf8_lossy(&request.body);
        ResponseTemplate::new(status).set_body_string(format!("{before}{body} {:?}", request.headers))
    };
    Mock::given(any()).respond_with(repeat).mount(&server).await;
    server
}

#[rstest]
#[case::refused(400, "")]
#[case::unauthorised(401, "")]
#[case::forbidden(403, "missing:")]
#[case::failed(500, "")]
#[case::redirected(302, "")]
#[case::malformed(200, "")]
#[tokio::test]
async fn a_host_that_repeats_the_request_does_not_make_us_print_it(
    #[case] status: u16,
    #[case] before: &'static str,
    #[values(Grant::Form, Grant::Basic)] grant: Grant,
) {
    let server = echo(status, before).await;
    let mut options = options(&server.uri(), &Jumping::new());
    options.grant = grant;
    assert_error_clean(&Client::new(options.clone()).token().await.unwrap_err());
    assert_error_clean(&Client::new(options).with_token(token(60)).conversation("c").await.unwrap_err());
}

#[tokio::test]
async fn a_message_that_is_cut_within_a_secret_shows_no_part_of_it() {
    let server = MockServer::start().await;
    let nth = AtomicUsize::new(0);
    let late = move |_: &Request| {
        let before = "x".repeat(270 + nth.fetch_add(1, Ordering::Relaxed));
        ResponseTemplate::new(400).set_body_string(format!("{before}{TOKEN}"))
    };
    Mock::given(any()).respond_with(late).mount(&server).await;
    let client = Client::new(options(&server.uri(), &Jumping::new())).with_token(token(60));
    for _ in 0..40 {
        assert_error_clean(&client.conversation("c").await.unwrap_err());
    }
}

#[test]
fn the_sentinels_would_be_found() {
    assert!([SECRET, TOKEN].iter().all(|one| one.starts_with(FORBIDDEN[0])));
}

#[tokio::test]
async fn a_failed_connection_does_not_show_the_request() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_error_clean(&Client::new(options(&base, &Jumping::new())).token().await.unwrap_err());
}
