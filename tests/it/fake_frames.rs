//! Every class of frame that the fake org sends, held against the vendor's own schema of guest messages. Skips, and says so, without it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use flowproof::fake::{GuestFault, GuestFaultAction, GuestLimits, GuestOptions, GuestStep, TenantOptions};
use jsonschema::Validator;
use serde_json::{Value as Json, json};

use crate::fake_client::{http, org};
use crate::guest_client::{Guest, TALK, flow};
use crate::shared;

/// Class of a frame → definition of its body.
const BODIES: &[(&str, &str)] = &[
    ("SessionResponse", "SessionResponse"),
    ("StructuredMessage", "CleanMessage"),
    ("PresignedUrlResponse", "PresignedUrlResponse"),
    ("AttachmentDeletedResponse", "AttachmentDeletedResponse"),
    ("UploadFailureEvent", "UploadFailureEvent"),
    ("UploadSuccessEvent", "UploadSuccessEvent"),
    ("ConnectionClosedEvent", "ConnectionClosedEvent"),
    ("SessionExpiredEvent", "SessionExpiredEvent"),
    ("SessionClearedEvent", "SessionClearedEvent"),
    ("JwtResponse", "JwtResponse"),
    ("GetConfigurationResponse", "GetConfigurationResponse"),
    ("GenerateUrlError", "GenerateUrlError"),
    ("TooManyRequestsErrorMessage", "TooManyRequestsErrorMessage"),
];

/// Classes that the fake never sends, and why.
const NEVER: &[(&str, &str)] = &[
    ("LogoutEvent", "no guest is signed in"),
    ("ResumeTokenResponse", "its request has no published form"),
    ("Error", "errors are texts or have a class of their own"),
    ("Unknown", "no frame says so of itself"),
];

fn schema() -> Option<Json> {
    shared::fact("web-messaging-guest-api.swagger.json")
}

fn validator(schema: &Json, definition: &str) -> Validator {
    let document = json!({ "$schema": "http://json-schema.org/draft-04/schema#",
        "$ref": format!("#/definitions/{definition}"), "definitions": schema["definitions"] });
    jsonschema::options().build(&document).unwrap()
}

async fn ready(options: TenantOptions) -> (flowproof::fake::Org, flowproof::fake::Tenant, Guest, Json) {
    let org = org().await;
    let tenant = org.open(TenantOptions { flows: Arc::from([flow(TALK)]), ..options });
    let mut guest = Guest::connect(&org, &tenant, "t-1").await;
    let session = guest.configure().await;
    (org, tenant, guest, session)
}

/// Frames of all classes.
async fn frames() -> Vec<Json> {
    let (_org, tenant, mut guest, session) = ready(TenantOptions::default()).await;
    let mut frames = vec![session];
    frames.extend(guest.say("hi", json!({ "tier": "gold" })).await);
    guest.send(json!({ "action": "echo", "tracingId": "e", "message": { "type": "Text", "text": "ping" } })).await;
    frames.push(guest.next().await.unwrap());
    guest.send(json!({ "action": "getJwt", "tracingId": "j" })).await;
    guest.send(json!({ "action": "getConfiguration", "tracingId": "c", "deploymentId": guest.deployment })).await;
    let announce = |size: u64| {
        json!({ "action": "onAttachment", "tracingId": "a", "fileName": "n.txt", "fileType": "text/plain",
            "fileSize": size, "fileMd5": "kAFQmDzST7DWlj99KOF/cg==" })
    };
    guest.send(announce(0)).await;
    frames.extend(guest.all().await);
    guest.send(announce(3)).await;
    let presigned = guest.next().await.unwrap();
    let url = presigned["body"]["url"].as_str().unwrap().to_owned();
    let id = presigned["body"]["attachmentId"].clone();
    frames.push(presigned);
    for body in ["xyz", "abc"] {
        http().put(&url).body(body).send().await.unwrap();
        frames.push(guest.next().await.unwrap());
    }
    guest.send(json!({ "action": "deleteAttachment", "attachmentId": id })).await;
    frames.extend(guest.all().await);
    frames.extend(guest.say("two", json!({})).await);
    frames.extend(guest.say("three", json!({})).await);
    guest.say("again", json!({})).await;
    let clear = json!([{ "eventType": "Presence", "presence": { "type": "Clear" } }]);
    guest.send(json!({ "action": "onMessage", "message": { "type": "Event", "events": clear } })).await;
    frames.extend([guest.next().await.unwrap(), guest.next().await.unwrap()]);
    drop(tenant);

    let (_org, tenant, mut guest, _) = ready(TenantOptions::default()).await;
    guest.say("hi", json!({})).await;
    tenant.pass_time(Duration::from_secs(72 * 60 * 60));
    frames.extend(guest.all().await);

    let limits = GuestLimits { messages_a_second: 0, requests_a_minute: 60, echoes_a_minute: 60 };
    let guest_options = GuestOptions { limits: Some(limits), ..GuestOptions::default() };
    let (_org, _tenant, mut guest, _) = ready(TenantOptions { guest: guest_options, ..TenantOptions::default() }).await;
    frames.extend(guest.say("hi", json!({})).await);

    let action = GuestFaultAction::Error { code: 5_000, text: "unexpected".into() };
    let fault = GuestFault { at: GuestStep::Message, times: None, after: 0, action };
    let (_org, _tenant, mut guest, _) =
        ready(TenantOptions { guest_faults: vec![fault], ..TenantOptions::default() }).await;
    frames.extend(guest.say("hi", json!({})).await);
    frames
}

#[tokio::test]
async fn every_class_of_frame_is_as_the_vendors_schema_says() {
    let Some(schema) = schema() else { return };
    let envelope = validator(&schema, "BaseMessage");
    let mut seen = BTreeSet::new();
    for frame in frames().await {
        let class = frame["class"].as_str().unwrap().to_owned();
        let wrong: Vec<String> = envelope.iter_errors(&frame).map(|error| error.to_string()).collect();
        // The vendor's schema wants every body to be an object, and the vendor's own errors are texts (facts: genesys-api.md 4.3).
        assert!(wrong.is_empty() || class == "string", "{frame}\n{}", wrong.join("\n"));
        if let Some((_, definition)) = BODIES.iter().find(|(one, _)| *one == class) {
            let body = validator(&schema, definition);
            let wrong: Vec<String> = body.iter_errors(&frame["body"]).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{frame}\n{}", wrong.join("\n"));
        } else {
            assert_eq!(class, "string", "{frame}");
        }
        seen.insert(class);
    }
    let all = schema["definitions"]["MessageDataType"]["enum"].as_array().unwrap();
    let left: Vec<&str> = all.iter().filter_map(Json::as_str).filter(|class| !seen.contains(*class)).collect();
    assert_eq!(left, NEVER.iter().map(|(class, _)| *class).collect::<Vec<_>>());
}
