//! What a flow called, with what, and how it came back.

use maud::{Markup, html};

use super::text::cut;
use crate::evidence::Evidence;

/// A table of the calls; nothing where there was none.
pub(super) fn markup(evidence: &Evidence) -> Markup {
    let Some(calls) = evidence.calls.value().filter(|calls| !calls.is_empty()) else { return html! {} };
    html! {
        section.calls {
            h4 { "Calls" }
            div.scroll {
                table.plain {
                    thead { tr { th scope="col" { "Call" } th scope="col" { "Given" } th scope="col" { "Left by" } } }
                    tbody {
                        @for call in calls {
                            tr {
                                th scope="row" { bdi { (cut(&call.category)) } " › " bdi { (cut(&call.name)) } }
                                td {
                                    @for (name, value) in &call.inputs { div { bdi { (cut(name)) } " = " bdi { (cut(value)) } } }
                                    @if call.inputs.is_empty() { "–" }
                                }
                                td { @if let Some(output) = &call.output { bdi { (cut(output)) } } @else { "–" } }
                            }
                        }
                    }
                }
            }
        }
    }
}
