//! What the org records of the flows' executions: the switch in both its places, what was published after it, the log level (facts:
//! genesys-api.md 6.1). Must not know deployments.

use jiff::Timestamp;

use super::exam::{Exam, Looked, Of};
use super::permissions::{DEFAULT_LOG_LEVEL_VIEW, FLOW_SETTING_VIEW, LOG_LEVEL_VIEW, SETTING_VIEW};
use super::{Check, Subject, Thoroughness};
use crate::wire::platform::{ExecutionDataSetting, Flow, LogLevel};

/// Where the product shows the switch.
const SWITCH: &str = "Admin > Account Settings > Organization Settings > Execution Data, or `PATCH /api/v2/settings/executiondata {\"enabled\": true}` (permission settings:executiondata:edit)";

/// How a level is set: no place in the product is documented.
const SET: &str = "`PUT /api/v2/flows/{flowId}/instances/settings/loglevels` (`POST` for the first), permissions architect:flowLogLevel:edit and :add";

/// The levels that record nothing of actions.
const SILENT: [&str; 2] = ["Disabled", "Unknown"];

/// The level that records inputs and outputs of actions.
const ALL: &str = "All";

/// What the org says of keeping execution data.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    /// Since when it keeps them, where it does and says so.
    since: Option<Timestamp>,
    /// Whether it keeps them, as far as it says.
    on: Option<bool>,
}

impl Exam<'_> {
    /// Looks at the switch.
    pub async fn execution_data(&mut self) -> Kept {
        let of = Of(Check::ExecutionData, None);
        let first = self.sandbox.client.execution_data_setting().await;
        let first = self.looked(SETTING_VIEW, first);
        // A short examination does not ask twice.
        let second = if self.thoroughness == Thoroughness::Full {
            let second = self.sandbox.client.flow_execution_data_setting().await;
            self.looked(FLOW_SETTING_VIEW, second)
        } else {
            Looked::Missing
        };
        let said = |looked: &Looked<ExecutionDataSetting>| match looked {
            Looked::Found(setting) => Some(setting.enabled),
            _ => None,
        };
        let since = [&first, &second].into_iter().filter_map(|looked| match looked {
            Looked::Found(setting) => setting.date_modified.as_deref()?.parse::<Timestamp>().ok(),
            _ => None,
        });
        let since = since.max();
        let on = match (said(&first), said(&second)) {
            (Some(true), Some(false)) => {
                let help = "`PATCH /api/v2/flows/instances/settings/executiondata {\"enabled\": true}` (permission architect:flowinstanceexecutiondata:edit)";
                self.blind(
                    of,
                    "the org keeps execution data, and not those of flows: the second switch is off",
                    [help],
                );
                Some(false)
            }
            (Some(false), _) | (None, Some(false)) => {
                self.blind(
                    of,
                    "the org keeps no execution data, so that no path can be seen",
                    [SWITCH, "then publish each flow again: only what is published afterwards is recorded"],
                );
                Some(false)
            }
            (None, None) => {
                self.not(of, "the org does not let the client see whether it keeps execution data");
                None
            }
            _ => {
                self.ok(of, "the org keeps execution data");
                Some(true)
            }
        };
        Kept { since, on }
    }

    /// Looks at what is recorded of one flow.
    pub async fn recorded(&mut self, subject: &Subject, flow: Option<&Flow>, kept: &Kept) {
        let key = Some(subject.key.as_str());
        self.published_since(subject, flow, kept);
        let Some(flow) = flow else {
            self.not(Of(Check::LogLevel, key), "the flow was not read");
            return self.not(Of(Check::Names, key), "the flow was not read");
        };
        let own = self.sandbox.client.log_level(&flow.id).await;
        let found = match self.looked(LOG_LEVEL_VIEW, own) {
            Looked::Missing => {
                let default = self.sandbox.client.default_log_level().await;
                self.looked(DEFAULT_LOG_LEVEL_VIEW, default)
            }
            own => own,
        };
        let why = match found {
            Looked::Found(settings) => return self.level(subject, &settings.log_level_characteristics),
            Looked::Missing => "the org says no level".to_owned(),
            Looked::Not(why) => why,
        };
        self.not(Of(Check::LogLevel, key), why.clone());
        self.not(Of(Check::Names, key), why);
    }

    fn published_since(&mut self, subject: &Subject, flow: Option<&Flow>, kept: &Kept) {
        let of = Of(Check::PublishedSince, Some(&subject.key));
        let version = flow.and_then(|flow| flow.published_version.as_ref());
        let Some(version) = version else { return self.not(of, "nothing that is published was read") };
        if kept.on != Some(true) {
            return self.not(of, "the org keeps no execution data, or does not say so");
        }
        let published = version.date_published.as_deref().and_then(|at| at.parse::<Timestamp>().ok());
        match (published, kept.since) {
            (Some(published), Some(since)) if published < since => self.blind(
                of,
                format!("it was published at {published}, before execution data were switched on at {since}: its executions are not recorded"),
                ["publish it again: Architect > the flow > Publish"],
            ),
            (Some(published), Some(since)) => {
                self.ok(of, format!("it was published at {published}, after the switch of {since}"));
            }
            (_, None) => self.ok(of, "not known: the org does not say when execution data were switched on; publish the flow once more if no execution is found"),
            (None, Some(_)) => self.ok(of, "not known: the org does not say when the flow was published; publish it once more if no execution is found"),
        }
    }

    fn level(&mut self, subject: &Subject, level: &LogLevel) {
        let key = Some(subject.key.as_str());
        let (of, names) = (Of(Check::LogLevel, key), Of(Check::Names, key));
        let word = level.level.as_deref().unwrap_or("Base");
        let recorded = level.characteristics.unwrap_or_default();
        if SILENT.contains(&word) || recorded.execution_items == Some(false) {
            let message = format!("the log level is `{word}`: nothing of the flow's executions is recorded");
            self.blind(of, message, [&format!("set level All: {SET}")]);
            return self.not(names, "nothing is recorded");
        }
        if recorded.execution_input_outputs.unwrap_or(word == ALL) {
            self.ok(of, format!("the log level is `{word}`, with inputs and outputs of actions"));
        } else {
            let message = format!(
                "the log level is `{word}`: inputs and outputs of actions are not recorded, and what a scenario expects of them is unverifiable"
            );
            self.warn(of, message, [&format!("set level All: {SET}")]);
        }
        if recorded.names == Some(true) {
            self.ok(names, "names of actions are recorded");
        } else {
            self.warn(
                names,
                "names of actions are not recorded (characteristic `names`): they are read from the flow's latest configuration, which may be a newer one",
                [&format!("set the characteristic `names`: {SET}")],
            );
        }
    }
}
