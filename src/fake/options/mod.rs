//! What an org and a tenant are opened with. Values only.

mod guest;
mod org;
mod tenant;

pub use guest::{AttributeKeys, DisconnectShown, GuestLimits, GuestOptions};
pub use org::{ExecutionData, Lags, OrgOptions, OrganizationOptions};
pub use tenant::{Credentials, TenantOptions};
