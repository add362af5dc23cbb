//! The embedded fake Genesys Cloud org: tenants behind one listener, the seed's REST surface, faults, limits and permissions. Runs real
//! flows through `flow::host`; never meets the client of the `genesys` room but on the wire.
//!
//! `core` knows no transport and no clock but a tenant's own; `doors` carry what it decides.

mod control;
mod core;
mod doors;
mod options;
mod org;
mod ready;
mod tenant;

pub use self::control::{CONTROL_PATH, Control, ControlAnswer, ControlRequest, MAX_CONTROL_BYTES};
pub use self::core::{
    Clock, Endpoint, Fault, FaultAction, GuestFault, GuestFaultAction, GuestStep, LoggedRequest, MAX_BODY_BYTES,
    Observed, SCOPES, UnknownEndpoint, permissions,
};
pub use self::doors::Tls;
#[cfg(feature = "wiremock")]
pub use self::doors::wiremock::Responder;
pub use options::{
    AttributeKeys, AttributesAt, Credentials, DisconnectShown, ExecutionData, GuestLimits, GuestOptions, Lags,
    OrgOptions, OrganizationOptions, SetupOptions, TenantOptions,
};
pub use org::Org;
pub use ready::{Deployed, Named, Ready};
pub use tenant::Tenant;
