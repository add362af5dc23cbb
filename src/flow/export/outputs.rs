//! The ways out of an action: `paths` with their ids, as Archy names them. Must not know any kind of action.

use super::build::{entry, flag, map, small_first};
use crate::diagnostic::Span;
use crate::yaml::{Entry, Node};

/// One way out.
pub(super) struct Branch {
    /// `__YES__`, or the id that a case, an intent or a task's output path has.
    pub id: String,
    /// Its canonical name, or its label where the flow's author named it.
    pub name: String,
    /// What stands behind it; none where it only goes on behind the action.
    pub actions: Option<Node>,
    /// Whether it was switched off in the editor.
    pub disabled: bool,
    /// Where it stands.
    pub span: Span,
}

/// The paths of an action, each with the id of the action that it leads to. A loop has one, under `path`.
pub(super) fn paths(action: &Node) -> impl Iterator<Item = &Node> {
    let list = action.get("paths").and_then(Node::as_list).unwrap_or_default();
    list.iter().chain(action.get("path").filter(|path| path.get("outputId").is_some()))
}

/// Whether the author made the output, so that it goes by its label.
pub(super) fn is_named_by_author(id: &str) -> bool {
    !(id.starts_with("__") && id.ends_with("__"))
}

/// `__MAX_NO_INPUTS__` as `maxNoInputs`; an id that the editor drew goes by its label.
pub(super) fn name_of(id: &str, label: Option<&str>) -> String {
    if is_named_by_author(id) {
        return label.unwrap_or(id).to_owned();
    }
    let words = id.trim_matches('_').split('_').filter(|word| !word.is_empty());
    let words = words.map(|word| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        format!("{}{}", first.to_ascii_uppercase(), rest.to_ascii_lowercase())
    });
    small_first(&words.collect::<String>())
}

impl Branch {
    /// A path, with what stands behind it.
    pub(super) fn new(path: &Node, actions: Option<Node>) -> Self {
        let text = |key| path.get(key).and_then(Node::as_text);
        let is = |key| text(key) == Some("true");
        let id = text("outputId").unwrap_or_default().to_owned();
        let name = name_of(&id, text("label").or_else(|| text("localizedLabel")));
        let disabled = is("disabled") || is("outOfService");
        Self { id, name, actions, disabled, span: path.span.clone() }
    }

    /// `{actions: […]}`, `{enabled: false}`, or nothing.
    pub(super) fn body(self) -> Node {
        self.named(Vec::new())
    }

    /// The same behind other entries.
    pub(super) fn named(self, mut entries: Vec<Entry>) -> Node {
        match self.actions {
            Some(actions) => entries.push(entry("actions", actions)),
            None if self.disabled => return flag("enabled", false, &self.span),
            None => {}
        }
        map(&self.span, entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("__YES__", None, "yes")]
    #[case("__NOT_FOUND__", Some("Not Found"), "notFound")]
    #[case("__MAX_NO_INPUTS__", Some("Max No Inputs"), "maxNoInputs")]
    #[case("01480d46-fb68-44d7-a975-a602f3b6a683", Some("Success"), "Success")]
    #[case("01480d46", None, "01480d46")]
    #[case("____", None, "")]
    fn ids_have_canonical_names(#[case] id: &str, #[case] label: Option<&str>, #[case] name: &str) {
        assert_eq!(name_of(id, label), name);
    }
}
