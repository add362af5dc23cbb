//! What the fake org answers is what the vendor's documents say: each platform endpoint is called over the real socket and its answer is
//! held against the reconstructed schema of the platform API. The schema is not part of the repository: without it the test skips and says
//! so.

use std::collections::BTreeSet;
use std::sync::Arc;

use flowproof::diagnostic::SourceFile;
use flowproof::fake::{Endpoint, Org, Tenant, TenantOptions};
use flowproof::flow::world::{Resource, World};
use flowproof::flow::{FlowSource, Program, load};
use indexmap::IndexMap;
use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::fake_client::{Client, org};
use crate::shared;

const FLOW: &str = r#"
inboundShortMessage:
  name: Support
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  states:
    - state:
        name: Start
        refId: Start_1
        actions:
          - initializeFlowOutcome: { name: Begin, flowOutcome: { lit: { name: Paid } } }
          - addFlowMilestone: { name: Reach, flowMilestone: { lit: { name: Asked } } }
          - sendResponse: { name: Hello, messageBody: { lit: Hello } }
          - waitForInput: { name: Wait }
          - transferToAcd: { name: To VIP, targetQueue: { lit: { name: VIP Support } } }
"#;

const BOT: &str = r#"
digitalBot:
  name: Order Bot
  startUpRef: "/digitalBot/bots/bot[Main_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { none: true } }
  variables:
    - stringVariable: { name: Slot.Order, initialValue: { noValue: true }, isOutput: true }
  bots:
    - bot:
        name: Main
        refId: Main_1
        actions:
          - communicate: { name: Hello, communication: { exp: '"Hello"' } }
          - askForBoolean: { name: Sure, yesNoQuestion: { exp: 'MakeCommunication("Sure?")' }, outputs: { yes: { enabled: true } } }
          - exitBotFlow: { name: Done }
"#;

/// Rows of the table that the schema does not describe, with the reason.
const ELSEWHERE: &[(&str, &str)] = &[
    ("POST /oauth/token", "is the login host's"),
    ("POST /api/v2/webchat/widgets", "is the seed's"),
    ("GET /api/v2/webchat/widgets", "is the seed's"),
    ("GET /api/v2/webchat/widgets/{id}", "is the seed's"),
    ("DELETE /api/v2/webchat/widgets/{id}", "is the seed's"),
    ("POST /api/v2/conversations/messaging/conversations/participants", "is the seed's"),
    ("GET /api/v2/conversations/messaging/conversations/{id}", "is the seed's"),
    ("DELETE /api/v2/conversations/messaging/conversations/{id}", "is the seed's"),
    ("POST /api/v2/architect/flows/{id}/simulate", "is the seed's"),
    ("GET /api/v2/webmessaging/messages", "takes a guest's token, which comes over the WebSocket"),
    ("PUT /uploads/{client}/{attachmentId}", "is no platform path"),
    ("GET /uploads/{client}/{attachmentId}", "is no platform path"),
    ("GET /downloads/{client}/{instanceId}", "is no platform path"),
    ("GET /webdeployments/v1/deployments/{deploymentId}/config.json", "is the CDN's"),
    ("GET /webdeployments/v1/deployments/{deploymentId}/domains.json", "is the CDN's"),
];

fn program(name: &str, text: &str) -> Arc<Program> {
    let source = SourceFile::new(name, text);
    let loaded = load(vec![FlowSource { source, substitutions: IndexMap::new() }]);
    loaded.program.unwrap_or_else(|| panic!("{name} does not load: {:?}", loaded.diagnostics))
}

fn options() -> TenantOptions {
    let queue = Resource { id: Arc::from("queue-1"), name: Arc::from("VIP Support") };
    TenantOptions {
        flows: [program("support.yaml", FLOW), program("bot.yaml", BOT)].into(),
        world: Arc::new(World { queues: vec![queue], ..World::default() }),
        ..TenantOptions::default()
    }
}

/// An org whose every answer is held against the schema.
struct Checked {
    client: Client,
    schema: Json,
    called: BTreeSet<String>,
    /// The tenant lives as long as its client.
    _tenant: Tenant,
    _org: Org,
}

impl Checked {
    async fn open(mut schema: Json) -> Self {
        loosen(&mut schema);
        let org = org().await;
        let tenant = org.open(options());
        let client = Client::login(&org, &tenant).await;
        Self { client, schema, called: BTreeSet::new(), _tenant: tenant, _org: org }
    }

    /// Calls an endpoint, the placeholders of its template filled in order, and gives the body.
    async fn call(&mut self, method: Method, template: &str, ids: &[&str], query: &str, body: Option<Json>) -> Json {
        let mut path = String::new();
        let mut ids = ids.iter();
        for segment in template.split('/').skip(1) {
            let filled = if segment.starts_with('{') { *ids.next().unwrap() } else { segment };
            path = format!("{path}/{filled}");
        }
        let name = format!("{method} {template}");
        let mut request = self.client.request(method.clone(), &format!("{path}{query}"));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{name}: {status} {text}");
        let body = if text.is_empty() { Json::Null } else { serde_json::from_str(&text).unwrap() };
        self.check(&method, template, &body);
        self.called.insert(name);
        body
    }

    /// Holds a body against the schema of its endpoint's answer.
    fn check(&self, method: &Method, template: &str, body: &Json) {
        let paths = self.schema["paths"].as_object().unwrap();
        let found = paths.iter().find(|(path, _)| same_template(path, template));
        let (_, operations) = found.unwrap_or_else(|| panic!("the schema has no path {template}"));
        let operation = &operations[method.as_str().to_ascii_lowercase()];
        assert!(operation.is_object(), "the schema has no {method} {template}");
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        if body.is_null() {
            assert!(schema.as_object().is_none_or(|schema| schema.is_empty()), "{method} {template} answers nothing");
            return;
        }
        let mut whole = schema.clone();
        whole["components"] = self.schema["components"].clone();
        let validator = jsonschema::options().should_validate_formats(true).build(&whole).unwrap();
        let wrong: Vec<String> =
            validator.iter_errors(body).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{method} {template}: {}\n{body:#}", wrong.join("\n"));
    }

    async fn get(&mut self, template: &str, ids: &[&str]) -> Json {
        self.call(Method::GET, template, ids, "", None).await
    }

    async fn post(&mut self, template: &str, ids: &[&str], body: Json) -> Json {
        self.call(Method::POST, template, ids, "", Some(body)).await
    }
}

/// A map of bare objects is one of values of any kind: the reconstruction has no other word for a type that a Java `Object` stands for, and
/// the vendor's own examples put texts there.
fn loosen(schema: &mut Json) {
    match schema {
        Json::Object(fields) => {
            if fields.get("additionalProperties") == Some(&json!({ "type": "object" })) {
                fields.insert("additionalProperties".to_owned(), json!(true));
            }
            fields.values_mut().for_each(loosen);
        }
        Json::Array(items) => items.iter_mut().for_each(loosen),
        _ => {}
    }
}

fn same_template(one: &str, other: &str) -> bool {
    let placeholder = |segment: &str| segment.starts_with('{');
    let (one, other): (Vec<_>, Vec<_>) = (one.split('/').collect(), other.split('/').collect());
    one.len() == other.len()
        && one.iter().zip(&other).all(|(left, right)| left == right || (placeholder(left) && placeholder(right)))
}

fn text<'a>(body: &'a Json, pointer: &str) -> &'a str {
    body.pointer(pointer).and_then(Json::as_str).unwrap_or_else(|| panic!("no {pointer} in {body:#}"))
}

#[tokio::test]
async fn every_platform_endpoint_answers_in_the_form_of_the_schema() {
    let Some(schema) = shared::fact("platform-api-subset.openapi.json") else { return };
    let mut org = Checked::open(schema).await;
    whose(&mut org).await;
    deployments(&mut org).await;
    let conversation = conversations(&mut org).await;
    executions(&mut org, &conversation).await;
    levels(&mut org).await;
    flows(&mut org).await;
    analytics(&mut org, &conversation).await;
    bots(&mut org).await;
    org.call(Method::DELETE, "/api/v2/tokens/me", &[], "", None).await;

    let known = |name: &String| org.called.contains(name) || ELSEWHERE.iter().any(|(row, _)| row == name);
    let missed: Vec<String> =
        Endpoint::names().into_iter().filter(|name| name.contains(' ')).filter(|name| !known(name)).collect();
    assert!(missed.is_empty(), "not covered: {missed:#?}");
}

#[test]
fn rows_that_the_schema_does_not_describe_are_rows() {
    let names = Endpoint::names();
    for (name, reason) in ELSEWHERE {
        assert!(names.iter().any(|row| row == name), "{name} ({reason}) is no row");
    }
}

async fn whose(org: &mut Checked) {
    org.get("/api/v2/tokens/me", &[]).await;
    org.call(Method::HEAD, "/api/v2/tokens/me", &[], "", None).await;
    org.get("/api/v2/organizations/me", &[]).await;
    org.get("/api/v2/oauth/scopes", &[]).await;
}

async fn deployments(org: &mut Checked) {
    const CONFIGURATIONS: &str = "/api/v2/webdeployments/configurations";
    const VERSIONS: &str = "/api/v2/webdeployments/configurations/{configurationId}/versions";
    const DEPLOYMENT: &str = "/api/v2/webdeployments/deployments/{deploymentId}";
    let disconnect = json!({ "enabled": true, "type": "Send" });
    let conversations =
        json!({ "enabled": true, "conversationDisconnect": disconnect, "conversationClear": { "enabled": true } });
    let given = json!({ "name": "it", "languages": ["en-us"], "defaultLanguage": "en-us",
        "messenger": { "enabled": true, "apps": { "conversations": conversations } } });
    let made = org.post(CONFIGURATIONS, &[], given.clone()).await;
    let id = text(&made, "/id").to_owned();
    org.get(&format!("{VERSIONS}/draft"), &[&id]).await;
    org.call(Method::PUT, &format!("{VERSIONS}/draft"), &[&id], "", Some(given)).await;
    org.post(&format!("{VERSIONS}/draft/publish"), &[&id], json!({})).await;
    org.get(VERSIONS, &[&id]).await;
    org.get(&format!("{VERSIONS}/{{versionId}}"), &[&id, "1"]).await;
    org.call(Method::GET, CONFIGURATIONS, &[], "?showOnlyPublished=true", None).await;

    let flow = org.call(Method::GET, "/api/v2/flows", &[], "?name=support", None).await;
    let flow = text(&flow, "/entities/0/id").to_owned();
    let request = json!({ "name": "it-harness", "description": "d", "allowAllDomains": true, "allowedDomains": [],
        "flow": { "id": flow }, "configuration": { "id": id, "version": "1" }, "status": "Active" });
    let made = org.post("/api/v2/webdeployments/deployments", &[], request.clone()).await;
    let deployment = text(&made, "/id").to_owned();
    org.get("/api/v2/webdeployments/deployments", &[]).await;
    org.get(DEPLOYMENT, &[&deployment]).await;
    org.call(Method::PUT, DEPLOYMENT, &[&deployment], "", Some(request)).await;
    org.get(&format!("{DEPLOYMENT}/configurations"), &[&deployment]).await;
    org.call(Method::DELETE, DEPLOYMENT, &[&deployment], "", None).await;
    org.call(Method::DELETE, "/api/v2/webdeployments/configurations/{configurationId}", &[&id], "", None).await;
}

fn inbound(from: &str) -> Json {
    let from = json!({ "id": from, "idType": "Opaque", "nickname": "Tester" });
    json!({ "channel": { "messageId": "m-1", "from": from, "time": "2026-11-22T10:00:00.000Z" }, "text": "Hello" })
}

/// Gives the id of one that has ended.
async fn conversations(org: &mut Checked) -> String {
    const OPEN: &str = "/api/v2/conversations/messages/{integrationId}/inbound/open";
    const MESSAGES: &str = "/api/v2/conversations/messages/{conversationId}";
    const CONVERSATION: &str = "/api/v2/conversations/{conversationId}";
    let list = org.get("/api/v2/conversations/messaging/integrations/open", &[]).await;
    let integration = text(&list, "/entities/0/id").to_owned();
    org.get("/api/v2/conversations/messaging/integrations/open/{integrationId}", &[&integration]).await;
    let mut old = inbound("old");
    old["channel"]["to"] = json!({ "id": integration });
    org.post("/api/v2/conversations/messages/inbound/open", &[], old).await;
    let mut event = inbound("event");
    event["events"] = json!([{ "eventType": "Typing" }]);
    org.post(&format!("{OPEN}/event"), &[&integration], event).await;
    let (template, prefetch) = (format!("{OPEN}/message"), "?prefetchConversationId=true");
    let said = org.call(Method::POST, &template, &[&integration], prefetch, Some(inbound("new"))).await;
    let (conversation, message) = (text(&said, "/conversationId").to_owned(), text(&said, "/id").to_owned());

    org.get("/api/v2/conversations/messages/{messageId}/details", &[&message]).await;
    org.get(&format!("{MESSAGES}/messages/{{messageId}}"), &[&conversation, &message]).await;
    org.post(&format!("{MESSAGES}/messages/bulk"), &[&conversation], json!([message])).await;
    let read = org.get(MESSAGES, &[&conversation]).await;
    let customer = text(&read, "/participants/0/id").to_owned();
    let attributes = json!({ "attributes": { "tier": "gold" } });
    for template in [MESSAGES, CONVERSATION] {
        let template = format!("{template}/participants/{{participantId}}/attributes");
        org.call(Method::PATCH, &template, &[&conversation, &customer], "", Some(attributes.clone())).await;
    }
    let query = json!({ "query": [{ "type": "EXACT", "fields": ["tier"], "value": "gold", "operator": "AND" }] });
    let found = org.post("/api/v2/conversations/participants/attributes/search", &[], query).await;
    assert_eq!(text(&found, "/results/conversations/0/conversationId"), conversation);
    // The second message hands it to a queue.
    org.call(Method::POST, &template, &[&integration], prefetch, Some(inbound("new"))).await;
    let read = org.get(CONVERSATION, &[&conversation]).await;
    assert_eq!(text(&read, "/participants/2/queueId"), "queue-1");
    let state = json!({ "state": "disconnected" });
    org.call(Method::PATCH, MESSAGES, &[&conversation], "", Some(state)).await;
    org.get(MESSAGES, &[&conversation]).await;
    org.post(&format!("{CONVERSATION}/disconnect"), &[&conversation], json!({})).await;
    org.call(Method::DELETE, CONVERSATION, &[&conversation], "", None).await;
    conversation
}

async fn executions(org: &mut Checked, conversation: &str) {
    for template in ["/api/v2/settings/executiondata", "/api/v2/flows/instances/settings/executiondata"] {
        org.get(template, &[]).await;
        org.call(Method::PATCH, template, &[], "", Some(json!({ "enabled": true }))).await;
    }
    let criterion = json!({ "key": "ConversationId", "operator": "eq", "value": conversation });
    let query = json!({ "query": [{ "criteria": criterion }] });
    let found = org.post("/api/v2/flows/instances/query", &[], query).await;
    let instance = text(&found, "/entities/0/id").to_owned();
    let capabilities = "/api/v2/flows/instances/querycapabilities";
    org.call(Method::GET, capabilities, &[], "?expand=flow,action", None).await;
    org.get("/api/v2/flows/instances/{instanceId}", &[&instance]).await;
    let job = org.post("/api/v2/flows/instances/jobs", &[], json!({ "ids": [instance, "nobody"] })).await;
    let done = org.get("/api/v2/flows/instances/jobs/{jobId}", &[text(&job, "/id")]).await;
    let data = reqwest::get(text(&done, "/entities/0/downloadUri")).await.unwrap();
    let data: Json = data.json().await.unwrap();
    assert_eq!(text(&data, "/flow/conversationId"), conversation);
}

async fn levels(org: &mut Checked) {
    const OWN: &str = "/api/v2/flows/{flowId}/instances/settings/loglevels";
    const LEVELS: &str = "/api/v2/flows/instances/settings/loglevels";
    let list = org.get("/api/v2/flows", &[]).await;
    let flow = text(&list, "/entities/0/id").to_owned();
    let given = json!({ "logLevelCharacteristics": { "level": "All", "characteristics": { "names": true } } });
    org.post(OWN, &[&flow], given.clone()).await;
    org.call(Method::PUT, OWN, &[&flow], "", Some(given.clone())).await;
    org.get(OWN, &[&flow]).await;
    org.get(LEVELS, &[]).await;
    org.get(&format!("{LEVELS}/characteristics"), &[]).await;
    org.call(Method::DELETE, OWN, &[&flow], "", None).await;
    let default = format!("{LEVELS}/default");
    org.get(&default, &[]).await;
    org.call(Method::PUT, &default, &[], "", Some(given)).await;
    org.call(Method::DELETE, &default, &[], "", None).await;
}

async fn flows(org: &mut Checked) {
    const FLOW: &str = "/api/v2/flows/{flowId}";
    let list = org.get("/api/v2/flows", &[]).await;
    let flow = text(&list, "/entities/0/id").to_owned();
    org.get(FLOW, &[&flow]).await;
    org.get(&format!("{FLOW}/latestconfiguration"), &[&flow]).await;
    let versions = org.get(&format!("{FLOW}/versions"), &[&flow]).await;
    let version = text(&versions, "/entities/0/id").to_owned();
    org.get(&format!("{FLOW}/versions/{{versionId}}"), &[&flow, &version]).await;
    org.get(&format!("{FLOW}/versions/{{versionId}}/configuration"), &[&flow, &version]).await;
    for (list, one) in [
        ("/api/v2/flows/outcomes", "/api/v2/flows/outcomes/{flowOutcomeId}"),
        ("/api/v2/flows/milestones", "/api/v2/flows/milestones/{milestoneId}"),
    ] {
        let all = org.get(list, &[]).await;
        org.get(one, &[text(&all, "/entities/0/id")]).await;
    }
}

async fn analytics(org: &mut Checked, conversation: &str) {
    let details = "/api/v2/analytics/conversations/{conversationId}/details";
    let read = org.get(details, &[conversation]).await;
    assert_eq!(text(&read, "/participants/1/sessions/0/flow/outcomes/0/flowOutcome"), "Paid");
    let query = json!({ "interval": "2026-01-05T00:00:00Z/2026-01-06T00:00:00Z" });
    let found = org.post("/api/v2/analytics/conversations/details/query", &[], query).await;
    assert_eq!(found["totalHits"], 2);
}

async fn bots(org: &mut Checked) {
    const SESSIONS: &str = "/api/v2/textbots/botflows/sessions";
    const TURNS: &str = "/api/v2/textbots/botflows/sessions/{sessionId}/turns";
    let list = org.call(Method::GET, "/api/v2/flows", &[], "?type=digitalbot", None).await;
    let channel = json!({ "name": "Messaging", "inputModes": ["Text"], "outputModes": ["Text"],
        "userAgent": { "name": "GenesysWebWidget" } });
    let launch =
        json!({ "flow": { "id": text(&list, "/entities/0/id") }, "externalSessionId": "run-42", "channel": channel });
    for ended_by in ["UserInput", "UserDisconnect"] {
        let session = org.post(SESSIONS, &[], launch.clone()).await;
        let session = text(&session, "/id").to_owned();
        let first = org.post(TURNS, &[&session], json!({ "inputEventType": "NoOp" })).await;
        assert_eq!(text(&first, "/nextActionType"), "WaitForInput");
        let input = json!({ "mode": "Text", "alternatives": [{ "transcript": { "text": "yes" } }] });
        let turn =
            json!({ "previousTurn": { "id": first["id"] }, "inputEventType": ended_by, "inputEventUserInput": input });
        org.post(TURNS, &[&session], turn).await;
    }
}
