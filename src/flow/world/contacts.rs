//! External contacts and organizations by id, and contacts by what a customer is known by. Must not know who looks.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::{Record, World};

impl World {
    /// The external contact of that id.
    pub fn external_contact(&self, id: &str) -> Option<Record> {
        self.record(&self.external_contacts, id)
    }

    /// The external organization of that id.
    pub fn external_organization(&self, id: &str) -> Option<Record> {
        self.record(&self.external_organizations, id)
    }

    fn record(&self, list: &[Record], id: &str) -> Option<Record> {
        if self.open && list.is_empty() {
            return Some(Record::new(id.into(), Map::new()));
        }
        list.iter().find(|one| one.id.eq_ignore_ascii_case(id)).cloned()
    }

    /// The external contacts that a search finds: those with a field, at any depth, that is the term. Letter case does not count;
    /// telephone numbers are compared by their digits unless the term stands in quotation marks.
    pub fn search_contacts(&self, term: &str) -> Vec<Record> {
        let term = term.trim();
        let quoted = term.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let digits = quoted.is_none().then(|| digits(term)).flatten();
        let wanted = quoted.unwrap_or(term);
        let matches = |text: &str| {
            text.eq_ignore_ascii_case(wanted)
                || digits.as_ref().is_some_and(|wanted| self::digits(text).as_ref() == Some(wanted))
        };
        let found = self.external_contacts.iter().filter(|one| one.fields.values().any(|field| holds(field, &matches)));
        if wanted.is_empty() { Vec::new() } else { found.cloned().collect() }
    }
}

impl Record {
    /// A document of that id and these fields.
    pub fn new(id: Arc<str>, mut fields: Map<String, Json>) -> Self {
        fields.insert("id".to_owned(), id.as_ref().into());
        Self { id, fields }
    }
}

fn holds(field: &Json, matches: &impl Fn(&str) -> bool) -> bool {
    match field {
        Json::String(text) => matches(text),
        Json::Number(number) => matches(&number.to_string()),
        Json::Array(items) => items.iter().any(|item| holds(item, matches)),
        Json::Object(fields) => fields.values().any(|field| holds(field, matches)),
        Json::Null | Json::Bool(_) => false,
    }
}

/// The digits of a telephone number; none for what is not written as one.
fn digits(text: &str) -> Option<String> {
    let punctuation = |one: char| matches!(one, '+' | '-' | '(' | ')' | '.' | ' ');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_number = digits.len() >= 5 && text.chars().all(|one| one.is_ascii_digit() || punctuation(one));
    is_number.then_some(digits)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn world() -> World {
        let contact = |id: &str, fields: Json| Record::new(id.into(), fields.as_object().unwrap().clone());
        World {
            external_contacts: vec![
                contact(
                    "c-1",
                    json!({"firstName": "Ada", "workEmail": "ada@example.com", "cellPhone": {"e164": "+13175550100"}}),
                ),
                contact("c-2", json!({"firstName": "Bob", "workEmail": "bob@example.com", "account": "8005551212"})),
            ],
            ..World::default()
        }
    }

    #[rstest::rstest]
    #[case("ADA@example.com", &["c-1"])]
    #[case("+1 (317) 555-0100", &["c-1"])]
    #[case("\"800-555-1212\"", &[])]
    #[case("\"8005551212\"", &["c-2"])]
    #[case("800-555-1212", &["c-2"])]
    #[case("example.com", &[])]
    #[case("", &[])]
    fn contacts_are_found_by_a_whole_field(#[case] term: &str, #[case] ids: &[&str]) {
        let found = world().search_contacts(term);
        assert_eq!(found.iter().map(|one| &*one.id).collect::<Vec<_>>(), ids);
    }

    #[test]
    fn a_contact_is_found_by_id_and_an_open_world_without_any_knows_each() {
        assert_eq!(world().external_contact("C-1").unwrap().fields["firstName"], "Ada");
        assert_eq!(world().external_contact("c-9"), None);
        let open = World { open: true, ..World::default() };
        assert_eq!(open.external_organization("o-1").unwrap().fields["id"], "o-1");
    }
}
