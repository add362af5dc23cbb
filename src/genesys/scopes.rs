//! The scopes that the seed's steps ask for. No real org has scopes of these names, and a real client of grant type client credentials is
//! held to its roles' permissions instead (facts: genesys-api.md 2.4). Must not know which call takes which: `operation` is that table.

use super::operation::OPERATIONS;

/// Step 1, and whatever else touches a widget: the seed names no scope of its own for reading one.
pub(super) const WEBCHAT_WRITE: &str = "webchat:write";
/// Step 2, and ending a conversation.
pub(super) const MESSAGING_WRITE: &str = "conversation:messaging:write";
/// Step 3.
pub(super) const MESSAGING_READ: &str = "conversation:messaging:read";
/// Step 4.
pub(super) const ARCHITECT_WRITE: &str = "architect:write";

/// The whole set that the four steps need, each once, in order of first use.
pub fn required_scopes() -> Vec<&'static str> {
    let mut all = Vec::new();
    for scope in OPERATIONS.iter().filter_map(|one| one.scope()) {
        if !all.contains(&scope) {
            all.push(scope);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_is_that_of_the_four_steps() {
        assert_eq!(
            required_scopes(),
            ["webchat:write", "conversation:messaging:write", "conversation:messaging:read", "architect:write"]
        );
    }
}
