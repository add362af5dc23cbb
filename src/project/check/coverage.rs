//! What flowproof.yaml says of coverage: that each flow, action and output it names is there. An exclusion of nothing would hide that what
//! it was for is counted again.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean, list_of};
use crate::flow::program::Node;
use crate::project::{ExcludeSpec, Files, Project};
use crate::scenario::model::Spanned;

impl Project {
    /// Checks the part `coverage` against the flows that it names.
    pub fn check_coverage(&self, files: &dyn Files) -> Diagnostics {
        let mut found = Diagnostics::new();
        let settings = &self.settings().coverage;
        found.extend(settings.fail_under_flow.iter().filter_map(|(flow, _)| self.unknown_flow(flow)));
        found.extend(settings.exclude.iter().filter_map(|one| self.exclusion(files, one)));
        found
    }

    fn unknown_flow(&self, flow: &Spanned<String>) -> Option<Diagnostic> {
        let known = self.flow_names().any(|name| name == flow.value);
        (!known).then(|| {
            Diagnostic::error(Code::UNKNOWN_FLOW, format!("no flow is named `{}`", flow.value))
                .at(flow.place.clone())
                .help_maybe(list_of("flows", &flow.value, self.flow_names()))
        })
    }

    fn exclusion(&self, files: &dyn Files, one: &ExcludeSpec) -> Option<Diagnostic> {
        if let Some(unknown) = self.unknown_flow(&one.flow) {
            return Some(unknown);
        }
        // What is wrong with a flow that does not load is told where it is loaded.
        let program = self.program_of(files, &one.flow.value)?;
        let action = one.action.as_ref()?;
        let file = program.flows().first()?.place.source.name();
        let own: Vec<&Node> = program.actions().iter().filter(|node| node.place.source.name() == file).collect();
        let named: Vec<&Node> = own.iter().copied().filter(|node| *node.id.name == *action.value).collect();
        if named.is_empty() {
            let near = did_you_mean(&action.value, own.iter().map(|node| &*node.id.name));
            let message = format!("flow `{}` has no action `{}`", one.flow.value, action.value);
            return Some(
                Diagnostic::error(Code::UNKNOWN_ACTION, message)
                    .at(action.place.clone())
                    .help_maybe(near.map(|near| format!("did you mean `{near}`?"))),
            );
        }
        let output = one.output.as_ref()?;
        let outputs: Vec<&str> = named.iter().flat_map(|node| &node.outputs).map(|output| &*output.name).collect();
        (!outputs.contains(&output.value.as_str())).then(|| {
            let message = format!("action `{}` has no output `{}`", action.value, output.value);
            Diagnostic::error(Code::UNKNOWN_OUTPUT, message).at(output.place.clone()).help_maybe(list_of(
                "outputs",
                &output.value,
                outputs.iter().copied(),
            ))
        })
    }
}
