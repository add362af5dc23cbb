//! A sandbox org for the tests of doctor and of its probe: the embedded fake, set up as an admin would, and the way to it.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use flowproof::diagnostic::{Place, SourceFile};
use flowproof::fake::{
    Clock, Credentials as FakeCredentials, ExecutionData, GuestLimits, GuestOptions, Org, OrgOptions,
    OrganizationOptions, Tenant, TenantOptions,
};
use flowproof::flow::Program;
use flowproof::genesys::{
    Client, ClientOptions, Clock as ClientClock, Credentials, DEFAULT_CONNECT_TIMEOUT, Environment, Grant, Reach,
    RealClock, Sleep, http_client,
};
use flowproof::live::doctor::Subject;
use flowproof::live::{CallCount, Sandbox};
use flowproof::project::LiveSettings;
use flowproof::scenario::model::Spanned;
use jiff::Timestamp;

use crate::guest_client::{TALK, flow};

/// The secret that no output may show.
pub const SECRET: &str = "sentinel-secret";

/// The org's id.
pub const ORG: &str = "0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9";

/// How much faster time passes on [`Fast`].
const FASTER: u32 = 8;

/// A clock for the client and the org on which eight seconds pass in one, for what waits long and where nothing hangs on a window of a
/// second.
struct Fast;

fn fast_now() -> Timestamp {
    static BEGAN: OnceLock<(Instant, Timestamp)> = OnceLock::new();
    let (instant, began) = *BEGAN.get_or_init(|| (Instant::now(), Timestamp::now()));
    began + instant.elapsed() * FASTER
}

impl ClientClock for Fast {
    fn now(&self) -> Timestamp {
        fast_now()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(duration / FASTER))
    }
}

/// What a test sets up.
pub struct Setup {
    /// The org.
    pub options: TenantOptions,
    /// The part `live` of flowproof.yaml.
    pub settings: LiveSettings,
    /// Changes the flow as flowproof.yaml describes it, once the org's ids are known.
    pub describe: fn(&mut Subject, &Tenant),
    /// The secret that the client gives.
    pub secret: &'static str,
    /// Whether time passes faster.
    pub fast: bool,
    /// Where the client asks, in place of the org.
    pub elsewhere: Option<&'static str>,
}

/// A value as a file would give it.
pub fn spanned(value: &str) -> Spanned<String> {
    Spanned { value: value.to_owned(), place: Place::new(&SourceFile::new("flowproof.yaml", ""), 0..0) }
}

/// An org that is set up for tests, and the flow `Talk`.
pub fn fit() -> Setup {
    let options = TenantOptions {
        flows: [flow(TALK)].into(),
        credentials: Some(FakeCredentials { client_id: "client".into(), client_secret: SECRET.into() }),
        organization: OrganizationOptions { id: Some(ORG.into()), ..OrganizationOptions::default() },
        now_follows_org: true,
        rate_limit: Some(300),
        guest: GuestOptions { limits: Some(GuestLimits::default()), ..GuestOptions::default() },
        execution_data: ExecutionData { extended: false, ..ExecutionData::default() },
        ..TenantOptions::default()
    };
    let settings = LiveSettings { allowed_orgs: vec![spanned(ORG)], ..LiveSettings::default() };
    Setup { options, settings, describe: |_, _| {}, secret: SECRET, fast: false, elsewhere: None }
}

/// The org of a setup, reached.
pub struct Reached {
    pub org: Org,
    pub tenant: Tenant,
    pub sandbox: Sandbox,
    pub subject: Subject,
}

impl Setup {
    /// Opens the org and the way to it.
    pub async fn reach(self) -> Reached {
        let program: Arc<Program> = Arc::clone(&self.options.flows[0]);
        let org = Org::start(OrgOptions::default()).await.unwrap();
        let clock: Arc<dyn ClientClock> = if self.fast { Arc::new(Fast) } else { Arc::new(RealClock) };
        let now = if self.fast { fast_now } else { Timestamp::now };
        let tenant = org.open(TenantOptions { org_clock: Clock::Real(now), ..self.options });
        let environment = Environment::parse(self.elsewhere.unwrap_or(org.base_url())).unwrap();
        let http = http_client(DEFAULT_CONNECT_TIMEOUT, Reach::Loopback).unwrap();
        let calls = Arc::new(CallCount::default());
        let credentials = Credentials::new("client", self.secret.to_owned());
        let client = Client::new(ClientOptions {
            login: environment.login.clone(),
            grant: Grant::Basic,
            clock,
            retries: 0,
            request_timeout: Duration::from_secs(5),
            observer: Some(calls.clone()),
            ..ClientOptions::new(environment.api.clone(), credentials, http)
        });
        let settings = Arc::new(self.settings);
        let sandbox = Sandbox { client, environment, guest_tls: None, settings, calls };
        let mut actions: Vec<String> =
            program.inventory().actions.iter().map(|action| action.id.name.to_string()).collect();
        actions.sort();
        actions.dedup();
        let mut subject = Subject {
            key: "talk".to_owned(),
            name: "Talk".to_owned(),
            flow_id: Some(program.id().to_string()),
            deployment_id: tenant.deployment_id("Talk").map(|id| id.to_string()),
            actions,
            touches: Vec::new(),
            computed_queues: Vec::new(),
        };
        (self.describe)(&mut subject, &tenant);
        Reached { org, tenant, sandbox, subject }
    }
}
