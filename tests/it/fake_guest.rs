//! Guest web messaging over the fake org's socket, spoken by a client that is not ours: the protocol of facts, genesys-api.md section 4.

use std::sync::Arc;
use std::time::Duration;

use flowproof::fake::{
    DisconnectShown, GuestFault, GuestFaultAction, GuestLimits, GuestOptions, GuestStep, Org, Tenant, TenantOptions,
};
use rstest::rstest;
use serde_json::{Value as Json, json};

use crate::fake_client::{http, org};
use crate::guest_client::{Guest, TALK, classes, flow, texts};

const HOURS_72: Duration = Duration::from_secs(72 * 60 * 60);

fn open(org: &Org, options: TenantOptions) -> Tenant {
    org.open(TenantOptions { flows: Arc::from([flow(TALK)]), ..options })
}

async fn ready(options: TenantOptions) -> (Org, Tenant, Guest) {
    let org = org().await;
    let tenant = open(&org, options);
    let mut guest = Guest::connect(&org, &tenant, "t-1").await;
    assert_eq!(guest.configure().await["body"]["newSession"], true);
    (org, tenant, guest)
}

fn guest(options: GuestOptions) -> TenantOptions {
    TenantOptions { guest: options, ..TenantOptions::default() }
}

#[tokio::test]
async fn a_conversation_from_hello_to_goodbye() {
    let (_org, _tenant, mut guest) = ready(TenantOptions::default()).await;
    let frames = guest.say("hi", json!({ "tier": "gold" })).await;
    let echo = &frames[0];
    assert_eq!(
        (&echo["body"]["direction"], &echo["body"]["text"], &echo["tracingId"]),
        (&json!("Inbound"), &json!("hi"), &json!("say"))
    );
    assert!(echo["body"]["id"].is_string() && echo["body"]["channel"]["time"].is_string());
    assert_eq!(texts(&frames), ["Hello, gold"]);
    assert_eq!(frames[1]["body"]["originatingEntity"], "Bot");

    let frames = guest.say("second", json!({ "tier": "silver" })).await;
    assert_eq!(texts(&frames), ["You said second", "Tier silver"]);
    let times: Vec<&str> = frames.iter().map(|frame| frame["body"]["channel"]["time"].as_str().unwrap()).collect();
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");

    let frames = guest.say("third", json!({})).await;
    let last = frames.last().unwrap();
    assert_eq!(last["body"]["events"][0], json!({ "eventType": "Presence", "presence": { "type": "Disconnect" } }));
    assert_eq!(last["body"]["metadata"]["readOnly"], "false");
}

#[tokio::test]
async fn guests_of_two_orgs_of_one_seed_never_meet() {
    let org = org().await;
    let [one, other] = [open(&org, TenantOptions::default()), open(&org, TenantOptions::default())];
    assert_ne!(one.deployment_id("Talk"), other.deployment_id("Talk"));
    let (mut first, mut second) = (Guest::connect(&org, &one, "t-1").await, Guest::connect(&org, &other, "t-1").await);
    for guest in [&mut first, &mut second] {
        assert_eq!(guest.configure().await["body"]["newSession"], true);
    }
    first.say("hi", json!({ "tier": "gold" })).await;
    assert_eq!(texts(&second.say("hi", json!({})).await), ["Hello, stranger"]);
}

#[tokio::test]
async fn opening_the_window_starts_the_flow_and_attributes_may_stand_within_the_message() {
    let (_org, _tenant, mut guest) = ready(TenantOptions::default()).await;
    let channel = json!({ "metadata": { "customAttributes": { "tier": "bronze" } } });
    let join = json!([{ "eventType": "Presence", "presence": { "type": "Join" } }]);
    guest
        .send(json!({ "action": "onMessage", "tracingId": "join",
            "message": { "type": "Event", "events": join, "channel": channel } }))
        .await;
    let frames = guest.all().await;
    assert_eq!((&frames[0]["tracingId"], &frames[0]["body"]["type"]), (&json!("join"), &json!("Event")));
    assert_eq!(texts(&frames), ["Hello, bronze"]);
}

#[tokio::test]
async fn the_same_token_finds_its_conversation_on_another_connection() {
    let (org, tenant, mut first) = ready(TenantOptions::default()).await;
    first.say("hi", json!({})).await;
    first.send(json!({ "action": "closeSession", "closeAllConnections": false, "tracingId": "close" })).await;
    assert_eq!(first.next().await.unwrap()["class"], "ConnectionClosedEvent");
    assert_eq!(first.next().await, Some(json!({ "closed": 1000 })));
    drop(first);

    let mut second = Guest::connect(&org, &tenant, "t-1").await;
    assert_eq!(second.configure().await["body"]["newSession"], false);
    assert_eq!(texts(&second.say("again", json!({})).await), ["You said again", "Tier none"]);

    let mut other = Guest::connect(&org, &tenant, "t-2").await;
    assert_eq!(other.configure().await["body"]["newSession"], true);
    assert_eq!(texts(&other.say("hi", json!({})).await), ["Hello, stranger"]);
}

#[tokio::test]
async fn a_new_conversation_can_be_asked_for_and_ends_the_old_one() {
    let (_org, tenant, mut guest) = ready(TenantOptions::default()).await;
    guest.say("hi", json!({})).await;
    let deployment = guest.deployment.clone();
    guest.send(json!({ "action": "configureSession", "deploymentId": deployment, "startNew": true })).await;
    let body = guest.next().await.unwrap()["body"].clone();
    assert_eq!((&body["newSession"], &body["clearedExistingSession"]), (&json!(true), &json!(true)));
    assert_eq!(texts(&guest.say("hi", json!({ "tier": "new" })).await), ["Hello, new"]);
    drop(tenant);
}

#[tokio::test]
async fn a_customer_may_end_the_conversation_where_the_deployment_lets_them() {
    let clear = json!({ "action": "onMessage", "tracingId": "clear",
        "message": { "type": "Event", "events": [{ "eventType": "Presence", "presence": { "type": "Clear" } }] } });
    let (_org, _tenant, mut allowed) = ready(TenantOptions::default()).await;
    allowed.say("hi", json!({})).await;
    allowed.send(clear.clone()).await;
    assert_eq!(allowed.next().await.unwrap()["class"], "SessionClearedEvent");
    assert_eq!(allowed.next().await.unwrap()["class"], "ConnectionClosedEvent");
    assert_eq!(allowed.next().await, Some(json!({ "closed": 1000 })));

    let options = guest(GuestOptions { clear_allowed: false, ..GuestOptions::default() });
    let (_org, _tenant, mut refused) = ready(options).await;
    refused.say("hi", json!({})).await;
    refused.send(clear).await;
    let frame = refused.next().await.unwrap();
    assert_eq!(
        (&frame["code"], &frame["class"], &frame["tracingId"]),
        (&json!(403), &json!("string"), &json!("clear"))
    );
    assert_eq!(frame["body"], "Presence events Conversation Clear are not supported");
}

#[rstest]
#[case(DisconnectShown::Off, None, "Hello, stranger")]
#[case(DisconnectShown::Send, Some("false"), "Hello, stranger")]
#[case(DisconnectShown::ReadOnly, Some("true"), "403")]
#[tokio::test]
async fn what_the_end_tells_a_guest_is_the_deployments_choice(
    #[case] shown: DisconnectShown,
    #[case] read_only: Option<&str>,
    #[case] afterwards: &str,
) {
    let options = guest(GuestOptions { disconnect_shown: shown, ..GuestOptions::default() });
    let (_org, _tenant, mut guest) = ready(options).await;
    guest.say("one", json!({})).await;
    guest.say("two", json!({})).await;
    let frames = guest.say("three", json!({})).await;
    let told = frames.iter().find(|frame| frame["body"]["type"] == "Event");
    assert_eq!(told.and_then(|frame| frame["body"]["metadata"]["readOnly"].as_str()), read_only);
    let frames = guest.say("four", json!({})).await;
    let code = frames[0]["code"].as_u64().unwrap().to_string();
    assert_eq!(if code == "200" { texts(&frames)[0].to_owned() } else { code }, afterwards);
}

#[tokio::test]
async fn three_days_of_silence_end_the_session_and_its_flow() {
    let (_org, tenant, mut guest) = ready(TenantOptions::default()).await;
    guest.say("hi", json!({})).await;
    tenant.pass_time(HOURS_72 - Duration::from_secs(1));
    assert_eq!(guest.all().await, Vec::<Json>::new());
    tenant.pass_time(Duration::from_secs(1));
    assert_eq!(classes(&guest.all().await), [("SessionExpiredEvent".to_owned(), 200)]);
    let frames = guest.say("anybody?", json!({})).await;
    assert_eq!(classes(&frames), [("string".to_owned(), 4_007)]);
    assert_eq!(guest.configure().await["body"]["newSession"], true);
}

#[tokio::test]
async fn a_fourth_connection_closes_the_oldest() {
    let (org, tenant, mut first) = ready(TenantOptions::default()).await;
    let mut others = Vec::new();
    for _ in 0..3 {
        let mut other = Guest::connect(&org, &tenant, "t-1").await;
        other.configure().await;
        others.push(other);
    }
    let closed = first.next().await.unwrap();
    assert_eq!(closed["class"], "ConnectionClosedEvent");
    assert!(closed["body"]["reasonCode"].is_string());
    assert_eq!(first.next().await, Some(json!({ "closed": 1000 })));
    // What one connection says all of the session hear.
    others[0].say("hi", json!({})).await;
    assert_eq!(texts(&others[2].all().await), ["Hello, stranger"]);
}

#[rstest]
#[case::no_session(json!({ "action": "onMessage", "token": "x", "message": { "type": "Text", "text": "hi" } }), 4_007)]
#[case::no_json(json!({ "action": "dance", "token": "x" }), 400)]
#[case::no_deployment(json!({ "action": "configureSession", "token": "x" }), 4_020)]
#[case::another_deployment(json!({ "action": "configureSession", "deploymentId": "other" }), 404)]
#[tokio::test]
async fn what_cannot_be_done_is_refused_with_its_code(#[case] frame: Json, #[case] code: u64) {
    let org = org().await;
    let tenant = open(&org, TenantOptions::default());
    let mut guest = Guest::connect(&org, &tenant, "t-1").await;
    guest.send(frame).await;
    let answer = guest.next().await.unwrap();
    assert_eq!((answer["code"].as_u64(), answer["class"].as_str()), (Some(code), Some("string")), "{answer}");
}

#[rstest]
#[case::text("x".repeat(4_097), json!({}), 4_011)]
#[case::attributes("x".to_owned(), json!({ "name": "y".repeat(2_045) }), 4_013)]
#[tokio::test]
async fn what_is_too_long_is_refused_and_changes_nothing(#[case] text: String, #[case] sent: Json, #[case] code: u64) {
    let (_org, _tenant, mut guest) = ready(TenantOptions::default()).await;
    assert_eq!(classes(&guest.say(&text, sent).await), [("string".to_owned(), code)]);
    let most = json!({ "name": "y".repeat(2_044) });
    assert_eq!(texts(&guest.say(&"x".repeat(4_096), most).await), ["Hello, stranger"]);
}

#[tokio::test]
async fn a_session_may_send_so_many_messages_a_second() {
    let limits = GuestLimits { messages_a_second: 2, requests_a_minute: 60, echoes_a_minute: 60 };
    let options = guest(GuestOptions { limits: Some(limits), ..GuestOptions::default() });
    let (_org, tenant, mut guest) = ready(options).await;
    guest.say("one", json!({})).await;
    guest.say("two", json!({})).await;
    let refused = &guest.say("three", json!({})).await[0];
    assert_eq!((&refused["class"], &refused["code"]), (&json!("TooManyRequestsErrorMessage"), &json!(429)));
    assert_eq!((&refused["body"]["errorCode"], &refused["body"]["retryAfter"]), (&json!(4_029), &json!(1)));
    tenant.advance(Duration::from_secs(1));
    assert_eq!(guest.say("three", json!({})).await[0]["code"], 200);
}

#[rstest]
#[case(Some("https://shop.example"), Ok(()))]
#[case(Some("https://evil.example"), Err(403))]
#[case(None, Err(403))]
#[tokio::test]
async fn the_origin_must_be_a_listed_one(#[case] origin: Option<&str>, #[case] expected: Result<(), u16>) {
    let org = org().await;
    let domains = Arc::from(["shop.example".to_owned()]);
    let tenant = open(&org, guest(GuestOptions { allowed_domains: domains, ..GuestOptions::default() }));
    let deployment = tenant.deployment_id("Talk").unwrap();
    assert_eq!(Guest::open(&org, &deployment, origin, "t").await.map(|_| ()), expected);
}

#[tokio::test]
async fn a_deployment_that_is_not_there_cannot_be_opened() {
    let org = org().await;
    assert_eq!(Guest::open(&org, "nowhere", None, "t").await.map(|_| ()), Err(404));
}

#[tokio::test]
async fn a_file_is_announced_sent_and_referred_to() {
    let (_org, _tenant, mut guest) = ready(TenantOptions::default()).await;
    // The MD5 sum of "abc" is 900150983cd24fb0d6963f7d28e17f72, in base64 kAFQmDzST7DWlj99KOF/cg==.
    let announce = json!({ "action": "onAttachment", "tracingId": "file", "fileName": "note.txt", "fileType": "text/plain",
        "fileSize": 3, "fileMd5": "kAFQmDzST7DWlj99KOF/cg==" });
    guest.send(announce.clone()).await;
    let frame = guest.next().await.unwrap();
    assert_eq!((&frame["class"], &frame["tracingId"]), (&json!("PresignedUrlResponse"), &json!("file")));
    let (id, url) = (frame["body"]["attachmentId"].clone(), frame["body"]["url"].as_str().unwrap().to_owned());

    let refer = json!({ "action": "onMessage", "tracingId": "refer", "message": { "type": "Text", "text": "see",
        "content": [{ "contentType": "Attachment", "attachment": { "id": id, "mediaType": "File" } }] } });
    guest.send(refer.clone()).await;
    assert_eq!(guest.next().await.unwrap()["code"], 4_010);

    let put = |body: &'static str| http().put(&url).header("content-type", "text/plain").body(body).send();
    assert_eq!(put("xyz").await.unwrap().status(), 400);
    assert_eq!(guest.next().await.unwrap()["class"], "UploadFailureEvent");
    assert_eq!(put("abc").await.unwrap().status(), 200);
    let arrived = guest.next().await.unwrap();
    assert_eq!((&arrived["class"], &arrived["body"]["attachmentId"]), (&json!("UploadSuccessEvent"), &id));
    let link = arrived["body"]["downloadUrl"].as_str().unwrap();
    assert_eq!(http().get(link).send().await.unwrap().text().await.unwrap(), "abc");

    guest.send(refer).await;
    assert_eq!(guest.next().await.unwrap()["body"]["content"][0]["attachment"]["id"], id);
    assert_eq!(texts(&guest.all().await), ["Hello, stranger"]);

    guest.send(json!({ "action": "deleteAttachment", "attachmentId": id })).await;
    assert_eq!(guest.next().await.unwrap()["class"], "AttachmentDeletedResponse");
    guest.send(json!({ "action": "getAttachment", "attachmentId": id })).await;
    assert_eq!(guest.next().await.unwrap()["code"], 4_009);
}

#[rstest]
#[case(json!({ "fileName": "a.exe", "fileType": "application/x-msdownload", "fileSize": 3 }), 4_001)]
#[case(json!({ "fileName": "a.png", "fileType": "image/png", "fileSize": 10_485_761 }), 4_002)]
#[case(json!({ "fileName": "a.png", "fileType": "image/png", "fileSize": 0 }), 4_102)]
#[case(json!({ "fileName": " ", "fileType": "image/png", "fileSize": 3 }), 4_004)]
#[tokio::test]
async fn a_file_that_is_not_allowed_is_refused(#[case] mut file: Json, #[case] code: u64) {
    let (_org, _tenant, mut guest) = ready(TenantOptions::default()).await;
    file["action"] = json!("onAttachment");
    guest.send(file).await;
    let frame = guest.next().await.unwrap();
    assert_eq!((&frame["class"], &frame["code"]), (&json!("GenerateUrlError"), &json!(code)));
    assert_eq!(frame["body"]["errorCode"], code);
}

#[tokio::test]
async fn the_history_is_read_with_the_guests_own_token() {
    let (org, _tenant, mut guest) = ready(TenantOptions::default()).await;
    guest.say("hi", json!({})).await;
    guest.send(json!({ "action": "getJwt", "tracingId": "jwt" })).await;
    let jwt = guest.next().await.unwrap()["body"]["jwt"].as_str().unwrap().to_owned();
    let url = format!("{}/api/v2/webmessaging/messages?pageNumber=1&pageSize=1", org.base_url());
    let page: Json = http().get(&url).bearer_auth(&jwt).send().await.unwrap().json().await.unwrap();
    assert_eq!((&page["total"], &page["pageCount"]), (&json!(2), &json!(2)));
    assert_eq!(page["entities"][0]["text"], "Hello, stranger");
    assert_eq!(http().get(&url).bearer_auth("nobody.x").send().await.unwrap().status(), 401);
}

fn faulty(at: GuestStep, action: GuestFaultAction) -> TenantOptions {
    let fault = GuestFault { at, times: Some(1), after: 0, action };
    TenantOptions { guest_faults: vec![fault], ..TenantOptions::default() }
}

#[tokio::test]
async fn scripted_failures_do_what_they_say() {
    let strike = |action| ready(faulty(GuestStep::Message, action));
    let (_o, _t, mut guest) = strike(GuestFaultAction::Close(1011)).await;
    guest.send(json!({ "action": "onMessage", "message": { "type": "Text", "text": "hi" } })).await;
    assert_eq!(guest.next().await, Some(json!({ "closed": 1011 })));

    let (_o, _t, mut guest) = strike(GuestFaultAction::Close(1006)).await;
    guest.send(json!({ "action": "onMessage", "message": { "type": "Text", "text": "hi" } })).await;
    assert_eq!(guest.next().await, None);

    let (_o, _t, mut guest) = strike(GuestFaultAction::NoAnswer).await;
    assert_eq!(guest.say("hi", json!({})).await, Vec::<Json>::new());

    let (_o, _t, mut guest) = strike(GuestFaultAction::Error { code: 5_000, text: "oh".into() }).await;
    assert_eq!(classes(&guest.say("hi", json!({})).await), [("string".to_owned(), 5_000)]);

    let (_o, _t, mut guest) = strike(GuestFaultAction::RateLimited { retry_after: 3 }).await;
    assert_eq!(guest.say("hi", json!({})).await[0]["body"]["retryAfter"], 3);

    let (_o, _t, mut guest) = strike(GuestFaultAction::Expire).await;
    assert_eq!(classes(&guest.say("hi", json!({})).await), [("SessionExpiredEvent".to_owned(), 200)]);

    let (_o, _t, mut guest) = strike(GuestFaultAction::UnknownClass).await;
    assert_eq!(guest.say("hi", json!({})).await[0]["class"], "SomethingNewEvent");

    let (_o, _t, mut guest) = strike(GuestFaultAction::Duplicate).await;
    let frames = guest.say("hi", json!({})).await;
    assert_eq!((frames.len(), &frames[0]), (4, &frames[1]));

    let (_o, _t, mut guest) = strike(GuestFaultAction::OutOfOrder).await;
    let frames = guest.say("hi", json!({})).await;
    assert_eq!(
        (&frames[0]["body"]["direction"], &frames[1]["body"]["direction"]),
        (&json!("Outbound"), &json!("Inbound"))
    );

    let (_o, _t, mut guest) = strike(GuestFaultAction::Delay(Duration::from_millis(30))).await;
    let begun = std::time::Instant::now();
    assert_eq!(texts(&guest.say("hi", json!({})).await), ["Hello, stranger"]);
    assert!(begun.elapsed() >= Duration::from_millis(30));
}
