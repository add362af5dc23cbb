//! What an org and a tenant are opened with. Values only.

mod guest;
mod org;
mod setup;
mod tenant;

pub use guest::{AttributeKeys, AttributesAt, DisconnectShown, GuestLimits, GuestOptions};
pub use org::{ExecutionData, Lags, OrgOptions, OrganizationOptions};
pub use setup::SetupOptions;
pub use tenant::{Credentials, TenantOptions};
