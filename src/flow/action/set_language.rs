//! `setLanguage`: changes the language of the conversation.

use super::Action;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::Type;
use crate::flow::program::Argument;

#[derive(Debug)]
struct SetLanguage {
    language: Argument,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let key = if reader.body().get("languageValue").is_some() { "languageValue" } else { "language" };
    // Where both are given, the bare text repeats the value.
    if let Some(node) = reader.body().get("language") {
        reader.note_read(node);
    }
    Box::new(SetLanguage { language: reader.required(key, Type::String) })
}

impl Action for SetLanguage {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let tag = turn.text(&self.language)?.filter(|tag| !tag.is_empty());
        let tag = tag.ok_or_else(|| Fault::new("the language must not be NOT_SET or empty"))?;
        turn.note("language", || tag.to_string());
        turn.set_language(&tag);
        Ok(Next::Continue)
    }

    fn input_names(&self) -> Vec<String> {
        vec!["language".to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    #[test]
    fn the_built_in_follows() {
        let send = "- sendResponse: { name: S, messageBody: { exp: Message.Language } }";
        let actions =
            format!("{send}\n- setLanguage: {{ name: L, languageValue: {{ lit: es-us }}, language: es-us }}\n{send}");
        assert_eq!(Flow::new().actions(&actions).says("x").run().texts(), ["x", "en-us", "es-us"]);
    }
}
