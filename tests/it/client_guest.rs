//! A guest session as it goes over the wire: exact frames, what is waited for, what comes between.

use std::time::Duration;

use flowproof::genesys::{GuestErrorKind, GuestSession, OutgoingFile, Reach, Received, SAFE_PACE, http_client};
use flowproof::wire::guest::ButtonResponse;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use wiremock::matchers::{body_bytes, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::client_guest_support::{
    GUEST, LONG, Peer, SHORT, attributes, echo, event, frame, guest_options, listener, none, said, talk, talk_with,
};
use crate::client_support::Jumping;

fn texts(received: &[Received]) -> Vec<String> {
    let text = |one: &Received| match one {
        Received::Message(message) => message.text.clone().unwrap_or_default(),
        other => format!("{other:?}"),
    };
    received.iter().map(text).collect()
}

/// A heard frame without its tracing id, which must be there.
fn untraced(mut heard: Value) -> Value {
    let tracing = heard.as_object_mut().unwrap().remove("tracingId").unwrap();
    assert_eq!(tracing.as_str().unwrap().len(), 36);
    heard
}

#[tokio::test]
async fn the_handshake_has_an_origin_and_no_credentials() {
    let host = async |peer: &mut Peer| {
        assert_eq!(peer.target, "/v1?deploymentId=D&application=flowproof");
        assert!(peer.origin.as_ref().unwrap().starts_with("https://127.0.0.1:"));
        assert!(!peer.credentials);
    };
    talk(host, async |_| {}).await;
    let change =
        |options: &mut flowproof::genesys::GuestOptions| options.origin = Some("https://shop.example.org".into());
    let host = async |peer: &mut Peer| assert_eq!(peer.origin.as_deref(), Some("https://shop.example.org"));
    talk_with(change, host, async |_| {}).await;
}

#[tokio::test]
async fn configuring_opens_the_session() {
    let host = async |peer: &mut Peer| {
        let heard = peer.hear().await;
        let body = json!({ "connected": true, "newSession": true, "maxCustomDataBytes": 2048 });
        peer.tell(&frame("response", "SessionResponse", 200, &body, &heard["tracingId"])).await;
        let expected = json!({ "action": "configureSession", "token": GUEST, "deploymentId": "D", "startNew": false });
        assert_eq!(untraced(heard), expected);
    };
    let guest = async |session: &mut GuestSession| {
        let answer = session.configure(false).await.unwrap();
        assert!(answer.connected && answer.new_session && !answer.read_only);
    };
    talk(host, guest).await;
}

#[tokio::test]
async fn an_answer_whose_sample_has_no_tracing_id_counts() {
    let host = async |peer: &mut Peer| {
        peer.hear().await;
        peer.tell(&event("SessionResponse", json!({ "connected": true, "readOnly": true }))).await;
        peer.hear().await;
        peer.tell(&event("JwtResponse", json!({ "jwt": "j", "exp": 1_760_000_000 }))).await;
        peer.hear().await;
        peer.tell(&event("GetConfigurationResponse", json!({ "messageRoutingEnabled": true }))).await;
    };
    let guest = async |session: &mut GuestSession| {
        assert!(session.configure(true).await.unwrap().read_only);
        let jwt = session.jwt().await.unwrap();
        assert_eq!((jwt.token.expose(), jwt.expires.unwrap().as_second()), ("j", 1_760_000_000));
        assert!(!format!("{jwt:?}").contains("\"j\""));
        assert_eq!(session.configuration().await.unwrap()["messageRoutingEnabled"], true);
    };
    talk(host, guest).await;
}

#[tokio::test]
async fn a_text_is_sent_with_its_attributes_beside_it_and_its_echo_gives_the_id() {
    let host = async |peer: &mut Peer| {
        let heard = peer.take("M1").await;
        let expected = json!({
            "action": "onMessage",
            "token": GUEST,
            "message": { "type": "Text", "text": "Hello" },
            "channel": { "metadata": { "customAttributes": { "tier": "gold" } } },
        });
        assert_eq!(untraced(heard), expected);
        assert_eq!(untraced(peer.take("M2").await).get("channel"), None);
    };
    let guest = async |session: &mut GuestSession| {
        let sent = session.say("Hello", &attributes(&[("tier", "gold")])).await.unwrap();
        let time = "2026-11-23T10:00:00.704Z".parse().ok();
        assert_eq!((sent.message_id.as_str(), sent.time), ("M1", time));
        assert_eq!(session.say("Again", &none()).await.unwrap().message_id, "M2");
    };
    talk(host, guest).await;
}

#[tokio::test]
async fn joining_typing_and_choosing_send_the_vendors_frames() {
    let host = async |peer: &mut Peer| {
        let join = untraced(peer.take("M1").await);
        assert_eq!(
            join["message"],
            json!({ "type": "Event", "events": [{ "eventType": "Presence", "presence": { "type": "Join" } }] })
        );
        let typing = untraced(peer.hear().await);
        assert_eq!(
            typing["message"],
            json!({ "type": "Event", "events": [{ "eventType": "Typing", "typing": { "type": "On" } }] })
        );
        let reply = untraced(peer.take("M2").await);
        assert_eq!(
            reply["message"],
            json!({ "type": "Structured", "text": "Yes", "content": [
                { "contentType": "ButtonResponse", "buttonResponse": { "type": "QuickReply", "text": "Yes", "payload": "YES" } },
            ] })
        );
        let picked = untraced(peer.take("M3").await);
        assert_eq!(picked["message"]["metadata"], json!({ "parentMessageId": "L" }));
    };
    let guest = async |session: &mut GuestSession| {
        session.join(&none()).await.unwrap();
        session.typing().await.unwrap();
        let reply = |kind: &str, origin: Option<&str>| ButtonResponse {
            kind: kind.into(),
            text: "Yes".into(),
            payload: "YES".into(),
            originating_message_id: origin.map(str::to_owned),
        };
        session.choose(reply("QuickReply", None), &none()).await.unwrap();
        session.choose(reply("ListPicker", Some("L")), &none()).await.unwrap();
    };
    talk(host, guest).await;
}

#[tokio::test]
async fn what_comes_between_is_kept_in_the_orgs_order_and_each_message_once() {
    let host = async |peer: &mut Peer| {
        let heard = peer.hear().await;
        peer.tell(&said("second", 2)).await;
        peer.tell(&echo(&heard, "M1")).await;
        peer.tell(&said("third", 3)).await;
        peer.tell(&said("first", 1)).await;
        peer.tell(&said("second", 2)).await;
        let heard = peer.hear().await;
        peer.tell(&echo(&heard, "pong")).await;
    };
    let guest = async |session: &mut GuestSession| {
        session.say("Hello", &none()).await.unwrap();
        session.barrier().await.unwrap();
        assert_eq!(texts(&session.received()), ["first", "second", "third"]);
        assert_eq!(session.received(), []);
    };
    talk(host, guest).await;
}

#[tokio::test]
async fn the_next_thing_is_waited_for_and_quiet_is_none() {
    let host = async |peer: &mut Peer| {
        peer.hear().await;
        let typing = json!([{ "eventType": "Typing", "typing": { "type": "On", "duration": 5000 } }]);
        peer.tell(&event("StructuredMessage", json!({ "type": "Event", "direction": "Outbound", "events": typing })))
            .await;
        peer.tell(&said("hello", 1)).await;
        let left = json!([{ "eventType": "Presence", "presence": { "type": "Disconnect" } }]);
        let body =
            json!({ "type": "Event", "direction": "Outbound", "events": left, "metadata": { "readOnly": "true" } });
        peer.tell(&event("StructuredMessage", body)).await;
    };
    let guest = async |session: &mut GuestSession| {
        assert_eq!(session.next(Duration::ZERO).await.unwrap(), None);
        session.typing().await.unwrap();
        assert_eq!(session.next(LONG).await.unwrap(), Some(Received::Typing));
        assert_eq!(texts(&[session.next(LONG).await.unwrap().unwrap()]), ["hello"]);
        assert_eq!(session.next(LONG).await.unwrap(), Some(Received::Disconnected { read_only: true }));
        assert_eq!(session.next(SHORT).await.unwrap(), None);
    };
    talk(host, guest).await;
}

#[tokio::test]
async fn an_unknown_class_never_ends_a_wait() {
    let host = async |peer: &mut Peer| {
        let heard = peer.hear().await;
        let tracing = &heard["tracingId"];
        peer.tell(&frame("message", "Future", 200, &json!({ "x": 1 }), tracing)).await;
        peer.tell_text(r#"{"message":"Internal server error"}"#).await;
        peer.tell(&echo(&heard, "M1")).await;
    };
    let guest = async |session: &mut GuestSession| {
        session.say("Hello", &none()).await.unwrap();
        let unknown = |class: &str| Received::Unknown { class: class.into() };
        assert_eq!(session.received(), [unknown("Future"), unknown("")]);
    };
    talk(host, guest).await;
}

#[tokio::test]
async fn pings_are_answered_while_something_is_awaited() {
    use futures_util::{SinkExt as _, StreamExt as _};
    let host = async |peer: &mut Peer| {
        let heard = peer.hear().await;
        peer.socket.send(Message::Ping("are you there".into())).await.unwrap();
        assert_eq!(peer.socket.next().await.unwrap().unwrap(), Message::Pong("are you there".into()));
        peer.tell(&echo(&heard, "M1")).await;
    };
    talk(host, async |session| drop(session.say("Hello", &none()).await.unwrap())).await;
}

#[tokio::test]
async fn messages_keep_their_pace_on_the_clock() {
    let clock = Jumping::new();
    let host = async |peer: &mut Peer| {
        for id in ["M1", "M2", "M3"] {
            peer.take(id).await;
        }
    };
    let of_clock = clock.clone();
    let change = |options: &mut flowproof::genesys::GuestOptions| {
        options.pace = Some(SAFE_PACE);
        options.clock = of_clock;
    };
    let guest = async |session: &mut GuestSession| {
        session.say("one", &none()).await.unwrap();
        clock.advance(Duration::from_millis(200));
        session.say("two", &none()).await.unwrap();
        clock.advance(Duration::from_secs(1));
        session.say("three", &none()).await.unwrap();
    };
    talk_with(change, host, guest).await;
    assert_eq!(clock.slept(), [Duration::from_millis(300)]);
}

#[tokio::test]
async fn clearing_ends_with_either_event() {
    for class in ["SessionClearedEvent", "ConnectionClosedEvent"] {
        let host = async |peer: &mut Peer| {
            let heard = peer.take("M1").await;
            assert_eq!(heard["message"]["events"][0]["presence"]["type"], "Clear");
            peer.tell(&event(class, json!({}))).await;
        };
        talk(host, async |session| session.clear().await.unwrap()).await;
    }
}

#[tokio::test]
async fn leaving_says_so_and_closes_the_socket() {
    let host = async |peer: &mut Peer| {
        let heard = untraced(peer.hear().await);
        assert_eq!(heard, json!({ "action": "closeSession", "token": GUEST, "closeAllConnections": false }));
        peer.tell(&event("ConnectionClosedEvent", json!({ "reasonCode": "closed by guest" }))).await;
        peer.hear_out().await;
    };
    let guest = async |session: &mut GuestSession| {
        session.leave().await.unwrap();
        session.leave().await.unwrap();
        let error = session.say("Hello", &none()).await.unwrap_err();
        assert!(matches!(error.kind, GuestErrorKind::Closed { .. }), "{error}");
        assert_eq!(session.next(LONG).await.unwrap(), None);
    };
    talk(host, guest).await;
}

#[tokio::test]
async fn leaving_a_host_that_just_closes_is_leaving() {
    let host = async |peer: &mut Peer| {
        peer.hear().await;
        peer.close(1_000, "").await;
    };
    talk(host, async |session| session.leave().await.unwrap()).await;
}

#[tokio::test]
async fn the_same_token_resumes_on_a_new_connection() {
    let listener = listener().await;
    let options = guest_options(&listener);
    let host = async {
        for new in [true, false] {
            let mut peer = Peer::accept(&listener).await;
            let heard = peer.hear().await;
            assert_eq!(heard["token"], GUEST);
            peer.tell(&event("SessionResponse", json!({ "connected": true, "newSession": new }))).await;
            peer.close(1_001, "going away").await;
        }
    };
    let guest = async {
        for new in [true, false] {
            let mut session = GuestSession::connect(&options, GUEST.to_owned()).await.unwrap();
            assert_eq!(session.configure(false).await.unwrap().new_session, new);
            let closed = Received::Closed { code: Some(1_001), reason: Some("going away".into()) };
            assert_eq!(session.next(LONG).await.unwrap(), Some(closed));
            assert_eq!(session.next(LONG).await.unwrap(), None);
        }
    };
    tokio::join!(host, guest);
}

#[tokio::test]
async fn a_file_is_announced_uploaded_and_sent() {
    let store = MockServer::start().await;
    Mock::given(method("PUT"))
        .and(path("/bucket/a.png"))
        .and(header("x-amz-tagging", "abc"))
        .and(body_bytes(b"abc".to_vec()))
        .respond_with(ResponseTemplate::new(200))
        .expect(1)
        .mount(&store)
        .await;
    let host = async |peer: &mut Peer| {
        let heard = peer.hear().await;
        let id = heard["attachmentId"].clone();
        let url = format!("{}/bucket/a.png?signature=s", store.uri());
        let body = json!({ "attachmentId": id, "url": url, "headers": { "x-amz-tagging": "abc" } });
        peer.tell(&frame("response", "PresignedUrlResponse", 200, &body, &heard["tracingId"])).await;
        peer.tell(&event(
            "UploadSuccessEvent",
            json!({ "attachmentId": "another", "downloadUrl": "u", "timestamp": "t" }),
        ))
        .await;
        peer.tell(&event("UploadSuccessEvent", json!({ "attachmentId": id, "downloadUrl": "u", "timestamp": "t" })))
            .await;
        let announced = json!({
            "action": "onAttachment", "token": GUEST, "attachmentId": id, "fileName": "a.png", "fileType": "image/png",
            // RFC 1321 A.5 gives the sum of "abc".
            "fileSize": 3, "fileMd5": "kAFQmDzST7DWlj99KOF/cg==",
        });
        assert_eq!(untraced(heard), announced);
        let heard = peer.take("M1").await;
        let attachment = json!({ "id": id, "mediaType": "Image", "filename": "a.png", "mime": "image/png" });
        assert_eq!(heard["message"]["content"], json!([{ "contentType": "Attachment", "attachment": attachment }]));
    };
    let guest = async |session: &mut GuestSession| {
        let http = http_client(LONG, Reach::Loopback).unwrap();
        let sent = session.attach(&OutgoingFile::new("a.png", "abc"), &http, &none()).await.unwrap();
        assert_eq!(sent.message_id, "M1");
    };
    talk(host, guest).await;
    assert!(store.received_requests().await.unwrap().iter().all(|one| !one.headers.contains_key("authorization")));
}

#[tokio::test]
async fn tracing_ids_are_those_of_the_seed() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let mut heard = Vec::new();
        let host = async |peer: &mut Peer| {
            for id in ["M1", "M2"] {
                heard.push(peer.take(id).await["tracingId"].clone());
            }
        };
        let guest = async |session: &mut GuestSession| {
            session.say("one", &none()).await.unwrap();
            session.say("two", &none()).await.unwrap();
        };
        talk(host, guest).await;
        runs.push(heard);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0][0], runs[0][1]);
}
