//! Each way in which a guest's step can fail, what the error says of it, and that nothing waits for ever or shows the session's token.

use std::time::Duration;

use flowproof::diagnostic::{Code, Diagnostic, RenderStyle, render};
use flowproof::genesys::{
    GuestError, GuestErrorKind, GuestOptions, GuestSession, GuestStep, LONGEST_RATE_WAIT, OutgoingFile, Reach,
    Received, http_client,
};
use futures_util::SinkExt as _;
use rstest::rstest;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_tungstenite::tungstenite::Message;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::client_guest_support::{
    GUEST, LONG, Peer, SHORT, attributes, echo, error, event, frame, guest_options, listener, none, said, talk,
    talk_with,
};
use crate::client_support::Jumping;

fn impatient(options: &mut GuestOptions) {
    options.step_timeout = SHORT;
}

/// The error as a person sees it; it never shows the token.
fn shown(error: &GuestError) -> String {
    let shown = render(&Diagnostic::from(error), RenderStyle::Plain);
    assert!(!format!("{shown} {error} {error:?}").contains("sentinel"), "{shown}");
    shown
}

/// What saying a text fails with when the host answers it so.
async fn say_fails(answer: impl AsyncFnOnce(&mut Peer, Value)) -> GuestError {
    let mut failed = None;
    let host = async |peer: &mut Peer| {
        let heard = peer.hear().await;
        answer(peer, heard).await;
    };
    talk_with(impatient, host, async |session| failed = session.say("Hello", &none()).await.err()).await;
    failed.unwrap()
}

// The frames are those of facts: genesys-api.md 4.3.
#[rstest]
#[case::too_large("response", "string", 4_013, json!("Custom Attributes in channel metadata is larger than 2048 bytes"), Code::BAD_REQUEST, "fewer or shorter")]
#[case::too_long("response", "string", 4_011, json!("message too long"), Code::BAD_REQUEST, "shorter text")]
#[case::no_session("response", "string", 4_007, json!("session not found error message"), Code::NOT_FOUND, "configure it first")]
#[case::forbidden("response", "string", 403, json!("no"), Code::FORBIDDEN, "read-only")]
#[case::unexpected("response", "string", 5_000, json!("oops"), Code::SERVER_FAILED, "try again later")]
#[case::fields("response", "Error", 400, json!({ "name": "n", "message": "m", "errorCode": 400, "errorMessage": "bad" }), Code::BAD_REQUEST, "org's words")]
#[tokio::test]
async fn a_refusal_is_the_requests_error(
    #[case] kind: &str,
    #[case] class: &str,
    #[case] code: u16,
    #[case] body: Value,
    #[case] diagnostic: Code,
    #[case] advice: &str,
    #[values(true, false)] traced: bool,
) {
    let error = say_fails(async |peer, heard| {
        let tracing = if traced { heard["tracingId"].clone() } else { Value::Null };
        peer.tell(&frame(kind, class, code, &body, &tracing)).await;
    })
    .await;
    assert_eq!((error.step, &error.kind, error.code), (GuestStep::Message, &GuestErrorKind::Refused, Some(code)));
    assert_eq!(error.kind.diagnostic_code(error.code), diagnostic);
    assert!(shown(&error).contains(advice), "{}", shown(&error));
}

#[tokio::test]
async fn an_error_of_another_request_does_not_end_the_wait() {
    let host = async |peer: &mut Peer| {
        let typing = peer.hear().await;
        let heard = peer.hear().await;
        peer.tell(&error(400, "typing is off", &typing["tracingId"])).await;
        peer.tell(&echo(&heard, "M1")).await;
    };
    let guest = async |session: &mut GuestSession| {
        session.typing().await.unwrap();
        session.say("Hello", &none()).await.unwrap();
        let refused = Received::Refused { code: Some(400), message: "typing is off".into() };
        assert_eq!(session.received(), [refused]);
    };
    talk(host, guest).await;
}

#[tokio::test]
async fn a_clear_that_is_not_allowed_leads_to_its_setting() {
    let host = async |peer: &mut Peer| {
        let heard = peer.hear().await;
        peer.tell(&error(403, "Presence events Conversation Clear are not supported", &heard["tracingId"])).await;
    };
    let guest = async |session: &mut GuestSession| {
        let error = session.clear().await.unwrap_err();
        insta::assert_snapshot!(shown(&error), @r"
error[FP0707]: ending the conversation failed with 403: Presence events Conversation Clear are not supported
 |
 = help: the deployment's configuration does not let the customer end a conversation: turn on clearing of conversations in Admin > Message > Messenger Configurations, publish, and give the deployment that version
");
    };
    talk(host, guest).await;
}

#[rstest]
#[case::event(event("SessionExpiredEvent", json!({})))]
#[case::code(error(4_006, "session expired", &Value::Null))]
#[tokio::test]
async fn an_expired_session_is_an_error_to_who_waits_and_an_event_to_who_does_not(#[case] expired: Value) {
    let error = say_fails(async |peer, _| peer.tell(&expired).await).await;
    assert_eq!(error.kind, GuestErrorKind::Expired);
    assert!(shown(&error).contains("72 hours"));
    let host = async |peer: &mut Peer| peer.tell(&expired).await;
    talk(host, async |session| assert_eq!(session.next(LONG).await.unwrap(), Some(Received::Expired))).await;
}

#[rstest]
#[case::in_words(Some(3), Duration::from_secs(3))]
#[case::without_words(None, Duration::from_secs(1))]
#[tokio::test]
async fn a_message_that_comes_too_fast_is_sent_again_after_the_wait(
    #[case] retry_after: Option<u64>,
    #[case] wait: Duration,
) {
    let clock = Jumping::new();
    let host = async |peer: &mut Peer| {
        let first = peer.hear().await;
        let body = json!({ "retryAfter": retry_after, "errorCode": 4029, "errorMessage": "Message rate too high for this session" });
        peer.tell(&frame("response", "TooManyRequestsErrorMessage", 429, &body, &Value::Null)).await;
        let second = peer.take("M1").await;
        assert_eq!(first, second);
    };
    let of_clock = clock.clone();
    let guest = async |session: &mut GuestSession| drop(session.say("Hello", &none()).await.unwrap());
    talk_with(|options| options.clock = of_clock, host, guest).await;
    assert_eq!(clock.slept(), [wait]);
}

#[rstest]
#[case::three_times(3, 3)]
#[case::for_too_long(LONGEST_RATE_WAIT.as_secs() + 1, 1)]
#[tokio::test]
async fn a_host_that_is_never_content_is_an_error(#[case] retry_after: u64, #[case] sent: usize) {
    let body = json!({ "retryAfter": retry_after, "errorCode": 4029, "errorMessage": "too fast" });
    let error = say_fails(async |peer, _| {
        for nth in 0..sent {
            if nth > 0 {
                peer.hear().await;
            }
            peer.tell(&frame("response", "TooManyRequestsErrorMessage", 429, &body, &Value::Null)).await;
        }
    })
    .await;
    assert_eq!(error.kind, GuestErrorKind::RateLimited { retry_after: Some(Duration::from_secs(retry_after)) });
    assert_eq!((error.code, error.message.as_str()), (Some(429), "too fast"));
}

#[rstest]
#[case::normal(1_000, "")]
#[case::going_away(1_001, "restart")]
#[case::broken(1_011, "internal error")]
#[case::policy(1_008, "")]
#[tokio::test]
async fn a_connection_that_ends_says_how_and_what_was_awaited(#[case] code: u16, #[case] reason: &str) {
    let error = say_fails(async |peer, _| {
        peer.tell(&said("wait", 1)).await;
        peer.close(code, reason).await;
    })
    .await;
    let reason = (!reason.is_empty()).then(|| reason.to_owned());
    assert_eq!(error.kind, GuestErrorKind::Closed { code: Some(code), reason });
    assert_eq!((error.awaited, error.last_seen.as_deref()), (Some("the echo of the message"), Some("message `wait`")));
    assert!(shown(&error).contains("last seen: message `wait`"));
}

#[tokio::test]
async fn a_connection_that_is_torn_is_1006() {
    let error = say_fails(async |peer, _| peer.socket.get_mut().shutdown().await.unwrap()).await;
    assert_eq!(error.kind, GuestErrorKind::Closed { code: Some(1_006), reason: None });
}

#[tokio::test]
async fn the_orgs_own_event_of_closing_ends_a_wait() {
    for name in ["reason", "reasonCode"] {
        let error = say_fails(async |peer, _| {
            peer.tell(&event("ConnectionClosedEvent", json!({ (name): "4 connections" }))).await
        })
        .await;
        assert_eq!(error.kind, GuestErrorKind::Closed { code: None, reason: Some("4 connections".into()) });
    }
}

#[tokio::test]
async fn silence_is_a_time_out_that_says_what_was_awaited() {
    let error = say_fails(async |peer, _| peer.tell(&event("SessionClearedEvent", json!({}))).await).await;
    assert_eq!(error.kind, GuestErrorKind::Timeout);
    insta::assert_snapshot!(shown(&error), @r"
error[FP0702]: sending the message failed: no answer within 80ms; awaited the echo of the message, last seen: `SessionClearedEvent`
 |
 = help: see whether the org is slow, or the session was configured at all
 = help: raise the step's time-out if the host is slow
");
}

#[tokio::test]
async fn every_step_ends_when_the_host_is_silent() {
    let guest = async |session: &mut GuestSession| {
        let http = http_client(LONG, Reach::Loopback).unwrap();
        let file = OutgoingFile::new("a", "b");
        let steps = [
            session.configure(false).await.err(),
            session.join(&none()).await.err(),
            session.say("x", &none()).await.err(),
            session.choose(Default::default(), &none()).await.err(),
            session.attach(&file, &http, &none()).await.err(),
            session.clear().await.err(),
            session.barrier().await.err(),
            session.jwt().await.err(),
            session.configuration().await.err(),
            session.leave().await.err(),
        ];
        for error in steps {
            let error = error.unwrap();
            assert_eq!(error.kind, GuestErrorKind::Timeout, "{error}");
            shown(&error);
        }
    };
    talk_with(impatient, async |peer| peer.hear_out().await, guest).await;
}

#[rstest]
#[case::not_json("pong", "expected value")]
#[case::no_object("[1]", "`[1]`")]
#[case::no_message(r#"{"class":"StructuredMessage","code":200,"body":{"type":7}}"#, "an")]
#[tokio::test]
async fn a_frame_that_is_none_is_named(#[case] text: &str, #[case] part: &str) {
    let error = say_fails(async |peer, _| peer.tell_text(text).await).await;
    assert_eq!(error.kind, GuestErrorKind::Malformed);
    assert!(shown(&error).contains(part), "{}", shown(&error));
}

#[tokio::test]
async fn a_binary_frame_is_named_and_the_session_goes_on() {
    let host = async |peer: &mut Peer| {
        peer.socket.send(Message::binary(vec![1, 2, 3])).await.unwrap();
        peer.take("M1").await;
    };
    let guest = async |session: &mut GuestSession| {
        let error = session.next(LONG).await.unwrap_err();
        assert_eq!(
            (error.step, error.message.as_str()),
            (GuestStep::Receive, "the host sent 3 bytes that are no text")
        );
        session.say("Hello", &none()).await.unwrap();
    };
    talk(host, guest).await;
}

#[tokio::test]
async fn a_frame_that_is_too_large_is_not_read() {
    let host = async |peer: &mut Peer| {
        peer.hear().await;
        let _ = peer.socket.send(Message::text("x".repeat(2_000))).await;
    };
    let guest = async |session: &mut GuestSession| {
        let error = session.say("Hello", &none()).await.unwrap_err();
        assert_eq!(error.kind, GuestErrorKind::TooLarge);
        assert_eq!(session.say("Again", &none()).await.unwrap_err().kind, GuestErrorKind::TooLarge);
    };
    talk_with(|options| options.largest_frame = 1_000, host, guest).await;
}

#[tokio::test]
async fn what_is_too_large_is_not_sent_unless_the_caller_wants_it() {
    let long = "é".repeat(2_049);
    let many = attributes(&[("name", &"v".repeat(2_045))]);
    let host = async |peer: &mut Peer| {
        let heard = peer.take("M1").await;
        assert_eq!(heard["message"]["text"], "fits");
    };
    let guest = async |session: &mut GuestSession| {
        let error = session.say(&long, &none()).await.unwrap_err();
        assert_eq!((&error.kind, error.code), (&GuestErrorKind::Limit, Some(4_011)));
        insta::assert_snapshot!(shown(&error), @r"
error[FP0714]: sending the message failed with 4011: the text is 4098 bytes long, and 4096 are allowed; nothing was sent
 |
 = help: send a shorter text: 4,096 bytes of UTF-8 are allowed, and a letter beyond ASCII takes two or more
");
        let error = session.join(&many).await.unwrap_err();
        assert_eq!((&error.kind, error.code), (&GuestErrorKind::Limit, Some(4_013)));
        session.say("fits", &none()).await.unwrap();
    };
    talk(host, guest).await;
    let host = async |peer: &mut Peer| assert_eq!(peer.take("M1").await["message"]["text"], long.as_str());
    let guest = async |session: &mut GuestSession| drop(session.say(&long, &none()).await.unwrap());
    talk_with(|options| options.check_limits = false, host, guest).await;
}

#[rstest]
#[case::origin(403, "allow this origin")]
#[case::no_such_path(404, "check the region")]
#[case::too_many(429, "1,000 a minute")]
#[case::down(503, "check the region")]
#[tokio::test]
async fn a_refused_handshake_says_its_status(#[case] status: u16, #[case] advice: &str) {
    let listener = listener().await;
    let options = guest_options(&listener);
    let host = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = [0; 4_096];
        assert!(stream.read(&mut head).await.unwrap() > 0);
        let answer = format!("HTTP/1.1 {status} No\r\nContent-Length: 6\r\n\r\nno way");
        stream.write_all(answer.as_bytes()).await.unwrap();
        stream
    };
    let (_stream, failed) = tokio::join!(host, GuestSession::connect(&options, GUEST.to_owned()));
    let error = failed.err().unwrap();
    assert_eq!((error.step, &error.kind), (GuestStep::Connect, &GuestErrorKind::Handshake { status }));
    assert!(shown(&error).contains(advice), "{}", shown(&error));
}

#[tokio::test]
async fn no_connection_and_a_silent_host_are_told_apart() {
    let silent = listener().await;
    let mut options = guest_options(&silent);
    options.connect_timeout = SHORT;
    let error = GuestSession::connect(&options, GUEST.to_owned()).await.err().unwrap();
    assert_eq!((error.step, &error.kind), (GuestStep::Connect, &GuestErrorKind::Timeout));
    drop(silent);
    let error = GuestSession::connect(&options, GUEST.to_owned()).await.err().unwrap();
    assert_eq!((error.step, &error.kind), (GuestStep::Connect, &GuestErrorKind::Connect));
    shown(&error);
}

#[tokio::test]
async fn a_host_that_repeats_the_token_does_not_make_us_print_it() {
    for code in [400, 4_006] {
        let error =
            say_fails(async |peer, heard| peer.tell(&error(code, &heard.to_string(), &Value::Null)).await).await;
        assert!(shown(&error).contains("***"));
    }
    let error = say_fails(async |peer, heard| peer.tell_text(&format!("[{heard}]")).await).await;
    assert!(shown(&error).contains("***"));
    let error = say_fails(async |peer, _| {
        peer.tell(&event("StructuredMessage", json!({ "type": "Text", "text": format!("I know {GUEST}") }))).await;
    })
    .await;
    assert!(shown(&error).contains("I know ***"));
}

/// What sending a file fails with when the host answers its announcement so.
async fn attach_fails(answer: impl AsyncFnOnce(&mut Peer, Value)) -> GuestError {
    let mut failed = None;
    let host = async |peer: &mut Peer| {
        let heard = peer.hear().await;
        answer(peer, heard).await;
    };
    let guest = async |session: &mut GuestSession| {
        let http = http_client(LONG, Reach::Loopback).unwrap();
        failed = session.attach(&OutgoingFile::new("a.exe", "abc"), &http, &none()).await.err();
    };
    talk(host, guest).await;
    let error = failed.unwrap();
    assert_eq!(error.step, GuestStep::Attach);
    shown(&error);
    error
}

/// Tells the guest to upload to an address.
async fn send_to(peer: &mut Peer, heard: &Value, url: &str) {
    let body = json!({ "attachmentId": heard["attachmentId"], "url": url, "headers": {} });
    peer.tell(&frame("response", "PresignedUrlResponse", 200, &body, &heard["tracingId"])).await;
}

/// A store that answers every upload with a status.
async fn store(status: u16) -> MockServer {
    let store = MockServer::start().await;
    Mock::given(method("PUT")).respond_with(ResponseTemplate::new(status)).mount(&store).await;
    store
}

#[tokio::test]
async fn a_file_that_the_org_refuses_says_why() {
    let error = attach_fails(async |peer, heard| {
        let body =
            json!({ "name": "n", "message": "m", "errorCode": 4001, "errorMessage": "file type is not allowed" });
        peer.tell(&frame("response", "GenerateUrlError", 4_001, &body, &heard["tracingId"])).await;
    })
    .await;
    assert_eq!((&error.kind, error.code), (&GuestErrorKind::Refused, Some(4_001)));
    assert_eq!(error.message, "file type is not allowed");
}

#[tokio::test]
async fn a_file_that_the_store_does_not_take_shows_no_signature() {
    let store = store(403).await;
    let url = format!("{}/x?signature=sentinel", store.uri());
    let error = attach_fails(async |peer, heard| send_to(peer, &heard, &url).await).await;
    assert_eq!(error.kind, GuestErrorKind::Upload { status: Some(403) });
    let lost = "http://127.0.0.1:1/x?signature=sentinel";
    let error = attach_fails(async |peer, heard| send_to(peer, &heard, lost).await).await;
    assert_eq!(error.kind, GuestErrorKind::Upload { status: None });
}

#[tokio::test]
async fn a_file_that_is_found_bad_after_its_upload_is_refused() {
    let store = store(200).await;
    let error = attach_fails(async |peer, heard| {
        send_to(peer, &heard, &store.uri()).await;
        for id in [&json!("another"), &heard["attachmentId"]] {
            let failure = json!({ "attachmentId": id, "errorCode": 4003, "errorMessage": "content", "timestamp": "t" });
            peer.tell(&event("UploadFailureEvent", failure)).await;
        }
    })
    .await;
    assert_eq!((&error.kind, error.code), (&GuestErrorKind::Refused, Some(4_003)));
}
