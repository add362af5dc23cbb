//! What Architect has accepted: an export carries the tree of each of its expressions, which Architect made from the text, so a text that we
//! cannot read is no mistake of its author. Must not know how a text is read.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// What is told of the values of a flow.
const OF_VALUES: [Code; 4] =
    [Code::BAD_EXPRESSION, Code::BAD_LITERAL, Code::DUPLICATE_VARIABLE, Code::UNKNOWN_VARIABLE];

/// The same, with warnings in place of errors about values. Whatever cannot be read fails where the flow reaches it.
pub(super) fn softened(found: Diagnostics) -> Diagnostics {
    let mut softer = Diagnostics::new();
    for one in found {
        softer.push(if OF_VALUES.contains(&one.code) { warned(one) } else { one });
    }
    softer
}

fn warned(mut one: Diagnostic) -> Diagnostic {
    one.severity = Severity::Warning;
    one.help(
        "the export was made by Architect, so the flow is loaded; what is wrong here fails when the flow reaches it",
    )
}
