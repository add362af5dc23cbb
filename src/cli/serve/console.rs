//! Answers control requests: which there are and what each does to the served org. Must not know the socket.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use super::documents::{conversations, fine, problems, refused, requests, told, wrong};
use super::fault_spec::{self, Scripted};
use super::fresh::{self, FreshOrg};
use super::setting::Setting;
use crate::diagnostic::{Diagnostics, SourceFile};
use crate::fake::{Control, ControlAnswer, ControlRequest, Org, Ready, Tenant};
use crate::scenario::parse_duration;

/// The requests that there are, for whoever asks for another.
const REQUESTS: &[(&str, &str)] = &[
    ("POST", "org"),
    ("POST", "clock"),
    ("POST", "faults"),
    ("GET", "ready"),
    ("GET", "requests"),
    ("DELETE", "requests"),
    ("GET", "conversations"),
    ("GET", "problems"),
];

/// Whoever serves the org: it holds the one tenant, and replaces it when it is told to.
pub(super) struct Console {
    setting: Setting,
    /// The file of the certificate to trust.
    ca: Option<String>,
    served: Mutex<Option<Served>>,
}

struct Served {
    org: Org,
    tenant: Tenant,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockBody {
    conversations: Option<String>,
    org: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultsBody {
    faults: Vec<String>,
}

impl Console {
    /// Nothing is served yet.
    pub(super) fn new(setting: Setting, ca: Option<String>) -> Self {
        Self { setting, ca, served: Mutex::new(None) }
    }

    /// Opens the tenant in an org that listens.
    pub(super) fn open(&self, org: Org) {
        let tenant = org.open(self.setting.options.clone());
        *self.lock() = Some(Served { org, tenant });
    }

    /// Lets go of the org, so that it can end.
    pub(super) fn close(&self) {
        self.lock().take();
    }

    /// The ready line; none where nothing is served.
    pub(super) fn ready(&self) -> Option<Json> {
        self.lock().as_ref().and_then(|served| self.ready_of(served))
    }

    fn ready_of(&self, served: &Served) -> Option<Json> {
        let ready = Ready { ca: self.ca.clone(), ..Ready::of(&served.org, &served.tenant) };
        serde_json::to_value(ready).ok()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Served>> {
        self.served.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a fresh tenant in place of the one that is served. The next request finds the new one.
    fn renew(&self, served: &mut Served, body: &[u8]) -> ControlAnswer {
        let wanted: FreshOrg = match parsed(if body.is_empty() { b"{}" } else { body }) {
            Ok(wanted) => wanted,
            Err(refusal) => return refusal,
        };
        let mut diagnostics = Diagnostics::new();
        let options = fresh::options(&self.setting, &wanted, &mut diagnostics);
        diagnostics.sort();
        if diagnostics.has_errors() {
            return wrong(&diagnostics);
        }
        let tenant = served.org.open(options);
        tenant.replace(&served.tenant);
        served.tenant = tenant;
        let mut ready = self.ready_of(served).unwrap_or_default();
        if let (Json::Object(ready), false) = (&mut ready, diagnostics.is_empty()) {
            ready.insert("warnings".to_owned(), told(&diagnostics));
        }
        fine(ready)
    }
}

impl Control for Console {
    fn answer(&self, request: &ControlRequest) -> ControlAnswer {
        let mut lock = self.lock();
        let Some(served) = lock.as_mut() else { return refused(503, "the org is not open") };
        let tenant = &served.tenant;
        match (request.method.as_str(), request.path.as_str()) {
            ("POST", "org") => self.renew(served, &request.body),
            ("POST", "clock") => parsed(&request.body).and_then(|body| clock(tenant, &body)).unwrap_or_else(|no| no),
            ("POST", "faults") => parsed(&request.body).map_or_else(|no| no, |body| faults(tenant, &body)),
            ("GET", "ready") => fine(self.ready_of(served).unwrap_or_default()),
            ("GET", "requests") => fine(requests(tenant)),
            ("DELETE", "requests") => {
                tenant.clear_requests();
                fine(json!({}))
            }
            ("GET", "conversations") => fine(conversations(tenant)),
            ("GET", "problems") => fine(problems(tenant)),
            (method, path) => nowhere(method, path),
        }
    }
}

/// Says which it is and nothing of what it holds.
impl fmt::Debug for Console {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Console").finish_non_exhaustive()
    }
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, ControlAnswer> {
    serde_json::from_slice(body).map_err(|error| refused(400, format!("the body cannot be read: {error}")))
}

/// Moves clocks and says what they show then.
fn clock(tenant: &Tenant, body: &ClockBody) -> Result<ControlAnswer, ControlAnswer> {
    let read = |text: &Option<String>| -> Result<Option<Duration>, ControlAnswer> {
        text.as_deref().map(parse_duration).transpose().map_err(|error| refused(400, error))
    };
    let (conversations, org) = (read(&body.conversations)?, read(&body.org)?);
    if conversations.is_none() && org.is_none() {
        return Err(refused(400, "give `conversations` or `org`, such as `{\"conversations\": \"10m\"}`"));
    }
    if let Some(by) = org {
        tenant.advance(by);
    }
    if let Some(by) = conversations {
        tenant.pass_time(by);
    }
    Ok(fine(json!({
        "conversations": tenant.conversation_now().to_string(),
        "org": tenant.org_now().to_string(),
    })))
}

/// Adds faults, all or none.
fn faults(tenant: &Tenant, body: &FaultsBody) -> ControlAnswer {
    let mut diagnostics = Diagnostics::new();
    let mut read = Vec::new();
    for (at, text) in body.faults.iter().enumerate() {
        match fault_spec::read(&SourceFile::new(format!("faults[{at}]"), text.as_str())) {
            Ok(fault) => read.push(fault),
            Err(one) => diagnostics.push(one),
        }
    }
    if diagnostics.has_errors() {
        return wrong(&diagnostics);
    }
    let added = read.len();
    for fault in read {
        match fault {
            Scripted::Request(fault) => tenant.add_fault(fault),
            Scripted::Guest(fault) => tenant.add_guest_fault(fault),
        }
    }
    fine(json!({ "added": added }))
}

fn nowhere(method: &str, path: &str) -> ControlAnswer {
    let methods: Vec<&str> = REQUESTS.iter().filter(|(_, known)| *known == path).map(|(method, _)| *method).collect();
    if methods.is_empty() {
        let known: Vec<String> = REQUESTS.iter().map(|(method, path)| format!("{method} {path}")).collect();
        return refused(404, format!("there is no `{path}`; there are {}", known.join(", ")));
    }
    refused(405, format!("`{path}` does not take {method}, but {}", methods.join(", ")))
}
