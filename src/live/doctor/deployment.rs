//! The deployment that starts a flow: that it is there, active, and leads to the flow. Must not know what its configuration says.

use super::exam::{Exam, Looked, Of};
use super::permissions::DEPLOYMENT_VIEW;
use super::{Check, Subject};
use crate::wire::platform::Deployment;

/// Where the product shows deployments.
const PLACE: &str = "Admin > Message > Messenger Deployments";

/// What hangs on the deployment and is not looked at without it, besides the flow.
pub(super) const BEHIND: &[Check] = &[
    Check::DeploymentStatus,
    Check::DeploymentFlow,
    Check::Configuration,
    Check::Messenger,
    Check::Disconnect,
    Check::Clear,
    Check::Origin,
    Check::GuestSocket,
];

impl Exam<'_> {
    /// Looks at the deployment of one flow.
    pub async fn deployment(&mut self, subject: &Subject) -> Option<Deployment> {
        let of = Of(Check::Deployment, Some(&subject.key));
        let Some(id) = &subject.deployment_id else {
            let message = format!("flowproof.yaml names no deployment for flow `{}`", subject.key);
            let add =
                format!("add `flows: {{ {}: {{ live: {{ deployment_id: … }} }} }}`; {PLACE} shows the id", subject.key);
            self.wrong(of, message, [add.as_str()]);
            self.behind(subject, "no deployment is named");
            return None;
        };
        let read = match self.known.and_then(|guarded| guarded.deployment(&subject.key)) {
            Some(known) => Ok(known.clone()),
            None => self.sandbox.client.deployment(id).await,
        };
        let deployment = match self.looked(DEPLOYMENT_VIEW, read) {
            Looked::Found(deployment) => deployment,
            Looked::Missing => {
                let help = format!("check `deployment_id` of flow `{}` against {PLACE}", subject.key);
                self.wrong(of, format!("the org has no deployment `{id}`"), [help.as_str()]);
                self.behind(subject, "the deployment does not exist");
                return None;
            }
            Looked::Not(why) => {
                self.not(of, why);
                self.behind(subject, "the deployment was not read");
                return None;
            }
        };
        self.ok(of, format!("`{}`", deployment.name));
        self.status(subject, &deployment);
        self.leads(subject, &deployment);
        Some(deployment)
    }

    fn behind(&mut self, subject: &Subject, why: &str) {
        for check in BEHIND {
            self.not(Of(*check, Some(&subject.key)), why);
        }
    }

    fn status(&mut self, subject: &Subject, deployment: &Deployment) {
        let of = Of(Check::DeploymentStatus, Some(&subject.key));
        if deployment.is_active() {
            return self.ok(of, "it is active");
        }
        let status = deployment.status.as_deref().unwrap_or_default();
        let help = format!("switch `{}` to Active under {PLACE}", deployment.name);
        self.wrong(of, format!("it is `{status}`, so that no guest can open it"), [help.as_str()]);
    }

    fn leads(&mut self, subject: &Subject, deployment: &Deployment) {
        let of = Of(Check::DeploymentFlow, Some(&subject.key));
        let leads = deployment.flow.as_ref();
        let name = leads.and_then(|flow| flow.name.as_deref());
        let shown = name.or(leads.map(|flow| flow.id.as_str())).unwrap_or("no flow");
        if deployment.leads_to(subject.flow_id.as_deref(), &subject.name) {
            return self.ok(of, format!("it leads to `{shown}`"));
        }
        let meant = subject.flow_id.as_deref().unwrap_or(&subject.name);
        self.wrong(
            of,
            format!("it leads to `{shown}`, and flowproof.yaml means `{meant}`"),
            [
                "name the flow's own deployment in flowproof.yaml, or choose the flow in the deployment",
                "Admin > Message > Messenger Deployments > the deployment > Architect flow",
            ],
        );
    }
}
