//! A case with everything that running it takes: program, stubs, world, clock, queue, needs, time-outs. What cases share is shared.

use std::sync::Arc;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::check::settle_path;
use super::convert::{changes_nothing, stubs_of, with_literals, world_over};
use super::flows::LoadedFlow;
use super::needs::has_stubs;
use super::{Files, LiveFlow, Needs, Project};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, list_of};
use crate::flow::Program;
use crate::flow::expression::ResourceKind;
use crate::flow::stubs::Stubs;
use crate::flow::world::{Resource, World};
use crate::scenario::model::{Case, PathExpectation, RunStep, Undeclared};

/// The conversation's clock where a case sets none: Wednesday 14 January 2026, 10:00 UTC, a working hour of a working day in Europe, so
/// that a run depends on no machine's clock.
pub const DEFAULT_NOW: Timestamp = Timestamp::constant(1_768_384_800, 0);

/// [`DEFAULT_NOW`] as a time in a zone.
pub fn default_now() -> Zoned {
    DEFAULT_NOW.to_zoned(TimeZone::UTC)
}

/// The queue of an org whose world and flow name none: the seed's second step cannot do without one.
pub const DEFAULT_QUEUE: &str = "Default Queue";

/// A case, ready to run.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The flow's name in `flowproof.yaml`, or the path that the scenario gave.
    pub flow: Arc<str>,
    /// The folder of the scenario's file: files that the customer sends are named from there.
    pub folder: Utf8PathBuf,
    /// The flow.
    pub program: Arc<Program>,
    /// Scripted answers.
    pub stubs: Arc<Stubs>,
    /// What the flow can look up: the project's world, what the flow names literally, the case's world over both.
    pub world: Arc<World>,
    /// The conversation's clock at its start.
    pub now: Timestamp,
    /// The queue that the conversation starts in.
    pub queue: Resource,
    /// The widget's name.
    pub widget_name: String,
    /// What happens to an attribute that the widget does not declare. A case that expects the 400 sends it.
    pub undeclared: Undeclared,
    /// The path as it is to be judged, where a name that holds `: ` or ` > ` makes it differ from what the case's own says; else none.
    pub path: Option<Arc<PathExpectation>>,
    /// What the case needs of driver and target.
    pub needs: Needs,
    /// How long it may take.
    pub timeouts: Timeouts,
    /// The fake org holds every request to a declared attribute (`defaults.strict`).
    pub strict: bool,
    /// The flow's ids in the sandbox org.
    pub live: LiveFlow,
}

/// How long things may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// The case.
    pub case: Duration,
    /// A step that has no time-out of its own.
    pub step: Duration,
    /// A request.
    pub request: Duration,
}

impl Project {
    /// Resolves a case. Cheap: a case without a world or stubs of its own shares all of them. It does not check; [`Project::check`] does.
    ///
    /// # Errors
    /// The flow is not known or does not load, or the world has no queue of that name.
    pub fn resolve(&self, files: &dyn Files, scenario: &Utf8Path, case: &Case) -> Result<Resolved, Diagnostics> {
        let flow = self.flow(files, scenario, &case.flow)?;
        let program = match &flow.program {
            Some(program) => Arc::clone(program),
            None => return Err(flow.why_not(&case.flow.place)),
        };
        let world = self.world_of_case(&flow, case);
        let queue = queue_of(&world, case)?;
        let undeclared = undeclared_of(case);
        let defaults = &self.settings.defaults;
        Ok(Resolved {
            flow: Arc::clone(&flow.name),
            folder: scenario.parent().map(Utf8Path::to_path_buf).unwrap_or_default(),
            program,
            stubs: if has_stubs(&case.stubs) { Arc::new(stubs_of(&case.stubs)) } else { Arc::clone(&self.no_stubs) },
            world,
            now: case.now.as_ref().map_or(DEFAULT_NOW, |now| now.value.timestamp()),
            queue,
            widget_name: widget_name(case),
            undeclared,
            path: settle_path(flow.names(), case).map(Arc::new),
            needs: Needs::of(case, defaults, undeclared, &flow.guard),
            timeouts: Timeouts {
                case: case.timeout.unwrap_or(defaults.timeout),
                step: defaults.step_timeout,
                request: defaults.request_timeout,
            },
            strict: defaults.strict,
            live: flow.live.clone(),
        })
    }

    /// The world that a case's flow sees.
    pub(super) fn world_of_case(&self, flow: &LoadedFlow, case: &Case) -> Arc<World> {
        if changes_nothing(&case.world) {
            return Arc::clone(&flow.world);
        }
        Arc::new(with_queue(with_literals(world_over(&self.world, &case.world), &flow.inventory)))
    }
}

impl LoadedFlow {
    /// Why there is no program.
    fn why_not(&self, place: &crate::diagnostic::Place) -> Diagnostics {
        if self.diagnostics.has_errors() {
            return self.diagnostics.clone();
        }
        let message = format!("flow `{}` cannot be loaded", self.name);
        Diagnostic::error(Code::UNKNOWN_FLOW, message).at(place.clone()).into()
    }
}

/// The world with a queue at least.
pub(super) fn with_queue(mut world: World) -> World {
    if world.queues.is_empty() {
        let id = World::derived_id(ResourceKind::Queue, DEFAULT_QUEUE);
        world.queues.push(Resource { id, name: Arc::from(DEFAULT_QUEUE) });
    }
    world
}

fn queue_of(world: &World, case: &Case) -> Result<Resource, Diagnostics> {
    let Some(wanted) = &case.queue else {
        // A world has a queue at least.
        return world.queues.first().cloned().ok_or_else(Diagnostics::new);
    };
    let found = world.queues.iter().find(|queue| *queue.name == *wanted.value);
    found.cloned().ok_or_else(|| unknown_queue(world, wanted).into())
}

/// What is said of a queue that the world does not have.
pub(super) fn unknown_queue(world: &World, wanted: &crate::scenario::model::Spanned<String>) -> Diagnostic {
    let known = world.queues.iter().map(|queue| &*queue.name);
    Diagnostic::error(Code::UNKNOWN_QUEUE, format!("no queue is named `{}`", wanted.value))
        .at(wanted.place.clone())
        .help_maybe(list_of("queues", &wanted.value, known))
        .help("queues stand under `world: { queues: [...] }` in flowproof.yaml or the scenario, and those that the flow names literally count too")
}

/// Whether the case expects the 400 that Genesys gives for an undeclared attribute, and so means to send one.
pub(super) fn expects_refusal(case: &Case) -> bool {
    const BAD_REQUEST: u16 = 400;
    let error = case.expect.error.as_ref().map(|error| &error.value);
    error.is_some_and(|error| {
        error.step == RunStep::Participant && error.status.is_none_or(|status| status == BAD_REQUEST)
    })
}

pub(super) fn undeclared_of(case: &Case) -> Undeclared {
    let asked = case.widget.as_ref().map(|widget| widget.undeclared).unwrap_or_default();
    if asked == Undeclared::Error && expects_refusal(case) { Undeclared::Send } else { asked }
}

fn widget_name(case: &Case) -> String {
    let named = case.widget.as_ref().and_then(|widget| widget.name.as_ref());
    named.map_or_else(|| format!("flowproof {}", case.full_name()), |name| name.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::sample::{archy, case};
    use crate::project::{MemoryFiles, load};

    const SCENARIO: &str = "scenarios/s.yaml";
    const HELLO: &str = "conversation: [ say: Hello ]\nexpect: { ending: disconnected }";

    fn resolve(project: &str, keys: &str) -> (Project, Result<Resolved, Diagnostics>) {
        let bye = "[ { disconnect: { name: Bye } } ]";
        let files = MemoryFiles::new([
            ("flowproof.yaml", format!("version: 1\nflows: {{ support: f.yaml }}\n{project}")),
            ("f.yaml", archy("Support", bye, bye)),
        ]);
        let project = load(&files, "".into()).0.unwrap();
        let resolved = project.resolve(&files, SCENARIO.into(), &case(&format!("{keys}\n{HELLO}")));
        (project, resolved)
    }

    #[test]
    fn cases_without_a_world_or_stubs_share_everything() {
        let files = MemoryFiles::new([
            ("flowproof.yaml", "version: 1\nflows: { support: f.yaml }\n".to_owned()),
            ("f.yaml", archy("Support", "[ { disconnect: { name: Bye } } ]", "[]")),
        ]);
        let project = load(&files, "".into()).0.unwrap();
        let [one, two] = [1, 2].map(|_| project.resolve(&files, SCENARIO.into(), &case(HELLO)).unwrap());
        assert!(Arc::ptr_eq(&one.program, &two.program));
        assert!(Arc::ptr_eq(&one.world, &two.world));
        assert!(Arc::ptr_eq(&one.stubs, &two.stubs));
        assert_eq!((one.now, &*one.queue.name), (DEFAULT_NOW, DEFAULT_QUEUE));
        assert_eq!(one.widget_name, "flowproof Sample");
    }

    #[test]
    fn the_default_instant_is_a_working_hour() {
        let now = default_now();
        assert_eq!(now.to_string(), "2026-01-14T10:00:00+00:00[UTC]");
        assert_eq!(now.weekday(), jiff::civil::Weekday::Wednesday);
    }

    #[test]
    fn the_first_queue_is_the_conversation_s_where_none_is_named() {
        let project = "world: { queues: [Support, Sales] }\n";
        let queue = |keys: &str| resolve(project, keys).1.unwrap().queue.name.to_string();
        assert_eq!(queue(""), "Support");
        assert_eq!(queue("queue: Sales"), "Sales");
        assert_eq!(queue("world: { queues: [VIP] }"), "VIP");
        let wrong = resolve(project, "queue: Slaes").1.unwrap_err();
        assert_eq!(wrong.iter().next().unwrap().code, Code::UNKNOWN_QUEUE);
    }

    #[test]
    fn own_settings_of_a_case_win() {
        let project = "defaults: { timeout: 7s, step_timeout: 3s, strict: true }\n";
        let keys = "timeout: 9s\nnow: \"2026-11-23T10:00 America/Chicago\"\nwidget: { name: W }";
        let resolved = resolve(project, keys).1.unwrap();
        let expected = Timeouts {
            case: Duration::from_secs(9),
            step: Duration::from_secs(3),
            request: super::super::REQUEST_TIMEOUT,
        };
        assert_eq!(resolved.timeouts, expected);
        assert_eq!((resolved.now.to_string().as_str(), resolved.widget_name.as_str()), ("2026-11-23T16:00:00Z", "W"));
        assert!(resolved.strict);
        assert_eq!(resolve(project, "").1.unwrap().timeouts.case, Duration::from_secs(7));
    }

    #[test]
    fn a_case_that_expects_the_refusal_sends_what_is_undeclared() {
        let files = MemoryFiles::new([("f.yaml", archy("Support", "[ { disconnect: { name: Bye } } ]", "[]"))]);
        let project = load(&files, "".into()).0.unwrap();
        let keys = "widget: { attributes: { a: { type: string } } }\nparticipant: { attributes: { b: x } }\n";
        let refused = case(&format!("{keys}expect: {{ error: {{ step: participant, status: 400 }} }}"));
        assert_eq!(undeclared_of(&refused), Undeclared::Send);
        let sure = case(&format!("widget: {{ attributes: {{ a: {{ type: string }} }} }}\n{HELLO}"));
        assert_eq!(undeclared_of(&sure), Undeclared::Error);
        // The flow of the sample is `support`, which this project does not have.
        assert_eq!(
            project.resolve(&files, SCENARIO.into(), &sure).unwrap_err().iter().next().unwrap().code,
            Code::UNKNOWN_FLOW
        );
    }

    #[test]
    fn a_path_to_a_named_flow_s_file_is_that_flow() {
        let (project, resolved) = resolve("", "");
        let mut by_path = case(HELLO);
        by_path.flow.value = "../f.yaml".to_owned();
        let files = MemoryFiles::new([("f.yaml", String::new())]);
        let again = project.resolve(&files, SCENARIO.into(), &by_path).unwrap();
        assert!(Arc::ptr_eq(&again.program, &resolved.unwrap().program));
        assert_eq!(&*again.flow, "support");
    }
}
