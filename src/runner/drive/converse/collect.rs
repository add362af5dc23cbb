//! What the org knows of the conversations once the customer is done: each is found, read and ended, and what its flow did is collected.

use super::failure::{is_environment, of_client, of_unnoted};
use super::talk::{Talk, Told};
use crate::evidence::{Finding, FindingKind, StepFailure};
use crate::runner::target::Found;
use crate::scenario::model::RunStep;
use crate::wire::platform::MessagingConversation;

type Step<T> = Result<T, StepFailure>;

impl Talk<'_> {
    /// Finds, reads and ends the conversations and collects their paths. A failure of its own counts only where none came before it: what
    /// is left to do is done all the same.
    pub async fn collect(&mut self) {
        self.take_received();
        let collected = self.try_collect().await;
        if let Err(failure) = collected {
            match &self.driven.evidence.failure {
                None => self.driven.evidence.failure = Some(failure),
                Some(_) => self.driven.warnings.push(failure.message),
            }
        }
        self.depart().await;
    }

    /// The customer closes the window, if it is open still.
    async fn depart(&mut self) {
        let over = self.told == Some(Told::Expired) || self.driven.evidence.failure.is_some();
        if let Some(guest) = self.guest.as_mut().filter(|_| !over)
            && let Err(error) = guest.leave().await
        {
            self.driven.warnings.push(error.to_string());
        }
        self.hang_up();
    }

    async fn try_collect(&mut self) -> Step<()> {
        let begun = self.begun.clone();
        let mut ids = Vec::with_capacity(begun.len());
        for message in &begun {
            ids.push(self.find(message).await?);
        }
        let Some(last) = ids.last().cloned() else { return Ok(()) };
        self.driven.evidence.conversation_id = Some(last.clone());
        let conversation = match self.read(&last).await {
            Ok(conversation) => conversation,
            Err(failure) => {
                // One that cannot be read may be open, and must not stay so.
                if let Err(unended) = self.end_conversation(&last).await {
                    self.driven.warnings.push(unended.message);
                }
                return Err(failure);
            }
        };
        let open = !conversation.is_over();
        if !open {
            self.seat.is_over(&last);
        }
        self.end_earlier(&ids).await;
        self.end_unseen(&last).await?;
        let ended = if open { self.end_conversation(&last).await } else { Ok(()) };
        // While paths are waited for, nobody listens: a run of many cases must not keep as many connections.
        self.depart().await;
        // The executions of a conversation that goes on have not ended, so nobody waits for them.
        let executions = match ended {
            Ok(()) => self.executions(&ids).await,
            Err(failure) => Err(failure),
        };
        let none = |failure: &StepFailure| ids.iter().map(|_| Err(failure.message.clone())).collect();
        let (executions, failed) = match executions {
            Ok(executions) => (executions, None),
            Err(failure) => (none(&failure), Some(failure)),
        };
        self.paths(&executions, &conversation, open).await;
        self.driven.evidence.executions = executions.into_iter().flatten().flatten().collect();
        let attributes = self.attributes(&last, conversation).await;
        failed.map_or(attributes, Err)
    }

    /// Conversations that the customer left for another one. The fake ends each with its session; whether a live org does is not known
    /// (facts: genesys-api.md section 9, point 7), and what goes on has no execution data.
    async fn end_earlier(&mut self, ids: &[String]) {
        let Some((_, earlier)) = ids.split_last().filter(|_| self.seat.is_live()) else { return };
        for id in earlier {
            let ended = match self.read(id).await {
                Ok(conversation) if conversation.is_over() => {
                    self.seat.is_over(id);
                    Ok(())
                }
                _ => self.end_conversation(id).await,
            };
            if let Err(unended) = ended {
                self.driven.warnings.push(unended.message);
            }
        }
    }

    /// In a live org the last message may have begun a conversation that nobody asked for: the other side had ended the one before, and the guest
    /// was not told, or not yet. It is noted and ended, and the case says so.
    async fn end_unseen(&mut self, last: &str) -> Step<()> {
        let Some(message) = self.last.clone().filter(|one| self.seat.is_live() && self.begun.last() != Some(one))
        else {
            return Ok(());
        };
        let id = self.find(&message).await?;
        if id == last {
            return Ok(());
        }
        self.seat.begins().map_err(|unnoted| of_unnoted(RunStep::End, unnoted))?;
        self.seat.begun(&message);
        self.seat.found(&message, &id);
        let expected = "the conversation to go on";
        let went = "the last message began another one: the other side had ended it, and the customer was not told";
        self.driven.findings.push(Finding::new(FindingKind::Transcript, None, expected, went));
        self.end_conversation(&id).await
    }

    async fn end_conversation(&mut self, id: &str) -> Step<()> {
        self.doing(RunStep::End, "ending the conversation");
        let ended = self.seat.end(id).await;
        ended.map_err(|error| of_client(RunStep::End, &error))
    }

    /// The conversation that a message is in.
    pub(super) async fn find(&mut self, message: &str) -> Step<String> {
        self.doing(RunStep::LookUp, "finding the conversation");
        let found = self.seat.client.conversation_of_message(message, self.seat.habits.message()).await;
        let id = found.map_err(|error| of_client(RunStep::LookUp, &error))?;
        self.seat.found(message, &id);
        Ok(id)
    }

    pub(super) async fn read(&mut self, id: &str) -> Step<MessagingConversation> {
        self.doing(RunStep::Read, "reading the conversation");
        let read = self.seat.client.messaging_conversation(id).await;
        read.map_err(|error| of_client(RunStep::Read, &error))
    }

    /// The data of each conversation's executions, in their order, or why the org has none of it.
    async fn executions(&mut self, ids: &[String]) -> Step<Vec<Found>> {
        self.doing(RunStep::Execution, "collecting the flow's execution data");
        match self.seat.executions.collect(&self.seat.client, ids, &self.seat.stopwatch).await {
            Ok(found) => {
                self.driven.warnings.extend(found.iter().filter_map(|one| one.as_ref().err().cloned()));
                Ok(found)
            }
            Err(error) if is_environment(&error.kind) || self.case.expect.error.is_some() => {
                Err(of_client(RunStep::Execution, &error))
            }
            Err(error) => {
                let reason = format!("no execution data: {error}");
                self.driven.warnings.push(reason.clone());
                Ok(ids.iter().map(|_| Err(reason.clone())).collect())
            }
        }
    }
}
