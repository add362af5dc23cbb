//! The variables of a start that declares none: exports of an older Archy leave out those of an in-queue flow's first task, though its
//! actions write them. Must not know any kind of action.

use crate::flow::expression::Type;
use crate::flow::program::{Argument, Variable, Variables};
use crate::yaml::{Entry, Node};

/// The scope that those variables have.
const SCOPE: &str = "task";

/// Declares what the actions below a node write and nothing declares.
pub(super) fn declare_written(variables: &mut Variables, node: &Node) {
    for entry in node.as_map().unwrap_or_default() {
        if let Some((name, value_type)) = written(entry) {
            let place = None;
            let initial = Argument::Absent;
            // False where an earlier action writes it too, which gives the type.
            variables.declare(Variable {
                name: name.into(),
                value_type,
                initial,
                is_input: false,
                is_output: false,
                place,
            });
        }
        declare_written(variables, &entry.value);
    }
    node.as_list().unwrap_or_default().iter().for_each(|item| declare_written(variables, item));
}

/// A variable that an entry writes: `integer: {variable: Task.x, …}`, which tells the type, or `variable: Task.x` and `var: Task.x`,
/// which do not.
fn written(entry: &Entry) -> Option<(&str, Type)> {
    let statement = entry.value.get("variable").zip(Type::parse(&entry.key.text));
    let (node, value_type) = match statement {
        Some(typed) => typed,
        None if matches!(entry.key.text.as_str(), "variable" | "var") => (&entry.value, Type::Any),
        None => return None,
    };
    let name = node.as_text()?;
    let (scope, rest) = name.split_once('.')?;
    (scope.eq_ignore_ascii_case(SCOPE) && !rest.contains('.')).then_some((name, value_type))
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use crate::diagnostic::SourceFile;
    use crate::flow::{FlowSource, load};

    const FLOW: &str = r#"inqueueShortMessage:
  name: Q
  defaultLanguage: en-us
  startUpTaskActions:
    - updateData: { name: Set, statements: [ { integer: { variable: Task.wait, value: { exp: task.other + 1 } } } ] }
    - getParticipantData: { name: Get, attributes: [ { attribute: { name: { lit: a }, variable: Task.OTHER } } ] }
"#;

    fn codes(text: &str) -> Vec<String> {
        let source = SourceFile::new("flow.yaml", text);
        let loaded = load(vec![FlowSource { source, substitutions: IndexMap::new() }]);
        loaded.diagnostics.iter().map(|one| format!("{} {}", one.code.as_str(), one.message)).collect()
    }

    #[test]
    fn what_a_start_without_declarations_writes_is_declared_with_its_type() {
        assert_eq!(codes(FLOW), Vec::<String>::new());
        let source = SourceFile::new("flow.yaml", FLOW);
        let program = load(vec![FlowSource { source, substitutions: IndexMap::new() }]).program.unwrap();
        let found: Vec<String> = program
            .containers
            .iter()
            .flat_map(|one| one.variables.iter())
            .map(|one| format!("{} {}", one.name, one.value_type))
            .collect();
        assert_eq!(found, ["Task.wait Integer", "Task.OTHER Any"]);
    }

    #[test]
    fn what_is_only_read_is_a_mistake_and_so_is_all_where_something_is_declared() {
        let message = "FP0406 no variable `Task.lost` is in reach here";
        assert_eq!(codes(&FLOW.replace("task.other", "Task.lost")), [message]);
        let declared = format!("{FLOW}  startUpTaskVariables:\n    - integerVariable: {{ name: Task.wait }}\n");
        assert_eq!(
            codes(&declared),
            ["FP0406 no variable `task.other` is in reach here", "FP0406 no variable `Task.OTHER` is in reach here"]
        );
    }
}
