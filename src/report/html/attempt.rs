//! The attempts before the last, each with what was wrong and how far it came.

use maud::{Markup, html};

use super::drawn::Drawn;
use super::flows::Met;
use super::{conversation, words, wrong};
use crate::event::CaseReport;

/// Each of them, closed; nothing where there is none.
pub(super) fn markup(report: &CaseReport, flow: Option<&Met>) -> Markup {
    html! {
        @for (at, one) in report.earlier.iter().enumerate() {
            details.attempt {
                summary { "Try " (at + 1) " " (words::verdict(one.verdict)) " " span.soft { (words::duration(one.duration)) } }
                (wrong::markup(one, &|_| None))
                (conversation::markup(one, &Drawn::of(None, one, flow)))
                (wrong::snapshots(&one.snapshots))
            }
        }
    }
}
