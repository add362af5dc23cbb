//! Doctor against an org that is fit, and against one for each thing that an admin may have left out: it names that one and nothing else.

use std::sync::Arc;

use flowproof::fake::{
    AttributeKeys, DisconnectShown, ExecutionData, Fault, FaultAction, GuestFault, GuestFaultAction, GuestOptions,
    GuestStep, OrganizationOptions, SetupOptions,
};
use flowproof::live::doctor::{Check, Finding, State, Thoroughness, examine};
use jiff::SignedDuration;
use rstest::rstest;
use serde_json::json;

use crate::doctor_support::{Reached, SECRET, Setup, fit};
use crate::guest_client::flow;

const OTHER: &str = "11111111-2222-4333-8444-555555555555";

const BOT: &str = r#"
digitalBot:
  name: Bot
  startUpRef: "/digitalBot/bots/bot[Main_1]"
  defaultLanguage: en-us
  bots:
    - bot: { name: Main, refId: Main_1, actions: [ { exitBotFlow: { name: Done } } ] }
"#;

/// Findings that only trying would make, also in an org that is fit.
const UNTRIED: [&str; 2] = ["conversation:communication:disconnect", "conversation:participant:attributesview"];

fn is_untried(one: &Finding) -> bool {
    one.check == Check::Permission && one.subject.as_deref().is_some_and(|subject| UNTRIED.contains(&subject))
}

fn answers(setup: &mut Setup, at: &str, body: &serde_json::Value) {
    let action = FaultAction::Status { status: 200, code: None, retry_after: None, body: Some(body.to_string()) };
    setup.options.faults.push(Fault { at: at.parse().unwrap(), times: None, after: 0, action });
}

fn guest(setup: &mut Setup) -> &mut GuestOptions {
    &mut setup.options.guest
}

#[tokio::test]
async fn an_org_that_is_fit_is_found_so() {
    let Reached { sandbox, subject, tenant, org: _org } = fit().reach().await;
    let report = examine(&sandbox, &[subject], &[], Thoroughness::Full).await;
    for one in &report.findings {
        let expected = if is_untried(one) { State::NotLookedAt } else { State::Ok };
        assert_eq!(one.state, expected, "{one:?}");
        assert!(one.state != State::NotLookedAt || one.message.contains("not known without trying"));
        assert!(one.help.is_empty());
    }
    assert!(report.is_fit() && report.findings.len() > 30);
    let writing: Vec<_> =
        tenant.requests().into_iter().filter(|one| one.method != "GET" && one.path != "/oauth/token").collect();
    assert_eq!(writing, []);
    assert_eq!((tenant.guest_frames(), tenant.conversations().len()), (0, 0));
}

#[rstest]
#[case::secret(|s: &mut Setup| s.secret = "not-it", Check::Credentials, None, State::Wrong, "GENESYS_CLIENT_SECRET")]
#[case::unreachable(|s: &mut Setup| s.elsewhere = Some("http://127.0.0.1:9"), Check::Reach, None, State::Wrong, "check that the host is up")]
#[case::org(|s: &mut Setup| s.options.organization.id = Some(OTHER.into()), Check::Org, None, State::Wrong, OTHER)]
#[case::org_state(
    |s: &mut Setup| s.options.organization = OrganizationOptions { state: "inactive".into(), ..s.options.organization.clone() },
    Check::OrgState, None, State::Wrong, "another sandbox org")]
#[case::token(
    |s: &mut Setup| answers(s, "GET /api/v2/tokens/me", &json!({ "organization": { "id": OTHER } })),
    Check::Token, None, State::Wrong, "of one region")]
#[case::clock_behind(|s: &mut Setup| s.options.setup.clock_skew = SignedDuration::from_secs(95), Check::Clock, None, State::Warn, "NTP")]
#[case::clock_ahead(|s: &mut Setup| s.options.setup.clock_skew = SignedDuration::from_secs(-95), Check::Clock, None, State::Warn, "NTP")]
#[case::rate(|s: &mut Setup| s.options.rate_limit = Some(180), Check::Rate, None, State::Warn, "live: { rate: 180 }")]
#[case::deployment_unnamed(|s: &mut Setup| s.describe = |one, _| one.deployment_id = None, Check::Deployment, Some("talk"), State::Wrong, "Messenger Deployments shows the id")]
#[case::deployment_gone(|s: &mut Setup| s.describe = |one, _| one.deployment_id = Some(OTHER.to_owned()), Check::Deployment, Some("talk"), State::Wrong, "check `deployment_id` of flow `talk`")]
#[case::deployment_inactive(|s: &mut Setup| s.options.setup.deployment_status = "Inactive".into(), Check::DeploymentStatus, Some("talk"), State::Wrong, "switch `Talk` to Active")]
#[case::deployment_elsewhere(
    |s: &mut Setup| {
        s.options.flows = [Arc::clone(&s.options.flows[0]), flow(BOT)].into();
        s.describe = |one, tenant| one.deployment_id = tenant.deployment_id("Bot").map(|id| id.to_string());
    },
    Check::DeploymentFlow, Some("talk"), State::Wrong, "the flow's own deployment")]
#[case::draft(|s: &mut Setup| s.options.setup.configuration_published = false, Check::Configuration, Some("talk"), State::Wrong, "publish `Messenger`")]
#[case::disconnect(|s: &mut Setup| guest(s).disconnect_shown = DisconnectShown::Off, Check::Disconnect, Some("talk"), State::Wrong, "switch on Conversation Disconnect")]
#[case::clear(|s: &mut Setup| guest(s).clear_allowed = false, Check::Clear, Some("talk"), State::Warn, "switch on Clear Conversation")]
#[case::origin(|s: &mut Setup| guest(s).allowed_domains = ["shop.example".to_owned()].into(), Check::Origin, Some("talk"), State::Wrong, "live: { origin: https://… }")]
#[case::guest_socket(
    |s: &mut Setup| s.options.guest_faults.push(GuestFault { at: GuestStep::Connect, times: None, after: 0, action: GuestFaultAction::Refuse(503) }),
    Check::GuestSocket, Some("talk"), State::Wrong, "")]
#[case::flow_gone(
    |s: &mut Setup| s.options.faults.push(Fault {
        at: "GET /api/v2/flows/{flowId}".parse().unwrap(), times: None, after: 0,
        action: FaultAction::Status { status: 404, code: None, retry_after: None, body: None },
    }),
    Check::Flow, Some("talk"), State::Wrong, "check `flow_id` of flow `talk`")]
#[case::flow_type(
    |s: &mut Setup| {
        s.options.flows = [Arc::clone(&s.options.flows[0]), flow(BOT)].into();
        s.describe = |one, tenant| {
            one.flow_id = tenant.flow_id("Bot").map(|id| id.to_string());
            one.deployment_id = tenant.deployment_id("Bot").map(|id| id.to_string());
            one.actions.clear();
        };
    },
    Check::FlowType, Some("talk"), State::Wrong, "inbound message flow")]
#[case::unpublished(|s: &mut Setup| s.options.setup.unpublished = ["Talk".into()].into(), Check::Published, Some("talk"), State::Wrong, "Publish")]
#[case::actions(|s: &mut Setup| s.describe = |one, _| one.actions.push("Ask once more".to_owned()), Check::Actions, Some("talk"), State::Warn, "publish the file's flow")]
#[case::execution_data(|s: &mut Setup| s.options.execution_data.enabled = false, Check::ExecutionData, None, State::Wrong, "Organization Settings > Execution Data")]
#[case::second_switch(
    |s: &mut Setup| answers(s, "GET /api/v2/flows/instances/settings/executiondata", &json!({ "enabled": false })),
    Check::ExecutionData, None, State::Wrong, "/api/v2/flows/instances/settings/executiondata")]
#[case::published_before(
    // The flow is published when the tenant's conversations begin, on 5 January 2026.
    |s: &mut Setup| s.options.execution_data.since = Some("2026-01-06T00:00:00Z".parse().unwrap()),
    Check::PublishedSince, Some("talk"), State::Wrong, "publish it again")]
#[case::level(|s: &mut Setup| s.options.execution_data = ExecutionData { values: false, ..s.options.execution_data }, Check::LogLevel, Some("talk"), State::Warn, "set level All")]
#[case::level_disabled(
    |s: &mut Setup| answers(s, "GET /api/v2/flows/instances/settings/loglevels/default", &json!({ "logLevelCharacteristics": { "level": "Disabled" } })),
    Check::LogLevel, Some("talk"), State::Wrong, "set level All")]
#[case::names(|s: &mut Setup| s.options.execution_data.names = false, Check::Names, Some("talk"), State::Warn, "set the characteristic `names`")]
#[case::touches(|s: &mut Setup| s.describe = |one, _| one.touches.push("queue `Sales` (`live.queues`)".to_owned()), Check::Touches, Some("talk"), State::Warn, "list them in flowproof.yaml")]
#[case::see_deployments(|s: &mut Setup| s.options.lacks.push("webDeployments:deployment:view".into()), Check::Permission, Some("webDeployments:deployment:view"), State::Wrong, "Roles / Permissions")]
#[case::see_configurations(|s: &mut Setup| s.options.lacks.push("webDeployments:configuration:view".into()), Check::Permission, Some("webDeployments:configuration:view"), State::Wrong, "Roles / Permissions")]
#[case::see_flows(|s: &mut Setup| s.options.lacks.push("architect:flow:view".into()), Check::Permission, Some("architect:flow:view"), State::Wrong, "OAuth > the client > Roles")]
#[case::see_messages(
    |s: &mut Setup| s.options.lacks.extend(["conversation:webmessaging:view".into(), "conversation:message:view".into()]),
    Check::Permission, Some("conversation:webmessaging:view"), State::Wrong, "Roles / Permissions")]
#[case::search_executions(|s: &mut Setup| s.options.lacks.push("architect:flowInstance:search".into()), Check::Permission, Some("architect:flowInstance:search"), State::Wrong, "Flow Instance Execution Data")]
#[case::see_executions(|s: &mut Setup| s.options.lacks.push("architect:flowInstance:view".into()), Check::Permission, Some("architect:flowInstance:view"), State::Wrong, "Flow Instance Execution Data")]
#[case::see_conversations(|s: &mut Setup| s.options.lacks.push("conversation:communication:view".into()), Check::Permission, Some("conversation:communication:view"), State::Warn, "next token")]
#[case::see_log_levels(|s: &mut Setup| s.options.lacks.push("architect:flowLogLevel:view".into()), Check::Permission, Some("architect:flowLogLevel:view"), State::Warn, "architect:flowLogLevel:view")]
#[tokio::test]
async fn what_is_left_out_is_named_and_nothing_else(
    #[case] spoil: fn(&mut Setup),
    #[case] check: Check,
    #[case] subject: Option<&str>,
    #[case] state: State,
    #[case] help: &str,
) {
    let mut setup = fit();
    spoil(&mut setup);
    let Reached { sandbox, subject: flow, org: _org, tenant: _tenant } = setup.reach().await;
    let report = examine(&sandbox, &[flow], &[], Thoroughness::Full).await;
    let amiss: Vec<_> = report.findings.iter().filter(|one| matches!(one.state, State::Warn | State::Wrong)).collect();
    let [one] = amiss[..] else { panic!("{amiss:#?}") };
    assert_eq!((one.check, one.subject.as_deref(), one.state), (check, subject, state), "{one:?}");
    assert!(one.help.join("\n").contains(help), "{one:?}");
    assert_eq!(report.is_fit(), state == State::Warn);
    assert!(!format!("{report:?}").contains(SECRET));
}

#[tokio::test]
async fn after_a_wrong_org_nothing_more_is_asked() {
    let mut setup = fit();
    setup.options.organization.id = Some(OTHER.into());
    let Reached { sandbox, subject, tenant, org: _org } = setup.reach().await;
    let report = examine(&sandbox, &[subject], &[], Thoroughness::Full).await;
    let asked: Vec<_> = tenant.requests().into_iter().map(|one| one.path).collect();
    assert_eq!(asked, ["/oauth/token", "/api/v2/organizations/me"]);
    let behind = report.of(Check::Disconnect, Some("talk")).unwrap();
    assert_eq!((behind.state, behind.message.as_str()), (State::NotLookedAt, "the org is not one that may be touched"));
}

#[tokio::test]
async fn before_a_run_eight_requests_are_enough() {
    let Reached { sandbox, subject, tenant, org: _org } = fit().reach().await;
    let report = examine(&sandbox, &[subject], &[], Thoroughness::Run).await;
    assert!(report.is_fit());
    assert!(report.diagnostics().is_empty());
    assert!(tenant.requests().len() <= 8, "{:#?}", tenant.requests());
    assert_eq!(sandbox.calls.total(), tenant.requests().len());
}

#[tokio::test]
async fn what_a_short_examination_finds_stops_a_run() {
    let mut setup = fit();
    setup.options.guest.disconnect_shown = DisconnectShown::Off;
    setup.options.guest.attribute_keys = AttributeKeys::Context;
    setup.options.setup = SetupOptions { clock_skew: SignedDuration::from_mins(2), ..SetupOptions::default() };
    let Reached { sandbox, subject, org: _org, tenant: _tenant } = setup.reach().await;
    let found = examine(&sandbox, &[subject], &[], Thoroughness::Run).await.diagnostics();
    assert!(found.has_errors());
    let told: Vec<_> = found.iter().map(|one| (one.code.as_str(), one.message.split(':').next().unwrap())).collect();
    assert_eq!(told, [("FP0820", "clock"), ("FP0820", "disconnect")]);
}
