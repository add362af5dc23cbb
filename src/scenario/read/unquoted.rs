//! A text that holds `: ` and stands without quotes, so that YAML makes a map with one key of it: the commonest slip. Must not know where texts stand.

use crate::diagnostic::{Code, did_you_mean};
use crate::yaml::{Node, Value};

use super::decoder::Decoder;

impl Decoder<'_> {
    /// Whether a map is no map that is read here but a text without quotes, which is reported then. `known` are the keys that are read here.
    pub(super) fn is_unquoted(&mut self, node: &Node, what: &str, known: &[&str]) -> bool {
        let Some(text) = unquoted(node, known) else { return false };
        let message = format!("expected {what}, found a map with the key `{}`", text.key);
        let help = format!("write it in quotes: `\"{}\"`", text.whole.replace('\\', "\\\\").replace('"', "\\\""));
        self.problem(Code::WRONG_TYPE, &node.span, message, help);
        true
    }
}

struct Unquoted<'n> {
    key: &'n str,
    whole: String,
}

/// The text that a map of one key was meant to be; none where the key may be a misspelt one that is known.
fn unquoted<'n>(node: &'n Node, known: &[&str]) -> Option<Unquoted<'n>> {
    let [entry] = node.as_map()? else { return None };
    let key = entry.key.text.as_str();
    let Value::Scalar(value) = &entry.value.value else { return None };
    if known.contains(&key) || did_you_mean(key, known.iter().copied()).is_some() {
        return None;
    }
    let whole = if value.is_null() { key.to_owned() } else { format!("{key}: {}", value.text) };
    Some(Unquoted { key, whole })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, parse};

    #[rstest]
    #[case("Get the customer: success", Some("Get the customer: success"))]
    #[case("Get the customer:", Some("Get the customer"))]
    #[case("action: Greet", None)]
    #[case("acton: Greet", None)]
    #[case("Get: [success]", None)]
    #[case("{ Get: success, nth: 2 }", None)]
    #[case("Get", None)]
    fn a_map_of_one_unknown_key_is_a_text(#[case] text: &str, #[case] expected: Option<&str>) {
        let root = parse(&SourceFile::new("a.yaml", text), Limits::default()).unwrap().root;
        assert_eq!(unquoted(&root, &["action", "output"]).map(|found| found.whole).as_deref(), expected);
    }
}
