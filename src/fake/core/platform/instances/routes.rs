//! The family's part of the table of endpoints.

use super::{download, jobs, levels, query, settings};
use crate::fake::core::routes::{Needs, Route, route};

const VIEW: Needs = Needs::any(&["architect:flowInstance:view"]);
const SEARCH: Needs = Needs::any(&["architect:flowInstance:search"]);
const GLOBAL: &str = "/api/v2/settings/executiondata";
const FLOWS: &str = "/api/v2/flows/instances/settings/executiondata";
const OWN: &str = "/api/v2/flows/{flowId}/instances/settings/loglevels";
const DEFAULT: &str = "/api/v2/flows/instances/settings/loglevels/default";

/// The endpoints.
pub static ROUTES: &[Route] = &[
    route("GET", GLOBAL, Needs::any(&["settings:executiondata:view"]), settings::read),
    route("PATCH", GLOBAL, Needs::any(&["settings:executiondata:edit"]), settings::change),
    route("GET", FLOWS, Needs::any(&["architect:flowinstanceexecutiondata:view"]), settings::read),
    route("PATCH", FLOWS, Needs::any(&["architect:flowinstanceexecutiondata:edit"]), settings::change),
    route("GET", OWN, Needs::all(&["architect:flowLogLevel:view"]), levels::read),
    route("POST", OWN, Needs::all(&["architect:flowLogLevel:add"]), levels::create),
    route("PUT", OWN, Needs::all(&["architect:flowLogLevel:edit"]), levels::change),
    route("DELETE", OWN, Needs::all(&["architect:flowLogLevel:delete"]), levels::delete),
    route("GET", DEFAULT, Needs::any(&["architect:flowLogLevelDefault:view"]), levels::read_default),
    route("PUT", DEFAULT, Needs::any(&["architect:flowLogLevelDefault:edit"]), levels::change_default),
    route("DELETE", DEFAULT, Needs::any(&["architect:flowLogLevelDefault:delete"]), levels::delete_default),
    route(
        "GET",
        "/api/v2/flows/instances/settings/loglevels",
        Needs::all(&["architect:flowLogLevel:view", "architect:flow:search"]),
        levels::list,
    ),
    route(
        "GET",
        "/api/v2/flows/instances/settings/loglevels/characteristics",
        Needs::any(&["architect:flowLogLevel:view", "architect:flowLogLevelDefault:view"]),
        levels::characteristics,
    ),
    Route { step: Some("execution"), ..route("POST", "/api/v2/flows/instances/query", SEARCH, query::query) },
    route("GET", "/api/v2/flows/instances/querycapabilities", SEARCH, query::capabilities),
    route("POST", "/api/v2/flows/instances/jobs", VIEW, jobs::create),
    route("GET", "/api/v2/flows/instances/jobs/{jobId}", VIEW, jobs::read),
    route("GET", "/api/v2/flows/instances/{instanceId}", VIEW, jobs::of_instance),
    route("GET", "/downloads/{client}/{instanceId}", Needs::Nothing, download::download),
];
