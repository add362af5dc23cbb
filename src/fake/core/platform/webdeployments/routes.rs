//! The family's part of the table of endpoints.

use super::{configurations, deployments, public};
use crate::fake::core::routes::{Needs, Route, route};

const VIEW: &str = "webDeployments:configuration:view";
const ADD: &str = "webDeployments:configuration:add";
const EDIT: &str = "webDeployments:configuration:edit";
const DELETE: &str = "webDeployments:configuration:delete";
const CONFIGURATIONS: &str = "/api/v2/webdeployments/configurations";
const DRAFT: &str = "/api/v2/webdeployments/configurations/{configurationId}/versions/draft";
const DEPLOYMENTS: &str = "/api/v2/webdeployments/deployments";
const DEPLOYMENT: &str = "/api/v2/webdeployments/deployments/{deploymentId}";

/// The endpoints.
pub static ROUTES: &[Route] = &[
    route("GET", CONFIGURATIONS, Needs::all(&[VIEW]), configurations::list),
    route("POST", CONFIGURATIONS, Needs::all(&[ADD]), configurations::create),
    route(
        "DELETE",
        "/api/v2/webdeployments/configurations/{configurationId}",
        Needs::all(&[DELETE]),
        configurations::delete,
    ),
    route(
        "GET",
        "/api/v2/webdeployments/configurations/{configurationId}/versions",
        Needs::all(&[VIEW]),
        configurations::versions,
    ),
    route("GET", DRAFT, Needs::all(&[VIEW]), configurations::draft),
    route("PUT", DRAFT, Needs::all(&[EDIT]), configurations::change),
    route(
        "POST",
        "/api/v2/webdeployments/configurations/{configurationId}/versions/draft/publish",
        Needs::all(&[EDIT, ADD]),
        configurations::publish,
    ),
    route(
        "GET",
        "/api/v2/webdeployments/configurations/{configurationId}/versions/{versionId}",
        Needs::all(&[VIEW]),
        configurations::version,
    ),
    route("GET", DEPLOYMENTS, Needs::all(&["webDeployments:deployment:view"]), deployments::list),
    route("POST", DEPLOYMENTS, Needs::all(&["webDeployments:deployment:add"]), deployments::create),
    route("GET", DEPLOYMENT, Needs::all(&["webDeployments:deployment:view"]), deployments::read),
    route("PUT", DEPLOYMENT, Needs::all(&["webDeployments:deployment:edit"]), deployments::change),
    route("DELETE", DEPLOYMENT, Needs::all(&["webDeployments:deployment:delete"]), deployments::delete),
    route(
        "GET",
        "/api/v2/webdeployments/deployments/{deploymentId}/configurations",
        Needs::token(),
        public::configuration,
    ),
    route("GET", "/webdeployments/v1/deployments/{deploymentId}/config.json", Needs::Nothing, public::config),
    route("GET", "/webdeployments/v1/deployments/{deploymentId}/domains.json", Needs::Nothing, public::domains),
];
