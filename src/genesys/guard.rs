//! The guard that keeps the seed's steps away from a real org: no real host serves them, and a secret that was sent there is sent.
//! Must not know drivers beyond the one that it names in its help.

use reqwest::Url;

use super::error::{ClientError, ErrorKind};
use super::regions::is_real_genesys_host;

/// Refuses a base URL whose host is Genesys' own, before anything is sent.
///
/// # Errors
/// The host is in the regions table, or the text is no URL with a host.
pub fn guard_simulate_host(base: &str) -> Result<(), ClientError> {
    let base = base.trim();
    let parsed = if base.contains("://") { Url::parse(base) } else { Url::parse(&format!("https://{base}")) };
    match parsed.as_ref().ok().and_then(Url::host_str) {
        None => Err(ClientError::local(
            ErrorKind::Refused,
            "checking the host",
            format!("`{base}` is not a URL with a host"),
        )),
        Some(host) if is_real_genesys_host(host) => Err(refused(host)),
        Some(_) => Ok(()),
    }
}

/// The error for a host that is real.
pub(super) fn refused(host: &str) -> ClientError {
    ClientError::local(
        ErrorKind::Refused,
        "checking the host",
        format!("`{host}` is a real Genesys Cloud host, which has no flow simulation; nothing was sent"),
    )
    .with_advice(["use driver `converse`, which holds a real conversation".to_owned()])
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://api.mypurecloud.com")]
    #[case("https://API.MYPURECLOUD.COM:443/x")]
    #[case("https://user:pw@api.usw2.pure.cloud")]
    #[case("api.mypurecloud.ie")]
    #[case("api.mypurecloud.ie:443")]
    #[case("https://api.mypurecloud.com./")]
    #[case("https://api.mypurecloud%2Ecom/")]
    fn real_hosts_are_refused(#[case] base: &str) {
        let error = guard_simulate_host(base).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Refused);
        assert!(error.advice.iter().any(|line| line.contains("`converse`")), "{error}");
    }

    #[rstest]
    #[case("http://127.0.0.1:8080")]
    #[case("http://[::1]:8080/base")]
    #[case("localhost:8080")]
    #[case("https://sandbox.example.org")]
    #[case("https://mypurecloud.com.example.org")]
    fn other_hosts_pass(#[case] base: &str) {
        assert_eq!(guard_simulate_host(base), Ok(()));
    }

    #[test]
    fn what_is_no_url_is_refused() {
        assert_eq!(
            guard_simulate_host("https://").unwrap_err().to_string(),
            "checking the host failed: `https://` is not a URL with a host"
        );
    }

    #[test]
    fn the_message_says_why_and_that_nothing_was_sent() {
        insta::assert_snapshot!(guard_simulate_host("https://api.mypurecloud.de").unwrap_err(),
            @"checking the host failed: `api.mypurecloud.de` is a real Genesys Cloud host, which has no flow simulation; nothing was sent");
    }
}
