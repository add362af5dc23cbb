//! The probe against orgs that differ in what no documentation settles: each difference is found, a run takes what it must from it, and
//! nothing that was begun stays open.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flowproof::fake::{AttributeKeys, AttributesAt, DisconnectShown, GuestLimits, GuestOptions, Lags, Tenant};
use flowproof::live::ledger::{Head, Journal, Ledger, Record};
use flowproof::live::probe::{Findings, MOST_MESSAGES, Question, probe};
use flowproof::live::{Mark, OpenConversations, RunId, Wanted, guard};
use flowproof::project::{AttributeKeys as Keys, AttributesSent, Habits};
use jiff::Timestamp;
use rstest::rstest;

use crate::doctor_support::{Reached, SECRET, Setup, fit, spanned};

/// How long nothing may come before nothing more will: the fake answers at once.
const QUIET: Duration = Duration::from_millis(80);

/// A ledger in memory.
#[derive(Default, Clone)]
struct Memory(Arc<Mutex<String>>);

impl Journal for Memory {
    fn append(&self, line: &str) -> io::Result<()> {
        let mut text = self.0.lock().unwrap();
        text.push_str(line);
        text.push('\n');
        Ok(())
    }

    fn place(&self) -> &str {
        "memory"
    }

    fn discard(&self) {}
}

/// A question was answered, and the answer says this.
fn says(found: &Findings, question: Question, part: &str) {
    let answer = found.of(question).unwrap();
    assert!(answer.measured && answer.says.contains(part), "{answer:?}");
}

/// Probes the org of a setup; whatever its kind, nothing is left open, in the org or in the ledger.
async fn probed(mut setup: Setup) -> (Findings, Tenant) {
    setup.settings.habits.quiet = Some(QUIET);
    setup.settings.habits.message = Some(Duration::from_secs(2));
    setup.settings.habits.attributes = Some(Duration::from_millis(600));
    setup.settings.habits.execution_data = Some(Duration::from_secs(2));
    let Reached { sandbox, subject, tenant, org: _org } = setup.reach().await;
    let wanted = Wanted {
        key: subject.key.clone(),
        name: subject.name.clone(),
        flow_id: subject.flow_id.as_deref().map(spanned),
        deployment_id: spanned(subject.deployment_id.as_deref().unwrap()),
    };
    let guarded = guard(&sandbox, &[wanted]).await.unwrap();
    let memory = Memory::default();
    let mark = Mark {
        name: "flowproof".to_owned(),
        run: RunId::new(Timestamp::now(), 7),
        until: Timestamp::now() + Duration::from_secs(60),
    };
    let head = Head {
        run: mark.run.to_string(),
        org: guarded.organization.id.clone(),
        api: sandbox.environment.api.to_string(),
        marker: mark.name.clone(),
        until: mark.until,
    };
    let ledger = Ledger::begin(Box::new(memory.clone()), head).unwrap();
    let open = OpenConversations::new(Arc::new(ledger), mark);
    let found = probe(&sandbox, &guarded, &open, &subject.key, 1).await.unwrap();
    assert_eq!(open.end_all(&sandbox, Duration::from_secs(20)).await, []);
    assert!(tenant.conversations().iter().all(|one| !one.open), "a conversation is open");
    let ledger = memory.0.lock().unwrap().clone();
    assert_eq!(Record::read(&ledger).unwrap().open, []);
    for text in [format!("{found:?}"), ledger] {
        assert!(!text.contains(SECRET));
    }
    assert_eq!(found.answers.iter().map(|one| one.question).collect::<Vec<_>>(), Question::ALL);
    (found, tenant)
}

#[tokio::test]
async fn an_org_answers_all_ten_questions() {
    let (found, tenant) = probed(fit()).await;
    let says = |question| {
        let answer = found.of(question).unwrap();
        assert!(answer.measured, "{answer:?}");
        answer.says.clone()
    };
    assert!(
        says(Question::AttributeKey).starts_with("under its own name, with the participant of purpose `customer`, ")
    );
    assert_eq!(says(Question::AttributePlace), "from both places");
    let lag = says(Question::ExecutionLag);
    assert!(lag.starts_with("listed ") && lag.ends_with("before: one that waits is not listed within 400ms"), "{lag}");
    let names = says(Question::Names);
    assert!(names.contains("names on: 3 of 3 actions have a name"), "{names}");
    assert!(says(Question::MessageLag).contains("(requests: 1)"));
    assert!(says(Question::TokenRefusal).starts_with("with 401, error `invalid_client`"));
    let join = says(Question::Join);
    for part in [
        "joining is echoed, starts the flow",
        "its attributes arrive",
        "says newSession true, clearedExistingSession true, the next message begins another conversation, and the earlier one is over",
    ] {
        assert!(join.contains(part), "{join}");
    }
    let closing = says(Question::Closing);
    assert!(
        closing.starts_with("an unknown deployment: at the handshake with HTTP 404; a strange origin was not tried")
    );
    assert!(says(Question::Purpose).starts_with("the flow is `workflow`"));
    assert!(says(Question::Rate).starts_with("5 a second: of 8 at once 5 were taken, 3 came too fast"));
    let habits = Habits {
        attribute_keys: Some(Keys::Bare),
        attributes_sent: Some(AttributesSent::Beside),
        messages_a_second: Some(5),
        ..Habits::default()
    };
    assert_eq!(found.habits, habits);
    assert!(tenant.conversations().len() <= MOST_MESSAGES);
}

#[tokio::test]
async fn what_differs_is_found_and_a_run_takes_what_it_must() {
    let mut setup = fit();
    setup.options.guest = GuestOptions {
        attribute_keys: AttributeKeys::Context,
        attributes_at: AttributesAt::Within,
        allowed_domains: ["shop.example".to_owned()].into(),
        limits: Some(GuestLimits { messages_a_second: 2, ..GuestLimits::default() }),
        ..setup.options.guest
    };
    setup.settings.origin = Some(spanned("https://shop.example"));
    setup.options.execution_data.names = false;
    let (found, _tenant) = probed(setup).await;
    says(&found, Question::AttributeKey, "behind `context.`");
    says(&found, Question::AttributePlace, "from within the message alone");
    says(&found, Question::Names, "names off: 0 of 3 actions have a name");
    says(&found, Question::Join, "its attributes arrive");
    says(&found, Question::Closing, "a strange origin: at the handshake with HTTP 403");
    says(&found, Question::Rate, "2 a second: of 8 at once 2 were taken, 6 came too fast");
    let habits = Habits {
        attribute_keys: Some(Keys::Context),
        attributes_sent: Some(AttributesSent::Within),
        messages_a_second: Some(2),
        ..Habits::default()
    };
    assert_eq!(found.habits, habits);
}

#[tokio::test]
async fn an_org_that_is_late_and_strict_is_waited_for_and_told() {
    let mut setup = fit();
    setup.options.guest = GuestOptions {
        attributes_at: AttributesAt::Beside,
        disconnect_shown: DisconnectShown::ReadOnly,
        clear_allowed: false,
        ..setup.options.guest
    };
    setup.options.lags =
        Lags { message: Duration::from_millis(300), execution_data: Duration::from_millis(300), ..Lags::default() };
    let (found, _tenant) = probed(setup).await;
    says(&found, Question::AttributePlace, "from beside the message alone");
    says(&found, Question::Closing, "the customer may not end it");
    says(&found, Question::Rate, "refused otherwise");
    for question in [Question::MessageLag, Question::ExecutionLag] {
        let answer = found.of(question).unwrap();
        let lag = answer.says.split(' ').nth(1).unwrap();
        assert!(flowproof::scenario::parse_duration(lag).unwrap() >= Duration::from_millis(300), "{answer:?}");
    }
}

#[tokio::test]
async fn where_joining_starts_nothing_it_is_said_and_nothing_stays_open() {
    let mut setup = fit();
    setup.fast = true;
    setup.options.guest.join_starts = false;
    let (found, _tenant) = probed(setup).await;
    says(&found, Question::Join, "joining is echoed, starts nothing, whether it carries attributes is not known");
}

#[rstest]
#[case::no_look_up(
    &["conversation:webmessaging:view", "conversation:message:view"],
    &[Question::AttributeKey, Question::AttributePlace, Question::ExecutionLag, Question::Names, Question::MessageLag, Question::Purpose])]
#[case::no_search(&["architect:flowInstance:search"], &[Question::ExecutionLag, Question::Names])]
#[case::no_download(&["architect:flowInstance:view"], &[Question::Names])]
#[tokio::test]
async fn what_may_not_be_asked_stays_open_and_says_why(#[case] lacks: &[&str], #[case] open: &[Question]) {
    let mut setup = fit();
    setup.fast = true;
    setup.options.lacks = lacks.iter().map(|one| (*one).to_owned()).collect();
    let (found, _tenant) = probed(setup).await;
    let left: Vec<Question> = found.answers.iter().filter(|one| !one.measured).map(|one| one.question).collect();
    assert_eq!(left, open);
    for one in found.answers.iter().filter(|one| !one.measured) {
        assert!(one.says.contains("403"), "{one:?}");
    }
}
