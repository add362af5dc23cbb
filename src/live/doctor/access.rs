//! Which hosts a deployment lets in. Must not know the org.

use crate::genesys::Url;
use crate::wire::platform::Deployment;

/// Whether a deployment lets pages of an origin in: its host is a listed domain or lies under one.
pub(super) fn lets_in(deployment: &Deployment, origin: &str) -> bool {
    if deployment.allow_all_domains {
        return true;
    }
    let Some(host) = Url::parse(origin).ok().and_then(|url| url.host_str().map(str::to_ascii_lowercase)) else {
        return false;
    };
    deployment
        .allowed_domains
        .iter()
        .map(|domain| domain.to_ascii_lowercase())
        .any(|domain| host == domain || host.strip_suffix(&domain).is_some_and(|head| head.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://shop.example", true)]
    #[case("https://www.SHOP.example:8443/page", true)]
    #[case("https://notshop.example", false)]
    #[case("shop.example", false)]
    fn an_origin_lies_under_a_listed_domain(#[case] origin: &str, #[case] expected: bool) {
        let listed = Deployment { allowed_domains: vec!["Shop.example".to_owned()], ..Deployment::default() };
        assert_eq!(lets_in(&listed, origin), expected);
        assert!(lets_in(&Deployment { allow_all_domains: true, ..Deployment::default() }, origin));
    }
}
