//! `POST /oauth/token`: client credentials in the form body or as Basic (facts: genesys-api.md 2.2), errors in OAuth's own form. The seed
//! asks the api host for it; a real org serves it on its login host.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::authorize;
use super::errors::ApiError;
use super::guest::{is_upload, selecting_client_of_upload};
use super::handle::Call;
use super::json;
use super::platform::selecting_client_of_download;
use super::request::{Request, Response};
use super::routes::TOKEN_PATH;
use crate::wire::OAuthError;

const FORM: &str = "application/x-www-form-urlencoded";

/// Grants a token.
pub fn grant(call: &Call<'_>) -> Result<Response, ApiError> {
    if let Some(refusal) = refused(call.request) {
        return Ok(refusal);
    }
    let tenant = call.tenant;
    let known = credentials(call.request).is_some_and(|(id, secret)| {
        !tenant.options.wrong_credentials
            && id == *tenant.credentials.client_id
            && secret == *tenant.credentials.client_secret
    });
    if !known {
        return Ok(invalid_client("authentication failed"));
    }
    let token = authorize::grant(tenant, &mut tenant.lock());
    Ok(json::answer(200, &token))
}

/// The answer to a request for a token that names no client of any tenant.
pub fn unknown_client(request: &Request<'_>) -> Response {
    refused(request).unwrap_or_else(|| invalid_client("client not found"))
}

/// What is wrong with the request before its credentials matter.
fn refused(request: &Request<'_>) -> Option<Response> {
    if !request.body.is_empty() && !request.is_of(FORM) {
        return Some(error(415, "invalid_request", &format!("the body must be {FORM}")));
    }
    match field(request, "grant_type").as_deref() {
        Some("client_credentials") => {}
        Some(_) => return Some(error(400, "unsupported_grant_type", "only client_credentials is supported")),
        None => return Some(error(400, "invalid_request", "grant_type is missing")),
    }
    credentials(request).is_none().then(|| error(400, "invalid_request", "client credentials are missing"))
}

/// 401: both 400 and 401 are reported of the real one (facts: genesys-api.md 2.2); RFC 6749 section 5.2 says 401.
fn invalid_client(description: &str) -> Response {
    error(401, "invalid_client", description)
}

/// An answer in OAuth's error form.
pub fn error(status: u16, code: &str, description: &str) -> Response {
    let body = OAuthError {
        error: Some(code.to_owned()),
        description: Some(description.to_owned()),
        error_description: Some(description.to_owned()),
    };
    json::answer(status, &body)
}

/// The client that a request is made for, which picks its tenant: from the credentials at the token endpoint, else from the token.
pub fn selecting_client<'a>(request: &Request<'a>) -> Option<Cow<'a, str>> {
    if request.path == TOKEN_PATH {
        return credentials(request).map(|(id, _)| id);
    }
    if is_upload(request.path) {
        return selecting_client_of_upload(request);
    }
    if let Some(client) = selecting_client_of_download(request) {
        return Some(client);
    }
    request.bearer().and_then(authorize::client_of).map(Cow::Borrowed)
}

/// Client id and secret; a Basic header wins over the form.
fn credentials<'a>(request: &Request<'a>) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
    if let Some(encoded) = request.credentials("basic") {
        let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
        let (id, secret) = text.split_once(':')?;
        return Some((Cow::Owned(id.to_owned()), Cow::Owned(secret.to_owned())));
    }
    Some((field(request, "client_id")?, field(request, "client_secret")?))
}

fn field<'a>(request: &Request<'a>, name: &str) -> Option<Cow<'a, str>> {
    form_urlencoded::parse(request.body).find(|(key, _)| key == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::fake::core::exchange::{Answer, ask_token, send, tenant};
    use crate::fake::options::{Credentials, TenantOptions};

    const WIDGETS: &str = "/api/v2/webchat/widgets";

    fn options() -> TenantOptions {
        let credentials = Credentials { client_id: "id".into(), client_secret: "p&w:d".into() };
        TenantOptions { credentials: Some(credentials), ..TenantOptions::default() }
    }

    fn refused(answer: &Answer, status: u16, code: &str) {
        assert_eq!((answer.status, answer.text("error")), (status, code), "{}", answer.body);
        assert_eq!(answer.text("description"), answer.text("error_description"));
    }

    #[rstest]
    #[case(None, "grant_type=client_credentials&client_id=id&client_secret=p%26w%3Ad")]
    #[case(Some("Basic aWQ6cCZ3OmQ="), "grant_type=client_credentials")]
    #[case(Some("basic aWQ6cCZ3OmQ="), "grant_type=client_credentials&client_id=other&client_secret=other")]
    fn the_right_credentials_get_a_token_that_works(#[case] basic: Option<&str>, #[case] form: &str) {
        let tenant = tenant(options());
        let answer = ask_token(&tenant, basic, FORM, form);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.text("token_type"), "bearer");
        assert_eq!(answer.body["expires_in"], 86_400);
        assert_eq!(send(&tenant, "GET", WIDGETS, Some(answer.text("access_token"))).status, 200);
    }

    #[rstest]
    #[case(None, FORM, "grant_type=client_credentials&client_id=id&client_secret=wrong", 401, "invalid_client")]
    #[case(Some("Basic aWQ6d3Jvbmc="), FORM, "grant_type=client_credentials", 401, "invalid_client")]
    #[case(Some("Basic ???"), FORM, "grant_type=client_credentials", 400, "invalid_request")]
    #[case(None, FORM, "grant_type=client_credentials", 400, "invalid_request")]
    #[case(None, FORM, "client_id=id&client_secret=p%26w%3Ad", 400, "invalid_request")]
    #[case(None, FORM, "grant_type=password&client_id=id&client_secret=p%26w%3Ad", 400, "unsupported_grant_type")]
    #[case(None, "application/json", "{\"grant_type\":\"client_credentials\"}", 415, "invalid_request")]
    fn anything_else_is_refused_in_oauths_form(
        #[case] basic: Option<&str>,
        #[case] content_type: &str,
        #[case] form: &str,
        #[case] status: u16,
        #[case] code: &str,
    ) {
        refused(&ask_token(&tenant(options()), basic, content_type, form), status, code);
    }

    #[test]
    fn an_org_of_wrong_credentials_refuses_its_own_and_its_tokens() {
        let tenant = tenant(TenantOptions { wrong_credentials: true, ..options() });
        let form = "grant_type=client_credentials&client_id=id&client_secret=p%26w%3Ad";
        refused(&ask_token(&tenant, None, FORM, form), 401, "invalid_client");
        let token = tenant.issue_token().access_token;
        send(&tenant, "GET", WIDGETS, Some(&token)).refused(401, "bad.credentials");
    }
}
