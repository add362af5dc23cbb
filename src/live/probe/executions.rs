//! Questions 3 and 4: when an execution is listed, whether one that waits is, and what it names. Must not know how the conversation was begun.

use std::time::Duration;

use super::Question;
use super::findings::enough;
use super::locate::Waits;
use super::prober::Prober;
use crate::genesys::{GuestSession, PollOptions};
use crate::live::end_conversation;
use crate::project::Habits;
use crate::scenario::show_duration;
use crate::wire::platform::{ExecutionEvent, FlowInstance, InstanceQuery, LogLevel};

/// What the names of a document's events are, counted.
#[derive(Debug, Default, PartialEq, Eq)]
struct Named {
    actions: usize,
    with_name: usize,
    outputs: usize,
    with_output_name: usize,
}

impl Named {
    fn count(&mut self, events: &[ExecutionEvent]) {
        for event in events {
            let payload = &event.payload;
            if payload.action_id.is_some() || payload.action_name.is_some() {
                self.actions += 1;
                self.with_name += usize::from(payload.action_name.is_some());
            }
            if payload.output_path_id.is_some() || payload.output_path_name.is_some() {
                self.outputs += 1;
                self.with_output_name += usize::from(payload.output_path_name.is_some());
            }
            self.count(&payload.execution);
        }
    }
}

impl Prober<'_> {
    /// Asks while the flow waits, ends the conversation, and asks until its execution is there.
    pub async fn executions(&mut self, id: &str, guest: &mut GuestSession, over: bool) {
        let waiting = if over { Ok("the flow had ended by itself".to_owned()) } else { self.waiting(id).await };
        let waiting = match waiting {
            Ok(waiting) => waiting,
            Err(why) => {
                self.findings.open(Question::ExecutionLag, why.clone());
                return self.findings.open(Question::Names, why);
            }
        };
        self.end(id, guest).await;
        match self.listed(id).await {
            Ok(lag) => {
                let says = format!("listed {} after its end; before: {waiting}", show_duration(lag));
                self.findings.measured(Question::ExecutionLag, says);
                self.findings.habits.execution_data = enough(lag, Habits::default().execution_data());
                self.names(id).await;
            }
            Err(why) => {
                self.findings.open(Question::ExecutionLag, format!("{why}; before its end: {waiting}"));
                self.findings.open(Question::Names, why);
            }
        }
    }

    async fn instances(&self, id: &str) -> Result<Vec<FlowInstance>, String> {
        let query = InstanceQuery::of_conversations([id]);
        self.sandbox.client.flow_instances(&query).await.map_err(|error| error.to_string())
    }

    /// Whether an execution that goes on is listed.
    async fn waiting(&self, id: &str) -> Result<String, String> {
        let (began, limit) = (self.now(), self.patience());
        let mut waits = Waits::new();
        loop {
            if let Some(one) = self.instances(id).await?.first() {
                let end = if one.end_date_time.is_some() { "with" } else { "without" };
                return Ok(format!(
                    "one that waits is listed {end} an end, after {}",
                    show_duration(self.since(began))
                ));
            }
            if self.since(began) >= limit {
                return Ok(format!("one that waits is not listed within {}", show_duration(limit)));
            }
            self.sleep(waits.next()).await;
        }
    }

    /// Ends the conversation as its customer, and by the API where that is not allowed; hears how the org closes the connection.
    async fn end(&mut self, id: &str, guest: &mut GuestSession) {
        match guest.clear().await {
            Ok(()) => {
                let heard = self.hear(guest, self.now()).await;
                self.closed = Some(match heard.closed {
                    Some(0) | None => "after the customer's end the connection stays open".to_owned(),
                    Some(code) => format!("after the customer's end the org closes with {code}"),
                });
            }
            Err(error) => {
                self.closed = Some(format!("the customer may not end it ({error})"));
                let _ = end_conversation(&self.sandbox.client, id).await;
            }
        }
    }

    /// How long after its end an execution is listed as ended.
    async fn listed(&self, id: &str) -> Result<Duration, String> {
        let (ended, limit) = (self.now(), self.sandbox.settings.habits.execution_data());
        let mut waits = Waits::new();
        loop {
            let found = self.instances(id).await?;
            if !found.is_empty() && found.iter().all(|one| one.end_date_time.is_some()) {
                return Ok(self.since(ended));
            }
            if self.since(ended) >= limit {
                let why =
                    if found.is_empty() { "no execution was listed" } else { "the execution was not listed as ended" };
                return Err(format!("{why} within {}", show_duration(limit)));
            }
            self.sleep(waits.next()).await;
        }
    }

    async fn names(&mut self, id: &str) {
        let limit = PollOptions::up_to(self.sandbox.settings.habits.execution_data());
        let data = match self.sandbox.client.execution_data(&[id], &limit).await {
            Ok(data) => data,
            Err(error) => return self.findings.open(Question::Names, error.to_string()),
        };
        let documents = data.of(id);
        let Some((instance, _)) = documents.first() else {
            let why = data.missing_of(id).map_or_else(|| "nothing was downloaded".to_owned(), ToString::to_string);
            return self.findings.open(Question::Names, why);
        };
        let level = self.level(instance.flow_id.as_deref().unwrap_or_default()).await;
        let mut named = Named::default();
        documents.iter().for_each(|(_, document)| named.count(&document.flow.execution));
        let Named { actions, with_name, outputs, with_output_name } = named;
        let says = format!(
            "{level}: {with_name} of {actions} actions have a name, {with_output_name} of {outputs} outputs (`outputPathName`)"
        );
        self.findings.measured(Question::Names, says);
    }

    /// The level that the flow is recorded at, in words.
    async fn level(&self, flow_id: &str) -> String {
        let own = self.sandbox.client.log_level(flow_id).await;
        let (whose, found) = match own {
            Ok(own) => ("the flow's", Ok(own)),
            Err(_) => ("the org's", self.sandbox.client.default_log_level().await),
        };
        match found {
            Ok(settings) => {
                let LogLevel { level, characteristics } = settings.log_level_characteristics;
                let names = match characteristics.and_then(|one| one.names) {
                    Some(true) => "on",
                    Some(false) => "off",
                    None => "not said",
                };
                format!("{whose} level `{}`, names {names}", level.as_deref().unwrap_or("none"))
            }
            Err(_) => "log level not readable".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_counted_at_any_depth() {
        let events: Vec<ExecutionEvent> = serde_json::from_value(json!([
            { "startedTask": { "taskName": "Main" } },
            { "actionCallTask": { "actionId": "a", "actionName": "Call", "execution": [
                { "actionDecision": { "actionId": "b", "outputPathId": "__YES__", "outputPathName": "Yes" } },
            ] } },
            { "actionSwitch": { "actionId": "c", "outputPathId": "x" } },
        ]))
        .unwrap();
        let mut named = Named::default();
        named.count(&events);
        assert_eq!(named, Named { actions: 3, with_name: 1, outputs: 2, with_output_name: 1 });
    }
}
