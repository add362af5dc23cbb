//! What the org records: whether it keeps execution data at all, and at which log level. Both paths of the switch are the same switch, a
//! decision.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::fake::core::errors::ApiError;
use crate::fake::core::execution::Shown;
use crate::fake::core::handle::Call;
use crate::fake::core::json;
use crate::fake::core::request::Response;
use crate::fake::core::state::State;
use crate::fake::options::ExecutionData;
use crate::wire::platform::{Characteristics, ExecutionDataSetting, LogLevel};

/// The levels, the lowest first (facts: genesys-api.md 6.1).
pub const LEVELS: [&str; 5] = [DISABLED, "Base", "Notes", "VerboseNotes", ALL];

const DISABLED: &str = "Disabled";
const ALL: &str = "All";

/// What is set.
#[derive(Debug)]
pub struct Settings {
    /// Whether execution data are kept.
    pub enabled: bool,
    /// When that was changed; none where it never was.
    changed: Option<String>,
    /// The org's own level, where it is not what it was opened with.
    pub default: Option<Level>,
    /// Levels of flows by their ids.
    pub flows: IndexMap<Arc<str>, Level>,
    opened: Level,
}

/// A level with all that it records.
#[derive(Debug, Clone)]
pub struct Level {
    /// What is shown of it.
    pub level: LogLevel,
    /// When it was set.
    pub set: Option<String>,
}

impl Settings {
    /// What a tenant is opened with.
    pub fn new(options: ExecutionData) -> Self {
        let level = if options.values { ALL } else { "Base" };
        let level = Level { level: whole(level, None, options.names), set: None };
        let changed = options.since.map(|at| at.to_string());
        Self { enabled: options.enabled, changed, default: None, flows: IndexMap::new(), opened: level }
    }

    /// The org's own level.
    pub fn default_level(&self) -> &Level {
        self.default.as_ref().unwrap_or(&self.opened)
    }

    /// Whether the executions of a flow are kept, and what is shown of them. It is looked up when they are read, a decision: a real org
    /// records by what was set when the flow was published.
    pub fn shown(&self, flow: &str) -> Option<Shown> {
        let level = &self.flows.get(flow).unwrap_or(self.default_level()).level;
        let recorded = level.characteristics.unwrap_or_default();
        let kept = self.enabled && level.level.as_deref() != Some(DISABLED);
        let names = recorded.names == Some(true);
        let values = recorded.execution_input_outputs == Some(true) || recorded.variables == Some(true);
        kept.then_some(Shown { names, values })
    }

    /// The level that a request sets: its own characteristics, and for the rest what its level says. Whether a level brings names is not
    /// known (facts: section 9, point 4): it is as the tenant was opened.
    pub fn asked(&self, given: &LogLevel, now: String) -> Result<Level, ApiError> {
        let level = given.level.as_deref().unwrap_or("Base");
        if !LEVELS.contains(&level) {
            let message = format!("`{level}` is not one of {}.", LEVELS.join(", "));
            return Err(ApiError::invalid_value("logLevelCharacteristics.level", message));
        }
        let names = self.opened.level.characteristics.and_then(|one| one.names) == Some(true);
        Ok(Level { level: whole(level, given.characteristics, names), set: Some(now) })
    }
}

/// A level with every characteristic (facts: genesys-api.md 6.1: Base records actions, errors and events; Notes adds variables, VerboseNotes
/// what is said, All what goes into actions and out of them).
pub fn whole(level: &str, given: Option<Characteristics>, names: bool) -> LogLevel {
    let given = given.unwrap_or_default();
    let reached = |least: &str| {
        let place = |level: &str| LEVELS.iter().position(|one| *one == level);
        place(level) >= place(least)
    };
    let base = reached("Base");
    let characteristics = Characteristics {
        execution_items: given.execution_items.or(Some(base)),
        execution_input_outputs: given.execution_input_outputs.or(Some(reached(ALL))),
        communications: given.communications.or(Some(reached("VerboseNotes"))),
        event_error: given.event_error.or(Some(base)),
        event_warning: given.event_warning.or(Some(base)),
        event_other: given.event_other.or(Some(base)),
        variables: given.variables.or(Some(reached("Notes"))),
        names: given.names.or(Some(base && names)),
    };
    LogLevel { level: Some(level.to_owned()), characteristics: Some(characteristics) }
}

/// Whether execution data are kept.
pub fn read(call: &Call<'_>) -> Result<Response, ApiError> {
    Ok(json::answer(200, &document(call, &call.tenant.lock())))
}

/// Turns it on or off.
pub fn change(call: &Call<'_>) -> Result<Response, ApiError> {
    let given: ExecutionDataSetting = json::read(call.request)?;
    let mut state = call.tenant.lock();
    let now = state.moment(call.tenant).org.to_string();
    state.settings.enabled = given.enabled;
    state.settings.changed = Some(now);
    Ok(json::answer(200, &document(call, &state)))
}

fn document(call: &Call<'_>, state: &State) -> ExecutionDataSetting {
    let Settings { enabled, changed, .. } = &state.settings;
    let self_uri = Some(call.request.path.to_owned());
    ExecutionDataSetting { enabled: *enabled, date_modified: changed.clone(), self_uri }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::fake::core::exchange::{body, send, talking};

    fn level(level: &str) -> LogLevel {
        LogLevel { level: Some(level.to_owned()), characteristics: None }
    }

    #[rstest]
    #[case("Base", false)]
    #[case("Notes", true)]
    #[case("All", true)]
    fn a_level_brings_what_it_records(#[case] name: &str, #[case] values: bool) {
        let mut settings = Settings::new(ExecutionData { values: false, ..ExecutionData::default() });
        assert_eq!(settings.shown("f"), Some(Shown { names: true, values: false }));
        let asked = settings.asked(&level(name), String::new()).unwrap();
        settings.flows.insert("f".into(), asked);
        assert_eq!(settings.shown("f"), Some(Shown { names: true, values }));
        assert_eq!(settings.shown("g"), Some(Shown { names: true, values: false }));
    }

    #[test]
    fn nothing_is_kept_at_the_lowest_level_or_without_the_switch() {
        let mut settings = Settings::new(ExecutionData::default());
        let asked = settings.asked(&level("Disabled"), String::new()).unwrap();
        settings.flows.insert("f".into(), asked);
        assert_eq!((settings.shown("f"), settings.shown("g")), (None, Some(Shown::ALL)));
        settings.enabled = false;
        assert_eq!(settings.shown("g"), None);
    }

    #[test]
    fn a_characteristic_that_is_asked_for_wins_over_the_level() {
        let settings = Settings::new(ExecutionData { names: false, ..ExecutionData::default() });
        let characteristics = Characteristics { names: Some(true), ..Characteristics::default() };
        let given = LogLevel { characteristics: Some(characteristics), ..level("Base") };
        let asked = settings.asked(&given, String::new()).unwrap().level.characteristics.unwrap();
        assert_eq!((asked.names, asked.execution_items, asked.variables), (Some(true), Some(true), Some(false)));
    }

    #[rstest]
    #[case("/api/v2/settings/executiondata")]
    #[case("/api/v2/flows/instances/settings/executiondata")]
    fn an_org_keeps_executions_while_it_is_told_to(#[case] path: &str) {
        let talk = talking("- disconnect: { name: Bye }");
        let count = || {
            let query = json!({ "query": [] });
            body(&talk.tenant, "POST", "/api/v2/flows/instances/query", &talk.token, &query).body["total"].clone()
        };
        assert_eq!(
            (send(&talk.tenant, "GET", path, Some(&talk.token)).body["enabled"].clone(), count()),
            (json!(true), json!(1))
        );
        let off = body(&talk.tenant, "PATCH", path, &talk.token, &json!({ "enabled": false }));
        assert_eq!((&off.body["enabled"], count()), (&json!(false), json!(0)));
    }
}
