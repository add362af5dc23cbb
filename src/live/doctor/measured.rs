//! Whether the org was measured: what its profile says of itself. Must not know where the profile was kept.

use super::Check;
use super::report::{Finding, State};
use crate::live::Profile;
use crate::wire::platform::Organization;

/// Looks at the profile that flowproof.yaml names, if there is one.
pub fn measured(profile: Option<&Profile>, organization: &Organization) -> Finding {
    let (state, message, help) = match profile.map(|profile| (profile, profile.fits(organization))) {
        None => {
            let message = "this org was never measured: `flowproof doctor --probe` does it; documented limits and the usual waits hold";
            (State::NotLookedAt, message.to_owned(), Vec::new())
        }
        Some((_, Err(warning))) => (State::Warn, warning.message, warning.help),
        Some((profile, Ok(()))) => {
            (State::Ok, format!("measured at {} with flow `{}`", profile.measured, profile.flow), Vec::new())
        }
    };
    Finding { check: Check::Profile, subject: None, state, message, help }
}
