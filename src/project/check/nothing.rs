//! Whether a case expects anything at all. Must not know whether that holds.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::scenario::model::Case;

/// What is said of a case that no flow can fail.
pub(crate) const NOTHING_EXPECTED: &str = "nothing is expected, so that this case is green whatever the flow does";

/// A skipped case is not green.
pub(super) fn check(case: &Case, out: &mut Diagnostics) {
    if case.skip.is_none() && !case.expects_something() {
        let warning = Diagnostic::warning(Code::NOTHING_EXPECTED, NOTHING_EXPECTED).at(case.place.clone());
        out.push(warning.help("add a `receive` to the conversation, or an `expect`"));
    }
}
