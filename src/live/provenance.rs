//! Where a flow file came from: what `flow pull` notes in it beside the configuration, so that a later run knows which version it is. Must
//! not know files.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use crate::flow::Program;

/// The key of the note in a pulled file; the configuration stands beside it under [`CONFIGURATION`], where the loader looks for it.
const PULLED: &str = "pulled";
const CONFIGURATION: &str = "configuration";

/// What a pulled file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Provenance {
    /// The flow's id in the org.
    pub flow_id: String,
    /// Its name there.
    pub flow_name: String,
    /// Its type there, where the org says: `INBOUNDSHORTMESSAGE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow_type: Option<String>,
    /// The version that was published: `12.0`.
    pub version: String,
    /// When that was published (RFC 3339), where the org says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The org's id.
    pub org_id: String,
    /// The org's name.
    pub org_name: String,
    /// When it was pulled (RFC 3339).
    pub date: String,
    /// The path that the configuration was read from.
    pub read_from: String,
    /// Whether that is the configuration of the published version; else it is the latest, which may hold what is saved and not published.
    pub is_published: bool,
}

impl Provenance {
    /// What the file of a program's entry flow says; none where it was not pulled.
    pub fn of(program: &Program) -> Option<Self> {
        Self::read(program.entry().place.source.text())
    }

    /// What a text says of itself; none where it was not pulled.
    pub fn read(text: &str) -> Option<Self> {
        // A file that is no JSON is told from one that is by its first letter, so that large ones are not read in vain.
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let document: Json = start.starts_with('{').then(|| serde_json::from_str(start).ok()).flatten()?;
        serde_json::from_value(document.get(PULLED)?.clone()).ok()
    }

    /// The text of a file: the note and the configuration, with keys in order, so that one configuration is one text.
    pub fn write(&self, configuration: &Json) -> String {
        let document = json!({ PULLED: self, CONFIGURATION: ordered(configuration) });
        format!("{document:#}\n")
    }
}

/// The configuration in a file that was pulled, with keys in order; what is in any other JSON file, as it is.
pub fn configuration_in(text: &str) -> Option<Json> {
    let document: Json = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let pulled = document.get(PULLED).and(document.get(CONFIGURATION));
    Some(ordered(pulled.unwrap_or(&document)))
}

/// The same value with the keys of every map in order: an org promises none.
pub fn ordered(value: &Json) -> Json {
    match value {
        Json::Object(entries) => {
            let mut keys: Vec<&String> = entries.keys().collect();
            keys.sort();
            let sorted = keys.into_iter().filter_map(|key| Some((key.clone(), ordered(entries.get(key)?))));
            Json::Object(sorted.collect::<Map<_, _>>())
        }
        Json::Array(items) => Json::Array(items.iter().map(ordered).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note() -> Provenance {
        Provenance {
            flow_id: "f".into(),
            flow_name: "Support".into(),
            flow_type: Some("INBOUNDSHORTMESSAGE".into()),
            version: "12.0".into(),
            published: None,
            org_id: "o".into(),
            org_name: "Acme".into(),
            date: "2026-11-26T10:00:00Z".into(),
            read_from: "/api/v2/flows/f/versions/12.0/configuration".into(),
            is_published: true,
        }
    }

    #[test]
    fn a_note_is_read_back_and_the_order_of_keys_does_not_matter() {
        let (one, other) =
            (json!({ "b": [{ "d": 1, "c": 2 }], "a": null }), json!({ "a": null, "b": [{ "c": 2, "d": 1 }] }));
        let text = note().write(&one);
        assert_eq!(text, note().write(&other));
        assert_eq!(Provenance::read(&text), Some(note()));
        assert_eq!(configuration_in(&text), Some(ordered(&one)));
        assert!(text.starts_with("{\n  \"pulled\": {\n") && text.ends_with("}\n"));
    }

    #[test]
    fn other_files_say_nothing() {
        for text in ["", "inboundShortMessage:\n", "{\"pulled\": 7}", "{\"flowSequenceItemList\": []}", "{"] {
            assert_eq!(Provenance::read(text), None, "{text}");
        }
    }
}
