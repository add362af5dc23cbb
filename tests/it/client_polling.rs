//! Waits for what the org makes known late, on virtual time: how often it is asked, in how many requests, and what is told of what never came.

use std::sync::Arc;
use std::time::Duration;

use flowproof::genesys::{Client, DEFAULT_EXECUTION_LIMIT, ErrorKind, ExecutionFindings, MissingReason, PollOptions};
use serde_json::{Value, json};
use wiremock::matchers::{body_json, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::client_support::{Jumping, options, token};

const QUERY: &str = "/api/v2/flows/instances/query";
const JOBS: &str = "/api/v2/flows/instances/jobs";
const SECOND: Duration = Duration::from_secs(1);

fn client(server: &MockServer, clock: &Arc<Jumping>) -> Client {
    Client::new(options(&server.uri(), clock)).with_token(token(3_600))
}

fn answer(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn instance(conversation: &str, nth: u8, ended: bool) -> Value {
    json!({
        "id": format!("{conversation}-{nth}"), "conversationId": conversation,
        "startDateTime": format!("2026-11-23T10:00:0{nth}Z"),
        "endDateTime": ended.then_some("2026-11-23T10:01:00Z"),
    })
}

/// Serves a path with these answers, one after the other; the last one repeats.
async fn in_turn(server: &MockServer, verb: &str, at: &str, answers: Vec<Value>) {
    let last = answers.len() - 1;
    for (nth, body) in answers.into_iter().enumerate() {
        let mock = Mock::given(method(verb))
            .and(path(at))
            .respond_with(answer(body))
            .with_priority(u8::try_from(nth).unwrap() + 1);
        if nth < last { mock.up_to_n_times(1).expect(1).mount(server).await } else { mock.mount(server).await }
    }
}

/// Downloads that say which execution they are of.
async fn downloads(server: &MockServer) {
    let tell = |request: &Request| answer(json!({ "flow": { "executionId": request.url.path().rsplit('/').next() } }));
    let at = wiremock::matchers::path_regex("^/download/");
    Mock::given(method("GET")).and(at).respond_with(tell).mount(server).await;
}

/// What a job says of executions whose data can be downloaded.
fn gathered(server: &MockServer, state: &str, ids: &[&str]) -> Value {
    let entity = |id: &&str| json!({ "id": id, "downloadUri": format!("{}/download/{id}", server.uri()), "failed": false, "statusCode": null });
    json!({ "id": "j", "jobState": state, "entities": ids.iter().map(entity).collect::<Vec<_>>() })
}

async fn sent(server: &MockServer, at: &str) -> usize {
    server.received_requests().await.unwrap().iter().filter(|one| one.url.path() == at).count()
}

fn executions(findings: &ExecutionFindings, conversation: &str) -> Vec<String> {
    findings.of(conversation).iter().map(|(_, document)| document.flow.execution_id.clone().unwrap()).collect()
}

#[tokio::test]
async fn a_message_that_is_not_known_yet_is_asked_for_again() {
    let server = MockServer::start().await;
    let at = "/api/v2/conversations/messages/m/details";
    let unknown = ResponseTemplate::new(404).set_body_json(json!({ "code": "not.found", "message": "no" }));
    Mock::given(path(at)).respond_with(unknown).up_to_n_times(2).expect(2).with_priority(1).mount(&server).await;
    in_turn(&server, "GET", at, vec![json!({ "id": "m" }), json!({ "id": "m", "conversationId": "c" })]).await;
    let clock = Jumping::new();
    assert_eq!(client(&server, &clock).conversation_of_message("m", 30 * SECOND).await.unwrap(), "c");
    assert_eq!(clock.slept(), [SECOND, 2 * SECOND, 4 * SECOND]);
}

#[tokio::test]
async fn a_message_that_never_comes_is_not_found_at_the_limit() {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(404)).expect(4).mount(&server).await;
    let clock = Jumping::new();
    let error = client(&server, &clock).conversation_of_message("m", 5 * SECOND).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    assert!(error.advice.iter().any(|line| line.contains("5s")), "{error:?}");
    assert_eq!(clock.slept(), [SECOND, 2 * SECOND, 2 * SECOND]);
}

#[tokio::test]
async fn a_refusal_is_not_waited_for() {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(403)).expect(1).mount(&server).await;
    let clock = Jumping::new();
    let error = client(&server, &clock).conversation_of_message("m", 5 * SECOND).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Forbidden { .. }));
}

#[tokio::test]
async fn many_conversations_take_one_query_and_one_job() {
    let server = MockServer::start().await;
    let criterion = |id: &str| json!({ "key": "ConversationId", "operator": "eq", "value": id });
    let found = json!({ "entities": [instance("a", 2, true), instance("b", 1, true), instance("a", 1, true)] });
    Mock::given(path(QUERY))
        .and(body_json(json!({ "query": [{ "or": [criterion("a"), criterion("b")] }] })))
        .respond_with(answer(found))
        .expect(1)
        .mount(&server)
        .await;
    in_turn(&server, "POST", JOBS, vec![json!({ "id": "j", "jobState": "Registered" })]).await;
    let ids = ["a-2", "b-1", "a-1"];
    let states = vec![gathered(&server, "Running", &[]), gathered(&server, "Success", &ids)];
    in_turn(&server, "GET", &format!("{JOBS}/j"), states).await;
    downloads(&server).await;
    let clock = Jumping::new();
    let options = PollOptions::up_to(DEFAULT_EXECUTION_LIMIT);
    let findings = client(&server, &clock).execution_data(&["a", "b", "a"], &options).await.unwrap();
    assert_eq!(executions(&findings, "a"), ["a-1", "a-2"]);
    assert_eq!(executions(&findings, "b"), ["b-1"]);
    assert!(findings.missing.is_empty() && findings.found.len() == 2);
    assert_eq!((sent(&server, JOBS).await, clock.slept()), (1, vec![SECOND]));
}

#[tokio::test]
async fn only_what_has_not_ended_is_asked_for_again() {
    let server = MockServer::start().await;
    let first = json!({ "entities": [instance("a", 1, true), instance("b", 1, false)] });
    let second = json!({ "entities": [instance("b", 1, true)] });
    in_turn(&server, "POST", QUERY, vec![first, second]).await;
    in_turn(&server, "POST", JOBS, vec![gathered(&server, "Success", &["a-1", "b-1"])]).await;
    downloads(&server).await;
    let clock = Jumping::new();
    let findings = client(&server, &clock).execution_data(&["a", "b"], &PollOptions::up_to(60 * SECOND)).await.unwrap();
    assert_eq!(
        (executions(&findings, "a"), executions(&findings, "b")),
        (vec!["a-1".to_owned()], vec!["b-1".to_owned()])
    );
    let requests = server.received_requests().await.unwrap();
    let queries: Vec<Value> = requests
        .iter()
        .filter(|one| one.url.path() == QUERY)
        .map(|one| serde_json::from_slice(&one.body).unwrap())
        .collect();
    assert_eq!(queries[1]["query"][0]["criteria"]["value"], "b");
}

#[tokio::test]
async fn what_never_comes_is_told_for_its_conversation_and_spoils_no_other() {
    let server = MockServer::start().await;
    let known = json!({ "entities": [instance("a", 1, true), instance("b", 1, true), instance("b", 2, false), instance("c", 1, true)] });
    in_turn(&server, "POST", QUERY, vec![known]).await;
    let mut job = gathered(&server, "Success", &["a-1", "b-1"]);
    let failed = json!({ "id": "c-1", "downloadUri": null, "failed": true, "statusCode": 404 });
    job["entities"].as_array_mut().unwrap().push(failed);
    in_turn(&server, "POST", JOBS, vec![job]).await;
    Mock::given(path("/download/a-1")).respond_with(ResponseTemplate::new(403)).with_priority(1).mount(&server).await;
    downloads(&server).await;
    let clock = Jumping::new();
    let findings =
        client(&server, &clock).execution_data(&["a", "b", "c", "d"], &PollOptions::up_to(10 * SECOND)).await.unwrap();
    assert_eq!(executions(&findings, "b"), ["b-1"]);
    assert!(matches!(findings.missing_of("a"), Some(MissingReason::NoDownload { .. })), "{findings:?}");
    assert_eq!(findings.missing_of("b"), Some(&MissingReason::NotEnded { instance_id: "b-2".into() }));
    let failed = MissingReason::JobFailed { instance_id: "c-1".into(), status: Some(404) };
    assert_eq!((findings.missing_of("c"), findings.missing_of("d")), (Some(&failed), Some(&MissingReason::NoInstance)));
    assert_eq!(clock.slept().iter().sum::<Duration>(), 10 * SECOND);
}

#[tokio::test]
async fn a_job_that_does_not_end_is_told_and_one_that_fails_too() {
    for (state, reason) in [
        ("Running", MissingReason::JobUnfinished),
        ("Failed", MissingReason::JobFailed { instance_id: "a-1".into(), status: None }),
    ] {
        let server = MockServer::start().await;
        in_turn(&server, "POST", QUERY, vec![json!({ "entities": [instance("a", 1, true)] })]).await;
        let job = json!({ "id": "j", "jobState": state });
        in_turn(&server, "POST", JOBS, vec![job.clone()]).await;
        in_turn(&server, "GET", &format!("{JOBS}/j"), vec![job]).await;
        let clock = Jumping::new();
        let findings = client(&server, &clock).execution_data(&["a"], &PollOptions::up_to(5 * SECOND)).await.unwrap();
        assert_eq!(findings.missing_of("a"), Some(&reason));
        assert!(findings.found.is_empty() && !reason.to_string().is_empty());
    }
}

#[tokio::test]
async fn large_runs_are_cut_into_queries_of_fifty_and_jobs_of_a_hundred() {
    let server = MockServer::start().await;
    let ids: Vec<String> = (0..120).map(|nth| format!("c{nth}")).collect();
    let all = |request: &Request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let wanted = body["query"][0]["or"].as_array().unwrap();
        assert!(wanted.len() <= 50);
        let found: Vec<Value> = wanted.iter().map(|one| instance(one["value"].as_str().unwrap(), 1, true)).collect();
        answer(json!({ "entities": found }))
    };
    Mock::given(path(QUERY)).respond_with(all).expect(3).mount(&server).await;
    let base = server.uri();
    let job = move |request: &Request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let wanted = body["ids"].as_array().unwrap();
        assert!(wanted.len() <= 100);
        let entity =
            |id: &Value| json!({ "id": id, "downloadUri": format!("{base}/download/{}", id.as_str().unwrap()) });
        answer(json!({ "id": "j", "jobState": "Success", "entities": wanted.iter().map(entity).collect::<Vec<_>>() }))
    };
    Mock::given(path(JOBS)).respond_with(job).expect(2).mount(&server).await;
    downloads(&server).await;
    let wanted: Vec<&str> = ids.iter().map(String::as_str).collect();
    let findings =
        client(&server, &Jumping::new()).execution_data(&wanted, &PollOptions::up_to(5 * SECOND)).await.unwrap();
    assert_eq!((findings.found.len(), findings.missing.len()), (120, 0));
    assert_eq!(executions(&findings, "c119"), ["c119-1"]);
}

#[tokio::test]
async fn no_conversations_means_no_request() {
    let server = MockServer::start().await;
    let findings = client(&server, &Jumping::new()).execution_data(&[], &PollOptions::up_to(SECOND)).await.unwrap();
    assert_eq!(findings, ExecutionFindings::default());
    assert!(server.received_requests().await.unwrap().is_empty());
}
