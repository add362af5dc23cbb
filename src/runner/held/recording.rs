//! A conversation that somebody else held, as a recording.

use indexmap::IndexMap;

use super::observe::Held;
use crate::live::Mark;
use crate::project::{LiveSettings, ProjectFlow};
use crate::record::{Move, Recorded, Recording, Rules, scenario};

impl Held {
    /// Writes it as a scenario of the flow. The attributes of a mark, which `settings` name, are no part of it.
    pub fn recording(&self, flow: &ProjectFlow, rules: &Rules, settings: &LiveSettings) -> Recording {
        let prefix = settings.habits.attribute_keys().prefix();
        let said = self.moves.iter().filter_map(|one| match one {
            Move::Said { attributes, .. } => Some(attributes),
            _ => None,
        });
        let all = said.chain([&self.attributes]).chain(self.evidence.attributes.value());
        let own = |name: &&String| Mark::owns(&settings.marker, name.strip_prefix(prefix).unwrap_or(name));
        scenario(&Recorded {
            title: self.title(&flow.name),
            flow: flow.name.to_string(),
            program: &flow.program,
            world: &flow.world,
            evidence: &self.evidence,
            started: self.started,
            joined: self.joined,
            customer: self.customer.clone(),
            attributes: self.attributes.clone(),
            moves: self.moves.clone(),
            meanings: IndexMap::new(),
            silences_known: false,
            own: all.flat_map(|attributes| attributes.keys()).filter(own).cloned().collect(),
            rules,
            unknown: self.doubts.clone(),
        })
    }

    /// What the customer said first tells conversations apart best.
    fn title(&self, flow: &str) -> String {
        let said = self.moves.iter().find_map(|one| if let Move::Said { text, .. } = one { Some(text) } else { None });
        said.map_or_else(|| format!("Recorded with {flow}"), |text| format!("Recorded: {text}"))
    }
}
