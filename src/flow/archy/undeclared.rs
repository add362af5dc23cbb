//! Variables that a flow writes and nothing declares: Archy makes them when it publishes, so published files rely on it. Must not know any
//! kind of action.

use super::containers::{Body, ContainerPart};
use crate::diagnostic::{Code, Diagnostic, Span, did_you_mean};
use crate::flow::expression::Type;
use crate::flow::program::{Argument, Draft, FlowIndex, Variable, Variables};
use crate::yaml::{Entry, Node, Reader};

/// The scopes whose variables belong to the state or task that writes them, and those of the whole flow.
const LOCAL: [&str; 2] = ["state", "task"];
const GLOBAL: [&str; 2] = ["flow", "common"];

/// A variable where it is written.
struct Written<'n> {
    name: &'n str,
    value_type: Type,
    span: &'n Span,
}

/// Declares what the actions of the containers write and nothing declares. A name that resembles a declared one is left alone: it is told
/// as the mistake that it is.
pub(super) fn declare_written(reader: &mut Reader, draft: &mut Draft, flow: FlowIndex, parts: &[ContainerPart<'_>]) {
    for part in parts {
        let Body::Actions(actions) = part.body() else { continue };
        let mut found = Vec::new();
        search(actions, &mut found);
        // The type that a statement gives counts, wherever it stands.
        found.sort_by_key(|one| one.value_type == Type::Any);
        for one in found {
            if draft.variable(one.name, flow, part.index).is_some() || is_misspelt(draft, flow, part, one.name) {
                continue;
            }
            let Some(table) = table(draft, flow, part, one.name) else { continue };
            table.declare(Variable {
                name: one.name.into(),
                value_type: one.value_type,
                initial: Argument::Absent,
                is_input: false,
                is_output: false,
                place: Some(reader.place(one.span)),
            });
            // The start of such a flow has no declarations in older files, so nobody can mend it.
            if !part.declares_nothing() {
                warn(reader, &one);
            }
        }
    }
}

fn warn(reader: &mut Reader, one: &Written<'_>) {
    let place = reader.place(one.span);
    let message = format!("`{}` is written here and declared nowhere", one.name);
    reader.push(
        Diagnostic::warning(Code::UNKNOWN_VARIABLE, message)
            .at(place)
            .help("Archy makes a variable of it; declare it under `variables:` to say which type it has"),
    );
}

fn search<'n>(node: &'n Node, found: &mut Vec<Written<'n>>) {
    for entry in node.as_map().unwrap_or_default() {
        found.extend(written(entry));
        search(&entry.value, found);
    }
    node.as_list().unwrap_or_default().iter().for_each(|item| search(item, found));
}

/// A variable that an entry writes: `integer: {variable: Task.x, …}`, which tells the type, or `variable: Task.x` and `var: Task.x`,
/// which do not.
fn written(entry: &Entry) -> Option<Written<'_>> {
    let statement = entry.value.get("variable").zip(Type::parse(&entry.key.text));
    let (node, value_type) = match statement {
        Some(typed) => typed,
        None if matches!(entry.key.text.as_str(), "variable" | "var") => (&entry.value, Type::Any),
        None => return None,
    };
    Some(Written { name: node.as_text()?, value_type, span: &node.span })
}

/// The variables that one of that name belongs to; none where its scope has no declarations.
fn table<'d>(draft: &'d mut Draft, flow: FlowIndex, part: &ContainerPart<'_>, name: &str) -> Option<&'d mut Variables> {
    let (scope, rest) = name.split_once('.')?;
    let is = |scopes: [&str; 2]| scopes.iter().any(|one| one.eq_ignore_ascii_case(scope));
    if rest.is_empty() || rest.contains(['.', '[', ' ']) {
        return None;
    }
    if is(LOCAL) {
        return draft.containers.get_mut(part.index.get()).map(|one| &mut one.variables);
    }
    is(GLOBAL).then(|| draft.flows.get_mut(flow.get()).map(|one| &mut one.variables))?
}

/// Whether a name resembles a declared one of its scope. Names that differ in a number only are a series, and no slip.
fn is_misspelt(draft: &Draft, flow: FlowIndex, part: &ContainerPart<'_>, name: &str) -> bool {
    let Some((scope, rest)) = name.split_once('.') else { return false };
    let tables = [
        draft.flows.get(flow.get()).map(|one| &one.variables),
        draft.containers.get(part.index.get()).map(|one| &one.variables),
    ];
    let declared = tables.into_iter().flatten().flat_map(|table| table.iter());
    let same_scope = declared.filter_map(|one| {
        let (other, rest) = one.name.split_once('.')?;
        (other.eq_ignore_ascii_case(scope) && one.place.is_some()).then_some(rest)
    });
    let letters = |word: &str| word.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
    did_you_mean(rest, same_scope).is_some_and(|near| letters(near) != letters(rest))
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use crate::diagnostic::SourceFile;
    use crate::flow::{FlowSource, Loaded, load};

    const QUEUE: &str = r#"inqueueShortMessage:
  name: Q
  defaultLanguage: en-us
  startUpTaskActions:
    - getParticipantData: { name: Get, attributes: [ { attribute: { name: { lit: a }, variable: Task.wait } } ] }
    - updateData: { name: Set, statements: [ { integer: { variable: Task.wait, value: { exp: task.other + 1 } } } ] }
    - getParticipantData: { name: Get, attributes: [ { attribute: { name: { lit: a }, variable: Task.OTHER } } ] }
"#;

    const STATE: &str = r#"workflow:
  name: W
  startUpRef: './states/state[S]'
  variables: [ { stringVariable: { name: Flow.tier } }, { stringVariable: { name: Flow.rating1 } } ]
  states:
    - state:
        name: S
        refId: S
        actions:
          - updateData: { name: U, statements: [ { string: { variable: NAME, value: { lit: a } } } ] }
          - endWorkflow: { name: E }
"#;

    fn loaded(text: &str) -> Loaded {
        let source = SourceFile::new("flow.yaml", text);
        load(vec![FlowSource { source, substitutions: IndexMap::new() }])
    }

    fn told(text: &str) -> Vec<String> {
        loaded(text).diagnostics.iter().map(|one| format!("{:?} {}", one.severity, one.message)).collect()
    }

    #[test]
    fn what_a_start_without_declarations_writes_is_declared_with_its_type() {
        assert_eq!(told(QUEUE), Vec::<String>::new());
        let program = loaded(QUEUE).program.unwrap();
        let variables = program.containers().iter().flat_map(|one| one.variables.iter());
        let found: Vec<String> = variables.map(|one| format!("{} {}", one.name, one.value_type)).collect();
        assert_eq!(found, ["Task.wait Integer", "Task.OTHER Any"]);
    }

    #[test]
    fn where_something_is_declared_it_is_told() {
        let declared = format!("{QUEUE}  startUpTaskVariables:\n    - integerVariable: {{ name: Task.wait }}\n");
        assert_eq!(told(&declared), ["Warning `Task.OTHER` is written here and declared nowhere"]);
        for name in ["State.errorCode", "Flow.rating2"] {
            let text = STATE.replace("NAME", name);
            assert_eq!(told(&text), [format!("Warning `{name}` is written here and declared nowhere")]);
            assert!(loaded(&text).program.is_some());
        }
    }

    #[test]
    fn what_is_only_read_or_is_misspelt_is_a_mistake() {
        assert_eq!(told(&QUEUE.replace("task.other", "Task.lost")), ["Error no variable `Task.lost` is in reach here"]);
        for name in ["Flow.teir", "Message.Nothing", "Flow.a.b"] {
            assert_eq!(told(&STATE.replace("NAME", name)), [format!("Error no variable `{name}` is in reach here")]);
        }
    }
}
