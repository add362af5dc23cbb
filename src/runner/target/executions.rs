//! Execution data for many cases at once: those that ask while others are being asked for share one query, one job. Must not know a case.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{oneshot, watch};

use crate::genesys::{Client, ClientError, DEFAULT_EXECUTION_LIMIT, PollOptions};
use crate::runner::stopwatch::Stopwatch;
use crate::wire::platform::ExecutionDocument;

/// The data of one conversation, an execution each in order of their start; or why there are none.
pub(in crate::runner) type Found = Result<Vec<ExecutionDocument>, String>;

/// How execution data are fetched.
#[derive(Debug)]
pub(in crate::runner) struct Executions {
    when: When,
    poll: PollOptions,
    waiting: Mutex<Vec<Asked>>,
    /// How many cases wait for nothing else, and have not been asked for.
    parked: watch::Sender<usize>,
}

#[derive(Debug, Clone, Copy)]
enum When {
    /// As each case asks.
    AtOnce,
    /// When the run says that nobody else will ask.
    AtTheEnd,
}

#[derive(Debug)]
struct Asked {
    ids: Vec<String>,
    answer: oneshot::Sender<Result<Vec<Found>, ClientError>>,
}

impl Executions {
    /// Each case asks for its own at once: what it would share, it shares with nobody.
    pub fn alone() -> Self {
        Self::new(When::AtOnce, DEFAULT_EXECUTION_LIMIT)
    }

    /// All cases of a run are asked for together, when [`Executions::release`] says so; for at most so long.
    pub fn at_the_end(limit: Duration) -> Self {
        Self::new(When::AtTheEnd, limit)
    }

    fn new(when: When, limit: Duration) -> Self {
        Self { when, poll: PollOptions::up_to(limit), waiting: Mutex::default(), parked: watch::Sender::new(0) }
    }

    /// How many cases wait for nothing but their data, which are asked for when the run says so.
    pub fn parked(&self) -> watch::Receiver<usize> {
        self.parked.subscribe()
    }

    /// The data of conversations, in their order. Time that a case spends waiting for others is not its own.
    ///
    /// # Errors
    /// The query or the job failed as a whole.
    pub async fn collect(
        &self,
        client: &Client,
        ids: &[String],
        stopwatch: &Stopwatch,
    ) -> Result<Vec<Found>, ClientError> {
        let answered = match self.when {
            When::AtOnce => return fetch(client, ids, self.poll).await,
            When::AtTheEnd => {
                let _paused = stopwatch.pause();
                let _parked = Parked(self);
                self.ask(ids).await
            }
        };
        match answered {
            Ok(answer) => answer,
            // The fetch for all was cut short: this one asks for itself.
            Err(_) => fetch(client, ids, self.poll).await,
        }
    }

    /// Asks for all that cases wait for.
    pub async fn release(&self, client: &Client) {
        let mut asked = Vec::new();
        self.change(|waiting| asked = std::mem::take(waiting));
        answer(client, asked, self.poll).await;
    }

    fn ask(&self, ids: &[String]) -> oneshot::Receiver<Result<Vec<Found>, ClientError>> {
        let (answer, answered) = oneshot::channel();
        self.change(|waiting| waiting.push(Asked { ids: ids.to_vec(), answer }));
        answered
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Asked>)) {
        let mut waiting = self.lock();
        change(&mut waiting);
        let parked = waiting.len();
        drop(waiting);
        self.parked.send_if_modified(|known| std::mem::replace(known, parked) != parked);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Asked>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A case that waits for its data and for nothing else; when this is dropped before they were asked for, nobody asks for them.
struct Parked<'e>(&'e Executions);

impl Drop for Parked<'_> {
    fn drop(&mut self) {
        self.0.change(|waiting| waiting.retain(|one| !one.answer.is_closed()));
    }
}

/// Fetches what all of these asked for, and gives each its own.
async fn answer(client: &Client, asked: Vec<Asked>, poll: PollOptions) {
    let all: Vec<String> = asked.iter().flat_map(|one| one.ids.iter().cloned()).collect();
    let mut found = fetch(client, &all, poll).await.map(Vec::into_iter);
    for one in asked {
        let own = match &mut found {
            Ok(found) => Ok(found.by_ref().take(one.ids.len()).collect()),
            Err(error) => Err(error.clone()),
        };
        // A case that was cut short no longer listens.
        let _gone = one.answer.send(own);
    }
}

async fn fetch(client: &Client, ids: &[String], poll: PollOptions) -> Result<Vec<Found>, ClientError> {
    let asked: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut findings = client.execution_data(&asked, &poll).await?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let missing = findings.missing_of(id).map(ToString::to_string);
        let at = findings.found.iter().position(|one| one.conversation_id == *id);
        let documents = at.map(|at| findings.found.swap_remove(at).executions);
        let documents: Vec<ExecutionDocument> = documents.into_iter().flatten().map(|(_, document)| document).collect();
        found.push(match missing {
            Some(reason) => Err(format!("no execution data: {reason}")),
            None if documents.is_empty() => Err("no execution data: the org gave none".to_owned()),
            None => Ok(documents),
        });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use futures_util::future::join_all;
    use indexmap::IndexMap;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::fake::{Org, OrgOptions, Tenant, TenantOptions};
    use crate::flow::{FlowSource, load};
    use crate::genesys::{
        ClientOptions, Credentials, Environment, GuestOptions, GuestSession, Reach, Url, http_client,
    };

    const BYE: &str = r#"inboundShortMessage:
  name: bye
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  states: [ { state: { name: Start, refId: Start_1, actions: [ { disconnect: { name: Close } } ] } } ]
"#;

    fn open(org: &Org) -> (Tenant, Client) {
        let source = SourceFile::new("bye.yaml", BYE);
        let program = load(vec![FlowSource { source, substitutions: IndexMap::new() }]).program.unwrap();
        let tenant = org.open(TenantOptions { flows: Arc::from([program]), ..TenantOptions::default() });
        let client = Client::new(ClientOptions::new(
            Environment::parse(org.base_url()).unwrap().api,
            Credentials::new(tenant.client_id(), tenant.client_secret().to_owned()),
            http_client(Duration::from_secs(5), Reach::Loopback).unwrap(),
        ));
        (tenant, client)
    }

    /// So many conversations that have ended.
    async fn conversations(org: &Org, tenant: &Tenant, client: &Client, count: usize) -> Vec<String> {
        let deployment = tenant.deployment_id("bye").unwrap();
        let options = GuestOptions::new(Url::parse(&org.guest_url()).unwrap(), &*deployment);
        let one = async |number: usize| {
            let mut guest = GuestSession::connect(&options, format!("token-{number}")).await.unwrap();
            guest.configure(false).await.unwrap();
            let sent = guest.say("Hi", &IndexMap::new()).await.unwrap();
            client.conversation_of_message(&sent.message_id, Duration::from_secs(5)).await.unwrap()
        };
        join_all((0..count).map(one)).await
    }

    impl Executions {
        /// Asks for all as soon as so many wait.
        async fn release_when(&self, client: &Client, count: usize) {
            self.parked().wait_for(|parked| *parked == count).await.unwrap();
            self.release(client).await;
        }
    }

    fn requests(tenant: &Tenant, ending: &str) -> usize {
        tenant.requests().iter().filter(|one| one.method == "POST" && one.path.contains(ending)).count()
    }

    #[tokio::test]
    async fn cases_that_ask_together_share_queries_and_jobs_and_each_gets_its_own() {
        let org = Org::start(OrgOptions::default()).await.unwrap();
        let (tenant, client) = open(&org);
        let ids = conversations(&org, &tenant, &client, 120).await;
        let executions = Executions::at_the_end(Duration::from_secs(30));
        let stopwatch = Stopwatch::default();
        let asked = ids.iter().map(|id| executions.collect(&client, std::slice::from_ref(id), &stopwatch));
        let (found, ()) = tokio::join!(join_all(asked), executions.release_when(&client, 120));
        // At most 50 conversations a query, and 100 executions a job.
        assert_eq!((requests(&tenant, "/instances/query"), requests(&tenant, "/instances/jobs")), (3, 2));
        for (id, found) in ids.iter().zip(found) {
            let [Ok(documents)] = &found.unwrap()[..] else { panic!("nothing of {id}") };
            let of: Vec<Option<&str>> = documents.iter().map(|one| one.flow.conversation_id.as_deref()).collect();
            assert_eq!(of, [Some(id.as_str())]);
        }
    }

    #[tokio::test]
    async fn where_the_fetch_for_all_is_cut_short_each_asks_for_itself() {
        let org = Org::start(OrgOptions::default()).await.unwrap();
        let (tenant, client) = open(&org);
        let ids = conversations(&org, &tenant, &client, 2).await;
        let executions = Executions::at_the_end(Duration::from_secs(30));
        let stopwatch = Stopwatch::default();
        let both = join_all(ids.iter().map(|id| executions.collect(&client, std::slice::from_ref(id), &stopwatch)));
        let cut = async {
            executions.parked().wait_for(|parked| *parked == 2).await.unwrap();
            let mut fetch = Box::pin(executions.release(&client));
            tokio::select! { biased; () = &mut fetch => panic!("too soon"), () = std::future::ready(()) => {} }
        };
        let (found, ()) = tokio::join!(both, cut);
        assert!(found.iter().all(|one| matches!(one.as_deref(), Ok([Ok(documents)]) if documents.len() == 1)));
        assert!(requests(&tenant, "/instances/query") >= 2);
    }

    #[tokio::test]
    async fn at_the_end_nobody_is_asked_for_before_the_run_says_so_and_the_wait_is_nobody_s_time() {
        let org = Org::start(OrgOptions::default()).await.unwrap();
        let (tenant, client) = open(&org);
        let ids = conversations(&org, &tenant, &client, 3).await;
        let executions = Executions::at_the_end(Duration::from_secs(30));
        let mut parked = executions.parked();
        let stopwatch = Stopwatch::default();
        let asked = join_all(ids.iter().map(|id| executions.collect(&client, std::slice::from_ref(id), &stopwatch)));
        let release = async {
            parked.wait_for(|parked| *parked == 3).await.unwrap();
            assert_eq!(requests(&tenant, "/instances/query"), 0);
            assert!(stopwatch.is_paused());
            executions.release(&client).await;
        };
        let (found, ()) = tokio::join!(asked, release);
        assert!(found.iter().all(|one| matches!(one.as_deref(), Ok([Ok(documents)]) if documents.len() == 1)));
        assert_eq!((requests(&tenant, "/instances/query"), requests(&tenant, "/instances/jobs")), (1, 1));
        assert_eq!((*parked.borrow(), stopwatch.is_paused()), (0, false));
    }
}
