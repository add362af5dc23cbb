//! The guard: before anything is written or any socket opens, the org must be one that may be touched, and each deployment must be its own
//! and lead to the flow that is meant. Requests nothing but token, org and deployments. Must not know what the run will do.

use indexmap::IndexMap;

use super::Sandbox;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::genesys::Told;
use crate::scenario::model::Spanned;
use crate::wire::platform::{Deployment, Organization};

/// A flow that a run will speak with.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Its name in flowproof.yaml.
    pub key: String,
    /// Its name in Architect.
    pub name: String,
    /// Its id in the org, where flowproof.yaml says it.
    pub flow_id: Option<Spanned<String>>,
    /// The deployment that starts it.
    pub deployment_id: Spanned<String>,
}

/// Proof that the org may be touched: nothing else makes one. Whatever writes into an org asks for it.
#[derive(Debug, Clone)]
pub struct Guarded {
    /// The org.
    pub organization: Organization,
    /// Its answer, with what it said beside who it is.
    pub(super) arrival: Told<Organization>,
    deployments: IndexMap<String, Deployment>,
}

impl Guarded {
    /// The deployment of a flow, by the flow's name in flowproof.yaml.
    pub fn deployment(&self, key: &str) -> Option<&Deployment> {
        self.deployments.get(key)
    }

    /// A deployment that the run itself made or changed for a flow.
    pub(super) fn place(&mut self, key: String, deployment: Deployment) {
        self.deployments.insert(key, deployment);
    }

    /// The deployments, by the names of their flows in flowproof.yaml.
    pub fn deployments(&self) -> impl Iterator<Item = (&str, &Deployment)> {
        self.deployments.iter().map(|(key, deployment)| (key.as_str(), deployment))
    }
}

/// Asks the org who it is, and each deployment where it leads.
///
/// # Errors
/// The org is not on the list, a deployment is not what it should be, or a call failed. After a wrong org nothing more is asked.
pub async fn guard(sandbox: &Sandbox, wanted: &[Wanted]) -> Result<Guarded, Diagnostics> {
    let arrival = sandbox.client.organization_told().await.map_err(Diagnostic::from)?;
    let organization = arrival.body.clone();
    if !sandbox.settings.allows_org(&organization.id) {
        return Err(wrong_org(sandbox, &organization).into());
    }
    let mut wrong = Diagnostics::new();
    let mut deployments = IndexMap::new();
    for one in wanted {
        match sandbox.client.deployment(&one.deployment_id.value).await {
            Ok(deployment) => {
                if let Some(why) = unfit(one, &deployment) {
                    wrong.push(why);
                }
                deployments.insert(one.key.clone(), deployment);
            }
            Err(error) => wrong.push(Diagnostic::from(error).at(one.deployment_id.place.clone())),
        }
    }
    if wrong.has_errors() { Err(wrong) } else { Ok(Guarded { organization, arrival, deployments }) }
}

fn wrong_org(sandbox: &Sandbox, found: &Organization) -> Diagnostic {
    let message =
        format!("the credentials open org `{}` ({}), which is not one that may be touched", found.name, found.id);
    // Another org's id is no misspelling of this one's.
    let listed: Vec<String> = sandbox.settings.allowed_orgs.iter().map(|one| format!("`{}`", one.value)).collect();
    let diagnostic = Diagnostic::error(Code::WRONG_ORG, message);
    let placed = match sandbox.settings.allowed_orgs.first() {
        Some(first) => diagnostic.at(first.place.clone()),
        None => diagnostic,
    };
    placed
        .help(format!("allowed orgs: {}", listed.join(", ")))
        .help("if it is the sandbox org, add its id to `live.allowed_orgs`; nothing was changed there")
}

/// Why a deployment must not be used.
fn unfit(wanted: &Wanted, deployment: &Deployment) -> Option<Diagnostic> {
    let leads = deployment.flow.as_ref();
    let flow = wanted.flow_id.as_ref();
    let said =
        |message: String| Diagnostic::error(Code::WRONG_DEPLOYMENT, message).at(wanted.deployment_id.place.clone());
    if !deployment.leads_to(flow.map(|id| id.value.as_str()), &wanted.name) {
        let leads =
            leads.map_or_else(|| "no flow".to_owned(), |flow| flow.name.clone().unwrap_or_else(|| flow.id.clone()));
        let meant = flow.map_or(wanted.name.as_str(), |id| id.value.as_str());
        let message = format!(
            "deployment `{}` leads to `{leads}`, not to `{meant}`, which flow `{}` is",
            deployment.name, wanted.key
        );
        return Some(said(message).help(
            "name the flow's own deployment; Genesys Cloud shows both under Admin > Message > Messenger Deployments",
        ));
    }
    (!deployment.is_active()).then(|| {
        let status = deployment.status.as_deref().unwrap_or_default();
        said(format!("deployment `{}` is `{status}`, so no guest can open it", deployment.name))
            .help("switch it to Active under Admin > Message > Messenger Deployments")
    })
}
