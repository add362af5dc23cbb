//! The head of the page: whether the run is green, the counts, and what ran where. Must not know how a case is shown.

use maud::{Markup, html};

use super::known::Run;
use super::words::{self, plural};
use crate::event::{Exit, LiveSum, RunStarted, Verdict};
use crate::scenario::model::{Driver, TargetName};

/// What the whole comes to, in a few words.
pub(super) fn headline(run: &Run) -> String {
    let summary = &run.summary;
    let red: usize =
        Verdict::ALL.iter().filter(|verdict| !verdict.is_green()).map(|verdict| summary.of(*verdict)).sum();
    match summary.exit() {
        Exit::Interrupted => format!("Interrupted: {} of {} judged", judged(run), plural(summary.planned, "case")),
        Exit::Usage => "Nothing ran: files are wrong".to_owned(),
        Exit::Unfit => "The environment is unfit".to_owned(),
        Exit::Nothing => "Nothing was judged".to_owned(),
        Exit::Green if summary.of(Verdict::Flaky) > 0 => {
            format!("Green, with {}", flaky(summary.of(Verdict::Flaky)))
        }
        Exit::Green => "All green".to_owned(),
        Exit::Red if red > 0 => format!("{red} of {} not green", plural(summary.planned, "case")),
        Exit::Red if summary.timed_out => "The run ran out of time".to_owned(),
        Exit::Red => format!("Red for {}", flaky(summary.of(Verdict::Flaky))),
    }
}

fn judged(run: &Run) -> usize {
    run.summary.total() - run.summary.of(Verdict::Interrupted)
}

fn flaky(count: usize) -> String {
    plural(count, "flaky case")
}

/// The head.
pub(super) fn markup(run: &Run) -> Markup {
    let summary = &run.summary;
    let class = match summary.exit() {
        Exit::Green => "good",
        Exit::Red | Exit::Unfit | Exit::Usage => "bad",
        Exit::Nothing | Exit::Interrupted => "odd",
    };
    html! {
        header class={ "top " (class) } {
            div.headline {
                h1 { (headline(run)) }
                p.soft { "flowproof " (env!("CARGO_PKG_VERSION")) @if let Some(started) = &run.started { (when(started)) } ", took " (words::duration(summary.duration)) }
            }
            ul.counts {
                @for verdict in words::VERDICTS.iter().filter(|verdict| summary.of(**verdict) > 0) {
                    li class={ "count v-" (verdict.word()) } { b { (summary.of(*verdict)) } span { span.sign aria-hidden="true" { (words::sign(*verdict)) } (verdict.word()) } }
                }
            }
            @if let Some(started) = &run.started { (facts(started, run)) }
            @if summary.timed_out { p.alarm { "The run's time-out was reached before every case was judged." } }
            @if summary.interrupted { p.alarm { "The run was interrupted." } }
            @if let Some(live) = &summary.live { (self::live(live)) }
            @if let Some(proof) = &summary.proof { p.soft.proof { (proof.words()) } }
        }
    }
}

fn when(started: &RunStarted) -> Markup {
    let Some(began) = started.began else { return html! {} };
    let shown = began.strftime("%Y-%m-%d %H:%M UTC").to_string();
    html! { ", " time datetime=(began) { (shown) } }
}

fn facts(started: &RunStarted, run: &Run) -> Markup {
    let target = match started.target {
        TargetName::Mock => "embedded fake org",
        TargetName::Live => "live org",
    };
    let driver = started.driver.map(|driver| match driver {
        Driver::Simulate => "simulate",
        Driver::Converse => "converse",
    });
    html! {
        dl.run {
            (fact("Target", target))
            @if let Some(live) = &run.summary.live { (fact("Org", &live.org)) }
            @if let Some(driver) = driver { (fact("Driver", driver)) }
            (fact("Cases", &format!("{} in {}", started.planned, plural(started.files, "file"))))
            (fact("Side by side", &started.jobs.to_string()))
            @if let Some(seed) = started.seed { (fact("Order", &format!("random, seed {seed}"))) }
            @if let Some(shard) = started.shard { (fact("Shard", &shard.to_string())) }
            @if started.retries > 0 { (fact("Retries", &started.retries.to_string())) }
        }
    }
}

fn fact(name: &str, value: &str) -> Markup {
    html! { div { dt { (name) } dd { bdi { (value) } } } }
}

/// What was done in the org, and what is left there.
fn live(live: &LiveSum) -> Markup {
    html! {
        p.soft {
            "Run " code { (live.run) } ": " (plural(live.begun, "conversation")) " begun, " (live.ended) " ended; " (plural(live.total_calls(), "API call")) "."
        }
        @if !live.left.is_empty() {
            div.alarm {
                p { "Left in the org; " code { "flowproof sweep" } " shows what is left, and removes it with " code { "--delete" } "." }
                ul { @for one in &live.left { li dir="auto" { (one) } } }
            }
        }
    }
}
