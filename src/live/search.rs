//! Conversations of ours that are open in an org, by their mark. The vendor does not say in what form the search answers (facts:
//! genesys-api.md section 5), so that whatever looks like a conversation's id in the answer is read, and each conversation then says itself
//! what it is. Must not end anything.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value as Json;

use super::{MARKED, Mark, Sandbox};
use crate::genesys::{ClientError, ErrorKind};
use crate::project::AttributeKeys;

/// A conversation of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub mark: Mark,
    /// Whether it is over.
    pub over: bool,
}

/// The marked conversations of one run, or of all, that are open or were; `skip` are ids that need not be read. Attributes are looked for under
/// every name that an org may give them, whatever is set.
///
/// # Errors
/// The search failed, or a conversation that it found cannot be read.
pub async fn marked(
    sandbox: &Sandbox,
    markers: &[&str],
    mark: Option<&Mark>,
    skip: &HashSet<String>,
) -> Result<Vec<Marked>, ClientError> {
    let mut ids = BTreeSet::new();
    for marker in markers {
        let own = mark.and_then(|mark| mark.attributes().into_iter().next_back());
        let (field, value) = own.unwrap_or_else(|| ((*marker).to_owned(), MARKED.to_owned()));
        for prefix in prefixes() {
            for page in sandbox.client.search_by_attribute(&format!("{prefix}{field}"), &value).await? {
                conversation_ids(&page, &mut ids);
            }
        }
    }
    let mut marked = Vec::new();
    for id in ids.into_iter().filter(|id| !skip.contains(id)) {
        let conversation = match sandbox.client.messaging_conversation(&id).await {
            Ok(conversation) => conversation,
            Err(error) if error.kind == ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        let Some(attributes) = conversation.customer().map(|customer| &customer.attributes) else { continue };
        let read = |marker: &&str| prefixes().find_map(|prefix| Mark::read(marker, prefix, attributes));
        let Some(read) = markers.iter().find_map(read) else { continue };
        if mark.is_none_or(|mark| mark.run == read.run) {
            marked.push(Marked { over: conversation.is_over(), id, mark: read });
        }
    }
    Ok(marked)
}

/// What may stand before an attribute's name.
fn prefixes() -> impl Iterator<Item = &'static str> {
    AttributeKeys::WORDS.iter().map(|(_, keys)| keys.prefix())
}

fn conversation_ids(value: &Json, found: &mut BTreeSet<String>) {
    match value {
        Json::Object(fields) => {
            found.extend(fields.get("conversationId").and_then(Json::as_str).map(str::to_owned));
            fields.values().for_each(|field| conversation_ids(field, found));
        }
        Json::Array(items) => items.iter().for_each(|item| conversation_ids(item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_are_found_wherever_they_stand() {
        let answer = json!({ "conversations": [{ "conversationId": "a", "participants": [{ "conversationId": "a" }] }], "x": [[{ "conversationId": "b" }]], "conversationId": 7 });
        let mut found = BTreeSet::new();
        conversation_ids(&answer, &mut found);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["a", "b"]);
    }
}
