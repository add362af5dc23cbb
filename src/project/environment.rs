//! The environment variables that flowproof reads, as one value. The edge looks them up; this file must not.

use crate::secret::Secret;

/// The variables, each with what it is for. `.env.example` lists the same.
pub const VARIABLES: &[(&str, &str)] = &[
    ("GENESYS_CLIENT_ID", "id of the OAuth client (client credentials) in the sandbox org"),
    ("GENESYS_CLIENT_SECRET", "its secret"),
    ("GENESYS_ENVIRONMENT", "the org's region: an AWS region, a domain or an API URL"),
    ("GENESYS_QUEUE_ID", "the queue that conversations of the simulate driver start in"),
    ("GENESYS_FLOW_ID", "the flow that is run, where flowproof.yaml names no id"),
];

/// What the environment says. A variable that is empty counts as absent. Only the target `live` uses any of it.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `GENESYS_CLIENT_ID`.
    pub client_id: Option<String>,
    /// `GENESYS_CLIENT_SECRET`.
    pub client_secret: Option<Secret>,
    /// `GENESYS_ENVIRONMENT`: URL, domain or AWS region.
    pub environment: Option<String>,
    /// `GENESYS_QUEUE_ID`.
    pub queue_id: Option<String>,
    /// `GENESYS_FLOW_ID`.
    pub flow_id: Option<String>,
}

/// Reads the variables through `vars`, which the edge makes: the process's, then those of `.env` ([`super::DotEnv::get`]).
pub fn environment(vars: impl Fn(&str) -> Option<String>) -> Environment {
    let get = |name| vars(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    Environment {
        client_id: get("GENESYS_CLIENT_ID"),
        client_secret: get("GENESYS_CLIENT_SECRET").map(Secret::new),
        environment: get("GENESYS_ENVIRONMENT"),
        queue_id: get("GENESYS_QUEUE_ID"),
        flow_id: get("GENESYS_FLOW_ID"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_is_read_and_the_secret_does_not_print() {
        let read = environment(|name| Some(format!("<{name}>")));
        assert_eq!(read.client_id.as_deref(), Some("<GENESYS_CLIENT_ID>"));
        assert_eq!(read.client_secret.as_ref().map(Secret::expose), Some("<GENESYS_CLIENT_SECRET>"));
        assert_eq!(read.environment.as_deref(), Some("<GENESYS_ENVIRONMENT>"));
        assert_eq!(read.queue_id.as_deref(), Some("<GENESYS_QUEUE_ID>"));
        assert_eq!(read.flow_id.as_deref(), Some("<GENESYS_FLOW_ID>"));
        assert!(!format!("{read:?}").contains("GENESYS_CLIENT_SECRET"));
    }

    #[test]
    fn an_empty_variable_is_absent() {
        assert!(environment(|_| Some("  ".into())).environment.is_none());
        assert!(environment(|_| None).client_secret.is_none());
    }

    #[test]
    fn only_listed_variables_are_asked_for() {
        environment(|name| {
            assert!(VARIABLES.iter().any(|(known, _)| *known == name), "{name}");
            None
        });
    }
}
