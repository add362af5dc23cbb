//! Requests to a tenant, for the tests of this folder.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{Output, Request, Response, TenantCore};
use crate::fake::options::TenantOptions;
use crate::flow::world::{Resource, World};
use crate::wire::CORRELATION_HEADER;

/// A tenant with one queue, `VIP Support` of id `queue-1`.
pub fn tenant(options: TenantOptions) -> TenantCore {
    let queue = Resource { id: Arc::from("queue-1"), name: Arc::from("VIP Support") };
    TenantCore::new(TenantOptions { world: Arc::new(World { queues: vec![queue], ..World::default() }), ..options })
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Json,
    pub output: Output,
}

impl Answer {
    fn new(output: Output) -> Self {
        let body = serde_json::from_slice(&output.response.body).unwrap_or(Json::Null);
        Self { status: output.response.status, body, output }
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.output.response, name)
    }

    /// A field of the body as text.
    pub fn text(&self, field: &str) -> &str {
        self.body[field].as_str().unwrap_or_else(|| panic!("no text `{field}` in {}", self.body))
    }

    /// Asserts the platform's error form, and gives its message.
    pub fn refused(&self, status: u16, code: &str) -> &str {
        assert_eq!((self.status, self.text("code")), (status, code), "{}", self.body);
        assert_eq!(self.body["status"], status);
        assert_eq!(self.text("contextId"), self.header(CORRELATION_HEADER).unwrap());
        self.text("message")
    }
}

fn header<'a>(response: &'a Response, wanted: &str) -> Option<&'a str> {
    response.headers.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str())
}

/// Sends a request without a body.
pub fn send(tenant: &TenantCore, method: &str, path: &str, token: Option<&str>) -> Answer {
    raw(tenant, method, path, token, None, b"")
}

/// Posts JSON.
pub fn post(tenant: &TenantCore, path: &str, token: &str, body: &Json) -> Answer {
    raw(tenant, "POST", path, Some(token), Some("application/json"), body.to_string().as_bytes())
}

/// Sends JSON with any method.
pub fn body(tenant: &TenantCore, method: &str, path: &str, token: &str, body: &Json) -> Answer {
    raw(tenant, method, path, Some(token), Some("application/json"), body.to_string().as_bytes())
}

/// Sends anything.
pub fn raw(
    tenant: &TenantCore,
    method: &str,
    path: &str,
    token: Option<&str>,
    content_type: Option<&str>,
    body: &[u8],
) -> Answer {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let authorization = token.map(|token| format!("Bearer {token}"));
    let authorization = authorization.as_deref();
    Answer::new(tenant.handle(&Request { method, path, query, authorization, content_type, body, oversized: false }))
}

/// Asks for a token with a form.
pub fn ask_token(tenant: &TenantCore, basic: Option<&str>, content_type: &str, form: &str) -> Answer {
    Answer::new(tenant.handle(&Request {
        method: "POST",
        path: "/oauth/token",
        query: "",
        authorization: basic,
        content_type: Some(content_type),
        body: form.as_bytes(),
        oversized: false,
    }))
}

/// A conversation that began by an open message.
pub struct Talk {
    pub tenant: TenantCore,
    pub token: String,
    pub conversation: String,
    /// The id of the customer's message.
    pub message: String,
}

/// A customer who said `Hello` to a flow of these actions.
pub fn talking(actions: &str) -> Talk {
    talking_with(actions, TenantOptions::default())
}

/// The same, in an org of its own kind.
pub fn talking_with(actions: &str, options: TenantOptions) -> Talk {
    let flow = crate::flow::action::testing::Flow::new().actions(actions).program();
    let tenant = tenant(TenantOptions { flows: [flow].into(), ..options });
    let token = tenant.issue_token().access_token;
    let said = say(&tenant, &token, "Hello");
    let (conversation, message) = (said.text("conversationId").to_owned(), said.text("id").to_owned());
    Talk { tenant, token, conversation, message }
}

/// The customer says something.
pub fn say(tenant: &TenantCore, token: &str, text: &str) -> Answer {
    let list = send(tenant, "GET", "/api/v2/conversations/messaging/integrations/open", Some(token));
    let integration = list.body["entities"][0]["id"].as_str().unwrap().to_owned();
    let from = serde_json::json!({ "id": "run-42", "idType": "Opaque" });
    let message = serde_json::json!({ "channel": { "from": from, "time": "2026-01-05T15:00:00.000Z" }, "text": text });
    let path = format!("/api/v2/conversations/messages/{integration}/inbound/open/message?prefetchConversationId=true");
    post(tenant, &path, token, &message)
}
