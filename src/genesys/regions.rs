//! The table of regions and the hosts that each has, and how an environment's name (URL, domain or AWS region) becomes hosts.
//! Source: facts, genesys-api.md 2.1. Must not know what is asked of a host.

use reqwest::Url;

use crate::diagnostic::list_of;

use super::error::{ClientError, ErrorKind};

/// One region of Genesys Cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// The AWS region, or the vendor's own word for a region without one.
    pub aws: &'static str,
    /// The domain under which all its hosts lie.
    pub domain: &'static str,
}

const fn region(aws: &'static str, domain: &'static str) -> Region {
    Region { aws, domain }
}

/// Every region. A new one is a line here.
pub const REGIONS: &[Region] = &[
    region("us-east-1", "mypurecloud.com"),
    region("us-east-2", "use2.us-gov-pure.cloud"),
    region("us-west-2", "usw2.pure.cloud"),
    region("ca-central-1", "cac1.pure.cloud"),
    region("mx-central-1", "mxc1.pure.cloud"),
    region("sa-east-1", "sae1.pure.cloud"),
    region("eu-west-1", "mypurecloud.ie"),
    region("eu-west-2", "euw2.pure.cloud"),
    region("eu-central-1", "mypurecloud.de"),
    region("eu-central-2", "euc2.pure.cloud"),
    region("eusc-de-east-1", "edee1.eusc-pure.cloud"),
    region("me-central-1", "mec1.pure.cloud"),
    region("ap-northeast-1", "mypurecloud.jp"),
    region("ap-northeast-2", "apne2.pure.cloud"),
    region("ap-northeast-3", "apne3.pure.cloud"),
    region("ap-south-1", "aps1.pure.cloud"),
    region("ap-southeast-1", "apse1.pure.cloud"),
    region("ap-southeast-2", "mypurecloud.com.au"),
    region("dca", "inindca.com"),
    region("tca", "inintca.com"),
];

/// Domains under which the vendor opens new regions. A host there is taken for real even before the table knows its region, since a
/// secret that was sent cannot be called back.
const FAMILIES: &[&str] = &["pure.cloud", "us-gov-pure.cloud", "eusc-pure.cloud"];

/// Whether a host name belongs to the real Genesys Cloud: a region's domain or anything under it, in any letter case.
pub fn is_real_genesys_host(host: &str) -> bool {
    REGIONS.iter().map(|one| one.domain).chain(FAMILIES.iter().copied()).any(|domain| lies_under(host, domain))
}

fn lies_under(host: &str, domain: &str) -> bool {
    let host = host.trim_end_matches('.');
    let Some(at) = host.len().checked_sub(domain.len()) else { return false };
    let (Some(head), Some(tail)) = (host.get(..at), host.get(at..)) else { return false };
    tail.eq_ignore_ascii_case(domain) && (head.is_empty() || head.ends_with('.'))
}

/// Where the API, the login and the guests' socket are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// The API's base.
    pub api: Url,
    /// The base of the host that grants tokens: the region's login host, or the API's own as in the seed.
    pub login: Url,
    /// The guests' socket.
    pub guest: Option<Url>,
    /// The region; none for a host that is not Genesys'.
    pub region: Option<&'static Region>,
}

impl Environment {
    /// Reads a URL (`https://api.mypurecloud.com`), a domain (`mypurecloud.com`) or an AWS region (`us-east-1`), in any letter case. A URL
    /// whose host is in no region stands for an org of its own: where the host is `api.` below a domain, the login and the guests' socket
    /// are its neighbours there, as in a region; any other host serves all three.
    ///
    /// # Errors
    /// The text is none of these.
    pub fn parse(text: &str) -> Result<Self, ClientError> {
        let text = text.trim();
        if let Some(region) = REGIONS.iter().find(|one| one.aws.eq_ignore_ascii_case(text)) {
            return Self::of(region);
        }
        if text.contains("://") {
            let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
            let Some(url) = url.filter(Url::has_host) else { return Err(unknown(text)) };
            return match url.host_str().and_then(region_of) {
                Some(region) => Self::of(region),
                None => Self::outside(url),
            };
        }
        region_of(text).map_or_else(|| Err(unknown(text)), Self::of)
    }

    /// An org that is in no region.
    fn outside(api: Url) -> Result<Self, ClientError> {
        let mut guest = neighbour(&api, "webmessaging");
        let scheme = if api.scheme() == "https" { "wss" } else { "ws" };
        guest.set_scheme(scheme).map_err(|()| unknown(api.as_str()))?;
        guest.set_path("/v1");
        Ok(Self { login: neighbour(&api, "login"), guest: Some(guest), api, region: None })
    }

    /// Every host that a run speaks to, with its port where it is not the usual one.
    pub fn hosts(&self) -> Vec<String> {
        let mut hosts: Vec<String> = Vec::new();
        for url in [Some(&self.login), Some(&self.api), self.guest.as_ref()].into_iter().flatten() {
            let name = url.host_str().unwrap_or_default();
            let host = url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        hosts
    }

    /// The hosts of a region.
    ///
    /// # Errors
    /// None for a row of the table.
    pub fn of(region: &'static Region) -> Result<Self, ClientError> {
        let url = |text: String| Url::parse(&text).map_err(|_| unknown(region.domain));
        Ok(Self {
            api: url(format!("https://api.{}", region.domain))?,
            login: url(format!("https://login.{}", region.domain))?,
            guest: Some(url(format!("wss://webmessaging.{}/v1", region.domain))?),
            region: Some(region),
        })
    }
}

/// The address of `name` below the domain of an API host, or on the host itself where it is no `api.` of a domain.
fn neighbour(api: &Url, name: &str) -> Url {
    let mut url = api.clone();
    if let Some(domain) = api.host_str().and_then(|host| host.strip_prefix("api.")) {
        // A host that was taken from a URL is one that a URL takes.
        let _ = url.set_host(Some(&format!("{name}.{domain}")));
    }
    url
}

fn region_of(host: &str) -> Option<&'static Region> {
    REGIONS.iter().find(|one| lies_under(host, one.domain))
}

fn unknown(text: &str) -> ClientError {
    let known = REGIONS.iter().flat_map(|one| [one.aws, one.domain]);
    ClientError::local(
        ErrorKind::Environment,
        "reading the environment",
        format!("`{text}` is neither a URL, nor a Genesys Cloud domain, nor an AWS region"),
    )
    .with_advice(list_of("known", text, known))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("us-east-1", "https://api.mypurecloud.com/", "https://login.mypurecloud.com/")]
    #[case("EU-Central-1", "https://api.mypurecloud.de/", "https://login.mypurecloud.de/")]
    #[case("mypurecloud.ie", "https://api.mypurecloud.ie/", "https://login.mypurecloud.ie/")]
    #[case("api.usw2.pure.cloud", "https://api.usw2.pure.cloud/", "https://login.usw2.pure.cloud/")]
    #[case("https://apps.mypurecloud.com.au/x", "https://api.mypurecloud.com.au/", "https://login.mypurecloud.com.au/")]
    #[case(" https://api.mypurecloud.com ", "https://api.mypurecloud.com/", "https://login.mypurecloud.com/")]
    #[case("http://127.0.0.1:8123", "http://127.0.0.1:8123/", "http://127.0.0.1:8123/")]
    fn an_environment_is_read(#[case] text: &str, #[case] api: &str, #[case] login: &str) {
        let read = Environment::parse(text).unwrap();
        assert_eq!((read.api.as_str(), read.login.as_str()), (api, login));
    }

    #[test]
    fn a_region_has_a_guest_socket_and_another_host_has_none() {
        let read = Environment::parse("sa-east-1").unwrap();
        assert_eq!(read.guest.unwrap().as_str(), "wss://webmessaging.sae1.pure.cloud/v1");
    }

    #[rstest]
    #[case("http://localhost:1", "http://localhost:1/", "ws://localhost:1/v1")]
    #[case(
        "https://api.sandbox.localhost:8443",
        "https://login.sandbox.localhost:8443/",
        "wss://webmessaging.sandbox.localhost:8443/v1"
    )]
    #[case("https://proxy.example.org/base", "https://proxy.example.org/base", "wss://proxy.example.org/v1")]
    fn a_host_of_no_region_stands_for_an_org_of_its_own(#[case] text: &str, #[case] login: &str, #[case] guest: &str) {
        let read = Environment::parse(text).unwrap();
        assert_eq!((read.login.as_str(), read.guest.as_ref().map(Url::as_str)), (login, Some(guest)));
        assert_eq!(read.region, None);
    }

    #[test]
    fn the_hosts_of_a_region_are_all_its_own() {
        let hosts = Environment::parse("us-east-1").unwrap().hosts();
        assert_eq!(hosts, ["login.mypurecloud.com", "api.mypurecloud.com", "webmessaging.mypurecloud.com"]);
        assert_eq!(Environment::parse("http://127.0.0.1:8080").unwrap().hosts(), ["127.0.0.1:8080"]);
    }

    #[rstest]
    #[case("us-esat-1")]
    #[case("")]
    #[case("ftp://mypurecloud.com")]
    #[case("api.us.genesys.cloud")]
    fn other_texts_are_refused(#[case] text: &str) {
        assert_eq!(Environment::parse(text).unwrap_err().kind, ErrorKind::Environment);
    }

    #[test]
    fn a_misspelt_region_is_suggested() {
        let error = Environment::parse("us-esat-1").unwrap_err();
        assert_eq!(error.advice, ["did you mean `us-east-1`?"]);
    }

    #[rstest]
    #[case("api.mypurecloud.com", true)]
    #[case("mypurecloud.com", true)]
    #[case("API.MyPureCloud.COM.", true)]
    #[case("api.mypurecloud.com.au", true)]
    #[case("api.xyz9.pure.cloud", true)]
    #[case("webmessaging.use2.us-gov-pure.cloud", true)]
    #[case("notmypurecloud.com", false)]
    #[case("mypurecloud.com.example.org", false)]
    #[case("impure.cloud", false)]
    #[case("127.0.0.1", false)]
    #[case("localhost", false)]
    #[case("", false)]
    fn real_hosts_are_known(#[case] host: &str, #[case] real: bool) {
        assert_eq!(is_real_genesys_host(host), real);
    }

    proptest! {
        #[test]
        fn any_host_under_a_region_is_real_and_reads_as_that_region(at in 0..REGIONS.len(), label in "[a-z][a-z0-9-]{0,10}") {
            let one = &REGIONS[at];
            let host = format!("{label}.{}", one.domain);
            prop_assert!(is_real_genesys_host(&host));
            prop_assert_eq!(Environment::parse(&host).unwrap().region, Some(one));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,40}") {
            let _ = Environment::parse(&text);
            let _ = is_real_genesys_host(&text);
        }
    }
}
