//! The seed's fourth step: simulating a flow. No real org serves this path.

use serde::de::DeserializeOwned;

use crate::wire::{SimulationRequest, SimulationResponse};

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::SIMULATE;

impl Client {
    /// Simulates an event on a flow, which is named by its id or, where the host allows it, by its name.
    ///
    /// # Errors
    /// The flow does not exist, the event is refused, or the call failed.
    pub async fn simulate(&self, flow: &str, request: &SimulationRequest) -> Result<SimulationResponse, ClientError> {
        self.simulate_as(flow, request).await
    }

    /// The same, with the answer's two open parts read as the caller wants them: what is not wanted need not be read.
    ///
    /// # Errors
    /// As [`Client::simulate`].
    pub async fn simulate_as<R: DeserializeOwned, E: DeserializeOwned>(
        &self,
        flow: &str,
        request: &SimulationRequest,
    ) -> Result<SimulationResponse<R, E>, ClientError> {
        self.send(&SIMULATE, self.seed_url(&SIMULATE, flow)?, request).await
    }
}
