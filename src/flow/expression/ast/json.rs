//! The vendor's tree as its JSON: `{"+": {"operands": […], "type": "int"}}`, leaves as `lit`, `ref`, `sysref` and `nul`. Positions and ids,
//! which only the editor needs, are left out. Must not know how a tree is made.

use serde_json::{Value as Json, json};

use super::node::SyntaxTree;

impl SyntaxTree {
    /// The JSON; the outermost operation also holds its canonical text, as exports do.
    pub fn to_json(&self) -> Json {
        let mut json = self.node_json();
        if let (Self::Operation { name, .. }, Some(nodes)) = (self, json.as_object_mut())
            && let Some(Json::Object(node)) = nodes.get_mut(name.as_ref())
        {
            node.insert("text".to_owned(), Json::String(self.text()));
        }
        json
    }

    fn node_json(&self) -> Json {
        match self {
            Self::Literal { text, code } => json!({ "lit": { "text": text, "type": code.as_str() } }),
            Self::Name { text, built_in, code } => {
                let kind = if *built_in { "sysref" } else { "ref" };
                json!({ kind: { "text": text, "type": code.as_str() } })
            }
            // A public configuration shows the leaf for a whole value: no text, and the type that is wanted. Decision: as an operand it
            // has the code of no type.
            Self::NotSet { code } => json!({ "nul": { "text": "", "type": code.as_str() } }),
            Self::Operation { name, operands, code } => {
                let operands: Vec<Json> = operands.iter().map(Self::node_json).collect();
                json!({ name.as_ref(): { "operands": operands, "type": code.as_str() } })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::TypeCode;
    use super::*;

    #[test]
    fn a_tree_is_written_with_its_text_at_the_top() {
        let name = |text: &str, built_in| SyntaxTree::Name { text: text.to_owned(), built_in, code: TypeCode::STRING };
        let tree = SyntaxTree::Operation {
            name: "+".into(),
            operands: vec![name("Flow.a", false), name("Call.Ani", true)],
            code: TypeCode::STRING,
        };
        assert_eq!(
            tree.to_json().to_string(),
            r#"{"+":{"operands":[{"ref":{"text":"Flow.a","type":"str"}},{"sysref":{"text":"Call.Ani","type":"str"}}],"type":"str","text":"Flow.a + Call.Ani"}}"#
        );
        let unset = SyntaxTree::not_set();
        assert_eq!(unset.to_json().to_string(), r#"{"nul":{"text":"","type":"nts"}}"#);
        let saved = unset.saved_as(&TypeCode::BOOLEAN);
        assert_eq!(saved.to_json().to_string(), r#"{"nul":{"text":"","type":"bln"}}"#);
    }
}
