//! `--prepare-org`: for the time of a run, what tests read is switched on: guests are told of an ending and may end a conversation, and flows
//! record everything by name. What is there is not altered: deployments lead to a copy of their configuration, and are led back. Must not know
//! what the run will do.

use indexmap::IndexMap;

use super::ledger::Thing;
use super::provision::{configure, with_endings};
use super::recorded_level::{everything, records_all};
use super::{Changes, Guarded, Mark, Sandbox};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::genesys::{ErrorKind, FlowFilter};
use crate::wire::platform::{Configuration, Deployment, DeploymentConfiguration, LogLevelRequest};

/// Switches on what is off: in the guarded deployments, in their flows, and in those that they call, by name.
///
/// # Errors
/// Something could not be read or changed; what was changed is in `changes`.
pub async fn prepare(
    sandbox: &Sandbox,
    guarded: &mut Guarded,
    changes: &Changes,
    mark: &Mark,
    called: &[String],
) -> Result<(), Diagnostics> {
    let mut flows: IndexMap<String, String> = IndexMap::new();
    let all: Vec<(String, Deployment)> =
        guarded.deployments().map(|(key, deployment)| (key.to_owned(), deployment.clone())).collect();
    let mut led: IndexMap<String, Deployment> = IndexMap::new();
    for (key, deployment) in all {
        if let Some(flow) = &deployment.flow {
            let name = flow.name.clone().unwrap_or_else(|| flow.id.clone());
            flows.insert(flow.id.clone(), name);
        }
        let id = deployment.id.clone().unwrap_or_default();
        let now = match led.get(&id) {
            Some(led) => led.clone(),
            None => lead(sandbox, changes, mark, &key, deployment).await?,
        };
        led.insert(id, now.clone());
        guarded.place(key, now);
    }
    for name in called {
        let filter = FlowFilter { name: Some(name), ..FlowFilter::default() };
        let found = sandbox.client.flows(&filter).await.map_err(Diagnostic::from)?;
        flows.extend(found.into_iter().filter(|flow| flow.name == *name).map(|flow| (flow.id, flow.name)));
    }
    for (id, name) in flows {
        raise(sandbox, changes, id, name).await?;
    }
    Ok(())
}

/// Lets a deployment lead to a copy of its configuration with endings switched on, where they are not.
async fn lead(
    sandbox: &Sandbox,
    changes: &Changes,
    mark: &Mark,
    key: &str,
    deployment: Deployment,
) -> Result<Deployment, Diagnostic> {
    let was = DeploymentConfiguration { name: None, ..deployment.configuration.clone() };
    let version = was.version.as_deref().unwrap_or_default();
    let found = sandbox.client.configuration(&was.id, version).await.map_err(Diagnostic::from)?;
    if has_endings(&found) {
        return Ok(deployment);
    }
    let copy = Configuration {
        id: None,
        version: None,
        status: None,
        date_created: None,
        date_modified: None,
        date_published: None,
        self_uri: None,
        name: mark.label(key),
        ..found
    };
    let ours = configure(sandbox, changes, with_endings(copy)).await?;
    let id = deployment.id.clone().unwrap_or_default();
    let thing = Thing::Led { deployment: id.clone(), name: deployment.name.clone(), ours: ours.id.clone(), was };
    let wanted = Deployment { configuration: ours, ..deployment };
    let client = sandbox.client.clone();
    changes.make(thing, async move { client.change_deployment(&id, &wanted).await }, |_| None).await
}

fn has_endings(configuration: &Configuration) -> bool {
    let apps = configuration.messenger.as_ref().and_then(|messenger| messenger.apps.as_ref());
    apps.and_then(|apps| apps.conversations.as_ref()).is_some_and(|app| {
        let told = app.conversation_disconnect.as_ref().is_some_and(|told| told.enabled);
        told && app.conversation_clear.is_some_and(|clear| clear.enabled)
    })
}

/// Lets a flow record everything, where it does not.
async fn raise(sandbox: &Sandbox, changes: &Changes, flow: String, name: String) -> Result<(), Diagnostic> {
    let client = &sandbox.client;
    let was = match client.log_level(&flow).await {
        Ok(found) => Some(found.log_level_characteristics),
        Err(error) if error.kind == ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    if was.as_ref().is_some_and(records_all) {
        return Ok(());
    }
    let request = LogLevelRequest { log_level_characteristics: everything() };
    let has_own = was.is_some();
    let thing = Thing::LogLevel { flow: flow.clone(), name, was };
    let client = client.clone();
    let raise = async move {
        if has_own {
            client.change_log_level(&flow, &request).await
        } else {
            client.create_log_level(&flow, &request).await
        }
    };
    changes.make(thing, raise, |_| None).await?;
    Ok(())
}
