//! Names of execution data as the names that flow files have. Must not know a document.

use std::sync::Arc;

/// The kinds whose name in execution data is not `action` before their Archy name.
const IRREGULAR: [(&str, &str); 3] =
    [("actionNextLoop", "loopNext"), ("actionExitLoop", "loopExit"), ("actionScreenPop", "setScreenPop")];

/// The Archy kind of an event; none for an event that is no action.
pub fn kind(event: &str) -> Option<String> {
    if let Some((_, kind)) = IRREGULAR.iter().find(|(name, _)| *name == event) {
        return Some((*kind).to_owned());
    }
    let name = event.strip_prefix("action").or_else(|| event.strip_prefix("menu"))?;
    let mut letters = name.chars();
    let first = letters.next()?;
    Some(first.to_lowercase().chain(letters).collect())
}

/// The output as the file names it: one of the known names that the org's id or name stands for, else what the org says.
pub fn output(id: Option<&str>, name: Option<&str>, known: &[Arc<str>]) -> Option<Arc<str>> {
    let said = [name, id].into_iter().flatten();
    for text in said.clone() {
        if let Some(known) = known.iter().find(|known| ***known == *text) {
            return Some(Arc::clone(known));
        }
    }
    for text in said.clone() {
        if let Some(known) = known.iter().find(|known| plain(known) == plain(text)) {
            return Some(Arc::clone(known));
        }
    }
    let said = name.or(id)?;
    // An id of the form `__YES__` where the file has no such output: its words, as Archy writes them.
    Some(Arc::from(if name.is_none() && said.starts_with("__") { camel(said) } else { said.to_owned() }))
}

/// Letters and digits alone, in small letters: `Not Found`, `__NOT_FOUND__` and `notFound` are one.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn camel(id: &str) -> String {
    let mut out = String::new();
    for word in id.split('_').filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if !out.is_empty() => out.extend(first.to_uppercase().chain(letters)),
            Some(first) => out.extend(std::iter::once(first).chain(letters)),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("actionDecision", Some("decision"))]
    #[case("actionTransferToAcd", Some("transferToAcd"))]
    #[case("actionNextLoop", Some("loopNext"))]
    #[case("startedTask", None)]
    #[case("turn", None)]
    fn events_have_kinds(#[case] event: &str, #[case] expected: Option<&str>) {
        assert_eq!(kind(event).as_deref(), expected);
    }

    #[rstest]
    #[case(Some("__YES__"), Some("Yes"), &["yes", "no"], Some("yes"))]
    #[case(Some("__YES__"), None, &["yes", "no"], Some("yes"))]
    #[case(Some("__NOT_FOUND__"), Some("Not Found"), &["found", "notFound"], Some("notFound"))]
    #[case(Some("5f0c"), Some("Gold"), &["Gold", "default"], Some("Gold"))]
    #[case(Some("__NOT_FOUND__"), None, &[], Some("notFound"))]
    #[case(Some("5f0c"), None, &["Gold"], Some("5f0c"))]
    #[case(None, None, &["yes"], None)]
    fn outputs_have_the_files_names(
        #[case] id: Option<&str>,
        #[case] name: Option<&str>,
        #[case] known: &[&str],
        #[case] expected: Option<&str>,
    ) {
        let known: Vec<Arc<str>> = known.iter().map(|one| Arc::from(*one)).collect();
        assert_eq!(output(id, name, &known).as_deref(), expected);
    }
}
