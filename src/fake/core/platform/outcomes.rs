//! `/api/v2/flows/outcomes` and `/api/v2/flows/milestones`: the definitions that an admin of a real org makes. Here they are what the
//! tenant's flows name and what its conversations came to.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::flows::is_like;
use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::ids::{Kind, named};
use crate::fake::core::json;
use crate::fake::core::paging::Paging;
use crate::fake::core::request::Response;
use crate::fake::core::routes::{Needs, Route, route};
use crate::fake::core::state::State;
use crate::fake::core::tenant::TenantCore;

const OUTCOMES: &str = "/api/v2/flows/outcomes";
const MILESTONES: &str = "/api/v2/flows/milestones";
const VIEW_OUTCOMES: Needs = Needs::all(&["architect:flowOutcome:view"]);
const VIEW_MILESTONES: Needs = Needs::all(&["architect:flowMilestone:view"]);

/// The endpoints.
pub static ROUTES: &[Route] = &[
    route("GET", OUTCOMES, VIEW_OUTCOMES, |call| list(call, Kind::Outcome)),
    route("GET", "/api/v2/flows/outcomes/{flowOutcomeId}", VIEW_OUTCOMES, |call| read(call, Kind::Outcome)),
    route("GET", MILESTONES, VIEW_MILESTONES, |call| list(call, Kind::Milestone)),
    route("GET", "/api/v2/flows/milestones/{milestoneId}", VIEW_MILESTONES, |call| read(call, Kind::Milestone)),
];

/// The id of an outcome or milestone by its name, in any letter case.
pub fn id_of(tenant: &TenantCore, kind: Kind, name: &str) -> Arc<str> {
    named(tenant.options.seed, kind, &name.to_lowercase())
}

/// All, or those of a name, or those of ids.
fn list(call: &Call<'_>, kind: Kind) -> Result<Response, ApiError> {
    let paging = Paging::of(call.request)?;
    let (ids, name) = (call.request.parameters("id"), call.request.parameter("name"));
    let wanted = |one: &&Arc<str>| {
        let of_ids = ids.is_empty() || ids.iter().any(|id| **id == *id_of(call.tenant, kind, one));
        of_ids && name.as_deref().is_none_or(|pattern| is_like(one, pattern))
    };
    let names = names(call.tenant, &call.tenant.lock(), kind);
    let all = names.iter().filter(wanted).map(|name| document(call.tenant, kind, name)).collect();
    Ok(json::answer(200, &paging.page(all)))
}

fn read(call: &Call<'_>, kind: Kind) -> Result<Response, ApiError> {
    let names = names(call.tenant, &call.tenant.lock(), kind);
    let name = names.iter().find(|name| *id_of(call.tenant, kind, name) == *call.id());
    let entity = if kind == Kind::Outcome { "flow outcome" } else { "flow milestone" };
    let name = name.ok_or_else(|| ApiError::not_found(entity, call.id()))?;
    Ok(json::answer(200, &document(call.tenant, kind, name)))
}

fn document(tenant: &TenantCore, kind: Kind, name: &str) -> Json {
    let id = id_of(tenant, kind, name);
    let path = if kind == Kind::Outcome { OUTCOMES } else { MILESTONES };
    json!({ "id": &*id, "name": name, "selfUri": format!("{path}/{id}") })
}

/// The names, each once, in the order in which flows name them; those that a conversation computed behind them.
fn names(tenant: &TenantCore, state: &State, kind: Kind) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = Vec::new();
    for program in tenant.options.flows.iter() {
        let inventory = program.inventory();
        let own = if kind == Kind::Outcome { inventory.outcomes } else { inventory.milestones };
        names.extend(own.into_iter().map(|(name, _)| name));
    }
    for instance in state.messaging.iter().filter_map(|conversation| conversation.instance.as_ref()) {
        let deeds = &instance.outcome.deeds;
        if kind == Kind::Outcome {
            names.extend(deeds.outcomes.iter().map(|one| Arc::clone(&one.name)));
        } else {
            names.extend(deeds.milestones.iter().map(|one| Arc::clone(&one.name)));
        }
    }
    let mut once: Vec<Arc<str>> = Vec::new();
    for name in names {
        if !once.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
            once.push(name);
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::fake::core::exchange::{send, talking};

    const FLOW: &str = "
- initializeFlowOutcome: { name: Begin, flowOutcome: { lit: { name: Paid } } }
- addFlowMilestone: { name: One, flowMilestone: { lit: { name: Asked } } }
- setFlowOutcome: { name: Set, flowOutcome: { lit: { name: Paid } }, flowOutcomeValue: { lit: success } }
- disconnect: { name: Bye }";

    #[rstest]
    #[case("outcomes", "Paid")]
    #[case("milestones", "Asked")]
    fn what_flows_name_is_defined_once(#[case] list: &str, #[case] name: &str) {
        let talk = talking(FLOW);
        let path = format!("/api/v2/flows/{list}");
        let all = send(&talk.tenant, "GET", &path, Some(&talk.token));
        assert_eq!((&all.body["total"], &all.body["entities"][0]["name"]), (&1.into(), &name.into()), "{}", all.body);
        let found = send(&talk.tenant, "GET", &format!("{path}?name={}", name.to_lowercase()), Some(&talk.token));
        assert_eq!(found.body["entities"], all.body["entities"]);
        let own = all.body["entities"][0]["selfUri"].as_str().unwrap();
        assert_eq!(send(&talk.tenant, "GET", own, Some(&talk.token)).body, all.body["entities"][0]);
        send(&talk.tenant, "GET", &format!("{path}/x"), Some(&talk.token)).refused(404, "not.found");
    }
}
