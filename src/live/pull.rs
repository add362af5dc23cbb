//! A flow as an org has published it: found, and its configuration read. Needs the guard's leave, and writes nothing there. Must not know
//! files.

use serde_json::Value as Json;

use super::{Guarded, Provenance, Sandbox};
use crate::diagnostic::{Code, Diagnostic, Place, list_of};
use crate::genesys::{ErrorKind, FlowFilter};
use crate::wire::platform::{Flow, FlowVersion};

/// A flow that is looked for.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// Its id, where flowproof.yaml says it, and where.
    pub id: Option<(String, Place)>,
    /// Its name in Architect.
    pub name: String,
    /// Its types by the API's words, the likeliest first; any where none is given.
    pub kinds: Vec<String>,
}

/// A flow that was read.
#[derive(Debug, Clone)]
pub struct Pulled {
    /// Which, of which version, from where.
    pub provenance: Provenance,
    /// Its configuration.
    pub configuration: Json,
}

/// The API's word for a flow type by its Archy root key: `inboundshortmessage`, `bot`, `digitalbot`.
pub fn kind_of(flow_type: &str) -> String {
    let word = flow_type.to_ascii_lowercase();
    if word == "botflow" { "bot".to_owned() } else { word }
}

/// Finds a flow: by its id, else by its whole name, in the first of the types that has one.
///
/// # Errors
/// There is none, or several types have one; or a call failed.
pub async fn find(sandbox: &Sandbox, _leave: &Guarded, sought: &Sought) -> Result<Flow, Diagnostic> {
    if let Some((id, place)) = &sought.id {
        return sandbox.client.flow(id).await.map_err(|error| Diagnostic::from(error).at(place.clone()));
    }
    let name = sought.name.as_str();
    for kind in &sought.kinds {
        if let Some(found) = sandbox.client.flow_named(name, kind).await.map_err(Diagnostic::from)? {
            return Ok(found);
        }
    }
    let found = sandbox.client.flows(&FlowFilter { name: Some(name), kind: None }).await.map_err(Diagnostic::from)?;
    let named: Vec<Flow> = found.into_iter().filter(|flow| flow.name == name).collect();
    if named.is_empty() {
        let kind = sought.kinds.first().map(String::as_str);
        let others = sandbox.client.flows(&FlowFilter { name: None, kind }).await.map_err(Diagnostic::from)?;
        return Err(absent(name, &others));
    }
    only(name, named)
}

/// The one flow of a name, whatever its type.
fn only(name: &str, named: Vec<Flow>) -> Result<Flow, Diagnostic> {
    match <[Flow; 1]>::try_from(named) {
        Ok([flow]) => Ok(flow),
        Err(named) => {
            let kind = |flow: &Flow| format!("{} ({})", flow.kind.as_deref().unwrap_or("of unknown type"), flow.id);
            let kinds: Vec<String> = named.iter().map(kind).collect();
            let message = format!("the org has {} flows named `{name}`: {}", named.len(), kinds.join(", "));
            Err(Diagnostic::error(Code::FLOW_NOT_IN_ORG, message)
                .help("name the one that is meant in flowproof.yaml: `flows: { NAME: { live: { flow_id: … } } }`"))
        }
    }
}

fn absent(name: &str, others: &[Flow]) -> Diagnostic {
    let known = list_of("flows of the org", name, others.iter().map(|flow| flow.name.as_str()));
    Diagnostic::error(Code::FLOW_NOT_IN_ORG, format!("the org has no flow named `{name}`"))
        .help_maybe(known)
        .help("a flow of flowproof.yaml is found by its `live.flow_id` first, then by the name in its file")
}

/// Reads the configuration of the published version. An org that does not serve it is asked for the latest one, which may hold what is
/// saved and not published; [`Provenance::is_published`] says which it was. `date` is now.
///
/// # Errors
/// The flow is not published, or a call failed.
pub async fn read(sandbox: &Sandbox, leave: &Guarded, flow: &Flow, date: String) -> Result<Pulled, Diagnostic> {
    let version = published(flow)?;
    let (configuration, is_published) = match sandbox.client.flow_configuration(&flow.id, &version.id).await {
        Ok(configuration) => (configuration, true),
        Err(error) if error.kind == ErrorKind::NotFound => {
            (sandbox.client.latest_configuration(&flow.id).await.map_err(Diagnostic::from)?, false)
        }
        Err(error) => return Err(error.into()),
    };
    let below =
        if is_published { format!("versions/{}/configuration", version.id) } else { "latestconfiguration".to_owned() };
    let provenance = Provenance {
        flow_id: flow.id.clone(),
        flow_name: flow.name.clone(),
        flow_type: flow.kind.clone(),
        version: version.id.clone(),
        published: version.date_published.clone(),
        org_id: leave.organization.id.clone(),
        org_name: leave.organization.name.clone(),
        date,
        read_from: format!("/api/v2/flows/{}/{below}", flow.id),
        is_published,
    };
    Ok(Pulled { provenance, configuration })
}

fn published(flow: &Flow) -> Result<&FlowVersion, Diagnostic> {
    flow.published_version.as_ref().ok_or_else(|| {
        Diagnostic::error(Code::FLOW_UNPUBLISHED, format!("flow `{}` is not published", flow.name))
            .help("publish it in Architect: what is only saved never runs")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(id: &str, kind: &str) -> Flow {
        Flow { id: id.into(), name: "Desk".into(), kind: Some(kind.into()), ..Flow::default() }
    }

    #[rstest::rstest]
    #[case("inboundShortMessage", "inboundshortmessage")]
    #[case("botFlow", "bot")]
    #[case("digitalBot", "digitalbot")]
    #[case("commonModule", "commonmodule")]
    fn types_have_the_words_of_the_api(#[case] archy: &str, #[case] api: &str) {
        assert_eq!(kind_of(archy), api);
    }

    #[test]
    fn one_flow_of_a_name_is_meant_and_of_several_none() {
        assert_eq!(only("Desk", vec![flow("1", "BOT")]).unwrap().id, "1");
        let wrong = only("Desk", vec![flow("1", "BOT"), flow("2", "DIGITALBOT")]).unwrap_err();
        assert_eq!(wrong.code, Code::FLOW_NOT_IN_ORG);
        assert_eq!(wrong.message, "the org has 2 flows named `Desk`: BOT (1), DIGITALBOT (2)");
    }

    #[test]
    fn a_flow_without_a_published_version_has_nothing_to_read() {
        let mut desk = flow("1", "BOT");
        let wrong = published(&desk).unwrap_err();
        assert_eq!((wrong.code, wrong.message.as_str()), (Code::FLOW_UNPUBLISHED, "flow `Desk` is not published"));
        desk.published_version = Some(FlowVersion { id: "3.0".into(), ..FlowVersion::default() });
        assert_eq!(published(&desk).unwrap().id, "3.0");
    }
}
