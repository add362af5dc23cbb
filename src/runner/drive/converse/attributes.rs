//! The customer's attributes as the conversation shows them: midway, afterwards, and what of them had arrived. Must not know paths.

use std::time::Duration;

use indexmap::IndexMap;

use super::talk::Talk;
use crate::evidence::{Checkpoint, Origin, Part, StepFailure, judge_checkpoint, settled};
use crate::scenario::model::StepKind;
use crate::wire::platform::MessagingConversation;

/// The first wait between two reads; each is twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

type Step<T> = Result<T, StepFailure>;

impl Talk<'_> {
    /// The customer's attributes afterwards, read until what was sent and written is there, up to a limit; and from them, what arrived.
    pub(super) async fn attributes(&mut self, id: &str, first: MessagingConversation) -> Step<()> {
        let sent = self.sent_attributes();
        let mut set = self.driven.evidence.set.value().cloned().unwrap_or_default();
        let derived = matches!(&self.driven.evidence.set, Part::Observed(seen) if seen.origin == Origin::Derived);
        let limit = self.seat.habits.attributes();
        let mut conversation = first;
        let mut pause = FIRST_PAUSE;
        let mut waited = Duration::ZERO;
        loop {
            let attributes = self.own_attributes(&conversation);
            // What the flow wrote is only known from here: then what is expected of it is waited for.
            if derived {
                set = self.written(&conversation);
                self.driven.evidence.set = Part::seen(set.clone(), Origin::Derived);
            }
            let expected = self.case.expect.attributes.set.keys().all(|name| !derived || set.contains_key(name));
            let awaited = sent.iter().chain(&set);
            let awaited: IndexMap<&String, &String> = awaited.collect();
            let holds = expected && awaited.iter().all(|(name, value)| attributes.get(*name) == Some(*value));
            if holds || waited >= limit {
                self.arrived(&sent, &set, &attributes);
                self.driven.evidence.attributes = Part::seen(attributes, Origin::Conversation);
                return Ok(());
            }
            self.place.options.clock.sleep(pause).await;
            waited += pause;
            pause = pause.saturating_mul(2);
            conversation = self.read(id).await?;
        }
    }

    /// The customer's attributes as the scenario knows them.
    pub(super) fn own_attributes(&self, conversation: &MessagingConversation) -> IndexMap<String, String> {
        conversation.customer().map(|customer| self.seat.own(&customer.attributes)).unwrap_or_default()
    }

    /// What every message brought along, with the last values.
    pub(super) fn sent_attributes(&self) -> IndexMap<String, String> {
        let done = self.driven.evidence.checkpoints.len();
        let case = settled(self.case, &self.driven.evidence);
        let says = case.conversation.iter().take(done).filter_map(|step| match &step.kind {
            StepKind::Say(say) => Some(&say.attributes),
            _ => None,
        });
        let all = std::iter::once(&self.case.participant.attributes).chain(says);
        all.flatten().map(|(name, value)| (name.clone(), value.value.clone())).collect()
    }

    /// What the customer had before the flow wrote: everything that the flow did not write, and of the rest what it read first.
    fn arrived(
        &mut self,
        sent: &IndexMap<String, String>,
        set: &IndexMap<String, String>,
        attributes: &IndexMap<String, String>,
    ) {
        let evidence = &mut self.driven.evidence;
        let kept = attributes.iter().filter(|(name, _)| !set.contains_key(*name));
        let mut arrived: IndexMap<String, String> = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
        let own = &self.case.participant.attributes;
        // A later message brought another value, and that one is there: the first has been replaced by it, as it was meant to be.
        for (name, first) in own {
            if let Some(held) = arrived.get_mut(name).filter(|held| sent.get(name) == Some(*held)) {
                held.clone_from(&first.value);
            }
        }
        let read = self.read.iter().filter(|(name, _)| set.contains_key(*name));
        arrived.extend(read.map(|(name, value)| (name.clone(), value.clone())));
        evidence.overwritten = own.keys().filter(|name| set.contains_key(*name)).cloned().collect();
        evidence.arrived = Part::seen(arrived, Origin::Conversation);
    }

    /// The attributes in the middle of the conversation, read until the step's expectation holds, up to a limit.
    pub async fn attributes_now(&mut self, step: usize, limit: Duration) -> Step<Part<IndexMap<String, String>>> {
        let Some(message) = self.begun.last().cloned() else {
            return Ok(Part::Unverifiable("no conversation had begun".to_owned()));
        };
        let id = self.find(&message).await?;
        let limit = limit.min(self.seat.habits.attributes());
        let mut pause = FIRST_PAUSE;
        let mut waited = Duration::ZERO;
        loop {
            let read = self.read(&id).await?;
            let seen = Part::seen(self.own_attributes(&read), Origin::Conversation);
            let checkpoint = Checkpoint { step, lines: 0, attributes: Some(seen.clone()) };
            if judge_checkpoint(&settled(self.case, &self.driven.evidence), &checkpoint).is_empty() || waited >= limit {
                return Ok(seen);
            }
            self.place.options.clock.sleep(pause).await;
            waited += pause;
            pause = pause.saturating_mul(2);
        }
    }
}
