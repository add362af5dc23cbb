//! What a run would do with each case, without doing it. Must not know how it is shown.

use super::Plan;
use super::case::{Offer, Prepared, prepare_for};
use crate::event::CaseName;
use crate::project::{Files, Project};
use crate::scenario::model::{Driver, TargetName};

/// A case of a plan, and what would become of it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its name and place.
    pub name: CaseName,
    /// Its tags.
    pub tags: Vec<String>,
    /// The group that it shares something with.
    pub group: Option<String>,
    /// The driver that would take it.
    pub driver: Option<Driver>,
    /// Why none would.
    pub skipped: Option<String>,
}

impl Plan {
    /// Every case in the order in which they would begin, on a target with these drivers, richest first.
    pub fn list<'p>(
        &'p self,
        project: &'p Project,
        files: &'p dyn Files,
        target: TargetName,
        drivers: &'static [Driver],
        only: Option<Driver>,
    ) -> impl Iterator<Item = Listed> + 'p {
        let offer = Offer { target, drivers, only };
        self.cases(project, files).map(move |planned| {
            let (name, group) = (planned.name(), planned.group().map(str::to_owned));
            let (tags, driver, skipped) = match prepare_for(project, files, offer, &planned) {
                Prepared::Ready(ready) => (ready.0.tags, Some(ready.2), None),
                Prepared::Skipped { reason, tags } => (tags, None, Some(reason)),
                Prepared::Wrong(_) => (Vec::new(), None, Some("the scenario is wrong".to_owned())),
            };
            Listed { name, tags, group, driver, skipped }
        })
    }
}
