//! The good files of `fixtures/good/scenario`, which use every key between them, and what each key means in the model.

use std::sync::Arc;
use std::time::Duration;

use flowproof::diagnostic::{RenderStyle, SourceFile, render_all};
use flowproof::scenario::model::{
    AttributeType, Case, DataActionResult, Driver, EndingExpectation, FaultAction, FaultPoint, GuestTrouble, Lag,
    OrgSetting, PathOrder, Receive, RunStep, SnapshotPart, Start, StepKind, TargetName, TextPattern, Times, Undeclared,
};
use flowproof::scenario::{ScenarioFile, read};
use serde_json::json;

fn good(name: &str) -> ScenarioFile {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/good/scenario").join(name);
    let source: Arc<SourceFile> = SourceFile::new(name, std::fs::read_to_string(path).unwrap());
    let (file, found) = read(&source);
    assert!(found.is_empty(), "{}", render_all(&found, RenderStyle::Plain));
    file.unwrap()
}

fn case(name: &str) -> Case {
    good(name).case(0).unwrap()
}

fn is(pattern: &TextPattern, text: &str) -> bool {
    matches!(pattern, TextPattern::Is(is) if is == text)
}

#[test]
fn a_table_is_expanded_case_by_case() {
    let file = good("table.yaml");
    assert_eq!((file.title(), file.case_count()), ("Gold customers reach the VIP queue", 2));
    assert_eq!((file.case_name(0), file.case_name(1), file.case_name(2)), (Some("gold"), Some("silver"), None));
    assert_eq!(file.case_place(1).start().line, 38);
    assert_eq!(file.tags(), ["smoke", "routing"]);
    let gold = file.case(0).unwrap();
    assert_eq!(gold.full_name(), "Gold customers reach the VIP queue: gold");
    assert_eq!(gold.flow.value, "support");
    assert_eq!(gold.now.unwrap().value.to_string(), "2026-11-23T10:00:00-06:00[America/Chicago]");
    let tier = &gold.participant.attributes["customer_tier"];
    assert_eq!((tier.value.as_str(), tier.place.to_string().as_str()), ("Gold", "table.yaml:16:32"));
    assert_eq!(gold.participant.email.as_deref(), Some("test.user@example.com"));
    let declared = &gold.widget.as_ref().unwrap().attributes["customer_tier"];
    assert_eq!((declared.kind, declared.label.as_deref()), (AttributeType::String, Some("Customer Tier")));
    let answers = &gold.stubs.data_actions["CRM"].value["Get Customer"].value;
    assert_eq!(answers[0].when["tier"].value, "Gold");
    assert_eq!(answers[0].result, DataActionResult::Success(json!({"first_name": "Ada"}).as_object().unwrap().clone()));
    assert_eq!(answers[1].result, DataActionResult::Failure(json!({"errorCode": "500"}).as_object().unwrap().clone()));
    assert!(matches!(&gold.conversation[0].kind, StepKind::Say(say)
        if say.text.value == "Hello, I need help with my Gold account."));
    let path = gold.expect.path.unwrap();
    assert_eq!((path.order, path.items.len()), (PathOrder::InOrder, 3));
    assert_eq!(path.items[1].output.as_ref().unwrap().value, "yes");
    assert_eq!(path.items[1].text.as_deref(), Some("Is it a Gold customer?: yes"));
    assert!(is(&path.items[2].inputs["queue"].value, "VIP Support"));
    assert!(path.items[2].text.is_none());
    assert!(is(&gold.expect.attributes.arrived["customer_tier"].value, "Gold"));
    assert!(is(&gold.expect.attributes.set["routed_to"].value, "VIP Support"));
    assert_eq!(gold.expect.calls["CRM"]["Get Customer"].times, Times { min: 1, max: Some(1) });
    assert!(matches!(&gold.expect.ending.unwrap().value, EndingExpectation::Transferred { queue: Some(queue), .. }
        if is(&queue.value, "VIP Support")));
    assert_eq!(gold.snapshot, [SnapshotPart::Path, SnapshotPart::Attributes, SnapshotPart::Transcript]);
    let silver = file.case(1).unwrap();
    let path = silver.expect.path.unwrap();
    assert_eq!((path.items.len(), path.items[0].output.as_ref().unwrap().value.as_str()), (1, "no"));
    assert!(is(&silver.expect.attributes.set["routed_to"].value, "Support"));
    assert!(file.case(2).is_err());
}

#[test]
fn every_step_is_read() {
    let case = case("conversation.yaml");
    assert_eq!(case.start, Start::Join);
    let values: Vec<&str> = case.participant.attributes.values().map(|value| value.value.as_str()).collect();
    assert_eq!(values, ["007", "1.50", "true", ""]);
    let widget = case.widget.unwrap();
    assert_eq!((widget.name.unwrap().value.as_str(), widget.undeclared), ("Shop", Undeclared::Allow));
    let kinds: Vec<AttributeType> = widget.attributes.values().map(|one| one.kind).collect();
    assert_eq!(kinds, [AttributeType::Integer, AttributeType::Decimal, AttributeType::Boolean]);
    let steps = &case.conversation;
    let receive = |at: usize| match &steps[at].kind {
        StepKind::Receive(receive) => receive,
        other => panic!("step {at} is {other:?}"),
    };
    assert!(matches!(receive(0), Receive::One { text, quick_replies: None, .. } if is(&text.value, "Hello")));
    assert_eq!(steps[1].timeout, Some(Duration::from_secs(10)));
    assert!(matches!(receive(2), Receive::One { text, quick_replies: Some(labels), .. }
        if matches!(&text.value, TextPattern::Contains(part) if part == "What") && labels[1].value == "Pasta"));
    assert!(matches!(&steps[3].kind, StepKind::Choose(label) if label.value == "Pizza"));
    assert!(matches!(receive(4), Receive::One { text, .. }
        if matches!(&text.value, TextPattern::Matches(regex) if regex.is_match("20 minutes"))));
    assert!(matches!(receive(5), Receive::One { text, .. }
        if matches!(&text.value, TextPattern::OneOf(any) if is(&any[0], "Yes") && any.len() == 2)));
    assert!(matches!(receive(6), Receive::One { text, .. }
        if matches!(&text.value, TextPattern::Not(inner) if matches!(&**inner, TextPattern::Contains(_)))));
    assert!(matches!(receive(7), Receive::One { text, quick_replies: Some(labels), .. }
        if labels.is_empty() && matches!(&text.value, TextPattern::Contains(part) if part.is_empty())));
    assert!(matches!(receive(8), Receive::AnyOrder(all) if all.len() == 2));
    assert!(matches!(receive(9), Receive::NoneFor(time) if *time == Duration::from_secs(5)));
    assert!(matches!(&steps[10].kind, StepKind::Say(say) if say.attributes["account"].value == "008"));
    assert!(matches!(&steps[11].kind, StepKind::Attach(file) if file.media_type.is_none()));
    assert!(matches!(&steps[12].kind, StepKind::Attach(file) if file.media_type.as_deref() == Some("image/png")));
    assert!(matches!(&steps[13].kind, StepKind::Wait(time) if *time == Duration::from_secs(3600)));
    assert!(matches!(&steps[14].kind, StepKind::Attributes(held) if held.unset[0].value == "routed_to"));
    assert!(matches!(steps[15].kind, StepKind::Leave));
    assert!(matches!(steps[17].kind, StepKind::Resume));
    assert!(matches!((&steps[18].kind, steps[18].timeout), (StepKind::Leave, Some(_))));
    assert!(matches!(steps[19].kind, StepKind::StartNew));
    assert!(matches!(&steps[20].kind, StepKind::Say(say) if say.text.value == "100 ${dollars}"));
    assert!(matches!((&steps[21].kind, steps[21].timeout), (StepKind::End, None)));
    assert!(matches!((&steps[24].kind, steps[24].timeout), (StepKind::End, Some(time)) if time.as_secs() == 3));
}

#[test]
fn every_stub_is_read() {
    let stubs = case("conversation.yaml").stubs;
    let bot = &stubs.bots["Order Bot"].value;
    assert_eq!(bot.turns, [vec!["What would you like?"], vec!["One moment", "Anything else?"]]);
    assert_eq!((bot.exit.reason.as_deref(), bot.exit.intent.as_deref()), (Some("Done"), Some("Order")));
    assert_eq!((&bot.exit.outputs["size"].value, bot.exit.disconnect), (&json!(3), false));
    assert_eq!(stubs.bots["Broken Bot"].value.exit.error.as_deref(), Some("the bot is not published"));
    let rows = &stubs.understanding["Order Bot"].value;
    let intent = |at: usize| rows[at].intent.as_ref().map(|intent| intent.value.as_str());
    assert_eq!((intent(0), &rows[0].slots["Count"].value), (Some("Order"), &json!(2)));
    assert_eq!((intent(1), intent(2)), (None, None));
    assert!(rows[3].hears.is_none() && rows[3].intent.is_none());
    let (outputs, output) = &stubs.modules["Opening Hours"].value;
    assert_eq!((&outputs["open"], output.as_deref()), (&json!(true), Some("success")));
    assert_eq!(stubs.failing_transfers["Sales"].value, "queue is not found");
    let answers = &stubs.data_actions["Shop"].value["Place Order"].value;
    assert_eq!(answers[0].latency, Duration::from_secs(90));
    assert_eq!((&answers[1].result, &answers[2].result), (&DataActionResult::Timeout, &DataActionResult::Timeout));
    assert_eq!(answers[2].when["id"].value, "12");
}

#[test]
fn every_expectation_is_read() {
    let expect = case("conversation.yaml").expect;
    let path = expect.path.unwrap();
    let item = |at: usize| &path.items[at];
    assert_eq!(
        (item(0).within.as_slice(), item(0).action.as_str()),
        (["Order Bot".to_owned()].as_slice(), "Ask order")
    );
    assert_eq!(item(1).readings().len(), 4);
    assert_eq!(item(2).within, ["Menu", "Loop"]);
    assert_eq!((item(2).nth, item(2).times), (Some(2), Some(Times { min: 1, max: None })));
    assert_eq!((item(3).within.len(), item(3).times), (2, Some(Times { min: 1, max: Some(3) })));
    assert_eq!(item(4).times, Some(Times { min: 2, max: Some(2) }));
    assert_eq!((path.never.len(), path.never[1].output.as_ref().unwrap().value.as_str()), (2, "no"));
    assert!(is(&expect.attributes.arrived["account"].value, "007"));
    assert!(is(&expect.attributes.arrived["note"].value, ""));
    assert_eq!(expect.attributes.unset[0].value, "cancelled");
    assert!(expect.attributes.nothing_else.is_some());
    let calls = &expect.calls["Shop"];
    assert_eq!(calls["Place Order"].times, Times { min: 0, max: Some(2) });
    assert!(calls["Place Order"].inputs.contains_key("dish"));
    assert_eq!(calls["Cancel Order"].times, Times { min: 0, max: Some(0) });
    assert!(matches!(expect.ending.unwrap().value, EndingExpectation::Disconnected));
}

#[test]
fn faults_and_the_world_are_read() {
    let case = case("faults.yaml");
    assert_eq!(
        (case.tags.as_slice(), case.queue.unwrap().value.as_str()),
        (["errors".to_owned()].as_slice(), "Support")
    );
    assert_eq!((case.drivers[0].value, case.targets[0].value), (Driver::Simulate, TargetName::Mock));
    assert_eq!(case.timeout, Some(Duration::from_secs(30)));
    assert_eq!(case.skip.unwrap().value, "until the client retries");
    assert_eq!(case.snapshot, [SnapshotPart::Transcript]);
    assert_eq!((case.redact.len(), case.redact[0].1.as_str()), (2, "[number]"));
    let error = case.expect.error.unwrap().value;
    assert_eq!(
        (error.step, error.status, error.code.as_deref()),
        (RunStep::Participant, Some(400), Some("bad.request"))
    );
    let faults: Vec<FaultAction> = case.faults.into_iter().map(|fault| fault.action).collect();
    assert!(matches!(
        &faults[0],
        FaultAction::Answer {
            at: FaultPoint::Step(RunStep::Widget),
            times: Some(2),
            after: 1,
            status: Some(429),
            retry_after: Some(1),
            ..
        }
    ));
    assert!(
        matches!(&faults[1], FaultAction::Answer { at: FaultPoint::Endpoint(path), malformed: true, delay: Some(_), .. }
        if path.starts_with("GET /api"))
    );
    assert!(matches!(&faults[2], FaultAction::Answer { reset: true, times: None, .. }));
    assert!(matches!(&faults[3], FaultAction::Answer { truncated: true, .. }));
    assert!(matches!(&faults[4], FaultAction::Answer { silent: true, .. }));
    assert!(matches!(&faults[5], FaultAction::Lacks(scope) if scope.value == "webchat:write"));
    assert!(matches!(&faults[6], FaultAction::WrongCredentials));
    assert!(matches!(&faults[7], FaultAction::TokenLifetime(time) if *time == Duration::from_secs(1)));
    assert!(matches!(&faults[8], FaultAction::Strict));
    assert!(matches!(&faults[9], FaultAction::RateLimit(300)));
    let world = case.world;
    assert_eq!((world.queues[1].name.value.as_str(), world.queues[1].id.is_some()), ("VIP", true));
    assert_eq!(world.users[0].email.as_deref(), Some("ada@example.com"));
    let weekdays = &world.schedules["Weekdays"].value;
    assert_eq!((weekdays.hours.len(), weekdays.hours[0].days.len(), weekdays.hours[2].days.len()), (3, 5, 2));
    assert_eq!(weekdays.hours[1].to, jiff::civil::time(17, 0, 0, 0));
    assert_eq!(weekdays.hours[2].to, jiff::civil::Time::midnight());
    assert_eq!(world.schedules["Christmas"].value.dates[1], jiff::civil::date(2026, 12, 26));
    assert_eq!(
        (world.schedules["Always"].value.forced, world.schedules["Never"].value.forced),
        (Some(true), Some(false))
    );
    let group = &world.schedule_groups["Main"].value;
    assert_eq!((group.open[0].value.as_str(), group.closed[0].value.as_str()), ("Weekdays", "Never"));
    assert_eq!(world.schedule_groups["Forced"].value.forced.as_deref(), Some("holiday"));
    assert!(world.emergency_groups["Flood"].value);
    assert_eq!(world.tables["Prices"]["pizza"]["price"], json!(9.5));
    assert_eq!(world.time_zone.unwrap().value, "America/Chicago");
}

#[test]
fn faults_of_guests_and_of_orgs_are_read() {
    let faults: Vec<FaultAction> = case("guests.yaml").faults.into_iter().map(|fault| fault.action).collect();
    let troubles: Vec<(RunStep, Option<u32>, u32, GuestTrouble)> = faults
        .iter()
        .filter_map(|action| match action {
            FaultAction::Guest { at, times, after, what } => Some((*at, *times, *after, what.clone())),
            _ => None,
        })
        .collect();
    let error = |code, says: Option<&str>| GuestTrouble::Error { code, says: says.map(str::to_owned) };
    let expected = [
        (RunStep::Connect, Some(1), 0, GuestTrouble::Refused(403)),
        (RunStep::Configure, Some(1), 2, GuestTrouble::Close(1011)),
        (RunStep::Join, None, 0, GuestTrouble::Silent),
        (RunStep::Message, None, 0, error(4011, Some("message too long"))),
        (RunStep::Message, None, 0, error(5000, None)),
        (RunStep::Message, Some(2), 0, GuestTrouble::RateLimited(3)),
        (RunStep::Attach, None, 0, GuestTrouble::Expired),
        (RunStep::End, None, 0, GuestTrouble::UnknownClass),
        (RunStep::Leave, None, 0, GuestTrouble::Duplicate),
        (RunStep::Message, None, 0, GuestTrouble::OutOfOrder),
        (RunStep::Message, None, 0, GuestTrouble::Oversized),
        (RunStep::Message, None, 0, GuestTrouble::Malformed),
        (RunStep::Message, None, 0, GuestTrouble::Delay(Duration::from_secs(2))),
    ];
    assert_eq!(troubles, expected);
    let rest = &faults[expected.len()..];
    assert!(matches!(&rest[0], FaultAction::Answer { at: FaultPoint::Step(RunStep::LookUp), status: Some(404), .. }));
    assert!(matches!(&rest[1], FaultAction::Answer { at: FaultPoint::Endpoint(_), status: Some(403), .. }));
    let [message, attributes, execution] = [2, 1, 30].map(|seconds| Some(Duration::from_secs(seconds)));
    assert!(matches!(&rest[3], FaultAction::Lag(lag) if *lag == Lag { message, attributes, execution }));
    let settings: Vec<OrgSetting> = rest
        .iter()
        .filter_map(|action| match action {
            FaultAction::Without(setting) => Some(*setting),
            _ => None,
        })
        .collect();
    assert_eq!(settings, [OrgSetting::ExecutionData, OrgSetting::Names, OrgSetting::Disconnect, OrgSetting::Clear]);
}

#[test]
fn overrides_merge_replace_and_remove() {
    let file = good("endings.yaml");
    let case = |name: &str| {
        let at = (0..file.case_count()).find(|at| file.case_name(*at) == Some(name)).unwrap();
        file.case(at).unwrap()
    };
    let ending = |name: &str| case(name).expect.ending.unwrap().value;
    assert!(matches!(ending("merged"), EndingExpectation::Transferred { queue: Some(_), priority: Some(5),
        skills: Some(skills), language_skill: Some(_) } if skills.is_empty()));
    assert!(matches!(ending("exited"), EndingExpectation::Exited(Some(reason)) if reason == "Done"));
    assert!(matches!(ending("failed"), EndingExpectation::Failed(Some(_))));
    assert!(matches!(ending("left"), EndingExpectation::CustomerLeft));
    assert!(matches!(ending("timed out"), EndingExpectation::TimedOut));
    assert!(matches!(ending("limit"), EndingExpectation::StepLimit));
    assert!(matches!(ending("waiting"), EndingExpectation::Waiting));
    assert!(matches!(ending("state"), EndingExpectation::EndOfState));
    assert!(matches!(ending("plain exit"), EndingExpectation::Exited(None)));
    assert!(matches!(ending("plain failure"), EndingExpectation::Failed(None)));
    assert!(matches!(ending("plain transfer"), EndingExpectation::Transferred { queue: None, .. }));
    assert!(matches!(ending("disconnected"), EndingExpectation::Disconnected));
    assert_eq!(case("exited").expect.path.unwrap().order, PathOrder::InOrder);
    assert_eq!(case("exited").tags, ["slow"]);
    assert!(case("failed").expect.path.is_none());
    assert_eq!(case("merged").expect.path.unwrap().order, PathOrder::Exactly);
    let attributes = case("timed out").participant.attributes;
    assert_eq!(attributes.keys().collect::<Vec<_>>(), ["tier", "city"]);
    let answers = &case("limit").stubs.data_actions["CRM"].value["Get Customer"].value;
    assert!(matches!(&answers[0].result, DataActionResult::Failure(_)) && answers[0].when.contains_key("tier"));
    assert_eq!(
        (case("merged").timeout, case("state").timeout),
        (Some(Duration::from_secs(1)), Some(Duration::from_secs(5)))
    );
    assert_eq!(case("disconnected").skip.unwrap().value, "not yet");
    assert_eq!(file.case_tags(1), ["slow"]);
}

#[test]
fn a_variable_alone_keeps_the_kind_of_its_value() {
    let text = "version: 1\nscenario: Kinds\nflow: f\nconversation: [say: Hi]\nstubs: { data_actions: { CRM: { Get: { success: \
                { count: \"${n}\", text: \"n ${n}\", flag: \"${yes}\", quoted: \"${five}\" } } } } }\nexpect: { ending: { transferred: \
                { priority: \"${n}\" } } }\ncases:\n  - { case: a, with: { n: 5, yes: true, five: \"5\" } }\n";
    let (file, found) = read(&SourceFile::new("kinds.yaml", text));
    assert!(found.is_empty(), "{}", render_all(&found, RenderStyle::Plain));
    let case = file.unwrap().case(0).unwrap();
    let expected = json!({ "count": 5, "text": "n 5", "flag": true, "quoted": "5" });
    let answers = &case.stubs.data_actions["CRM"].value["Get"].value;
    assert_eq!(answers[0].result, DataActionResult::Success(expected.as_object().unwrap().clone()));
    let ending = case.expect.ending.unwrap().value;
    assert!(matches!(ending, EndingExpectation::Transferred { priority: Some(5), .. }));
}

#[test]
fn blocks_stand_where_they_are_used_with_their_arguments() {
    let case = case("blocks.yaml");
    let said = |at: usize| match &case.conversation[at].kind {
        StepKind::Say(say) => say.text.value.as_str(),
        other => panic!("step {at} is {other:?}"),
    };
    assert_eq!((case.conversation.len(), said(0)), (9, "Hello"));
    assert_eq!((said(2), said(5)), ("I would like Pizza, ${please}.", "I would like Pasta, ${please}."));
    let wait = |at: usize| match &case.conversation[at].kind {
        StepKind::Wait(time) => time.as_secs(),
        other => panic!("step {at} is {other:?}"),
    };
    assert_eq!((wait(3), wait(6)), (5, 60));
    let StepKind::Receive(Receive::One { text, captures, .. }) = &case.conversation[4].kind else {
        panic!("no receive")
    };
    assert!(matches!(&text.value, TextPattern::Contains(part) if part == "It is 5${x}"));
    let names: Vec<&str> = captures.iter().map(|capture| capture.name.value.as_str()).collect();
    assert_eq!((names, captures[0].of("order #12")), (vec!["number", "day"], Some("12")));
    // A step of a block stands in the block, and knows where it is used: here in another block, which the conversation uses.
    let place = &case.conversation[2].place;
    let uses: Vec<String> = place.uses().map(ToString::to_string).collect();
    assert_eq!(place.to_string(), "blocks.yaml:17:9");
    assert_eq!(uses, ["blocks.yaml:11:16", "blocks.yaml:20:12"]);
}
