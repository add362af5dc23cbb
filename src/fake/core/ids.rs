//! Ids in the form of a UUID, from (seed, kind, counter) only, so that a run gives the same ids in any interleaving with others.

use std::sync::Arc;

/// What an id is for. Each kind counts on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An OAuth client.
    Client,
    /// Its secret.
    Secret,
    /// A bearer token's secret part.
    Token,
    /// A widget.
    Widget,
    /// A conversation.
    Conversation,
    /// Who takes part in one.
    Participant,
    /// A simulation.
    Simulation,
    /// A message that a flow starts with.
    Message,
    /// A request, for logs.
    Correlation,
    /// The org itself.
    Organization,
    /// A web deployment.
    Deployment,
    /// A configuration of web deployments.
    Configuration,
    /// An execution of a flow.
    Execution,
    /// A job that gathers execution data.
    Job,
    /// The communication of one who takes part.
    Communication,
    /// A file that a guest sends.
    Attachment,
    /// A guest's token for the history.
    GuestToken,
    /// A conversation with a bot flow alone.
    BotSession,
    /// A turn of it.
    BotTurn,
    /// A flow outcome.
    Outcome,
    /// A flow milestone.
    Milestone,
    /// An integration for open messages.
    Integration,
}

/// How many kinds there are.
const KINDS: usize = 22;

impl Kind {
    /// The name that goes into the id, so that a new kind changes no other's ids.
    fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Secret => "secret",
            Self::Token => "token",
            Self::Widget => "widget",
            Self::Conversation => "conversation",
            Self::Participant => "participant",
            Self::Simulation => "simulation",
            Self::Message => "message",
            Self::Correlation => "correlation",
            Self::Organization => "organization",
            Self::Deployment => "deployment",
            Self::Configuration => "configuration",
            Self::Execution => "execution",
            Self::Job => "job",
            Self::Communication => "communication",
            Self::Attachment => "attachment",
            Self::GuestToken => "guest token",
            Self::BotSession => "bot session",
            Self::BotTurn => "bot turn",
            Self::Outcome => "outcome",
            Self::Milestone => "milestone",
            Self::Integration => "integration",
        }
    }
}

/// The ids of one tenant.
#[derive(Debug)]
pub struct Ids {
    seed: u64,
    counters: [u64; KINDS],
}

impl Ids {
    /// None given yet.
    pub fn new(seed: u64) -> Self {
        Self { seed, counters: [0; KINDS] }
    }

    /// The next id of a kind, with its place among them, from 1.
    pub fn next(&mut self, kind: Kind) -> Arc<str> {
        let counter = match self.counters.get_mut(kind as usize) {
            Some(counter) => {
                *counter += 1;
                *counter
            }
            None => 0,
        };
        derived(self.seed, kind, counter)
    }
}

impl Ids {
    /// How many of a kind were given.
    pub fn count(&self, kind: Kind) -> u64 {
        self.counters.get(kind as usize).copied().unwrap_or_default()
    }

    /// Leaves out the first so many of a kind, where they were not given yet.
    pub fn skip(&mut self, kind: Kind, count: u64) {
        if let Some(counter) = self.counters.get_mut(kind as usize) {
            *counter = (*counter).max(count);
        }
    }
}

/// The id of (seed, kind, counter).
pub fn derived(seed: u64, kind: Kind, counter: u64) -> Arc<str> {
    let start = scramble(seed ^ scramble(counter ^ spell(kind.name())));
    let (high, low) = (scramble(start), scramble(start ^ u64::MAX));
    let uuid = uuid::Builder::from_u128((u128::from(high) << 64) | u128::from(low))
        .with_version(uuid::Version::Random)
        .with_variant(uuid::Variant::RFC4122)
        .into_uuid();
    Arc::from(&*uuid.hyphenated().encode_lower(&mut [0; uuid::fmt::Hyphenated::LENGTH]))
}

/// The id of (seed, kind, name), for what is known by its name before it is used.
pub fn named(seed: u64, kind: Kind, name: &str) -> Arc<str> {
    derived(seed, kind, spell(name))
}

/// FNV-1a: a fixed hash, since the standard one may change between releases.
fn spell(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// SplitMix64's step: neighbours in, far apart out.
fn scramble(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_uuids_of_version_four() {
        let id = derived(7, Kind::Widget, 1);
        let parsed = uuid::Uuid::parse_str(&id).unwrap();
        assert_eq!(parsed.get_version_num(), 4);
        assert_eq!(parsed.get_variant(), uuid::Variant::RFC4122);
    }

    #[test]
    fn neighbours_differ_and_repeats_are_equal() {
        let all: HashSet<_> = (0..50)
            .flat_map(|seed| (0..50).map(move |counter| (seed, counter)))
            .flat_map(|(seed, counter)| [Kind::Widget, Kind::Conversation].map(|kind| derived(seed, kind, counter)))
            .collect();
        assert_eq!(all.len(), 50 * 50 * 2);
        assert_eq!(derived(3, Kind::Token, 9), derived(3, Kind::Token, 9));
    }

    #[test]
    fn kinds_count_on_their_own() {
        let (mut one, mut other) = (Ids::new(1), Ids::new(1));
        one.next(Kind::Widget);
        assert_eq!(one.next(Kind::Conversation), other.next(Kind::Conversation));
        assert_ne!(one.next(Kind::Widget), other.next(Kind::Widget));
    }
}
