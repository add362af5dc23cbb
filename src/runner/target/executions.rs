//! Execution data for many cases at once: those that ask while others are being asked for share one query, one job. Must not know a case.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::genesys::{Client, ClientError, DEFAULT_EXECUTION_LIMIT, PollOptions};
use crate::wire::platform::ExecutionDocument;

/// The data of one conversation, an execution each in order of their start; or why there are none.
pub(in crate::runner) type Found = Result<Vec<ExecutionDocument>, String>;

/// How execution data are fetched.
#[derive(Debug)]
pub(in crate::runner) struct Executions {
    /// How long the first that asks waits for others to join it; none asks at once.
    gather: Option<Duration>,
    poll: PollOptions,
    waiting: Mutex<Vec<Asked>>,
}

#[derive(Debug)]
struct Asked {
    ids: Vec<String>,
    answer: oneshot::Sender<Result<Vec<Found>, ClientError>>,
}

impl Executions {
    /// Each case asks for its own at once: what it would share, it shares with nobody.
    pub fn alone() -> Self {
        Self { gather: None, poll: PollOptions::up_to(DEFAULT_EXECUTION_LIMIT), waiting: Mutex::default() }
    }

    /// Cases that ask within a window of each other are asked for together.
    pub fn together(gather: Duration) -> Self {
        let poll = PollOptions::up_to(DEFAULT_EXECUTION_LIMIT);
        Self { gather: Some(gather), poll, waiting: Mutex::default() }
    }

    /// The data of conversations, in their order.
    ///
    /// # Errors
    /// The query or the job failed as a whole.
    pub async fn collect(&self, client: &Client, ids: &[String]) -> Result<Vec<Found>, ClientError> {
        let Some(gather) = self.gather else { return fetch(client, ids, self.poll).await };
        let (answer, mut answered) = oneshot::channel();
        let first = {
            let mut waiting = self.lock();
            waiting.push(Asked { ids: ids.to_vec(), answer });
            waiting.len() == 1
        };
        if first {
            let gathering = Gathering(Some(self));
            tokio::time::sleep(gather).await;
            let asked = gathering.taken();
            let all: Vec<String> = asked.iter().flat_map(|one| one.ids.iter().cloned()).collect();
            let mut found = fetch(client, &all, self.poll).await.map(Vec::into_iter);
            for one in asked {
                let own = match &mut found {
                    Ok(found) => Ok(found.by_ref().take(one.ids.len()).collect()),
                    Err(error) => Err(error.clone()),
                };
                // A case that was cut short no longer listens.
                let _gone = one.answer.send(own);
            }
        }
        match (&mut answered).await {
            Ok(answer) => answer,
            // Whoever asked for all was cut short: this one asks for itself.
            Err(_) => fetch(client, ids, self.poll).await,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Asked>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Those who wait for the first that asked. Were that one cut short with nobody taking its place, they would wait for ever: dropping this
/// drops what they asked, and each then asks for itself.
struct Gathering<'e>(Option<&'e Executions>);

impl Gathering<'_> {
    fn taken(mut self) -> Vec<Asked> {
        self.0.take().map(|all| std::mem::take(&mut *all.lock())).unwrap_or_default()
    }
}

impl Drop for Gathering<'_> {
    fn drop(&mut self) {
        if let Some(all) = self.0.take() {
            all.lock().clear();
        }
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

    fn requests(tenant: &Tenant, ending: &str) -> usize {
        tenant.requests().iter().filter(|one| one.method == "POST" && one.path.contains(ending)).count()
    }

    #[tokio::test]
    async fn cases_that_ask_together_share_queries_and_jobs_and_each_gets_its_own() {
        let org = Org::start(OrgOptions::default()).await.unwrap();
        let (tenant, client) = open(&org);
        let ids = conversations(&org, &tenant, &client, 120).await;
        let executions = Executions::together(Duration::from_millis(200));
        let asked = ids.iter().map(|id| executions.collect(&client, std::slice::from_ref(id)));
        let found = join_all(asked).await;
        // At most 50 conversations a query, and 100 executions a job.
        assert_eq!((requests(&tenant, "/instances/query"), requests(&tenant, "/instances/jobs")), (3, 2));
        for (id, found) in ids.iter().zip(found) {
            let [Ok(documents)] = &found.unwrap()[..] else { panic!("nothing of {id}") };
            let of: Vec<Option<&str>> = documents.iter().map(|one| one.flow.conversation_id.as_deref()).collect();
            assert_eq!(of, [Some(id.as_str())]);
        }
    }

    #[tokio::test]
    async fn where_the_first_that_asked_is_cut_short_the_others_ask_for_themselves() {
        let org = Org::start(OrgOptions::default()).await.unwrap();
        let (tenant, client) = open(&org);
        let ids = conversations(&org, &tenant, &client, 2).await;
        // Nobody waits so long: the second is answered because the first is gone.
        let executions = Executions::together(Duration::from_secs(3_600));
        let mut first = Box::pin(executions.collect(&client, &ids[..1]));
        let mut second = Box::pin(executions.collect(&client, &ids[1..]));
        tokio::select! { biased; _ = &mut first => panic!("too soon"), () = std::future::ready(()) => {} }
        tokio::select! { biased; _ = &mut second => panic!("too soon"), () = std::future::ready(()) => {} }
        drop(first);
        let found = tokio::time::timeout(Duration::from_secs(30), second).await.unwrap().unwrap();
        assert!(matches!(&found[..], [Ok(documents)] if documents.len() == 1));
    }
}
