//! Flow executions: query, job, download (facts: genesys-api.md 6.2). The waits built of them are in `polling/`.

use std::collections::HashSet;

use serde_json::Value as Json;

use crate::wire::platform::{
    ExecutionDataSetting, ExecutionDocument, FlowInstance, InstanceIds, InstanceJob, InstanceQuery, Page,
};

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::{
    DOWNLOAD_EXECUTION, QUERY_INSTANCES, READ_EXECUTION_SETTING, READ_FLOW_EXECUTION_SETTING, READ_INSTANCE_JOB,
    READ_QUERY_CAPABILITIES, START_INSTANCE_JOB,
};

use super::paging::MOST_PAGES;

/// Instances on a page: the most that a query gives (facts: genesys-api.md 6.1).
const PAGE_SIZE: u64 = 200;

impl Client {
    /// The flow executions that a query finds. The answer counts pages, while the vendor's list of parameters has no page number
    /// (unverified): it is asked for by the usual name, and a page that brings nothing new is the last.
    ///
    /// # Errors
    /// The call failed.
    pub async fn flow_instances(&self, query: &InstanceQuery) -> Result<Vec<FlowInstance>, ClientError> {
        let mut url = self.platform_url(&QUERY_INSTANCES, &[])?;
        url.query_pairs_mut().append_pair("pageSize", &PAGE_SIZE.to_string());
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        for number in 1..=MOST_PAGES {
            let mut url = url.clone();
            if number > 1 {
                url.query_pairs_mut().append_pair("pageNumber", &number.to_string());
            }
            let page: Page<FlowInstance> = self.send(&QUERY_INSTANCES, url, query).await?;
            let before = found.len();
            found.extend(page.entities.into_iter().filter(|one| seen.insert(one.id.clone())));
            let more = page.page_count.is_some_and(|count| count > number) || page.next_uri.is_some();
            if !more || found.len() == before {
                break;
            }
        }
        Ok(found)
    }

    /// Asks for the data of executions; at most 100 of them.
    ///
    /// # Errors
    /// The call failed.
    pub async fn start_instance_job(&self, ids: &InstanceIds) -> Result<InstanceJob, ClientError> {
        self.send(&START_INSTANCE_JOB, self.platform_url(&START_INSTANCE_JOB, &[])?, ids).await
    }

    /// Reads how far a job is.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn instance_job(&self, id: &str) -> Result<InstanceJob, ClientError> {
        self.get(&READ_INSTANCE_JOB, self.platform_url(&READ_INSTANCE_JOB, &[id])?).await
    }

    /// Downloads the data of one execution from the address that a job gave. The address is its own credential: no token is sent, and no
    /// message shows its query.
    ///
    /// # Errors
    /// The address has expired, or the call failed.
    pub async fn download_execution(&self, address: &str) -> Result<ExecutionDocument, ClientError> {
        self.get_signed(&DOWNLOAD_EXECUTION, address).await
    }

    /// Reads what executions may be looked for by: a harmless way to learn whether they may be looked for at all.
    ///
    /// # Errors
    /// The call failed.
    pub async fn query_capabilities(&self) -> Result<Json, ClientError> {
        self.get(&READ_QUERY_CAPABILITIES, self.platform_url(&READ_QUERY_CAPABILITIES, &[])?).await
    }

    /// Whether the org keeps execution data of flows: the second place of the switch (facts: genesys-api.md 6.1).
    ///
    /// # Errors
    /// The call failed.
    pub async fn flow_execution_data_setting(&self) -> Result<ExecutionDataSetting, ClientError> {
        self.get(&READ_FLOW_EXECUTION_SETTING, self.platform_url(&READ_FLOW_EXECUTION_SETTING, &[])?).await
    }

    /// Whether the org keeps execution data at all.
    ///
    /// # Errors
    /// The call failed.
    pub async fn execution_data_setting(&self) -> Result<ExecutionDataSetting, ClientError> {
        self.get(&READ_EXECUTION_SETTING, self.platform_url(&READ_EXECUTION_SETTING, &[])?).await
    }
}
