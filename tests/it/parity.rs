//! Parity: of two orgs that differ in ten ways the ten are found and nothing else; of two equal ones nothing; exchanged, the mirror image.
//! And the classification of a live failure, one constructed case for each outcome.

use std::sync::Arc;
use std::time::Duration;

use flowproof::event::{CaseReport, Classification, Exit, FailureClass, Verdict};
use flowproof::fake::{GuestFault, GuestFaultAction, GuestStep, TenantOptions};
use flowproof::flow::stubs::DataActionReply;
use flowproof::parity::{
    About, Aspect, Attempts, Compared, Difference, Differences, FlowFile, Published, Subject, Table, classify, compare,
};
use flowproof::project::MemoryFiles;
use flowproof::runner::flow_file;
use flowproof::scenario::model::Driver;
use futures_util::future::join_all;
use serde_json::json;

use crate::suite::{Suite, mock};

const PROJECT: &str = "version: 1\nflows: { desk: desk.yaml, menu: menu.yaml }\nworld: { queues: [Support, Sales] }\ndefaults: { step_timeout: 400ms }\n";

const DESK: &str = r#"inboundShortMessage:
  name: Desk
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  variables:
    - stringVariable: { name: Flow.topic, initialValue: { noValue: true } }
    - stringVariable: { name: Flow.tier, initialValue: { noValue: true } }
    - stringVariable: { name: Flow.order, initialValue: { noValue: true } }
    - integerVariable: { name: Flow.count, initialValue: { lit: 0 } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  states:
    - state:
        name: Start
        refId: Start_1
        actions:
          - getParticipantData:
              name: Read the topic
              attributes: [ { attribute: { name: { lit: topic }, variable: Flow.topic } } ]
          - switch:
              name: Which topic?
              evaluate:
                firstMatch:
                  string:
                    value: { exp: Flow.topic }
                    default: { actions: [ { sendResponse: { name: Say hello, messageBody: { lit: Hello } } } ] }
                    cases:
                      - case:
                          value: { lit: queue }
                          actions:
                            - transferToAcd: { name: To the desk, targetQueue: { lit: { name: Support } } }
                      - case:
                          value: { lit: text }
                          actions:
                            - sendResponse: { name: Greet, messageBody: { lit: Good morning } }
                      - case:
                          value: { lit: value }
                          actions:
                            - setParticipantData:
                                name: Mark it
                                attributes: [ { attribute: { name: { lit: mark }, value: { lit: blue } } } ]
                      - case:
                          value: { lit: missing }
                          actions:
                            - setParticipantData:
                                name: Mark both
                                attributes:
                                  - attribute: { name: { lit: first }, value: { lit: one } }
                                  - attribute: { name: { lit: second }, value: { lit: two } }
                      - case:
                          value: { lit: order }
                          actions:
                            - sendResponse: { name: Say one, messageBody: { lit: One } }
                            - sendResponse: { name: Say two, messageBody: { lit: Two } }
                      - case:
                          value: { lit: stub }
                          actions:
                            - callData:
                                name: Get the tier
                                category: { CRM: { dataAction: { Get Tier: { inputs: { topic: { exp: Flow.topic } }, successOutputs: { tier: { var: Flow.tier } }, failureOutputs: {} } } } }
                            - decision:
                                name: Is it Gold?
                                condition: { exp: Flow.tier == "Gold" }
                                outputs:
                                  "yes": { actions: [ { sendResponse: { name: Say gold, messageBody: { exp: 'Append("Tier ", Flow.tier)' } } } ] }
                                  "no": { actions: [ { setParticipantData: { name: Mark other, attributes: [ { attribute: { name: { lit: other }, value: { lit: yes } } } ] } }, { transferToAcd: { name: To sales, targetQueue: { lit: { name: Sales } } } } ] }
                      - case:
                          value: { lit: ending }
                          actions:
                            - transferToAcd: { name: Hand over, targetQueue: { lit: { name: Support } } }
                      - case:
                          value: { lit: failing }
                          actions:
                            - callData:
                                name: Get the order
                                category: { Shop: { dataAction: { Get Order: { inputs: { topic: { exp: Flow.topic } }, successOutputs: { state: { var: Flow.order } }, failureOutputs: {} } } } }
                                outputs:
                                  success: { actions: [ { sendResponse: { name: Say the order, messageBody: { exp: 'Append("It is ", Flow.order)' } } } ] }
                                  failure: { actions: [ { sendResponse: { name: Say sorry, messageBody: { lit: Sorry } } } ] }
                      - case:
                          value: { lit: extra }
                          actions:
                            - sendResponse: { name: Say done, messageBody: { lit: Done } }
          - disconnect: { name: Bye }
"#;

const MENU: &str = r#"digitalBot:
  name: Menu
  startUpRef: "/digitalBot/bots/bot[Menu_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  variables:
    - stringVariable: { name: Flow.picked, initialValue: { noValue: true } }
  settingsErrorHandling: { errorHandling: { exit: { none: true } } }
  settingsUserInput: { noMatchesMax: { lit: 1 } }
  bots:
    - bot:
        name: Menu
        refId: Menu_1
        actions:
          - digitalMenu:
              name: Ask
              question: { exp: 'ToCommunication("What now?")' }
              noMatch: { exp: 'ToCommunication("Pick one.")' }
              selection: { var: Flow.picked }
              chooser:
                lit:
                  presentation: { lit: quickReplies }
                  carousel: { lit: { cards: { lit: [] } } }
                  quickReplies:
                    lit:
                      buttons:
                        lit:
                          - lit: { label: { lit: Book }, value: { lit: book }, type: { lit: postback } }
                          - lit: { label: { lit: Refund }, value: { lit: refund }, type: { lit: postback } }
              outputs:
                maxNoInputs: { enabled: false }
                maxNoMatches: { enabled: false }
                paths: [ { path: { name: book } }, { path: { name: refund } } ]
          - exitBotFlow: { name: Out }
"#;

const SCENARIO: &str = r#"version: 1
scenario: Desk
flow: desk
widget: { attributes: { topic: { type: string } } }
participant: { attributes: { topic: "${topic}" } }
stubs:
  data_actions:
    CRM: { Get Tier: [ { success: { tier: Gold } } ] }
    Shop: { Get Order: [ { success: { state: sent } } ] }
conversation: [ { say: "About ${topic}" } ]
expect: { attributes: { arrived: { topic: "${topic}" } } }
cases:
  - { case: hello, with: { topic: hello } }
  - { case: queue, with: { topic: queue } }
  - { case: text, with: { topic: text } }
  - { case: value, with: { topic: value } }
  - { case: missing, with: { topic: missing } }
  - { case: order, with: { topic: order } }
  - { case: stub, with: { topic: stub } }
  - { case: ending, with: { topic: ending } }
  - { case: failing, with: { topic: failing } }
  - { case: extra, with: { topic: extra } }
"#;

const MENU_SCENARIO: &str = r#"version: 1
scenario: Menu
flow: menu
conversation: [ { say: Hi }, { receive: "Pick one." }, { choose: Book } ]
expect: { path: [ "Ask: book" ] }
"#;

/// What the other org's files have in place of these texts; its stubs are changed besides.
const EDITS: [(&str, &str); 8] = [
    (
        "name: To the desk, targetQueue: { lit: { name: Support } }",
        "name: To the desk, targetQueue: { lit: { name: Sales } }",
    ),
    ("Good morning", "Good evening"),
    ("value: { lit: blue }", "value: { lit: red }"),
    ("                                  - attribute: { name: { lit: second }, value: { lit: two } }\n", ""),
    (
        "                            - sendResponse: { name: Say one, messageBody: { lit: One } }\n                            - sendResponse: { name: Say two, messageBody: { lit: Two } }\n",
        "                            - sendResponse: { name: Say two, messageBody: { lit: Two } }\n                            - sendResponse: { name: Say one, messageBody: { lit: One } }\n",
    ),
    (
        "- transferToAcd: { name: Hand over, targetQueue: { lit: { name: Support } } }",
        "- disconnect: { name: Hang up }",
    ),
    (
        "                            - sendResponse: { name: Say done",
        "                            - updateData: { name: Count it, statements: [ { integer: { variable: Flow.count, value: { lit: 1 } } } ] }\n                            - sendResponse: { name: Say done",
    ),
    (
        "                          - lit: { label: { lit: Refund }, value: { lit: refund }, type: { lit: postback } }\n",
        "",
    ),
];

fn files(edits: &[(&str, &str)]) -> MemoryFiles {
    let edited = |text: &str| edits.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    for (from, _) in edits {
        assert!(DESK.contains(from) || MENU.contains(from) || SCENARIO.contains(from), "nothing is {from}");
    }
    MemoryFiles::new([
        ("flowproof.yaml", PROJECT.to_owned()),
        ("desk.yaml", edited(DESK)),
        ("menu.yaml", edited(MENU)),
        ("scenarios/desk.yaml", edited(SCENARIO)),
        ("scenarios/menu.yaml", MENU_SCENARIO.to_owned()),
    ])
}

fn other_answers(options: &mut TenantOptions) {
    let mut stubs = (*options.stubs).clone();
    for (action, replies) in stubs.data_actions.values_mut().flatten() {
        for reply in replies {
            reply.reply = match &**action {
                "Get Tier" => DataActionReply::Success(json!({ "tier": "Silver" }).as_object().unwrap().clone()),
                _ => DataActionReply::Failure(json!({ "errorCode": "down" }).as_object().unwrap().clone()),
            };
        }
    }
    options.stubs = Arc::new(stubs);
}

fn nothing(_: &mut TenantOptions) {}

struct Side {
    suite: Suite,
    reports: Vec<CaseReport>,
}

impl Side {
    async fn run(edits: &[(&str, &str)], adjust: fn(&mut TenantOptions)) -> Self {
        let mut suite = Suite::load("".into(), Arc::new(files(edits))).await;
        suite.with(mock(Duration::from_secs(5)).await.adjusting(adjust), Driver::Converse);
        let reports = suite.run().await.1;
        Self { suite, reports }
    }

    fn report(&self, case: &str) -> &CaseReport {
        self.reports.iter().find(|report| report.name.short() == case).unwrap()
    }

    /// What the flow's file says, as a comparison needs it.
    fn file(&self, case: &str) -> FlowFile {
        let singles = self.suite.plan.singles(&self.suite.context);
        let single = singles.iter().find(|single| single.name.short() == case).unwrap();
        flow_file(&single.resolved(&self.suite.context).unwrap().1.program)
    }
}

/// Every case of both sides, with what differs.
fn compared(a: &Side, b: &Side) -> Vec<(String, Differences)> {
    let one = |(left, right): (&CaseReport, &CaseReport)| {
        let file = a.file(left.name.short());
        let about = About { redact: &[], file: &file };
        let differences = compare(left.evidence.as_ref().unwrap(), right.evidence.as_ref().unwrap(), &about);
        (left.name.short().to_owned(), differences)
    };
    a.reports.iter().zip(&b.reports).map(one).collect()
}

/// `queue: To the desk, input queue: Support / Sales`.
fn words(case: &str, one: &Difference) -> String {
    let subject = match &one.subject {
        Subject::Action { id, .. } => id.name.to_string(),
        Subject::Part(part) => part.words().to_owned(),
    };
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    format!("{case}: {subject}, {}: {} / {}", one.what(), value(&one.a), value(&one.b))
}

fn causes(compared: &[(String, Differences)]) -> Vec<String> {
    let list = compared.iter().flat_map(|(case, found)| found.causes().map(move |one| words(case, one)));
    let mut list: Vec<String> = list.collect();
    list.sort();
    list
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ten_differences_are_found_and_nothing_else() {
    let (a, b) = tokio::join!(Side::run(&[], nothing), Side::run(&EDITS, other_answers));
    assert!(a.reports.iter().all(|report| report.verdict == Verdict::Passed));
    let found = compared(&a, &b);
    assert_eq!(
        causes(&found),
        [
            "Menu: transcript, choices line 2: Book (book) | Refund (refund) / Book (book)",
            "ending: Hand over, only one side has it: Hand over / -",
            "extra: Count it, only one side has it: - / Count it",
            "failing: Get the order, output: success / failure",
            "missing: Mark both, value second: two / -",
            "order: Say two, another order: action 4 / action 3",
            "queue: To the desk, input queue: Support / Sales",
            "stub: Get the tier, variable Flow.tier: Gold / Silver",
            "text: Greet, input text: Good morning / Good evening",
            "value: Mark it, value mark: blue / red",
        ]
    );
    let mut table = Table::new("a", "b");
    for (report, (_, differences)) in a.reports.iter().zip(&found) {
        table.add(report.name.clone(), Compared::Sides(differences.clone()));
    }
    assert_eq!((table.differed(), table.exit()), (10, Exit::Red));
    let [path, inputs, outputs, variables] =
        table.kinds.values().fold([0; 4], |[path, inputs, outputs, variables], kind| {
            [path + kind.path, inputs + kind.inputs, outputs + kind.outputs, variables + kind.variables]
        });
    // Another order, two that one side has, one of them another ending; a queue and a text; an output; three values. The tenth is a choice.
    assert_eq!([path, inputs, outputs, variables], [3, 2, 1, 3]);
    for (case, differences) in &found {
        assert!(differences.not_compared.is_empty(), "{case}: {:?}", differences.not_compared);
        assert_eq!(differences.is_empty(), case == "hello", "{case}");
        assert!(differences.agreed() > 3, "{case}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_equal_orgs_differ_in_nothing() {
    let (a, b) = tokio::join!(Side::run(&[], nothing), Side::run(&[], nothing));
    let found = compared(&a, &b);
    assert!(found.len() > 10);
    for (case, differences) in &found {
        assert!(differences.is_empty() && differences.not_compared.is_empty(), "{case}: {differences:#?}");
        let all: usize = differences.counts.values().map(|count| count.seen).sum();
        assert_eq!(differences.agreed(), all, "{case}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exchanged_sides_give_the_mirror_image() {
    let (a, b) = tokio::join!(Side::run(&[], nothing), Side::run(&EDITS, other_answers));
    let there = compared(&a, &b);
    // The same file on both ways: where the actions stand is no matter of sides.
    let back = a.reports.iter().zip(&b.reports).map(|(left, right)| {
        let file = a.file(left.name.short());
        let about = About { redact: &[], file: &file };
        compare(right.evidence.as_ref().unwrap(), left.evidence.as_ref().unwrap(), &about)
    });
    for ((case, there), back) in there.into_iter().zip(back) {
        assert_eq!(there, back.clone().mirrored(), "{case}");
        assert_eq!(there.is_empty(), back.is_empty());
    }
}

/// An org that says less is not taken for one that agrees.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_side_cannot_observe_is_counted_and_never_agreed() {
    let without_values = |options: &mut TenantOptions| options.execution_data.values = false;
    let without_data = |options: &mut TenantOptions| options.execution_data.enabled = false;
    let (a, b, c) = tokio::join!(Side::run(&[], nothing), Side::run(&[], without_values), Side::run(&[], without_data));
    for (case, differences) in compared(&a, &b) {
        assert_eq!(differences.causes().map(|one| words(&case, one)).collect::<Vec<_>>(), Vec::<String>::new());
        assert!(!differences.not_compared.is_empty(), "{case}");
    }
    for (case, differences) in compared(&a, &c) {
        let path: usize = differences
            .counts
            .iter()
            .filter(|(row, _)| matches!(row, flowproof::parity::Row::Kind(_)))
            .map(|(_, count)| count.agreed)
            .sum();
        assert_eq!(path, 0, "{case}");
        assert!(
            differences.not_compared.iter().any(|one| one.reason.contains("execution data")),
            "{case}: {:?}",
            differences.not_compared
        );
    }
}

struct Trial {
    live: (&'static [(&'static str, &'static str)], fn(&mut TenantOptions)),
    offline: &'static [(&'static str, &'static str)],
    replay: (&'static [(&'static str, &'static str)], fn(&mut TenantOptions)),
    published: Published,
}

/// What a case expects of the gold customer.
const STUB_EXPECTS_GOLD: (&str, &str) = (
    "{ case: stub, with: { topic: stub } }",
    "{ case: stub, with: { topic: stub }, expect: { path: [ \"Is it Gold?: yes\" ] } }",
);
const SAYS_MORE: (&str, &str) = (
    "- callData:\n                                name: Get the tier",
    "- sendResponse: { name: Wait, messageBody: { lit: One moment } }\n                            - callData:\n                                name: Get the tier",
);
const ANOTHER_TIER: (&str, &str) = ("Flow.tier == \"Gold\"", "Flow.tier == \"Platinum\"");

fn silent(options: &mut TenantOptions) {
    options.guest_faults.push(GuestFault {
        at: GuestStep::Message,
        times: None,
        after: 0,
        action: GuestFaultAction::NoAnswer,
    });
}

fn refused(options: &mut TenantOptions) {
    options.guest_faults.push(GuestFault {
        at: GuestStep::Message,
        times: None,
        after: 0,
        action: GuestFaultAction::Error { code: 400, text: "no".to_owned() },
    });
}

/// What the failure is called with a replay of the live data, and without one.
async fn classes_of(trial: &Trial) -> [Option<Classification>; 2] {
    let all = [(trial.live.0, trial.live.1), (trial.offline, nothing as fn(&mut _)), trial.replay];
    let sides = join_all(all.map(|(edits, adjust)| Side::run(edits, adjust))).await;
    let [live, offline, replayed] = [0, 1, 2].map(|at| sides[at].report("stub"));
    let file = sides[1].file("stub");
    let about = About { redact: &[], file: &file };
    [Some(replayed), None]
        .map(|replayed| classify(&Attempts { live, offline, replayed, published: &trial.published, about }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_live_failure_is_called_by_its_cause() {
    use FailureClass::{AnotherVersion, ChangedData, FlowLogic, NotKnown, TimingOrOrder};
    type Edits = &'static [(&'static str, &'static str)];
    const GOLD: Edits = &[STUB_EXPECTS_GOLD];
    const WRONG: Edits = &[STUB_EXPECTS_GOLD, ANOTHER_TIER];
    const CHATTY: Edits = &[STUB_EXPECTS_GOLD, SAYS_MORE];
    let same = || Published::Same;
    let other = || Published::Other("the org ran version 13.0 of it".to_owned());
    let trial = |live, offline, replay, published| Trial { live, offline, replay, published };
    let rows = [
        // The file itself is wrong.
        (
            trial((WRONG, nothing), WRONG, (WRONG, nothing), same()),
            [FlowLogic; 2],
            ["offline it fails in the same way: expected Is it Gold?: yes"; 2],
        ),
        // The data action answers something else.
        (
            trial((GOLD, other_answers), GOLD, (GOLD, other_answers), same()),
            [ChangedData; 2],
            ["Get the tier (CRM > Get Tier): variable Flow.tier was \"Silver\", as written \"Gold\""; 2],
        ),
        // It does, and the org says something that no data explain: only a replay tells what the failure follows from.
        (
            trial((CHATTY, other_answers), GOLD, (GOLD, other_answers), same()),
            [ChangedData, NotKnown],
            ["fails in the same way with the live", "something differs that does not follow from it"],
        ),
        // No answer, and so no conversation whose path could show the data.
        (
            trial((GOLD, silent), GOLD, (GOLD, nothing), same()),
            [TimingOrOrder, NotKnown],
            ["did not come through", "whether the org gave other data is not seen"],
        ),
        // The org runs another flow than the file's.
        (
            trial((WRONG, nothing), GOLD, (GOLD, nothing), other()),
            [AnotherVersion; 2],
            ["the org ran version 13.0 of it"; 2],
        ),
        // The same data and, as far as anyone knows, the same file, and yet another way: no rule decides that.
        (
            trial((WRONG, nothing), GOLD, (GOLD, nothing), same()),
            [NotKnown; 2],
            ["action Is it Gold?, output was \"no\", offline \"yes\""; 2],
        ),
        (trial((GOLD, refused), GOLD, (GOLD, nothing), same()), [NotKnown; 2], ["the org refused step message"; 2]),
    ];
    for (trial, classes, reasons) in rows {
        for ((found, class), reason) in classes_of(&trial).await.into_iter().zip(classes).zip(reasons) {
            let found = found.unwrap();
            assert_eq!(found.class, class, "{}", found.line());
            assert!(found.line().contains(reason), "{}", found.line());
        }
    }
    assert_eq!(classes_of(&trial((GOLD, nothing), GOLD, (GOLD, nothing), same())).await, [None, None]);
}

/// What only a platform does (a lost message, one that came twice, another order) no fake does unasked: the evidence is changed here.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_seen_of_timing_is_named() {
    let side = Side::run(&[], nothing).await;
    let green = side.report("order");
    assert_eq!(green.verdict, Verdict::Passed);
    let file = side.file("order");
    let about = About { redact: &[], file: &file };
    type Change = fn(&mut Vec<flowproof::trace::Line>);
    let changes: [(Change, &str); 3] = [
        (|lines| drop(lines.pop()), "a message did not come: \"Two\""),
        (|lines| lines.push(lines[1].clone()), "a message came twice: \"One\""),
        (|lines| lines.swap(1, 2), "a message came in another order"),
    ];
    for (change, expected) in changes {
        let mut live = green.clone();
        live.verdict = Verdict::Failed;
        let evidence = live.evidence.as_mut().unwrap();
        let mut lines = evidence.transcript.value().unwrap().clone();
        change(&mut lines);
        evidence.transcript = flowproof::evidence::Part::seen(lines, flowproof::evidence::Origin::Guest);
        let attempts =
            Attempts { live: &live, offline: green, replayed: Some(green), published: &Published::Same, about };
        let class = classify(&attempts).unwrap();
        assert_eq!(class.class, FailureClass::TimingOrOrder, "{}", class.line());
        assert!(class.line().contains(expected), "{}", class.line());
        // Without a replay the two paths alone tell that the data were the same.
        let class = classify(&Attempts { replayed: None, ..attempts }).unwrap();
        assert_eq!(class.class, FailureClass::TimingOrOrder, "{}", class.line());
        let mut blind = live.clone();
        blind.evidence.as_mut().unwrap().path =
            flowproof::evidence::Part::Unverifiable("its execution data are gone".to_owned());
        let class = classify(&Attempts { live: &blind, replayed: None, ..attempts }).unwrap();
        assert_eq!(class.class, FailureClass::NotKnown);
        assert!(class.line().contains("its execution data are gone"));
    }
    let mut unfit = green.clone();
    unfit.verdict = Verdict::Unfit;
    unfit.reason = Some("the token was refused".to_owned());
    let attempts = Attempts { live: &unfit, offline: green, replayed: Some(green), published: &Published::Same, about };
    assert_eq!(
        classify(&attempts).unwrap().line(),
        "not known, because the org could not be used: the token was refused"
    );
    let mut skipped = green.clone();
    skipped.verdict = Verdict::Skipped;
    skipped.reason = Some("not meant for target mock".to_owned());
    let mut failed = green.clone();
    failed.verdict = Verdict::Failed;
    let attempts = Attempts { live: &failed, offline: &skipped, replayed: None, published: &Published::Same, about };
    let cannot = "not known, because as written the case cannot run offline: not meant for target mock";
    assert_eq!(classify(&attempts).unwrap().line(), cannot);
    // With the live data it can, and tells as much as those can tell.
    let class = classify(&Attempts { replayed: Some(&failed), ..attempts }).unwrap();
    assert_eq!(class.class, FailureClass::NotKnown);
    assert!(class.line().starts_with(cannot) && class.line().ends_with("and no timing"), "{}", class.line());
}

/// A difference in order stands by itself where the path agrees: the platform did it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_in_another_order_are_one_difference() {
    let side = Side::run(&[], nothing).await;
    let one = side.report("order").evidence.clone().unwrap();
    let mut other = one.clone();
    let mut lines = other.transcript.value().unwrap().clone();
    lines.swap(1, 2);
    other.transcript = flowproof::evidence::Part::seen(lines, flowproof::evidence::Origin::Guest);
    let file = side.file("order");
    let found = compare(&one, &other, &About { redact: &[], file: &file });
    let causes: Vec<_> = found.causes().map(|one| (one.aspect, one.place.is_some())).collect();
    assert_eq!(causes, [(Aspect::Order, true)]);
    assert_eq!(found.list.len(), 1);
}
