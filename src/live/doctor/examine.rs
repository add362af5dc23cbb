//! The examination: what is looked at in which order, and what is left where something before it is wrong. Must not know how any one thing is
//! looked at.

use super::exam::{Exam, Of};
use super::permissions::PERMISSIONS;
use super::report::{Finding, Report, State};
use super::touched::listed;
use super::{Check, Subject};
use crate::diagnostic::{Code, Diagnostics};
use crate::live::{Guarded, Sandbox};

/// How much is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thoroughness {
    /// All of it.
    Full,
    /// What a run must know before it begins, in eight requests at the most for one deployment.
    Run,
}

/// What is looked at of the org, in order.
const OF_ORG: &[(Check, Thoroughness)] = &[
    (Check::Settings, Thoroughness::Run),
    (Check::Hosts, Thoroughness::Run),
    (Check::Reach, Thoroughness::Run),
    (Check::Credentials, Thoroughness::Run),
    (Check::Org, Thoroughness::Run),
    (Check::OrgState, Thoroughness::Run),
    (Check::Token, Thoroughness::Full),
    (Check::Clock, Thoroughness::Run),
    (Check::Rate, Thoroughness::Run),
];

/// What is looked at of each flow, in order.
const OF_FLOW: &[(Check, Thoroughness)] = &[
    (Check::Deployment, Thoroughness::Run),
    (Check::DeploymentStatus, Thoroughness::Run),
    (Check::DeploymentFlow, Thoroughness::Run),
    (Check::Configuration, Thoroughness::Run),
    (Check::Messenger, Thoroughness::Run),
    (Check::Disconnect, Thoroughness::Run),
    (Check::Clear, Thoroughness::Run),
    (Check::Origin, Thoroughness::Run),
    (Check::GuestSocket, Thoroughness::Full),
    (Check::Flow, Thoroughness::Run),
    (Check::FlowType, Thoroughness::Run),
    (Check::Published, Thoroughness::Run),
    (Check::Actions, Thoroughness::Full),
    (Check::PublishedSince, Thoroughness::Run),
    (Check::LogLevel, Thoroughness::Run),
    (Check::Names, Thoroughness::Run),
    (Check::Touches, Thoroughness::Run),
];

/// Looks at the org and at each flow's part in it. `without` are message flows that have no ids there.
pub async fn examine(
    sandbox: &Sandbox,
    subjects: &[Subject],
    without: &[String],
    thoroughness: Thoroughness,
) -> Report {
    let exam = Exam { sandbox, known: None, thoroughness, report: Report::default() };
    look(exam, subjects, without).await
}

/// What a run must know before it begins, of an org that the guard let it touch; what the guard read is not read again.
pub async fn examine_guarded(sandbox: &Sandbox, guarded: &Guarded, subjects: &[Subject]) -> Report {
    let exam = Exam { sandbox, known: Some(guarded), thoroughness: Thoroughness::Run, report: Report::default() };
    look(exam, subjects, &[]).await
}

async fn look(mut exam: Exam<'_>, subjects: &[Subject], without: &[String]) -> Report {
    let thoroughness = exam.thoroughness;
    if let Err(why) = exam.arrive().await {
        return completed(exam.report, subjects, thoroughness, &why);
    }
    if thoroughness == Thoroughness::Full {
        exam.permissions().await;
    }
    exam.flows(subjects, without);
    let kept = exam.execution_data().await;
    for subject in subjects {
        let deployment = exam.deployment(subject).await;
        if let Some(deployment) = &deployment {
            exam.configuration(subject, deployment).await;
            let let_in = exam.origin(subject, deployment);
            if thoroughness == Thoroughness::Full {
                exam.guest_socket(subject, deployment, let_in).await;
            }
        }
        let led = deployment.and_then(|one| one.flow).map(|flow| flow.id);
        let id = subject.flow_id.clone().or(led);
        let flow = exam.flow(subject, id.as_deref()).await;
        if thoroughness == Thoroughness::Full {
            exam.actions(subject, flow.as_ref()).await;
        }
        exam.recorded(subject, flow.as_ref(), &kept).await;
        exam.touched(subject);
    }
    completed(exam.report, subjects, thoroughness, "nothing could be said of it")
}

/// The report where no request can be made: what is wrong with settings and environment, and all else not looked at.
pub fn unreachable(wrong: &Diagnostics, subjects: &[Subject], thoroughness: Thoroughness) -> Report {
    let mut report = Report::default();
    for one in wrong {
        let check = match one.code {
            Code::MISSING_VARIABLE => Check::Credentials,
            Code::UNKNOWN_ENVIRONMENT | Code::HOST_NOT_NAMED | Code::HOSTS_APART => Check::Hosts,
            Code::NO_ORG_ALLOWED => Check::Org,
            _ => Check::Settings,
        };
        let place = one.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
        let message = format!("{place}{}", one.message);
        report.findings.push(Finding { check, subject: None, state: State::Wrong, message, help: one.help.clone() });
    }
    completed(report, subjects, thoroughness, "settings and environment do not lead to an org")
}

impl Exam<'_> {
    fn flows(&mut self, subjects: &[Subject], without: &[String]) {
        let of = Of(Check::Flows, None);
        let others = listed(without);
        if subjects.is_empty() {
            let message = if without.is_empty() {
                "flowproof.yaml names no message flow".to_owned()
            } else {
                format!("no flow of flowproof.yaml has a deployment: {others}")
            };
            let help = "add `flows: { NAME: { live: { deployment_id: … } } }` to flowproof.yaml; Admin > Message > Messenger Deployments shows the id";
            return self.wrong(of, message, [help]);
        }
        let names: Vec<String> = subjects.iter().map(|subject| subject.key.clone()).collect();
        let besides = if without.is_empty() { String::new() } else { format!("; not run live: {others}") };
        self.ok(of, format!("run live: {}{besides}", listed(&names)));
    }
}

/// The same, with all that there is no finding of as not looked at, in the order of the examination.
fn completed(report: Report, subjects: &[Subject], thoroughness: Thoroughness, why: &str) -> Report {
    let Report { organization, mut findings } = report;
    let full = thoroughness == Thoroughness::Full;
    let wanted = |(check, least): &(Check, Thoroughness)| (full || *least == Thoroughness::Run).then_some(*check);
    let mut order: Vec<(Check, Option<&str>)> = OF_ORG.iter().filter_map(wanted).map(|check| (check, None)).collect();
    if full {
        order.extend(PERMISSIONS.iter().map(|permission| (Check::Permission, Some(permission.name))));
    }
    order.extend([(Check::Flows, None), (Check::ExecutionData, None)]);
    for subject in subjects {
        order.extend(OF_FLOW.iter().filter_map(wanted).map(|check| (check, Some(subject.key.as_str()))));
    }
    let mut sorted = Vec::with_capacity(order.len());
    for (check, subject) in order {
        let own = |one: &Finding| one.check == check && one.subject.as_deref() == subject;
        let before = sorted.len();
        sorted.extend(findings.extract_if(.., |one| own(one)));
        if sorted.len() == before {
            let (subject, message) = (subject.map(str::to_owned), why.to_owned());
            sorted.push(Finding { check, subject, state: State::NotLookedAt, message, help: Vec::new() });
        }
    }
    // What nobody expected stands at the end: a permission that only a call of a short examination missed.
    sorted.append(&mut findings);
    Report { organization, findings: sorted }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;

    #[test]
    fn what_is_not_found_is_not_looked_at_and_everything_is_told_once() {
        let mut wrong = Diagnostics::new();
        for name in ["`GENESYS_CLIENT_ID` is not set", "`GENESYS_CLIENT_SECRET` is not set"] {
            wrong.push(Diagnostic::error(Code::MISSING_VARIABLE, name).help("set it"));
        }
        let subject = Subject { key: "support".to_owned(), ..Subject::default() };
        let report = unreachable(&wrong, &[subject], Thoroughness::Full);
        assert_eq!(report.count(State::Wrong), 2);
        assert_eq!(report.count(State::Ok), 0);
        assert!(!report.is_fit());
        let flow = report.of(Check::Disconnect, Some("support")).unwrap();
        assert_eq!(flow.state, State::NotLookedAt);
        assert_eq!(report.findings.len(), 2 + OF_ORG.len() - 1 + PERMISSIONS.len() + 2 + OF_FLOW.len());
    }
}
