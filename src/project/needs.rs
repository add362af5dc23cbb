//! What a case needs of a driver and of a target, derived from what is written in it. Must not run anything.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use super::Defaults;
use super::surface::{endpoint, permission};
use crate::scenario::model::{
    Case, DataActionResult, Driver, FaultAction, FaultPoint, Receive, Start, StepKind, StubsSpec, TargetName,
    Undeclared, WorldSpec,
};

/// The longest silence that is really waited for in a live org; a longer one needs a clock that can be moved.
const LONGEST_LIVE_WAIT: Duration = Duration::from_secs(120);

/// What a case with faults needs, in words.
pub(super) const FAULTS: &str = "faults";

/// One thing that a case needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What, in a few words: `a second turn`.
    pub what: Cow<'static, str>,
    /// The only driver that gives it; none where each does.
    pub driver: Option<Driver>,
    /// The only target that gives it; none where each does.
    pub target: Option<TargetName>,
}

/// All that a case needs.
#[derive(Debug, Clone, Default)]
pub struct Needs {
    needs: Vec<Need>,
    drivers: Vec<Driver>,
    targets: Vec<TargetName>,
    guard: Arc<[String]>,
}

impl Needs {
    /// What a case needs. `guard` says what its flow may not touch live.
    pub(super) fn of(case: &Case, defaults: &Defaults, undeclared: Undeclared, guard: &Arc<[String]>) -> Self {
        let mut out = Vec::new();
        conversation(case, &mut out);
        one_surface(case, undeclared, &mut out);
        forced(case, &mut out);
        let drivers = if case.drivers.is_empty() { &defaults.drivers } else { &case.drivers };
        Self {
            needs: out,
            drivers: drivers.iter().map(|driver| driver.value).collect(),
            targets: case.targets.iter().map(|target| target.value).collect(),
            guard: Arc::clone(guard),
        }
    }

    /// Each need.
    pub fn iter(&self) -> impl Iterator<Item = &Need> {
        self.needs.iter()
    }

    /// Why the case cannot run in a driver on a target, for `skipped: needs …`: `converse (a second turn)`. None where it can.
    pub fn unmet(&self, driver: Driver, target: TargetName) -> Option<String> {
        for need in &self.needs {
            if let Some(wanted) = need.driver.filter(|wanted| *wanted != driver) {
                return Some(format!("{} ({})", driver_word(wanted), need.what));
            }
            if let Some(wanted) = need.target.filter(|wanted| *wanted != target) {
                return Some(format!("{} ({})", target_word(wanted), need.what));
            }
        }
        if !self.drivers.is_empty() && !self.drivers.contains(&driver) {
            let words: Vec<&str> = self.drivers.iter().map(|driver| driver_word(*driver)).collect();
            return Some(format!("{} (its `drivers`)", words.join(" or ")));
        }
        if !self.targets.is_empty() && !self.targets.contains(&target) {
            let words: Vec<&str> = self.targets.iter().map(|target| target_word(*target)).collect();
            return Some(format!("{} (its `targets`)", words.join(" or ")));
        }
        match target {
            TargetName::Mock => None,
            TargetName::Live => self.guard.first().cloned(),
        }
    }

    /// Whether a driver may run the case and gives all that it needs, on some target.
    pub(super) fn allows(&self, driver: Driver) -> bool {
        let needed = self.needs.iter().all(|need| need.driver.is_none_or(|wanted| wanted == driver));
        needed && (self.drivers.is_empty() || self.drivers.contains(&driver))
    }

    /// The richest driver that the case can run in on a target: `converse` before `simulate`.
    pub fn richest(&self, target: TargetName) -> Option<Driver> {
        [Driver::Converse, Driver::Simulate].into_iter().find(|driver| self.unmet(*driver, target).is_none())
    }
}

/// The word of a driver.
pub(super) fn driver_word(driver: Driver) -> &'static str {
    Driver::WORDS.iter().find(|(_, known)| *known == driver).map_or("", |(word, _)| word)
}

/// The word of a target.
pub(super) fn target_word(target: TargetName) -> &'static str {
    TargetName::WORDS.iter().find(|(_, known)| *known == target).map_or("", |(word, _)| word)
}

/// What only a conversation of several turns gives.
fn conversation(case: &Case, out: &mut Vec<Need>) {
    let mut spoken = 0_usize;
    let converse = |what: &'static str| Need { what: what.into(), driver: Some(Driver::Converse), target: None };
    for step in &case.conversation {
        let what = match &step.kind {
            StepKind::Say(say) => {
                spoken += 1;
                match (case.start, spoken) {
                    (Start::Join, 1) => "a message after the join",
                    (Start::Message, 1) if say.attributes.is_empty() => continue,
                    (Start::Message, 1) => "attributes of a message",
                    _ => "a second turn",
                }
            }
            StepKind::Receive(Receive::NoneFor(length)) => {
                out.push(converse("silence over a time"));
                out.extend(too_long(*length));
                continue;
            }
            StepKind::Receive(_) => continue,
            StepKind::Choose(_) => "a choice",
            StepKind::Attach(_) => "an attachment",
            StepKind::Wait(length) => {
                out.push(converse("a wait"));
                out.extend(too_long(*length));
                continue;
            }
            StepKind::Leave => "a customer who leaves",
            StepKind::End => "a customer who ends the conversation",
            StepKind::Resume => "a resumed session",
            StepKind::StartNew => "a new conversation",
            StepKind::Attributes(_) => "attributes midway",
        };
        out.push(converse(what));
    }
}

/// A silence that nobody waits for in earnest.
fn too_long(length: Duration) -> Option<Need> {
    (length > LONGEST_LIVE_WAIT).then(|| mock("a clock that can be moved"))
}

/// What only one driver gives: the errors and faults of its steps and endpoints; and a widget that refuses attributes, which is the
/// seed's.
fn one_surface(case: &Case, undeclared: Undeclared, out: &mut Vec<Need>) {
    let error = case.expect.error.as_ref().map(|error| error.value.step);
    out.extend(error.and_then(|step| only(step.driver(), format!("an error of step {}", step.word()))));
    if undeclared == Undeclared::Send && case.widget.is_some() {
        out.extend(only(Some(Driver::Simulate), "a widget that refuses attributes"));
    }
    out.extend(case.faults.iter().filter_map(|fault| of_fault(&fault.action)));
}

/// A fault strikes in the one driver that gets to where it waits.
fn of_fault(action: &FaultAction) -> Option<Need> {
    match action {
        FaultAction::Answer { at: FaultPoint::Step(step), .. } | FaultAction::Guest { at: step, .. } => {
            only(step.driver(), format!("a fault in step {}", step.word()))
        }
        FaultAction::Answer { at: FaultPoint::Endpoint(name), .. } => {
            only(endpoint(name)?.driver, format!("a fault at `{name}`"))
        }
        FaultAction::Lacks(scope) => {
            only(permission(&scope.value)?.driver, format!("a client without `{}`", scope.value))
        }
        FaultAction::Lag(_) => only(Some(Driver::Converse), "an org that is late"),
        FaultAction::Without(_) => only(Some(Driver::Converse), "an org that is not set up for tests"),
        FaultAction::WrongCredentials
        | FaultAction::TokenLifetime(_)
        | FaultAction::Strict
        | FaultAction::RateLimit(_) => None,
    }
}

/// A need for a driver, where there is one.
fn only(driver: Option<Driver>, what: impl Into<Cow<'static, str>>) -> Option<Need> {
    driver.map(|driver| Need { what: what.into(), driver: Some(driver), target: None })
}

/// What only the fake can be made to do.
fn forced(case: &Case, out: &mut Vec<Need>) {
    if !case.faults.is_empty() {
        out.push(mock(FAULTS));
    }
    if case.now.is_some() {
        out.push(mock("a clock that can be set"));
    }
    if has_stubs(&case.stubs) && !(names_live(case) && could_be_real(&case.stubs)) {
        out.push(mock("forced stubs"));
    }
    if forces_world(&case.world) {
        out.push(mock("a forced world"));
    }
}

fn mock(what: &'static str) -> Need {
    Need { what: what.into(), driver: None, target: Some(TargetName::Mock) }
}

/// Whether anything is scripted.
pub(super) fn has_stubs(stubs: &StubsSpec) -> bool {
    let StubsSpec { data_actions, bots, understanding, modules, failing_transfers } = stubs;
    !(data_actions.is_empty()
        && bots.is_empty()
        && understanding.is_empty()
        && modules.is_empty()
        && failing_transfers.is_empty())
}

/// Whether the author says that the case may run live: what its stubs answer offline, the org then answers itself.
fn names_live(case: &Case) -> bool {
    case.targets.iter().any(|target| target.value == TargetName::Live)
}

/// Whether an org can answer so by what it holds: it can neither be made slow, nor to refuse a transfer.
fn could_be_real(stubs: &StubsSpec) -> bool {
    let mut answers = stubs.data_actions.values().flat_map(|actions| actions.value.values()).flat_map(|one| &one.value);
    let in_time = answers.all(|answer| answer.latency.is_zero() && answer.result != DataActionResult::Timeout);
    in_time && stubs.failing_transfers.is_empty()
}

/// Whether a scenario's world decides what a look-up answers, beyond naming what the org has anyway.
fn forces_world(world: &WorldSpec) -> bool {
    !(world.schedules.is_empty()
        && world.schedule_groups.is_empty()
        && world.emergency_groups.is_empty()
        && world.tables.is_empty())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::project::resolve::undeclared_of;
    use crate::project::sample::case;

    const HELLO: &str = "conversation: [ say: Hello ]\nexpect: { ending: disconnected }";

    fn needs(keys: &str) -> Needs {
        let case = case(keys);
        Needs::of(&case, &Defaults::default(), undeclared_of(&case), &Arc::default())
    }

    #[rstest]
    #[case("conversation: [ say: Hello, receive: Hi, say: Bye ]", "converse (a second turn)")]
    #[case("conversation: [ say: Hello, receive: Hi, choose: Orders ]", "converse (a choice)")]
    #[case("conversation: [ say: Hello, wait: 5s, say: x ]", "converse (a wait)")]
    #[case("conversation: [ say: Hello, leave, resume ]", "converse (a customer who leaves)")]
    #[case("conversation: [ say: Hello, end ]", "converse (a customer who ends the conversation)")]
    #[case("conversation: [ { say: { text: Hello, attributes: { a: b } } } ]", "converse (attributes of a message)")]
    #[case("conversation: [ say: Hello, receive: { none_for: 5s } ]", "converse (silence over a time)")]
    #[case("start: join\nconversation: [ receive: Hi, say: Hello ]", "converse (a message after the join)")]
    #[case("drivers: [converse]\nconversation: [ say: Hello ]", "converse (its `drivers`)")]
    fn simulate_gives_one_message(#[case] keys: &str, #[case] unmet: &str) {
        let needs = needs(&format!("{keys}\nexpect: {{ ending: disconnected }}"));
        assert_eq!(needs.unmet(Driver::Simulate, TargetName::Mock).as_deref(), Some(unmet));
        assert_eq!(needs.unmet(Driver::Converse, TargetName::Mock), None);
        assert_eq!(needs.richest(TargetName::Mock), Some(Driver::Converse));
    }

    #[test]
    fn one_message_runs_everywhere() {
        for (driver, target) in [(Driver::Simulate, TargetName::Mock), (Driver::Converse, TargetName::Live)] {
            assert_eq!(needs(HELLO).unmet(driver, target), None);
        }
    }

    #[rstest]
    #[case("faults: [ { at: token, status: 503 } ]", "mock (faults)")]
    #[case("now: \"2026-11-23T10:00 America/Chicago\"", "mock (a clock that can be set)")]
    #[case("stubs: { failing_transfers: { Support: closed } }", "mock (forced stubs)")]
    #[case("world: { schedules: { Hours: open } }", "mock (a forced world)")]
    #[case("targets: [mock]", "mock (its `targets`)")]
    fn a_live_org_cannot_be_forced(#[case] keys: &str, #[case] unmet: &str) {
        let needs = needs(&format!("{keys}\n{HELLO}"));
        assert_eq!(needs.unmet(Driver::Converse, TargetName::Live).as_deref(), Some(unmet));
        assert_eq!(needs.unmet(Driver::Converse, TargetName::Mock), None);
        assert_eq!(needs.richest(TargetName::Live), None);
    }

    #[test]
    fn errors_of_the_seed_s_steps_need_its_endpoints() {
        let keys = "conversation: [ say: Hello ]\nexpect: { error: { step: widget, status: 409 } }";
        let unmet = needs(keys).unmet(Driver::Converse, TargetName::Mock);
        assert_eq!(unmet.as_deref(), Some("simulate (an error of step widget)"));
        assert_eq!(needs(keys).richest(TargetName::Mock), Some(Driver::Simulate));
    }

    #[rstest]
    #[case("{ at: widget, status: 500 }", "simulate (a fault in step widget)")]
    #[case(
        "{ at: \"GET /api/v2/webchat/widgets/{id}\", status: 500 }",
        "simulate (a fault at `GET /api/v2/webchat/widgets/{id}`)"
    )]
    #[case("{ lacks: \"webchat:write\" }", "simulate (a client without `webchat:write`)")]
    fn faults_of_the_seed_s_surface_need_its_driver(#[case] fault: &str, #[case] unmet: &str) {
        let needs = needs(&format!("faults: [ {fault} ]\n{HELLO}"));
        assert_eq!(needs.unmet(Driver::Converse, TargetName::Mock).as_deref(), Some(unmet));
        assert_eq!(needs.richest(TargetName::Mock), Some(Driver::Simulate));
    }

    #[rstest]
    #[case("{ at: message, close: 1011 }", "converse (a fault in step message)")]
    #[case("{ at: look_up, status: 404 }", "converse (a fault in step look_up)")]
    #[case(
        "{ at: \"POST /api/v2/flows/instances/jobs\", status: 500 }",
        "converse (a fault at `POST /api/v2/flows/instances/jobs`)"
    )]
    #[case("{ lacks: \"architect:flow:view\" }", "converse (a client without `architect:flow:view`)")]
    #[case("{ lag: { message: 2s } }", "converse (an org that is late)")]
    #[case("{ without: names }", "converse (an org that is not set up for tests)")]
    fn faults_of_a_real_conversation_need_converse_and_the_mock(#[case] fault: &str, #[case] unmet: &str) {
        let needs = needs(&format!("faults: [ {fault} ]\n{HELLO}"));
        assert_eq!(needs.unmet(Driver::Simulate, TargetName::Mock).as_deref(), Some(unmet));
        assert_eq!(needs.unmet(Driver::Converse, TargetName::Mock), None);
        assert_eq!(needs.unmet(Driver::Converse, TargetName::Live).as_deref(), Some("mock (faults)"));
    }

    #[rstest]
    #[case("{ at: token, status: 503 }")]
    #[case("{ at: \"POST /oauth/token\", status: 503 }")]
    #[case("{ rate_limit: 60 }")]
    fn faults_that_each_driver_meets_need_none(#[case] fault: &str) {
        let needs = needs(&format!("faults: [ {fault} ]\n{HELLO}"));
        assert!(needs.allows(Driver::Simulate) && needs.allows(Driver::Converse));
    }

    #[rstest]
    #[case::a_result("{ success: { cancelled: true } }", true)]
    #[case::a_refusal("{ failure: { errorCode: no.order } }", true)]
    #[case::never("timeout", false)]
    #[case::late("{ success: {}, latency: 6s }", false)]
    fn what_an_org_could_answer_itself_is_no_bar_where_live_is_named(#[case] answer: &str, #[case] runs: bool) {
        let stubs = format!("{HELLO}\nstubs: {{ data_actions: {{ Orders API: {{ Cancel Order: [ {answer} ] }} }} }}");
        let reason = needs(&stubs).unmet(Driver::Converse, TargetName::Live);
        assert_eq!(reason.as_deref(), Some("mock (forced stubs)"));
        let reason = needs(&format!("{stubs}\ntargets: [mock, live]")).unmet(Driver::Converse, TargetName::Live);
        assert_eq!(reason.is_none(), runs, "{reason:?}");
    }

    #[test]
    fn a_transfer_that_must_fail_is_forced_whoever_names_live() {
        let keys = format!("{HELLO}\nstubs: {{ failing_transfers: {{ Support: not active }} }}\ntargets: [live]");
        let reason = needs(&keys).unmet(Driver::Converse, TargetName::Live);
        assert_eq!(reason.as_deref(), Some("mock (forced stubs)"));
    }

    #[test]
    fn a_bot_that_understands_is_forced() {
        let needs = needs(&format!(
            "stubs: {{ understanding: {{ Bot: [ {{ otherwise: no_match }} ] }} }}
{HELLO}"
        ));
        assert_eq!(needs.unmet(Driver::Converse, TargetName::Mock), None);
        assert_eq!(needs.unmet(Driver::Converse, TargetName::Live).as_deref(), Some("mock (forced stubs)"));
    }

    #[test]
    fn what_is_not_listed_is_not_touched_live() {
        let guard: Arc<[String]> = Arc::from(["leave to ring queue `Support` (`live.queues`)".to_owned()]);
        let case = case(HELLO);
        let needs = Needs::of(&case, &Defaults::default(), Undeclared::Error, &guard);
        assert_eq!(needs.unmet(Driver::Converse, TargetName::Mock), None);
        assert_eq!(needs.unmet(Driver::Converse, TargetName::Live).as_deref(), Some(&*guard[0]));
    }
}
