//! Deployments of the run's own, for flows that have none: one configuration that lets guests be told of an ending and end a conversation, and a
//! deployment a flow, all named after the run. Must not know what the run will do with them.

use std::time::Duration;

use indexmap::IndexMap;

use super::ledger::Thing;
use super::{Changes, Guarded, Mark, Sandbox};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::genesys::{ClientError, PollOptions};
use crate::scenario::model::Spanned;
use crate::wire::platform::{
    Configuration, ConversationApp, ConversationDisconnect, Deployment, DeploymentConfiguration, DeploymentFlow,
    Messenger, MessengerApps, Toggle,
};

/// The type of the flows that a deployment leads to (facts: genesys-api.md section 3).
const FLOW_TYPE: &str = "inboundshortmessage";

/// How long a new deployment may take to be served; the vendor gives no time.
const READY: Duration = Duration::from_secs(60);

/// What the configuration is called, after the run.
const CONFIGURATION: &str = "tests";

/// A flow that has no deployment.
#[derive(Debug, Clone)]
pub struct Unplaced {
    /// Its name in flowproof.yaml.
    pub key: String,
    /// Its name in Architect.
    pub name: String,
    /// Its id in the org, where flowproof.yaml says it.
    pub flow_id: Option<Spanned<String>>,
    /// A case that speaks with it.
    pub place: Place,
}

/// Makes a deployment for each, and says so to the guard.
///
/// # Errors
/// A flow is not in the org, or something could not be made; what was made is in `changes`.
pub async fn provision(
    sandbox: &Sandbox,
    guarded: &mut Guarded,
    changes: &Changes,
    mark: &Mark,
    unplaced: &[Unplaced],
) -> Result<(), Diagnostics> {
    let mut wrong = Diagnostics::new();
    let mut flows: IndexMap<&str, (String, String)> = IndexMap::new();
    for one in unplaced {
        match flow(sandbox, one).await {
            Ok(found) => {
                flows.insert(&one.key, found);
            }
            Err(why) => wrong.push(why),
        }
    }
    if wrong.has_errors() {
        return Err(wrong);
    }
    if flows.is_empty() {
        return Ok(());
    }
    let configuration = configure(sandbox, changes, for_tests(mark.label(CONFIGURATION))).await?;
    for (key, (flow, name)) in flows {
        let label = mark.label(key);
        let wanted = Deployment {
            name: label.clone(),
            description: Some("Made by a run of flowproof, and removed by it.".to_owned()),
            allow_all_domains: true,
            flow: Some(DeploymentFlow { id: flow, name: Some(name) }),
            configuration: configuration.clone(),
            status: Some("Active".to_owned()),
            ..Deployment::default()
        };
        let client = sandbox.client.clone();
        let making = async move { client.create_deployment(&wanted).await };
        let made = changes.make(Thing::Deployment { name: label }, making, |made| made.id.clone()).await?;
        let id = made.id.clone().unwrap_or_default();
        let served =
            sandbox.client.active_deployment(&id, PollOptions::up_to(READY)).await.map_err(Diagnostic::from)?;
        guarded.place(key.to_owned(), served);
    }
    Ok(())
}

/// Makes a configuration and publishes it: a deployment takes published ones only.
///
/// # Errors
/// It could not be made or published.
pub(super) async fn configure(
    sandbox: &Sandbox,
    changes: &Changes,
    wanted: Configuration,
) -> Result<DeploymentConfiguration, Diagnostic> {
    let name = wanted.name.clone();
    let client = sandbox.client.clone();
    let making = async move { client.create_configuration(&wanted).await };
    let made = changes.make(Thing::Configuration { name: name.clone() }, making, |made| made.id.clone()).await?;
    let id = made.id.unwrap_or_default();
    let published = sandbox.client.publish_configuration(&id).await.map_err(Diagnostic::from)?;
    Ok(DeploymentConfiguration { id, version: published.version, name: Some(name) })
}

/// The flow's id and name in the org.
async fn flow(sandbox: &Sandbox, one: &Unplaced) -> Result<(String, String), Diagnostic> {
    if let Some(id) = &one.flow_id {
        return Ok((id.value.clone(), one.name.clone()));
    }
    let found = sandbox.client.flow_named(&one.name, FLOW_TYPE).await;
    let found = found.map_err(|error: ClientError| Diagnostic::from(error).at(one.place.clone()))?;
    found.map(|flow| (flow.id, flow.name)).ok_or_else(|| {
        Diagnostic::error(Code::NO_DEPLOYMENT, format!("the org has no inbound message flow `{}`", one.name))
            .at(one.place.clone())
            .help("publish it there first: a deployment leads to a published flow")
    })
}

/// What tests need of a messenger, and nothing else.
fn for_tests(name: String) -> Configuration {
    let rest = IndexMap::from([
        ("languages".to_owned(), serde_json::json!(["en-us"])),
        ("defaultLanguage".to_owned(), serde_json::json!("en-us")),
    ]);
    with_endings(Configuration { name, rest, ..Configuration::default() })
}

/// The configuration with guests told of an ending, and allowed to end a conversation.
pub(super) fn with_endings(given: Configuration) -> Configuration {
    let messenger = given.messenger.unwrap_or_default();
    let apps = messenger.apps.unwrap_or_default();
    let app = ConversationApp {
        enabled: true,
        conversation_disconnect: Some(ConversationDisconnect { enabled: true, kind: Some("Send".to_owned()) }),
        conversation_clear: Some(Toggle { enabled: true }),
        ..apps.conversations.unwrap_or_default()
    };
    let apps = MessengerApps { conversations: Some(app), ..apps };
    Configuration { messenger: Some(Messenger { enabled: true, apps: Some(apps), ..messenger }), ..given }
}
