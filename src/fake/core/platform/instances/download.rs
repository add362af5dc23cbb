//! Where a job lets execution data be downloaded. A real org's URL is signed and leads elsewhere; this one is signed too, and the tenant is
//! told by the client in its path.

use std::borrow::Cow;
use std::fmt::Write;

use md5::{Digest, Md5};

use super::kept;
use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::json;
use crate::fake::core::request::{Request, Response};
use crate::fake::core::tenant::TenantCore;

const DOWNLOADS: &str = "/downloads/";

/// The client whose tenant a download is for.
pub fn selecting_client_of_download<'a>(request: &Request<'a>) -> Option<Cow<'a, str>> {
    request.path.strip_prefix(DOWNLOADS)?.split('/').next().map(Cow::Borrowed)
}

/// Where the data of an execution are.
pub fn download_uri(tenant: &TenantCore, instance: &str) -> String {
    let client = &tenant.credentials.client_id;
    format!("{}{DOWNLOADS}{client}/{instance}?signature={}", tenant.base_url(), signature(tenant, instance))
}

/// The data. No token is needed; 403 for a wrong signature.
pub fn download(call: &Call<'_>) -> Result<Response, ApiError> {
    let id = call.second_id();
    if call.request.parameter("signature").as_deref() != Some(&*signature(call.tenant, id)) {
        return Err(ApiError::new(403, "not.authorized", "The signature is not that of this download."));
    }
    let state = call.tenant.lock();
    let kept = kept::find(call.tenant, &state, id).ok_or_else(|| ApiError::not_found("flow instance", id))?;
    Ok(json::answer(200, &kept.document(call.tenant)))
}

/// Only who knows the client's secret can make one.
fn signature(tenant: &TenantCore, instance: &str) -> String {
    let sum = Md5::digest(format!("{}:{instance}", tenant.credentials.client_secret));
    sum.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text does not fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::SignedDuration;
    use serde_json::json;

    use crate::fake::core::exchange::{Talk, post, send, talking, talking_with};
    use crate::fake::options::{ExecutionData, Lags, TenantOptions};

    const FLOW: &str = "
- decision: { name: Gold?, condition: { lit: true } }
- disconnect: { name: Bye }";

    const JOBS: &str = "/api/v2/flows/instances/jobs";

    fn instance(talk: &Talk) -> String {
        let found = post(&talk.tenant, "/api/v2/flows/instances/query", &talk.token, &json!({ "query": [] }));
        found.body["entities"][0]["id"].as_str().unwrap().to_owned()
    }

    fn uri(talk: &Talk, id: &str) -> String {
        let job = post(&talk.tenant, JOBS, &talk.token, &json!({ "ids": [id] }));
        let done = send(&talk.tenant, "GET", &format!("{JOBS}/{}", job.text("id")), Some(&talk.token));
        let uri = done.body["entities"][0]["downloadUri"].as_str().unwrap_or_else(|| panic!("{}", done.body));
        uri.trim_start_matches("http://localhost").to_owned()
    }

    #[test]
    fn a_job_leads_to_the_data_and_no_token_is_needed_there() {
        let talk = talking(FLOW);
        let id = instance(&talk);
        let uri = uri(&talk, &id);
        let data = send(&talk.tenant, "GET", &uri, None);
        let flow = &data.body["flow"];
        assert_eq!((&flow["executionId"], &flow["conversationId"]), (&json!(id), &json!(talk.conversation)));
        let events = flow["execution"].as_array().unwrap();
        assert_eq!(events[2]["actionDecision"]["outputPathId"], "__YES__");
        assert_eq!(events.last().unwrap()["endedFlow"]["flowExitReason"], "FLOW_DISCONNECT");
        let unsigned = uri.split_once('?').unwrap().0;
        send(&talk.tenant, "GET", unsigned, None).refused(403, "not.authorized");
    }

    #[test]
    fn a_job_runs_as_long_as_the_org_says() {
        let lags = Lags { job: Duration::from_secs(5), ..Lags::default() };
        let talk = talking_with(FLOW, TenantOptions { lags, ..TenantOptions::default() });
        let id = instance(&talk);
        let job = send(&talk.tenant, "GET", &format!("/api/v2/flows/instances/{id}?expand=bots"), Some(&talk.token));
        assert_eq!(job.text("jobState"), "Registered");
        let state = || {
            send(&talk.tenant, "GET", &format!("{JOBS}/{}", job.text("id")), Some(&talk.token)).body["jobState"].clone()
        };
        assert_eq!(state(), "Running");
        talk.tenant.lock().advanced += SignedDuration::from_secs(5);
        assert_eq!(state(), "Success");
    }

    #[test]
    fn what_is_not_listed_fails_in_a_job_and_cannot_be_asked_for_alone() {
        let talk = talking(FLOW);
        let job = post(&talk.tenant, JOBS, &talk.token, &json!({ "ids": ["x"] }));
        let done = send(&talk.tenant, "GET", &format!("{JOBS}/{}", job.text("id")), Some(&talk.token));
        assert_eq!(done.body["entities"], json!([{ "id": "x", "failed": true, "statusCode": "404" }]));
        send(&talk.tenant, "GET", "/api/v2/flows/instances/x", Some(&talk.token)).refused(404, "not.found");
        send(&talk.tenant, "GET", &format!("{JOBS}/x"), Some(&talk.token)).refused(404, "not.found");
        post(&talk.tenant, JOBS, &talk.token, &json!({ "ids": [] })).refused(400, "invalid.value");
    }

    #[test]
    fn data_show_what_the_org_records() {
        let execution_data = ExecutionData { names: false, values: false, ..ExecutionData::default() };
        let talk = talking_with(FLOW, TenantOptions { execution_data, ..TenantOptions::default() });
        let data = send(&talk.tenant, "GET", &uri(&talk, &instance(&talk)), None);
        let decision = &data.body["flow"]["execution"][2]["actionDecision"];
        assert_eq!((decision.get("actionName"), decision.get("inputData")), (None, None));
        assert_eq!(decision["outputPathId"], "__YES__");
    }
}
