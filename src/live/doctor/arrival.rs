//! The way to the org: hosts, certificates, credentials, and whose org it is. After an org that may not be touched nothing more is asked.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::exam::{Exam, Of};
use super::report::State;
use super::{Check, Thoroughness};
use crate::genesys::{ClientError, ErrorKind, Told};
use crate::scenario::show_duration;
use crate::wire::platform::Organization;

/// The state of an org that works (facts: genesys-api.md section 7).
const ACTIVE: &str = "active";

/// What rustls says of a certificate of another host.
const OTHER_NAME: &str = "not valid for name";

/// Clocks that differ by less upset nothing: a date is to the second, and a slow answer adds some.
const SKEW: SignedDuration = SignedDuration::from_secs(30);

impl Exam<'_> {
    /// Reaches the org and makes sure that it may be touched.
    ///
    /// # Errors
    /// Why nothing more may be looked at, in words.
    pub async fn arrive(&mut self) -> Result<Organization, String> {
        let hosts = self.sandbox.environment.hosts().join(", ");
        let region = self.sandbox.environment.region.map_or("named in flowproof.yaml", |region| region.aws);
        self.ok(Of(Check::Settings, None), "an org, credentials and the orgs that may be touched are named");
        self.ok(Of(Check::Hosts, None), format!("{hosts} ({region})"));
        let told = match self.known {
            Some(guarded) => guarded.arrival.clone(),
            None => self.ask().await?,
        };
        self.ok(Of(Check::Reach, None), "the login host and the API answer");
        self.ok(Of(Check::Credentials, None), "the client is known and its secret accepted");
        let organization = told.body.clone();
        self.report.organization = Some(organization.clone());
        let named = format!("{} ({})", organization.name, organization.id);
        if !self.sandbox.settings.allows_org(&organization.id) {
            let message = format!("the credentials open `{named}`, which is not one that may be touched");
            let add = format!("if it is the sandbox org, add `{}` to `live: {{ allowed_orgs: […] }}`", organization.id);
            let help = [add.as_str(), "else use the client of the sandbox org; nothing but the org was asked for"];
            self.wrong(Of(Check::Org, None), message, help);
            return Err("the org is not one that may be touched".to_owned());
        }
        self.ok(Of(Check::Org, None), format!("{named} may be touched"));
        self.state(&organization);
        if self.thoroughness == Thoroughness::Full {
            self.token_agrees(&organization).await;
        }
        self.clock(&told);
        self.rate(&told);
        Ok(organization)
    }

    /// Asks for a token, and the org who it is.
    async fn ask(&mut self) -> Result<Told<Organization>, String> {
        if let Err(error) = self.sandbox.client.token().await {
            return Err(self.no_token(&error));
        }
        self.sandbox.client.organization_told().await.map_err(|error| self.no_org(&error))
    }

    /// What it means that there is no token.
    fn no_token(&mut self, error: &ClientError) -> String {
        let login = self.sandbox.environment.login.host_str().unwrap_or_default().to_owned();
        if error.kind == ErrorKind::Unauthorized {
            self.ok(Of(Check::Reach, None), format!("{login} answers; the API was not asked"));
            self.put(Of(Check::Credentials, None), State::Wrong, error.to_string(), error.advice.clone());
            return "the credentials are not accepted".to_owned();
        }
        self.not_reached(error)
    }

    /// What it means that the org does not say who it is.
    fn no_org(&mut self, error: &ClientError) -> String {
        if matches!(error.kind, ErrorKind::Unauthorized | ErrorKind::Forbidden { .. }) {
            self.ok(Of(Check::Reach, None), "the login host and the API answer");
            self.ok(Of(Check::Credentials, None), "the client is known and its secret accepted");
            self.put(Of(Check::Token, None), State::Wrong, error.to_string(), error.advice.clone());
            return "the API does not accept the token".to_owned();
        }
        self.not_reached(error)
    }

    fn not_reached(&mut self, error: &ClientError) -> String {
        let mut help = error.advice.clone();
        if error.message.contains(OTHER_NAME) {
            help.insert(0, "the host's certificate is another host's: check GENESYS_ENVIRONMENT and `live.hosts`, and what stands between".to_owned());
        } else if is_certificate(error) {
            help.insert(0, "set `live: { ca: FILE }` to the PEM of the authority that signed the host's certificate, or of the proxy between".to_owned());
        }
        self.put(Of(Check::Reach, None), State::Wrong, error.to_string(), help);
        "the org was not reached".to_owned()
    }

    fn state(&mut self, organization: &Organization) {
        match organization.state.as_deref() {
            Some(ACTIVE) | None => self.ok(Of(Check::OrgState, None), "the org is active"),
            Some(other) => self.wrong(
                Of(Check::OrgState, None),
                format!("the org is `{other}`: no conversation begins there"),
                ["ask Genesys, or whoever the org was bought from, to switch it on again, or use another sandbox org"],
            ),
        }
    }

    async fn token_agrees(&mut self, organization: &Organization) {
        let of = Of(Check::Token, None);
        match self.sandbox.client.token_info().await {
            Err(error) => self.put(of, State::Wrong, error.to_string(), error.advice.clone()),
            Ok(info) => match info.organization.map(|one| one.id) {
                Some(id) if id.eq_ignore_ascii_case(&organization.id) => self.ok(of, "the token is one of that org"),
                Some(id) => self.wrong(
                    of,
                    format!("the token is one of org `{id}`, and the API says it is `{}`", organization.id),
                    ["a proxy or a wrong host stands between: login host and API must be of one region"],
                ),
                None => self.ok(of, "the token names no org, so that only `organizations/me` says whose it is"),
            },
        }
    }

    fn clock(&mut self, told: &Told<Organization>) {
        let of = Of(Check::Clock, None);
        let Some(date) = told.date else { return self.not(of, "the org's answers carry no date") };
        let skew = skew(date, told.asked, told.answered);
        if skew.abs() <= SKEW {
            return self.ok(of, "this machine's clock agrees with the org's");
        }
        let length = show_duration(Duration::from_secs(skew.unsigned_abs().as_secs()));
        let (which, message) = if skew.is_positive() { ("behind", length) } else { ("ahead of", length) };
        self.warn(
            of,
            format!("this machine's clock is {message} {which} the org's, which upsets the order of messages and when marks expire"),
            ["set this machine's clock by the network (NTP)"],
        );
    }

    fn rate(&mut self, told: &Told<Organization>) {
        let of = Of(Check::Rate, None);
        let wanted = u64::from(self.sandbox.settings.rate);
        match told.rate_allowed {
            None => self.not(of, "the org's answers do not say how many requests a minute it allows"),
            Some(allowed) if allowed >= wanted => {
                self.ok(of, format!("the org allows {allowed} requests a minute, `live.rate` takes {wanted}"));
            }
            Some(allowed) => {
                let help = format!("set `live: {{ rate: {allowed} }}`, or less where others share the client");
                self.warn(
                    of,
                    format!("the org allows {allowed} requests a minute, and `live.rate` takes {wanted}: a long run will be held up"),
                    [help.as_str()],
                );
            }
        }
    }
}

/// Whether a connection failed for the host's certificate. The text is rustls' own.
fn is_certificate(error: &ClientError) -> bool {
    error.kind == ErrorKind::Connect && error.message.contains("certificate")
}

/// How far the org's clock is ahead of ours, at the least. The org read it between our question and the answer, and shows whole seconds.
fn skew(date: Timestamp, asked: Timestamp, answered: Timestamp) -> SignedDuration {
    let second = SignedDuration::from_secs(1);
    let (behind, ahead) = (date.duration_since(asked) + second, date.duration_since(answered));
    if ahead.is_positive() {
        ahead
    } else if behind.is_negative() {
        behind
    } else {
        SignedDuration::ZERO
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::in_between(105, 100, 110, 0)]
    #[case::in_the_same_second(99, 100, 110, 0)]
    #[case::ahead(150, 100, 110, 40)]
    #[case::behind(50, 100, 110, -49)]
    fn a_slow_answer_is_no_skew(#[case] date: i64, #[case] asked: i64, #[case] answered: i64, #[case] seconds: i64) {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(skew(at(date), at(asked), at(answered)), SignedDuration::from_secs(seconds));
    }
}
