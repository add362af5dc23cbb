//! Undoing one thing that a run noted: ended, deleted, or put back. Doing it twice does no harm, and what somebody changed since is left to them.
//! Must not know whose run it was.

use std::time::Duration;

use super::ledger::{OpenThing, Thing};
use super::recorded_level::records_all;
use super::{Sandbox, end_conversation};
use crate::genesys::{ClientError, ErrorKind};
use crate::wire::platform::{Configuration, Deployment, DeploymentConfiguration, LogLevel, LogLevelRequest};

/// How long the look-up of a conversation by its first message may take: it has had time to be found.
const LOOK_UP: Duration = Duration::from_secs(5);

/// Undoes it. What is not there any more needs no undoing.
///
/// # Errors
/// Why it is there still, in words.
pub async fn undo(sandbox: &Sandbox, open: &OpenThing) -> Result<(), String> {
    let done = match &open.thing {
        Thing::Conversation { .. } => return end(sandbox, open).await,
        Thing::Deployment { name } => delete_deployment(sandbox, open.id.as_deref(), name).await,
        Thing::Configuration { name } => delete_configuration(sandbox, open.id.as_deref(), name).await,
        Thing::LogLevel { flow, was, .. } => put_back_level(sandbox, flow, was.as_ref()).await,
        Thing::Led { deployment, ours, was, .. } => lead_back(sandbox, deployment, ours, was).await,
    };
    done.map_err(|error| error.to_string())
}

async fn end(sandbox: &Sandbox, open: &OpenThing) -> Result<(), String> {
    let id = match (&open.id, &open.message) {
        (Some(id), _) => id.clone(),
        (None, Some(message)) => {
            let found = sandbox.client.conversation_of_message(message, LOOK_UP).await;
            found.map_err(|error| error.to_string())?
        }
        (None, None) => return Err("its id is not known: no answer to its first message was seen".to_owned()),
    };
    end_conversation(&sandbox.client, &id).await.map_err(|error| format!("conversation {id}: {error}"))
}

async fn delete_deployment(sandbox: &Sandbox, id: Option<&str>, name: &str) -> Result<(), ClientError> {
    let client = &sandbox.client;
    let ids = match id {
        Some(id) => vec![id.to_owned()],
        None => {
            let named = |one: Deployment| one.id.filter(|_| one.name == name);
            client.deployments().await?.into_iter().filter_map(named).collect()
        }
    };
    for id in ids {
        gone(client.delete_deployment(&id).await)?;
    }
    Ok(())
}

async fn delete_configuration(sandbox: &Sandbox, id: Option<&str>, name: &str) -> Result<(), ClientError> {
    let client = &sandbox.client;
    let ids = match id {
        Some(id) => vec![id.to_owned()],
        None => {
            let named = |one: Configuration| one.id.filter(|_| one.name == name);
            client.configurations().await?.into_iter().filter_map(named).collect()
        }
    };
    for id in ids {
        gone(client.delete_configuration(&id).await)?;
    }
    Ok(())
}

/// Sets a flow's level back, where it is still the one that a run set.
async fn put_back_level(sandbox: &Sandbox, flow: &str, was: Option<&LogLevel>) -> Result<(), ClientError> {
    let found = match sandbox.client.log_level(flow).await {
        Err(error) if error.kind == ErrorKind::NotFound => return Ok(()),
        found => found?.log_level_characteristics,
    };
    if !records_all(&found) {
        return Ok(());
    }
    match was {
        None => gone(sandbox.client.delete_log_level(flow).await),
        Some(was) => {
            let level = LogLevelRequest { log_level_characteristics: was.clone() };
            gone(sandbox.client.change_log_level(flow, &level).await.map(drop))
        }
    }
}

/// Lets a deployment lead to its own configuration again, where it leads to ours.
async fn lead_back(
    sandbox: &Sandbox,
    deployment: &str,
    ours: &str,
    was: &DeploymentConfiguration,
) -> Result<(), ClientError> {
    let found = match sandbox.client.deployment(deployment).await {
        Err(error) if error.kind == ErrorKind::NotFound => return Ok(()),
        found => found?,
    };
    if found.configuration.id != ours {
        return Ok(());
    }
    let back = Deployment { configuration: was.clone(), ..found };
    gone(sandbox.client.change_deployment(deployment, &back).await.map(drop))
}

/// What was deleted by somebody else is deleted.
fn gone(done: Result<(), ClientError>) -> Result<(), ClientError> {
    done.or_else(|error| if error.kind == ErrorKind::NotFound { Ok(()) } else { Err(error) })
}
