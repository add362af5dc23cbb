//! Which flow of flowproof.yaml a conversation was held with: by id, else by name. Must not know how the org was asked.

use crate::diagnostic::{Code, Diagnostic, list_of};
use crate::project::ProjectFlow;
use crate::runner::held::KeptFlow;

/// The flow that `--flow` names, else the one that the org named.
pub(super) fn find<'f>(
    flows: &'f [ProjectFlow],
    asked: Option<&str>,
    kept: &KeptFlow,
) -> Result<&'f ProjectFlow, Diagnostic> {
    let known = || flows.iter().map(|flow| &*flow.name);
    if let Some(name) = asked {
        let found = flows.iter().find(|flow| *flow.name == *name);
        return found.ok_or_else(|| {
            Diagnostic::error(Code::UNKNOWN_FLOW, format!("no flow is named `{name}`")).help_maybe(list_of(
                "flows",
                name,
                known(),
            ))
        });
    }
    let of_id = |flow: &&ProjectFlow| {
        kept.id.is_some() && flow.live.flow_id.as_ref().map(|id| id.value.as_str()) == kept.id.as_deref()
    };
    if let Some(found) = flows.iter().find(of_id) {
        return Ok(found);
    }
    let named: Vec<&ProjectFlow> =
        flows.iter().filter(|flow| kept.name.as_deref() == Some(&**flow.program.name())).collect();
    match named.as_slice() {
        [one] => Ok(one),
        [] => {
            let what = kept.name.as_deref().or(kept.id.as_deref());
            let message = match what {
                Some(name) => format!("the conversation's flow is `{name}`, which flowproof.yaml does not name"),
                None => "the org does not say which flow the conversation was held with".to_owned(),
            };
            Err(Diagnostic::error(Code::UNKNOWN_FLOW, message).help("name the flow with `--flow`"))
        }
        several => {
            let names: Vec<&str> = several.iter().map(|flow| &*flow.name).collect();
            let message = format!("flowproof.yaml has several flows of that name: {}", names.join(", "));
            Err(Diagnostic::error(Code::UNKNOWN_FLOW, message)
                .help("say which with `--flow`, or give each its id under `live: { flow_id: … }`"))
        }
    }
}
