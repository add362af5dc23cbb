//! The log level that shows a flow's whole path: what a run sets, and how it is known again. Must not ask an org.

use crate::wire::platform::{Characteristics, LogLevel};

/// The level that records everything (facts: genesys-api.md 6.1).
const ALL: &str = "All";

/// The level that a run sets.
pub(super) fn everything() -> LogLevel {
    let named = Characteristics { names: Some(true), ..Characteristics::default() };
    LogLevel { level: Some(ALL.to_owned()), characteristics: Some(named) }
}

/// Whether a level records everything, as the one that a run sets does.
pub(super) fn records_all(level: &LogLevel) -> bool {
    let recorded = level.characteristics.unwrap_or_default();
    let on = [recorded.execution_items, recorded.execution_input_outputs, recorded.variables];
    level.level.as_deref() == Some(ALL) && on.iter().all(|one| *one != Some(false)) && recorded.names == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_run_sets_is_known_again_and_anything_less_is_not() {
        assert!(records_all(&everything()));
        let base = LogLevel { level: Some("Base".to_owned()), ..everything() };
        let unnamed = LogLevel { characteristics: None, ..everything() };
        let bare = Characteristics { variables: Some(false), names: Some(true), ..Characteristics::default() };
        let bare = LogLevel { characteristics: Some(bare), ..everything() };
        assert!([base, unnamed, bare].iter().all(|level| !records_all(level)));
    }
}
