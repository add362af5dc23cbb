//! `/api/v2/flows`: the flows that a tenant has published, and their configurations (facts: genesys-api.md 6.6). A bot or module that a
//! published flow brings along is one as well.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::fake::core::errors::ApiError;
use crate::fake::core::execution::flow_kind;
use crate::fake::core::handle::Call;
use crate::fake::core::json;
use crate::fake::core::paging::Paging;
use crate::fake::core::request::Response;
use crate::fake::core::routes::{Needs, Route, route};
use crate::fake::core::tenant::TenantCore;
use crate::flow::program::{Container, Flow as ProgramFlow, Node};
use crate::flow::{Program, class_of, configuration_of as configuration_in};
use crate::wire::platform::{Flow, FlowVersion};

/// What an error calls it.
const ENTITY: &str = "flow";

const PATH: &str = "/api/v2/flows";
const VIEW: Needs = Needs::any(&["architect:flow:view"]);

/// The endpoints.
pub static ROUTES: &[Route] = &[
    route("GET", PATH, VIEW, list),
    route("GET", "/api/v2/flows/{flowId}", VIEW, read),
    route("GET", "/api/v2/flows/{flowId}/versions", VIEW, versions),
    route("GET", "/api/v2/flows/{flowId}/versions/{versionId}", VIEW, version),
    route("GET", "/api/v2/flows/{flowId}/latestconfiguration", VIEW, latest_configuration),
    route("GET", "/api/v2/flows/{flowId}/versions/{versionId}/configuration", VIEW, configuration),
];

/// A flow that is published.
#[derive(Clone, Copy)]
pub struct Published<'a> {
    /// The program that holds it.
    pub program: &'a Program,
    /// The flow itself.
    pub flow: &'a ProgramFlow,
}

/// All flows, those that are published by themselves first, each once.
pub fn published(tenant: &TenantCore) -> Vec<Published<'_>> {
    let programs = &tenant.options.flows;
    let entries = programs.iter().map(|program| Published { program, flow: program.entry() });
    let others =
        programs.iter().flat_map(|program| program.flows().iter().map(move |flow| Published { program, flow }));
    let mut all: Vec<Published<'_>> = Vec::new();
    for one in entries.chain(others) {
        if !all.iter().any(|known| known.flow.id == one.flow.id) {
            all.push(one);
        }
    }
    all
}

/// The flow of that id. Unlike the seed's simulation, a real org knows no flow by its name here.
pub fn find<'a>(tenant: &'a TenantCore, id: &str) -> Result<Published<'a>, ApiError> {
    let found = published(tenant).into_iter().find(|one| *one.flow.id == *id);
    found.ok_or_else(|| ApiError::not_found(ENTITY, id))
}

/// Those of a type, a name, or of ids alone. How a real org compares names is not known. Decided: whole names in any letter case, with `*`
/// for anything. Ids override the rest.
fn list(call: &Call<'_>) -> Result<Response, ApiError> {
    let paging = Paging::of(call.request)?;
    let (ids, kinds) = (call.request.parameters("id"), call.request.parameters("type"));
    let name = call.request.parameter("name");
    let wanted = |one: &Published<'_>| {
        if !ids.is_empty() {
            return ids.iter().any(|id| **id == *one.flow.id);
        }
        let kind = flow_kind(&one.flow.flow_type);
        (kinds.is_empty() || kinds.iter().any(|wanted| wanted.eq_ignore_ascii_case(&kind)))
            && name.as_deref().is_none_or(|name| is_like(&one.flow.name, name))
    };
    let all = published(call.tenant).into_iter().filter(wanted).map(|one| document(call, one)).collect();
    Ok(json::answer(200, &paging.page(all)))
}

fn read(call: &Call<'_>) -> Result<Response, ApiError> {
    Ok(json::answer(200, &document(call, find(call.tenant, call.id())?)))
}

fn versions(call: &Call<'_>) -> Result<Response, ApiError> {
    let one = find(call.tenant, call.id())?;
    let published = call.tenant.options.setup.is_published(&one.flow.name);
    let all = published.then(|| version_of(call, one)).into_iter().collect();
    Ok(json::answer(200, &Paging::of(call.request)?.page(all)))
}

fn version(call: &Call<'_>) -> Result<Response, ApiError> {
    Ok(json::answer(200, &version_of(call, of_version(call)?)))
}

fn latest_configuration(call: &Call<'_>) -> Result<Response, ApiError> {
    Ok(json::answer(200, &configuration_of(find(call.tenant, call.id())?)))
}

fn configuration(call: &Call<'_>) -> Result<Response, ApiError> {
    Ok(json::answer(200, &configuration_of(of_version(call)?)))
}

/// The flow, if it has that version: it has one, or none where nothing of it is published.
fn of_version<'a>(call: &Call<'a>) -> Result<Published<'a>, ApiError> {
    let one = find(call.tenant, call.id())?;
    let published = call.tenant.options.setup.is_published(&one.flow.name);
    let known = published && call.second_id() == one.program.version();
    known.then_some(one).ok_or_else(|| ApiError::not_found("flow version", call.second_id()))
}

fn document(call: &Call<'_>, one: Published<'_>) -> Flow {
    Flow {
        id: one.flow.id.to_string(),
        name: one.flow.name.to_string(),
        kind: Some(flow_kind(&one.flow.flow_type).to_ascii_uppercase()),
        active: Some(true),
        published_version: call.tenant.options.setup.is_published(&one.flow.name).then(|| version_of(call, one)),
        description: None,
        self_uri: Some(format!("{PATH}/{}", one.flow.id)),
    }
}

/// Published when the conversations' clock began, since a file does not say.
fn version_of(call: &Call<'_>, one: Published<'_>) -> FlowVersion {
    let version = one.program.version();
    let path = format!("{PATH}/{}/versions/{version}", one.flow.id);
    FlowVersion {
        id: version.to_owned(),
        name: Some(version.to_owned()),
        date_published: Some(call.tenant.options.now.to_string()),
        configuration_uri: Some(format!("{path}/configuration")),
        self_uri: Some(path),
    }
}

/// The configuration of a flow: its own, where its file is an export or a configuration. Else it is reduced to what a reader of execution
/// data needs: the containers with their actions, those of branches flat among them; the whole document cannot be made of a YAML file.
fn configuration_of(one: Published<'_>) -> Json {
    if let Some(Json::Object(mut whole)) = configuration_in(one.flow.place.source.text()) {
        whole.insert("id".to_owned(), json!(&*one.flow.id));
        return Json::Object(whole);
    }
    let containers = one.program.containers().iter().enumerate();
    let own = containers.filter(|(_, container)| std::ptr::eq(one.program.flow(container.flow), one.flow));
    let sequences: Vec<Json> = own.map(|(place, container)| sequence(one.program, place, container)).collect();
    json!({
        "id": &*one.flow.id,
        "name": &*one.flow.name,
        "type": flow_kind(&one.flow.flow_type),
        "defaultLanguage": &*one.flow.default_language,
        "flowSequenceItemList": sequences,
    })
}

fn sequence(program: &Program, place: usize, container: &Container) -> Json {
    let nodes = program.actions().iter().enumerate();
    let own = nodes.filter(|(_, node)| std::ptr::eq(program.container(node.container), container));
    let actions: Vec<Json> = own.map(|(place, node)| action(place, node)).collect();
    let kind: String = container.kind.describe().to_owned();
    let class = match kind.as_str() {
        "state" => "State",
        "menu" => "Menu",
        _ => "Task",
    };
    json!({ "id": format!("sequence-{}", place + 1), "name": &*container.name, "__type": class, "actionList": actions })
}

fn action(place: usize, node: &Node) -> Json {
    let id: Arc<str> = node.org_id();
    json!({ "id": &*id, "name": &*node.id.name, "__type": class_of(&node.kind), "trackingId": place + 1 })
}

/// Whether a name is like a pattern, in any letter case, with `*` for anything.
pub fn is_like(name: &str, pattern: &str) -> bool {
    let (name, pattern) = (name.to_lowercase(), pattern.to_lowercase());
    let Some((first, rest)) = pattern.split_once('*') else { return name == pattern };
    let Some(mut left) = name.strip_prefix(first) else { return false };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return left.ends_with(part);
        }
        let Some((_, behind)) = left.split_once(part) else { return false };
        left = behind;
    }
    true
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::fake::core::exchange::send;
    use crate::fake::options::{SetupOptions, TenantOptions};
    use crate::flow::action::testing;

    const BOT: &str = "
digitalBot:
  name: Order Bot
  startUpRef: '/digitalBot/bots/bot[Main_1]'
  defaultLanguage: en-us
  bots:
    - bot: { name: Main, refId: Main_1, actions: [ { exitBotFlow: { name: Done } } ] }
";

    fn opened() -> (TenantCore, String) {
        let actions = "
- decision:
    name: Gold?
    condition: { lit: true }
    outputs: { yes: { actions: [ { disconnect: { name: Bye } } ] } }
- disconnect: { name: Bye }";
        let program = testing::Flow::new().actions(actions).with_flow(BOT).program();
        let tenant = TenantCore::new(TenantOptions { flows: [program].into(), ..TenantOptions::default() });
        let token = tenant.issue_token().access_token;
        (tenant, token)
    }

    #[rstest]
    #[case("Support", "support", true)]
    #[case("Support", "Supp", false)]
    #[case("Support", "supp*", true)]
    #[case("Support", "*PORT", true)]
    #[case("Support", "s*p*t", true)]
    #[case("Support", "s*x*t", false)]
    #[case("Support", "*", true)]
    #[case("Support", "*port*x", false)]
    #[case("a", "a*a", false)]
    fn names_are_compared_whole_with_wildcards(#[case] name: &str, #[case] pattern: &str, #[case] expected: bool) {
        assert_eq!(is_like(name, pattern), expected);
    }

    #[rstest]
    #[case("", 2)]
    #[case("?type=inboundshortmessage", 1)]
    #[case("?type=DIGITALBOT&type=bot", 1)]
    #[case("?name=order*", 1)]
    #[case("?name=nothing", 0)]
    #[case("?type=workflow", 0)]
    fn flows_are_listed_by_type_and_name(#[case] query: &str, #[case] count: u64) {
        let (tenant, token) = opened();
        assert_eq!(send(&tenant, "GET", &format!("{PATH}{query}"), Some(&token)).body["total"], count);
    }

    #[test]
    fn a_flow_of_which_nothing_is_published_has_no_version() {
        let program = testing::Flow::new().actions("- disconnect: { name: Bye }").program();
        let (id, version) = (program.id().to_string(), program.version().to_owned());
        let setup = SetupOptions { unpublished: [Arc::from(&**program.name())].into(), ..SetupOptions::default() };
        let options = TenantOptions { flows: [program].into(), setup, ..TenantOptions::default() };
        let tenant = TenantCore::new(options);
        let token = tenant.issue_token().access_token;
        let read = |path: &str| send(&tenant, "GET", &format!("{PATH}/{id}{path}"), Some(&token));
        assert_eq!(read("").body.get("publishedVersion"), None);
        assert_eq!(read("/versions").body["total"], 0);
        read(&format!("/versions/{version}")).refused(404, "not.found");
    }

    #[test]
    fn ids_pick_flows_and_nothing_else_does() {
        let (tenant, token) = opened();
        let id = tenant.options.flows[0].id();
        let list = send(&tenant, "GET", &format!("{PATH}?id={id}&type=workflow"), Some(&token));
        assert_eq!(
            (&list.body["total"], &list.body["entities"][0]["type"]),
            (&json!(1), &json!("INBOUNDSHORTMESSAGE"))
        );
        let one = send(&tenant, "GET", &format!("{PATH}/{id}"), Some(&token));
        assert_eq!(one.body, list.body["entities"][0]);
        send(&tenant, "GET", &format!("{PATH}/{}", tenant.options.flows[0].name()), Some(&token))
            .refused(404, "not.found");
    }

    #[test]
    fn a_configuration_names_every_action_by_the_id_of_execution_data() {
        let (tenant, token) = opened();
        let program = &tenant.options.flows[0];
        let path = format!("{PATH}/{}", program.id());
        let latest = send(&tenant, "GET", &format!("{path}/latestconfiguration"), Some(&token));
        let sequences = latest.body["flowSequenceItemList"].as_array().unwrap();
        let [start] = &sequences[..] else { panic!("{}", latest.body) };
        let actions: Vec<_> = start["actionList"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert_eq!(actions, ["Gold?", "Bye", "Bye"]);
        let ids: Vec<_> =
            start["actionList"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(program.action_of_guid(ids[2]).unwrap().id.ordinal, 1);
        assert_eq!(start["actionList"][0]["__type"], "DecisionAction");
        let version = send(&tenant, "GET", &format!("{path}/versions"), Some(&token));
        let uri = version.body["entities"][0]["configurationUri"].as_str().unwrap();
        assert_eq!(send(&tenant, "GET", uri, Some(&token)).body, latest.body);
        send(&tenant, "GET", &format!("{path}/versions/99.0/configuration"), Some(&token)).refused(404, "not.found");
    }
}
