//! The wiremock door: a tenant as a responder, so that a Rust user can put the fake behind a `MockServer`, mount mocks of their own in front
//! of it, and count what arrived. REST only.

use wiremock::http::HeaderMap;
use wiremock::{Request as Incoming, Respond, ResponseTemplate};

use crate::fake::core::{Delivery, MAX_BODY_BYTES, Output, Request, Response};
use crate::fake::tenant::Tenant;
use crate::wire::ErrorBody;

/// A tenant that answers for a `MockServer`:
///
/// ```
/// # use flowproof::fake::{Responder, Tenant, TenantOptions};
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let org = Responder::new(Tenant::alone(TenantOptions::default()));
/// let client = org.tenant().client_id().to_owned();
/// let server = wiremock::MockServer::start().await;
/// wiremock::Mock::given(wiremock::matchers::any()).respond_with(org).mount(&server).await;
/// # let _ = client;
/// # });
/// ```
///
/// It answers what its tenant's token or client selects, as the socket does. Faults that break the connection itself (a reset, a truncated
/// answer, no answer) need the socket: here they answer 501 and say so.
#[derive(Debug)]
pub struct Responder {
    tenant: Tenant,
}

impl Responder {
    /// Puts a tenant behind wiremock.
    pub fn new(tenant: Tenant) -> Self {
        Self { tenant }
    }

    /// The tenant.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }
}

impl Respond for Responder {
    fn respond(&self, request: &Incoming) -> ResponseTemplate {
        let Output { response, delivery } = self.tenant.registry().handle(&Request {
            method: request.method.as_str(),
            path: request.url.path(),
            query: request.url.query().unwrap_or_default(),
            authorization: text(&request.headers, "authorization"),
            content_type: text(&request.headers, "content-type"),
            body: &request.body,
            oversized: request.body.len() > MAX_BODY_BYTES,
        });
        match delivery {
            Delivery::Now => outgoing(response),
            Delivery::After(time) => outgoing(response).set_delay(time),
            Delivery::Truncated | Delivery::Reset | Delivery::Never => {
                ResponseTemplate::new(501).set_body_json(ErrorBody {
                    message: Some(
                        "This fault breaks the connection, which only the fake org's own socket can do.".to_owned(),
                    ),
                    code: Some("not.implemented".to_owned()),
                    status: Some(501),
                    ..ErrorBody::default()
                })
            }
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn outgoing(response: Response) -> ResponseTemplate {
    let template = ResponseTemplate::new(response.status).set_body_bytes(response.body);
    response.headers.iter().fold(template, |template, (name, value)| template.insert_header(*name, value.as_str()))
}
