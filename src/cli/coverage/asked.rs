//! What a run is asked about coverage: a reader of its events, and what becomes of what it read when the run is over. Must not know how a
//! run is driven.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use super::args::CoverageArgs;
use super::outcome::{Outcome, Wishes, exclusions, least, settings_least};
use crate::cli::edge::Edge;
use crate::coverage::{Collector, Coverage, Exclusion, Least};
use crate::event::{Event, Exit, FlowSeen};
use crate::project::Project;
use crate::report::Report;

/// What a run collects, and what for.
pub(in crate::cli) struct Asked {
    collector: Arc<Mutex<Collector>>,
    wishes: Wishes,
    least: Vec<Least>,
    /// Every flow of flowproof.yaml, so that one that no case goes through is seen.
    flows: Coverage,
    exclusions: Vec<Exclusion>,
}

struct Reader(Arc<Mutex<Collector>>);

impl Report for Reader {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).event(event);
        Ok(())
    }
}

impl Asked {
    /// What the options ask for; none where they ask for nothing. `part` is the option that leaves cases out, where one does.
    ///
    /// # Errors
    /// The options or flowproof.yaml are wrong, which has been told.
    pub fn of(edge: &Edge, args: &CoverageArgs, project: &Project, part: Option<&str>) -> Result<Option<Self>, Exit> {
        if !args.given() {
            return Ok(None);
        }
        let wrong = project.check_coverage(&*edge.files);
        if !wrong.is_empty() {
            edge.report(&wrong);
            return Err(Exit::Usage);
        }
        let (loaded, wrong) = project.flows(&*edge.files);
        if wrong.has_errors() {
            edge.report(&wrong);
            return Err(Exit::Usage);
        }
        let mut flows = Coverage::default();
        for flow in &loaded {
            let untaken = Coverage::untaken(&FlowSeen::of(&flow.name, &flow.program));
            flows = flows.merged(&untaken).map_err(|other| {
                edge.tell(&format!("`{}` changed while it was read", other.file));
                Exit::Usage
            })?;
        }
        if let (Some(option), false) = (part, args.fail_under.is_empty()) {
            edge.tell(&format!(
                "`--fail-under` judges all cases, and `{option}` leaves some out: write `--coverage json=FILE` here, and judge the files of all parts with `flowproof coverage FILE… --fail-under PERCENT`"
            ));
            return Err(Exit::Usage);
        }
        let mut asked = least(edge, &args.fail_under, project, &flows)?;
        if asked.is_empty() && part.is_none() {
            asked = settings_least(project);
        }
        Ok(Some(Self {
            collector: Arc::new(Mutex::new(Collector::new(part.is_some_and(|option| option != SHARD)))),
            wishes: Wishes::of(&args.coverage),
            least: asked,
            flows,
            exclusions: exclusions(project),
        }))
    }

    /// What reads the run.
    pub fn reader(&self) -> Box<dyn Report> {
        Box::new(Reader(Arc::clone(&self.collector)))
    }

    /// Whether the run began, so that there is something to say.
    pub fn has_begun(&self) -> bool {
        self.collector.lock().unwrap_or_else(PoisonError::into_inner).has_begun()
    }

    /// Shows, writes and judges what was collected.
    pub fn finish(self, edge: &Edge) -> Exit {
        let collected = self.collector.lock().unwrap_or_else(PoisonError::into_inner).coverage();
        let coverage = match collected.and_then(|coverage| coverage.merged(&self.flows)) {
            Ok(coverage) => coverage,
            Err(other) => {
                edge.tell(&format!("there is no coverage: `{}` changed while the cases ran", other.file));
                return Exit::Red;
            }
        };
        Outcome { coverage, exclusions: self.exclusions, least: self.least, wishes: self.wishes }.finish(edge)
    }
}

/// The option whose part of the cases is one of several that add up to all.
const SHARD: &str = "--shard";
