//! Gathering the data of executions: one job for many, then the downloads. Must not know which conversations they belong to.

use futures_util::future::join_all;

use crate::wire::platform::{ExecutionDocument, InstanceIds, InstanceJob, InstanceResult, JobState};

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;

use super::budget::{Budget, PollOptions};
use super::findings::MissingReason;

/// Executions of one job. The vendor publishes no limit; a hundred ids are a small request that public programs do not exceed.
const JOB_SIZE: usize = 100;

/// Downloads at a time, so that a large job opens no hundred connections at once.
const DOWNLOADS: usize = 8;

/// The data of one execution, or why there is none.
pub(super) type Gathered = (String, Result<ExecutionDocument, MissingReason>);

impl Client {
    /// The data of executions by their ids. Each poll of a job has the whole limit, since it begins only when the executions have ended.
    pub(super) async fn gather(&self, ids: Vec<String>, options: PollOptions) -> Result<Vec<Gathered>, ClientError> {
        let mut all = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(JOB_SIZE) {
            let job = self.finished_job(chunk, options).await?;
            let results: Vec<(&String, Result<&str, MissingReason>)> =
                chunk.iter().map(|id| (id, address(&job, id))).collect();
            for some in results.chunks(DOWNLOADS) {
                all.extend(join_all(some.iter().map(|(id, address)| self.download(id, address))).await);
            }
        }
        Ok(all)
    }

    /// A job, as it was when it ended or the limit passed. It is asked for at once: a host that works while it answers is done by then.
    async fn finished_job(&self, ids: &[String], options: PollOptions) -> Result<InstanceJob, ClientError> {
        let mut job = self.start_instance_job(&InstanceIds { ids: ids.to_vec() }).await?;
        let id = job.id.clone();
        let clock = &self.0.options.clock;
        let mut budget = Budget::new(&**clock, options);
        let mut first = true;
        while !is_over(&job) && (std::mem::take(&mut first) || budget.wait().await) {
            job = self.instance_job(&id).await?;
        }
        Ok(job)
    }

    async fn download(&self, id: &str, address: &Result<&str, MissingReason>) -> Gathered {
        let document = match address {
            Ok(address) => self
                .download_execution(address)
                .await
                .map_err(|error| MissingReason::NoDownload { instance_id: id.to_owned(), why: error.to_string() }),
            Err(reason) => Err(reason.clone()),
        };
        (id.to_owned(), document)
    }
}

fn is_over(job: &InstanceJob) -> bool {
    matches!(job.job_state, Some(JobState::Success | JobState::Failed))
}

/// Where the data of one execution can be read.
fn address<'a>(job: &'a InstanceJob, id: &str) -> Result<&'a str, MissingReason> {
    let failed = |status| MissingReason::JobFailed { instance_id: id.to_owned(), status };
    match (job.job_state, job.entities.iter().find(|one| one.id == id)) {
        (_, Some(InstanceResult { failed: true, status_code, .. })) => Err(failed(*status_code)),
        (_, Some(InstanceResult { download_uri: Some(address), .. })) => Ok(address),
        _ if is_over(job) => Err(failed(None)),
        _ => Err(MissingReason::JobUnfinished),
    }
}
