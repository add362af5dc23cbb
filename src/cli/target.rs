//! The target that an option names: the embedded fake, or the host of flowproof.yaml and the environment. Nothing but `--target live`
//! ever looks at credentials.

use super::args::TargetArg;
use super::edge::Edge;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::fake::{Org, OrgOptions};
use crate::genesys::{
    Client, ClientOptions, Credentials, DEFAULT_CONNECT_TIMEOUT, Reach, Url, guard_simulate_host, http_client,
};
use crate::project::{Environment, Project, Settings};
use crate::runner::{HostTarget, MockTarget, Target};
use crate::scenario::model::Driver;

/// Opens the target, or says what it lacks before anything is sent.
pub(super) async fn open(edge: &Edge, which: TargetArg, project: &Project) -> Result<Target, Diagnostics> {
    match which {
        TargetArg::Mock => mock(project).await.map(Target::Mock).map_err(Diagnostics::from),
        TargetArg::Live => live(edge, project),
    }
}

/// Whether target live is an org for conversations, and not a host that serves the seed's endpoints. It is, unless the driver says
/// otherwise, or nothing but such a host is named.
pub(super) fn converses(edge: &Edge, driver: Option<Driver>, settings: &Settings) -> bool {
    let (environment, _) = edge.environment();
    let named = settings.live.region(&environment);
    // An address `https://api.NAME` is an org of its own, with the login and the guests' socket beside it.
    let is_org = |hosts: crate::genesys::Environment| hosts.region.is_some() || hosts.login != hosts.api;
    let real = named.and_then(|text| crate::genesys::Environment::parse(text).ok()).is_some_and(is_org);
    // Whoever named nothing yet means an org, and is told what one takes.
    let nothing = named.is_none() && settings.simulate.base_url.is_none();
    let org = real || nothing || !settings.live.allowed_orgs.is_empty() || settings.live.region.is_some();
    match driver {
        Some(driver) => driver == Driver::Converse,
        None => org,
    }
}

/// The embedded fake.
pub(super) async fn mock(project: &Project) -> Result<MockTarget, Diagnostic> {
    let org = Org::start(OrgOptions::default()).await.map_err(|error| {
        Diagnostic::error(Code::NO_LISTENER, format!("the embedded fake cannot listen on 127.0.0.1: {error}"))
    })?;
    let http = http_client(DEFAULT_CONNECT_TIMEOUT, Reach::Loopback).map_err(Diagnostic::from)?;
    MockTarget::new(org, http, project.settings().defaults.request_timeout).map_err(Diagnostic::from)
}

fn live(edge: &Edge, project: &Project) -> Result<Target, Diagnostics> {
    let (environment, mut diagnostics) = edge.environment();
    let base = base_url(&environment, project, &mut diagnostics);
    let id = required(environment.client_id.clone(), "GENESYS_CLIENT_ID", &mut diagnostics);
    let secret = required(environment.client_secret.clone(), "GENESYS_CLIENT_SECRET", &mut diagnostics);
    let (Some(base), Some(id), Some(secret)) = (base, id, secret) else { return Err(diagnostics) };
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let reach = if is_loopback(&base) { Reach::Loopback } else { Reach::Network };
    let http = http_client(DEFAULT_CONNECT_TIMEOUT, reach).map_err(Diagnostic::from)?;
    let credentials = Credentials::new(id, secret);
    let client = Client::new(ClientOptions {
        request_timeout: project.settings().defaults.request_timeout,
        // The jitter of retries must differ from run to run, so that two runs do not knock at the same moments.
        seed: fastrand::u64(..),
        ..ClientOptions::new(base, credentials, http)
    });
    Ok(Target::Host(HostTarget::new(client, environment.queue_id, environment.flow_id)))
}

fn required<T>(value: Option<T>, name: &str, diagnostics: &mut Diagnostics) -> Option<T> {
    if value.is_none() {
        diagnostics.push(
            Diagnostic::error(Code::MISSING_VARIABLE, format!("`{name}` is not set"))
                .help("set it in the environment or in `.env` beside flowproof.yaml"),
        );
    }
    value
}

/// The environment's URL, else that of flowproof.yaml. Loopback needs no naming; any other host must be named in the file, so that a
/// stray variable cannot send a secret somewhere new. A real Genesys host is refused.
fn base_url(environment: &Environment, project: &Project, diagnostics: &mut Diagnostics) -> Option<Url> {
    let named = project.settings().simulate.base_url.as_ref();
    let Some(text) = environment.environment.clone().or_else(|| named.map(|named| named.value.clone())) else {
        diagnostics.push(
            Diagnostic::error(Code::MISSING_VARIABLE, "no host is named for target live".to_owned())
                .help("set GENESYS_ENVIRONMENT to a URL, or `simulate: { base_url: … }` in flowproof.yaml"),
        );
        return None;
    };
    let host = crate::genesys::Environment::parse(&text).map_err(Diagnostic::from);
    let api = match host {
        Ok(environment) => environment.api,
        Err(wrong) => {
            diagnostics.push(wrong);
            return None;
        }
    };
    if let Err(refused) = guard_simulate_host(api.as_str()) {
        diagnostics.push(refused.into());
        return None;
    }
    let same_host = |named: &str| Url::parse(named).is_ok_and(|named| named.origin() == api.origin());
    if !is_loopback(&api) && !named.is_some_and(|named| same_host(&named.value)) {
        let message = format!("host `{}` is not named in flowproof.yaml", api.host_str().unwrap_or_default());
        diagnostics.push(
            Diagnostic::error(Code::HOST_NOT_NAMED, message)
                .help(format!("if it serves the seed's endpoints, add `simulate: {{ base_url: \"{api}\" }}`")),
        );
        return None;
    }
    Some(api)
}

fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => {
            host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        None => false,
    }
}
