//! Small pieces that stand everywhere on the page: verdicts, durations, places, names. Must not know a case.

use std::time::Duration;

use maud::{Markup, html};

use super::text::cut;
use crate::event::{CaseName, Verdict};

/// All verdicts, what needs eyes first.
pub(super) const VERDICTS: [Verdict; 9] = [
    Verdict::Failed,
    Verdict::Errored,
    Verdict::Unsupported,
    Verdict::Unverifiable,
    Verdict::Unfit,
    Verdict::Interrupted,
    Verdict::Flaky,
    Verdict::Passed,
    Verdict::Skipped,
];

/// A verdict by sign and word, so that nothing rests on its colour.
pub(super) fn verdict(verdict: Verdict) -> Markup {
    html! { span class={ "v v-" (verdict.word()) } { span.sign aria-hidden="true" { (sign(verdict)) } (verdict.word()) } }
}

/// The sign of a verdict.
pub(super) fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "✓",
        Verdict::Flaky => "↻",
        Verdict::Skipped => "–",
        Verdict::Failed => "✕",
        Verdict::Unverifiable => "?",
        Verdict::Unsupported => "∅",
        Verdict::Errored => "!",
        Verdict::Unfit => "≠",
        Verdict::Interrupted => "‖",
    }
}

/// `scenario › case`, each kept apart from the direction of what stands around it.
pub(super) fn name(name: &CaseName) -> Markup {
    html! {
        bdi { (cut(&name.scenario)) }
        @if let Some(case) = &name.case { span.of { " › " } bdi.row { (cut(case)) } }
    }
}

/// `0.4 ms`, `12 ms`, `3.2 s`, `2 min 5 s`.
pub(super) fn duration(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1e3;
    match milliseconds {
        ..9.95 => format!("{milliseconds:.1} ms"),
        ..999.5 => format!("{milliseconds:.0} ms"),
        ..59_950.0 => format!("{:.1} s", milliseconds / 1e3),
        _ => format!("{} min {} s", time.as_secs() / 60, time.as_secs() % 60),
    }
}

/// `1 case`, `2 cases`.
pub(super) fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, "0.0 ms")]
    #[case(9_940, "9.9 ms")]
    #[case(9_960, "10 ms")]
    #[case(999_600, "1.0 s")]
    #[case(125_000_000, "2 min 5 s")]
    fn durations_have_two_digits(#[case] microseconds: u64, #[case] shown: &str) {
        assert_eq!(duration(Duration::from_micros(microseconds)), shown);
    }
}
