//! Guests that wait as in a live org, until nothing comes for a while: the shipped conversations have the verdicts and the transcripts that
//! they have where the host says that nothing more is due.

use std::sync::Arc;
use std::time::Duration;

use flowproof::event::{CaseReport, Verdict};
use flowproof::project::DiskFiles;
use flowproof::runner::{MockTarget, Settle};
use futures_util::stream::{self, StreamExt as _};

use crate::suite::Suite;

/// A few of each kind: many turns, the window, files of choices, silence, attributes midway, a table of cases.
const SCENARIOS: [&str; 8] = [
    "attributes_along_the_way",
    "bot_asks_for_the_number",
    "choose_a_callback",
    "leave_and_resume",
    "refund",
    "silent_customer",
    "two_turns_with_the_bot",
    "window_opened",
];

/// Far more than the fake takes for a turn.
const WINDOW: Duration = Duration::from_millis(150);

async fn reports(settle: Settle) -> Vec<CaseReport> {
    let suite =
        Suite::load("".into(), Arc::new(DiskFiles)).await.on(|target: MockTarget| target.settling(settle)).await;
    let is_one = |file: &str| SCENARIOS.iter().any(|name| file == format!("scenarios/{name}.yaml"));
    let singles = suite.plan.singles(&suite.context).into_iter();
    let chosen = singles.filter(|single| is_one(&single.name.file));
    let context = &suite.context;
    stream::iter(chosen).map(|single| async move { single.run(context).await }).buffered(16).collect().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conversations_that_settle_by_silence_are_those_that_settle_by_a_sign() {
    let (by_sign, by_silence) = tokio::join!(reports(Settle::Barrier), reports(Settle::Quiet(WINDOW)));
    assert!(by_sign.len() >= SCENARIOS.len(), "only {} cases", by_sign.len());
    assert_eq!(by_sign.len(), by_silence.len());
    for (sign, silence) in by_sign.iter().zip(&by_silence) {
        assert_eq!(sign.verdict, Verdict::Passed, "{}", crate::suite::text(sign));
        assert_eq!(silence.verdict, Verdict::Passed, "{}", crate::suite::text(silence));
        let said = |report: &CaseReport| report.evidence.as_ref().unwrap().transcript.clone();
        assert_eq!(said(sign), said(silence), "{}", sign.name.full());
    }
}
