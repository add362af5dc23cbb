//! The table of lints, and the one way to run them all. Must not know what any one looks for.

use super::*;
use crate::diagnostic::Diagnostics;
use crate::flow::program::Program;

/// A lint: adds what it finds.
type Lint = fn(&Program, &mut Diagnostics);

/// All of them.
const LINTS: &[Lint] = &[
    call_without_branch::lint,
    dead_end::lint,
    never_called::lint,
    never_set::lint,
    unreachable::lint,
    wrong_type::lint,
];

/// Everything that is doubtful in the flows of a program, by place.
pub fn lint(program: &Program) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for lint in LINTS {
        lint(program, &mut diagnostics);
    }
    diagnostics.sort();
    diagnostics
}
