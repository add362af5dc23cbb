//! The steps of a scenario, one function a kind. Must not know how the conversation is read back at the end.

use std::time::Duration;

use indexmap::IndexMap;

use super::choose::{choice, response};
use super::settle::Settle;
use super::talk::{Talk, Told};
use crate::diagnostic::Place;
use crate::evidence::{Checkpoint, Finding, FindingKind, StepFailure, judge_so_far, settled};
use crate::genesys::OutgoingFile;
use crate::scenario::model::{Attachment, Receive, RunStep, Say, Spanned, StepKind};
use crate::trace::Speaker;

type Step<T> = Result<T, StepFailure>;

/// Whether the conversation goes on.
#[derive(PartialEq, Eq)]
enum Goes {
    On,
    /// It has left the scenario's way: what follows would answer something else.
    Astray,
}

impl Talk<'_> {
    /// Takes the scenario's steps in order, until one fails or the conversation goes another way.
    pub async fn steps(&mut self) -> Step<()> {
        let mut awaited = 0;
        for at in 0..self.case.conversation.len() {
            // What earlier steps captured stands in this one.
            let case = settled(self.case, &self.driven.evidence);
            let Some(step) = case.conversation.get(at) else { break };
            let limit = step.timeout.unwrap_or(self.resolved.timeouts.step);
            self.wait_up_to(limit);
            let mut attributes = None;
            let goes = match &step.kind {
                StepKind::Say(_) | StepKind::Choose(_) | StepKind::Attach(_) if self.is_over() => {
                    self.too_late(&step.place)
                }
                StepKind::Say(say) => self.say(say).await?,
                StepKind::Choose(label) => self.choose(label).await?,
                StepKind::Attach(file) => self.attach(file).await?,
                StepKind::Receive(Receive::NoneFor(time)) => self.pass(*time).await?,
                StepKind::Receive(receive) => {
                    awaited += count(receive);
                    self.receive(awaited, limit).await?
                }
                StepKind::Wait(time) => self.pass(*time).await?,
                StepKind::Leave => self.leave().await?,
                StepKind::Resume => self.resume().await?,
                StepKind::StartNew => self.start_new().await?,
                StepKind::End => self.end().await?,
                StepKind::Attributes(_) => {
                    attributes = Some(self.attributes_now(at, limit).await?);
                    Goes::On
                }
            };
            let lines = self.lines().len();
            self.driven.evidence.checkpoints.push(Checkpoint { step: at, lines, attributes });
            if goes == Goes::Astray || !judge_so_far(self.case, &self.driven.evidence, at + 1).is_empty() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Whether the other side, or time, has ended the conversation, as far as the guest was told.
    fn is_over(&self) -> bool {
        matches!(self.told, Some(Told::Disconnected | Told::Expired))
    }

    /// The customer would go on with what is over. What a message does then is not documented (facts: genesys-api.md section 7, `Send`):
    /// it may begin another conversation, which nobody asked for, so it is not sent.
    fn too_late(&mut self, place: &Place) -> Goes {
        let went = match self.told {
            Some(Told::Expired) => "the session had expired; `start_new` begins another conversation",
            _ => "the other side had ended it; `start_new` begins another conversation",
        };
        let expected = "the conversation to go on";
        self.driven.findings.push(Finding::new(FindingKind::Transcript, Some(place), expected, went));
        Goes::Astray
    }

    async fn say(&mut self, say: &Say) -> Step<Goes> {
        self.doing(RunStep::Message, &format!("saying \"{}\"", say.text.value));
        let attributes = self.attributes_of_the_next(RunStep::Message, &say.attributes)?;
        let text = &say.text.value;
        let sent = self.guest()?.say(text, &attributes).await;
        let sent = self.taken(sent)?;
        self.sent(sent, Some(text));
        self.settle().await?;
        Ok(Goes::On)
    }

    async fn choose(&mut self, label: &Spanned<String>) -> Step<Goes> {
        self.doing(RunStep::Message, &format!("choosing \"{}\"", label.value));
        let chosen = match choice(self.lines(), &label.value) {
            Ok(chosen) => (response(chosen), chosen.label.to_string()),
            // A flow whose bot is scripted offers nothing: then the customer types the words.
            Err(_) if self.is_scripted() => {
                let say = Say { text: label.clone(), attributes: IndexMap::new() };
                return self.say(&say).await;
            }
            Err(went) => {
                let expected = format!("a choice \"{}\"", label.value);
                self.driven.findings.push(Finding::new(FindingKind::Transcript, Some(&label.place), expected, went));
                return Ok(Goes::Astray);
            }
        };
        let (response, text) = chosen;
        let attributes = self.attributes_of_the_next(RunStep::Message, &IndexMap::new())?;
        let sent = self.guest()?.choose(response, &attributes).await;
        let sent = self.taken(sent)?;
        self.sent(sent, Some(&text));
        self.settle().await?;
        Ok(Goes::On)
    }

    /// Whether the case scripts bots by their texts, which have no choices.
    fn is_scripted(&self) -> bool {
        !self.case.stubs.bots.is_empty() && self.lines().iter().all(|line| line.choices.is_empty())
    }

    async fn attach(&mut self, attachment: &Attachment) -> Step<Goes> {
        let wanted = &attachment.file.value;
        self.doing(RunStep::Attach, &format!("sending the file `{wanted}`"));
        let path = self.resolved.folder.join(wanted);
        let bytes = self.seat.files.read_bytes(&path).map_err(|error| StepFailure {
            step: RunStep::Attach,
            status: None,
            code: None,
            message: format!("the file `{path}` cannot be read: {error}"),
            advice: vec!["the path is relative to the scenario's folder".to_owned()],
            environment: false,
        })?;
        let name = path.file_name().unwrap_or(wanted).to_owned();
        let guessed = || mime_guess::from_path(path.as_str()).first_or_octet_stream().to_string();
        let mime = attachment.media_type.clone().unwrap_or_else(guessed);
        let file = OutgoingFile { name: name.clone(), mime, bytes: bytes.into() };
        let attributes = self.attributes_of_the_next(RunStep::Attach, &IndexMap::new())?;
        let http = self.seat.http.clone();
        let sent = self.guest()?.attach(&file, &http, &attributes).await;
        let sent = self.taken(sent)?;
        self.sent(sent, Some(&name));
        self.settle().await?;
        Ok(Goes::On)
    }

    /// Waits until so many messages of the other side have come in all.
    async fn receive(&mut self, awaited: usize, limit: Duration) -> Step<Goes> {
        self.doing(RunStep::Message, "waiting for a message");
        let heard = |talk: &Self| talk.lines().iter().filter(|line| line.speaker != Speaker::Customer).count();
        let deadline = tokio::time::Instant::now() + limit;
        while heard(self) < awaited && self.told.is_none() {
            let left = deadline.saturating_duration_since(tokio::time::Instant::now());
            // Behind a barrier nothing more will come, however long one waits.
            if left.is_zero() || self.place.settle == Settle::Barrier || self.guest.is_none() {
                break;
            }
            self.listen(left, left).await?;
            self.take_received();
        }
        Ok(Goes::On)
    }

    /// Time passes in silence: on the fake's clock at once, in a live org for real.
    async fn pass(&mut self, time: Duration) -> Step<Goes> {
        self.doing(RunStep::Message, "letting time pass");
        if self.seat.pass_time(time) {
            self.settle().await?;
        } else if self.guest.is_some() {
            let until = tokio::time::Instant::now() + time;
            while self.guest.is_some() && tokio::time::Instant::now() < until {
                let left = until.saturating_duration_since(tokio::time::Instant::now());
                self.listen(left, left).await?;
            }
        } else {
            tokio::time::sleep(time).await;
        }
        Ok(Goes::On)
    }

    async fn leave(&mut self) -> Step<Goes> {
        self.doing(RunStep::Leave, "closing the window");
        if let Some(guest) = &mut self.guest {
            let left = guest.leave().await;
            self.answered(left)?;
            self.hang_up();
        }
        Ok(Goes::On)
    }

    /// Comes back with the same token; what was said meanwhile is in the history.
    async fn resume(&mut self) -> Step<Goes> {
        let is_new = self.connect(false).await?;
        if is_new {
            self.driven.warnings.push("the session was over when the customer came back: it is a new one".to_owned());
            self.begin_anew();
        } else {
            self.catch_up().await?;
        }
        self.settle().await?;
        Ok(Goes::On)
    }

    async fn start_new(&mut self) -> Step<Goes> {
        self.doing(RunStep::Configure, "starting a new conversation");
        match &mut self.guest {
            Some(guest) => {
                let session = guest.configure(true).await;
                self.answered(session)?;
                self.take_received();
            }
            None => {
                self.connect(true).await?;
            }
        }
        self.begin_anew();
        self.settle().await?;
        Ok(Goes::On)
    }

    async fn end(&mut self) -> Step<Goes> {
        self.doing(RunStep::End, "ending the conversation");
        let cleared = self.guest()?.clear().await;
        self.answered(cleared)?;
        self.hang_up();
        self.told = Some(Told::Cleared);
        Ok(Goes::On)
    }
}

/// How many messages a step receives.
fn count(receive: &Receive) -> usize {
    match receive {
        Receive::One { .. } => 1,
        Receive::AnyOrder(texts) => texts.len(),
        Receive::NoneFor(_) => 0,
    }
}
