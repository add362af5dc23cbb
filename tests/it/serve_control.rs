//! The control requests of a served org: what they tell, what they change, and what they refuse.

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value as Json, json};

use crate::guest_client::TALK;
use crate::serve_support::Served;

const WIDGETS: &str = "/api/v2/webchat/widgets";

#[tokio::test]
async fn conversations_are_told_with_what_was_said_and_done() {
    let served = Served::start(&[], &[]);
    let mut guest = served.guest().await;
    guest.say("hi").await;
    guest.hear().await;
    let told = served.get("conversations").await;
    let conversation = &told["conversations"][0];
    assert!(conversation["id"].is_string());
    assert_eq!((&conversation["flow"], &conversation["open"]), (&json!("Talk"), &json!(true)));
    assert_eq!(conversation["attributes"], json!({ "tier": "gold" }));
    let lines: Vec<&Json> = conversation["transcript"].as_array().unwrap().iter().map(|line| &line["text"]).collect();
    assert_eq!(lines, ["hi", "Hello, gold"]);
    let path: Vec<&Json> = conversation["path"].as_array().unwrap().iter().map(|step| &step["action"]).collect();
    assert_eq!(path, ["Get tier", "Greet", "First"]);
    assert_eq!(conversation["ending"], json!({ "type": "waiting" }));
    assert!(conversation["messages"][1]["id"].is_string());
    assert_eq!(served.get("problems").await, json!({ "problems": [], "unusedStubs": [] }));
}

#[tokio::test]
async fn requests_are_told_until_they_are_cleared() {
    let served = Served::start(&[], &[]);
    let token = served.token().await;
    served.status(WIDGETS, &token).await;
    let told = served.get("requests").await;
    let paths: Vec<&Json> = told["requests"].as_array().unwrap().iter().map(|one| &one["path"]).collect();
    assert_eq!(paths, ["/oauth/token", WIDGETS], "control requests are not among them");
    assert_eq!(told["requests"][0]["status"], 200);
    served.control(Method::DELETE, "requests", None).await;
    assert_eq!(served.get("requests").await, json!({ "requests": [], "guestFrames": 0 }));
}

#[tokio::test]
async fn clocks_are_moved() {
    let served = Served::start(&[], &["--token-lifetime", "30m"]);
    let token = served.token().await;
    let mut guest = served.guest().await;
    guest.say("hi").await;
    guest.hear().await;
    let (status, before) = served.post("clock", json!({ "org": "0s" })).await;
    assert_eq!(status, 200);
    // The flow waits 72 hours for the customer; then the session is over.
    let (_, after) = served.post("clock", json!({ "conversations": "73h" })).await;
    assert!(after["conversations"].as_str() > before["conversations"].as_str());
    assert_eq!(guest.next().await.unwrap()["class"], "SessionExpiredEvent");
    assert_eq!(served.status(WIDGETS, &token).await, 200);
    served.post("clock", json!({ "org": "31m" })).await;
    assert_eq!(served.status(WIDGETS, &token).await, 401);
}

#[tokio::test]
async fn faults_are_added_later() {
    let served = Served::start(&[], &[]);
    let (status, body) = served.post("faults", json!({ "faults": ["token=429,retry_after=5,times=1"] })).await;
    assert_eq!((status, body), (200, json!({ "added": 1 })));
    let answer = served.ask_token().await;
    assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (429, &"5".parse().unwrap()));
    assert_eq!(served.ask_token().await.status(), 200);

    let wrong = json!({ "faults": ["token=503", "tken=503"] });
    let (status, body) = served.post("faults", wrong).await;
    assert_eq!((status, &body["diagnostics"][0]["at"]), (400, &json!("faults[1]:1:1")));
    assert_eq!(served.ask_token().await.status(), 200, "one mistake, and none is added");
}

#[tokio::test]
async fn a_fresh_org_takes_the_place_of_the_old_one() {
    let served = Served::start(&[], &[]);
    let token = served.token().await;
    let mut guest = served.guest().await;
    guest.say("hi").await;
    guest.hear().await;
    let other = TALK.replace("\"Hello, \"", "\"Welcome, \"");
    let world = json!({ "queues": ["Support"] });
    let (status, ready) = served.post("org", json!({ "flows": [other], "stubs": "{}", "world": world })).await;
    assert_eq!(status, 200, "{ready}");
    assert_eq!(ready["deployments"], served.ready["deployments"]);
    assert_eq!((&ready["client_id"], &ready["queues"][0]["name"]), (&served.ready["client_id"], &json!("Support")));
    assert_eq!(guest.next().await, Some(json!({ "closed": 1_001 })));
    assert_eq!(served.get("conversations").await, json!({ "conversations": [] }));
    assert_eq!(served.status(WIDGETS, &token).await, 200, "a token stays good");
    let mut guest = served.guest().await;
    guest.say("hi").await;
    assert_eq!(guest.hear().await, "Welcome, gold");

    // What is not named is as the command began with it.
    let (status, _) = served.control(Method::POST, "org", None).await;
    assert_eq!(status, 200);
    let mut guest = served.guest().await;
    guest.say("hi").await;
    assert_eq!(guest.hear().await, "Hello, gold");
}

#[tokio::test]
async fn a_fresh_org_takes_files_and_yaml() {
    let served = Served::start(&[], &[]);
    let body = json!({ "flows": [{ "file": "talk.yaml" }, TALK.replace("name: Talk", "name: Chat")],
        "world": "queues: [Sales]\n" });
    let (status, ready) = served.post("org", body).await;
    assert_eq!(status, 200, "{ready}");
    let flows: Vec<&Json> = ready["deployments"].as_array().unwrap().iter().map(|one| &one["flow"]).collect();
    assert_eq!(flows, ["Talk", "Chat"]);
    assert_eq!(ready["deployments"][0], served.ready["deployments"][0]);
    assert_eq!(ready["queues"][0]["name"], "Sales");
}

#[rstest]
#[case::flow(json!({ "flows": ["inboundShortMessage: []"] }), "flows[0]:1:")]
#[case::file(json!({ "flows": [{ "file": "nowhere.yaml" }] }), "nowhere.yaml")]
#[case::stubs(json!({ "stubs": { "data_action": {} } }), "stubs:1:2")]
#[case::world(json!({ "world": "queus: []" }), "world:1:1")]
#[tokio::test]
async fn a_fresh_org_with_mistakes_is_refused_and_the_old_one_stays(#[case] body: Json, #[case] at: &str) {
    let served = Served::start(&[], &[]);
    let mut guest = served.guest().await;
    let (status, told) = served.post("org", body).await;
    assert_eq!(status, 400);
    assert!(told["diagnostics"].to_string().contains(at), "{told}");
    guest.say("hi").await;
    assert_eq!(guest.hear().await, "Hello, gold");
}

#[rstest]
#[case("POST", "org", Some("{\"flow\": []}"), 400, "unknown field `flow`")]
#[case("POST", "org", Some("{\"flows\": [{\"path\": \"a\"}]}"), 400, "a flow is its text")]
#[case("POST", "clock", Some("{}"), 400, "give `conversations` or `org`")]
#[case("POST", "clock", Some("{\"org\": \"soon\"}"), 400, "`soon` is not a duration")]
#[case("POST", "faults", Some("no JSON"), 400, "the body cannot be read")]
#[case("GET", "org", None, 405, "POST")]
#[case("GET", "nothing", None, 404, "GET conversations")]
#[tokio::test]
async fn what_cannot_be_done_is_told(
    #[case] method: Method,
    #[case] path: &str,
    #[case] body: Option<&'static str>,
    #[case] status: u16,
    #[case] said: &str,
) {
    let served = Served::start(&[], &[]);
    let mut request = served.http.request(method, format!("{}/_flowproof/{path}", served.text("api")));
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body);
    }
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), status);
    let told: Json = answer.json().await.unwrap();
    assert!(told["error"].as_str().unwrap().contains(said), "{told}");
}

#[tokio::test]
async fn a_body_that_a_stray_page_could_send_is_refused() {
    let served = Served::start(&[], &[]);
    let url = format!("{}/_flowproof/org", served.text("api"));
    let answer = served.http.post(url).header("content-type", "text/plain").body("{}").send().await.unwrap();
    assert_eq!(answer.status(), 415);
}
