//! Jobs that gather execution data: asked for, polled, downloaded (facts: genesys-api.md 6.2). Asking for one execution is a job as well.

use jiff::Timestamp;

use super::download::download_uri;
use super::kept;
use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::ids::Kind;
use crate::fake::core::json;
use crate::fake::core::messaging::lag;
use crate::fake::core::request::Response;
use crate::fake::core::state::State;
use crate::wire::platform::{InstanceIds, InstanceJob, InstanceResult, JobState};

/// As many as a query lists (facts: genesys-api.md 6.1).
const MAX_IDS: usize = 200;

/// A job.
#[derive(Debug)]
pub struct Job {
    ids: Vec<String>,
    /// When it was asked for, on the org's clock.
    asked: Timestamp,
}

/// Asks for the data of several executions. `expand` changes nothing: bots and data actions always stand in the data.
pub fn create(call: &Call<'_>) -> Result<Response, ApiError> {
    let asked: InstanceIds = json::read(call.request)?;
    if asked.ids.is_empty() || asked.ids.len() > MAX_IDS {
        return Err(ApiError::invalid_value("ids", format!("A job takes 1 to {MAX_IDS} ids.")));
    }
    Ok(begin(call, &mut call.tenant.lock(), asked.ids))
}

/// Asks for the data of one execution; 404 for one that is not listed.
pub fn of_instance(call: &Call<'_>) -> Result<Response, ApiError> {
    let mut state = call.tenant.lock();
    kept::find(call.tenant, &state, call.id()).ok_or_else(|| ApiError::not_found("flow instance", call.id()))?;
    Ok(begin(call, &mut state, vec![call.id().to_owned()]))
}

/// How far a job is. What it gathers is looked up when it is done; an execution that is not listed then has failed.
pub fn read(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let job = state.jobs.get(call.id()).ok_or_else(|| ApiError::not_found("job", call.id()))?;
    let done = state.org_now(call.tenant).duration_since(job.asked) >= lag(call.tenant.options.lags.job);
    let result = |id: &String| match kept::find(call.tenant, &state, id) {
        Some(_) => {
            let download_uri = Some(download_uri(call.tenant, id));
            InstanceResult { id: id.clone(), download_uri, failed: false, status_code: None }
        }
        None => InstanceResult { id: id.clone(), download_uri: None, failed: true, status_code: Some(404) },
    };
    let entities = if done { job.ids.iter().map(result).collect() } else { Vec::new() };
    let job_state = Some(if done { JobState::Success } else { JobState::Running });
    Ok(json::answer(200, &InstanceJob { id: call.id().to_owned(), job_state, entities }))
}

fn begin(call: &Call<'_>, state: &mut State, ids: Vec<String>) -> Response {
    let id = state.ids.next(Kind::Job);
    let asked = state.org_now(call.tenant);
    let waits = |id: &String| InstanceResult { id: id.clone(), ..InstanceResult::default() };
    let entities = ids.iter().map(waits).collect();
    let job = InstanceJob { id: id.to_string(), job_state: Some(JobState::Registered), entities };
    state.jobs.insert(id, Job { ids, asked });
    json::answer(200, &job)
}
