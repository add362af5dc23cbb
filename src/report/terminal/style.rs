//! Colours by meaning. Whether they are shown is decided by the stream that is written to.

use anstyle::{AnsiColor, Style};

use crate::event::Verdict;

/// Weak text: places, counts of nothing.
pub(super) const WEAK: Style = Style::new().dimmed();

/// The label of a line in a block.
pub(super) const LABEL: Style = Style::new().bold();

/// A case that takes long.
pub(super) const SLOW: Style = AnsiColor::Yellow.on_default();

/// The action at which a run left the expected way.
pub(super) const DIVERGED: Style = AnsiColor::Red.on_default().bold();

/// The colour of a verdict.
pub(super) fn verdict(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Passed => AnsiColor::Green.on_default(),
        Verdict::Skipped | Verdict::Flaky => AnsiColor::Yellow.on_default(),
        Verdict::Failed | Verdict::Errored | Verdict::Unsupported | Verdict::Unfit => {
            AnsiColor::Red.on_default().bold()
        }
        Verdict::Unverifiable | Verdict::Interrupted => AnsiColor::Magenta.on_default().bold(),
    }
}

/// The word in its style.
pub(super) fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
