//! From settings and environment to an org that can be reached, or all that is missing. Sends nothing. Must not read files or variables.

use std::sync::Arc;

use super::{CallCount, Sandbox};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::genesys::{
    Client, ClientOptions, Credentials, DEFAULT_CONNECT_TIMEOUT, Environment as Hosts, Grant, RateBudget, Reach,
    guest_tls, http_client_with_ca,
};
use crate::project::{Environment, Settings};

/// Makes ready to reach the org that settings and environment name. `ca` is the text of the file that `live.ca` names; `seed` is what the
/// jitter of retries derives from.
///
/// # Errors
/// No org, credentials or list of allowed orgs; hosts that may not be sent credentials; a certificate that cannot be read. All at once.
pub fn connect(
    settings: &Settings,
    environment: &Environment,
    ca: Option<&[u8]>,
    seed: u64,
) -> Result<Sandbox, Diagnostics> {
    let mut wrong = Diagnostics::new();
    let hosts = hosts(settings, environment, &mut wrong);
    let id = required(environment.client_id.clone(), "GENESYS_CLIENT_ID", &mut wrong);
    let secret = required(environment.client_secret.clone(), "GENESYS_CLIENT_SECRET", &mut wrong);
    if settings.live.allowed_orgs.is_empty() {
        wrong.push(
            Diagnostic::error(Code::NO_ORG_ALLOWED, "flowproof.yaml allows no org to be touched")
                .help("add the sandbox org's own id: `live: { allowed_orgs: [ID] }`")
                .help("Genesys Cloud shows it under Admin > Account Settings > Organization Settings, with the advanced details"),
        );
    }
    let (Some(hosts), Some(id), Some(secret)) = (hosts, id, secret) else { return Err(wrong) };
    if wrong.has_errors() {
        return Err(wrong);
    }
    let reach = Reach::for_host(&hosts.api);
    let http = http_client_with_ca(DEFAULT_CONNECT_TIMEOUT, reach, ca).map_err(Diagnostic::from)?;
    let secured = hosts.guest.as_ref().is_some_and(|url| url.scheme() == "wss");
    let guest_tls = secured.then(|| guest_tls(ca)).transpose().map_err(Diagnostic::from)?;
    let calls = Arc::new(CallCount::default());
    let client = Client::new(ClientOptions {
        login: hosts.login.clone(),
        grant: Grant::Basic,
        request_timeout: settings.defaults.request_timeout,
        seed,
        budget: Some(Arc::new(RateBudget::a_minute(settings.live.rate))),
        observer: Some(calls.clone()),
        ..ClientOptions::new(hosts.api.clone(), Credentials::new(id, secret), http)
    });
    Ok(Sandbox { client, environment: hosts, guest_tls, settings: Arc::new(settings.live.clone()), calls })
}

fn required<T>(value: Option<T>, name: &str, wrong: &mut Diagnostics) -> Option<T> {
    if value.is_none() {
        wrong.push(
            Diagnostic::error(Code::MISSING_VARIABLE, format!("`{name}` is not set"))
                .help("set it in the environment or in `.env` beside flowproof.yaml"),
        );
    }
    value
}

/// The org's hosts: those of one region, or of one domain that flowproof.yaml names. The environment beats the file, but where both name a
/// region they must agree: a stray variable must not lead a run, and the secret, to another org.
fn hosts(settings: &Settings, environment: &Environment, wrong: &mut Diagnostics) -> Option<Hosts> {
    let Some(text) = settings.live.region(environment) else {
        wrong.push(
            Diagnostic::error(Code::MISSING_VARIABLE, "no org is named for target live")
                .help("set GENESYS_ENVIRONMENT to the org's region, such as `us-east-1`, or `live: { region: us-east-1 }` in flowproof.yaml"),
        );
        return None;
    };
    let found = Hosts::parse(text).map_err(|error| wrong.push(error.into())).ok()?;
    if let Some(named) = &settings.live.region
        && let Ok(other) = Hosts::parse(&named.value)
        && other.hosts() != found.hosts()
    {
        let message = format!("GENESYS_ENVIRONMENT names `{text}`, and flowproof.yaml `{}`", named.value);
        wrong.push(
            Diagnostic::error(Code::HOSTS_APART, message)
                .at(named.place.clone())
                .help("let both name one region, or leave `live.region` out, so that the environment decides"),
        );
        return None;
    }
    if found.region.is_none() {
        for host in found.hosts().iter().filter(|host| !settings.live.allows_host(host)) {
            wrong.push(
                Diagnostic::error(Code::HOST_NOT_NAMED, format!("host `{host}` is not named in flowproof.yaml"))
                    .help(format!("if it may be sent credentials, add `live: {{ hosts: [\"{host}\"] }}`")),
            );
        }
    }
    if found.api.scheme() != "https" && Reach::for_host(&found.api) != Reach::Loopback {
        wrong.push(
            Diagnostic::error(Code::HOST_NOT_NAMED, format!("`{text}` is not encrypted"))
                .help("write `https://`: credentials are sent in clear to this machine only"),
        );
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::project::{MemoryFiles, environment, load};

    const ORG: &str = "allowed_orgs: [0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9]";

    fn try_connect(live: &str, named: &str) -> Result<Sandbox, Vec<String>> {
        let files = MemoryFiles::new([("flowproof.yaml", format!("version: 1\nlive: {{ {live} }}\n"))]);
        let (project, found) = load(&files, "".into());
        assert!(!found.has_errors(), "{found:?}");
        let variables = |name: &str| match name {
            "GENESYS_ENVIRONMENT" => Some(named.to_owned()),
            "GENESYS_CLIENT_ID" => Some("id".to_owned()),
            "GENESYS_CLIENT_SECRET" => Some("secret".to_owned()),
            _ => None,
        };
        connect(project.unwrap().settings(), &environment(variables), None, 1)
            .map_err(|wrong| wrong.iter().map(|one| one.message.clone()).collect())
    }

    #[test]
    fn the_hosts_of_a_region_are_taken_together() {
        let sandbox = try_connect(ORG, "eu-west-2").unwrap();
        assert_eq!(
            sandbox.environment.hosts(),
            ["login.euw2.pure.cloud", "api.euw2.pure.cloud", "webmessaging.euw2.pure.cloud"]
        );
        assert!(sandbox.guest_tls.is_some());
    }

    #[rstest]
    #[case(ORG, "", &["no org is named for target live"])]
    #[case(ORG, "us-west-9", &["reading the environment failed: `us-west-9` is neither a URL, nor a Genesys Cloud domain, nor an AWS region"])]
    #[case("", "us-east-1", &["flowproof.yaml allows no org to be touched"])]
    #[case(&format!("{ORG}, region: us-east-1"), "eu-central-1", &["GENESYS_ENVIRONMENT names `eu-central-1`, and flowproof.yaml `us-east-1`"])]
    #[case(ORG, "https://api.sandbox.localhost:1", &["host `login.sandbox.localhost:1` is not named in flowproof.yaml", "host `api.sandbox.localhost:1` is not named in flowproof.yaml", "host `webmessaging.sandbox.localhost:1` is not named in flowproof.yaml"])]
    #[case(&format!("{ORG}, hosts: [corp.example]"), "http://api.corp.example", &["`http://api.corp.example` is not encrypted"])]
    #[case(&format!("{ORG}, hosts: [\"api.sandbox.localhost:1\"]"), "https://api.sandbox.localhost:1", &["host `login.sandbox.localhost:1` is not named in flowproof.yaml", "host `webmessaging.sandbox.localhost:1` is not named in flowproof.yaml"])]
    fn what_is_missing_is_said_before_anything_is_sent(
        #[case] live: &str,
        #[case] named: &str,
        #[case] expected: &[&str],
    ) {
        assert_eq!(try_connect(live, named).unwrap_err(), expected);
    }

    #[rstest]
    #[case(&format!("{ORG}, region: us-east-1"), "https://api.mypurecloud.com")]
    #[case(&format!("{ORG}, region: us-east-1"), "")]
    #[case(&format!("{ORG}, hosts: [\"sandbox.localhost:1\"]"), "https://api.sandbox.localhost:1")]
    fn an_org_that_may_be_reached_is(#[case] live: &str, #[case] named: &str) {
        assert!(try_connect(live, named).is_ok());
    }
}
