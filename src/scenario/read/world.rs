//! What a flow can look up: `world`, of a scenario and of `flowproof.yaml`. Schedules stand in `schedules`.

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use crate::diagnostic::{Code, Span};
use crate::scenario::model::{ResourceSpec, Spanned, WorldSpec};
use crate::yaml::Node;

use super::decoder::Decoder;
use super::{records, schedules};

pub(super) fn world(d: &mut Decoder<'_>, node: &Node) -> WorldSpec {
    let mut world = WorldSpec::default();
    let Some(mut map) = d.map(node) else { return world };
    let lists: [(&'static str, &mut Vec<ResourceSpec>); 6] = [
        ("queues", &mut world.queues),
        ("users", &mut world.users),
        ("skills", &mut world.skills),
        ("language_skills", &mut world.language_skills),
        ("groups", &mut world.groups),
        ("wrapup_codes", &mut world.wrapup_codes),
    ];
    for (key, list) in lists {
        if let Some(node) = map.given(key) {
            *list = resources(d, node, key == "users");
        }
    }
    if let Some(node) = map.given("schedules") {
        world.schedules = schedules::schedules(d, node);
    }
    if let Some(node) = map.given("schedule_groups") {
        world.schedule_groups = schedules::groups(d, node);
    }
    if let Some(node) = map.given("emergency_groups") {
        world.emergency_groups = emergency_groups(d, node);
    }
    if let Some(node) = map.given("tables") {
        world.tables = tables(d, node);
    }
    for (key, list) in [
        ("external_contacts", &mut world.external_contacts),
        ("external_organizations", &mut world.external_organizations),
    ] {
        if let Some(node) = map.given(key) {
            *list = records::records(d, node);
        }
    }
    if let Some(node) = map.given("conversations") {
        world.conversations = records::conversations(d, node);
    }
    if let Some(node) = map.given("responses") {
        world.responses = records::texts(d, node, "`name: the text` for each response");
    }
    if let Some(node) = map.given("failing_actions") {
        world.failing_actions = records::failing(d, node);
    }
    world.time_zone = map.given("time_zone").and_then(|node| d.time_zone(node));
    map.finish(d.reader);
    world
}

fn resources(d: &mut Decoder<'_>, node: &Node, with_email: bool) -> Vec<ResourceSpec> {
    let mut found: Vec<ResourceSpec> = Vec::new();
    let mut ids: Vec<(String, Span)> = Vec::new();
    for item in d.list(node, false) {
        let Some((resource, id)) = resource(d, item, with_email) else { continue };
        if let Some(first) = found.iter().find(|one| one.name.value == resource.name.value) {
            let first = first.name.place.clone();
            d.twice(resource.name.place.clone(), &resource.name.value, first);
            continue;
        }
        if let (Some(text), Some(span)) = (&resource.id, id) {
            if let Some((_, first)) = ids.iter().find(|(known, _)| known == text) {
                let first = d.reader.place(first);
                d.twice(d.reader.place(&span), text, first);
            }
            ids.push((text.clone(), span));
        }
        found.push(resource);
    }
    found
}

/// A name, or `{ name, id, email, exists }`; the second value is where the id stands.
fn resource(d: &mut Decoder<'_>, node: &Node, with_email: bool) -> Option<(ResourceSpec, Option<Span>)> {
    if node.as_map().is_none() {
        return d.spanned_name(node).map(|name| (ResourceSpec { name, id: None, email: None, absent: false }, None));
    }
    let mut map = d.map(node)?;
    let id = map.given("id");
    let text = id.and_then(|node| d.name(node));
    let email = if with_email { map.given("email").and_then(|node| d.name(node)) } else { None };
    let absent = map.given("exists").is_some_and(|node| !d.flag(node));
    let name = d.require(&mut map, "name", "give it a `name`");
    let name = name.and_then(|node| d.spanned_name(node));
    map.finish(d.reader);
    Some((ResourceSpec { name: name?, id: text, email, absent }, id.map(|node| node.span.clone())))
}

fn emergency_groups(d: &mut Decoder<'_>, node: &Node) -> IndexMap<String, Spanned<bool>> {
    let entries = d.entries(node, "`name: true` for each emergency group that is active");
    let mut found = IndexMap::with_capacity(entries.len());
    for entry in entries {
        let active = d.flag(&entry.value);
        found.insert(entry.key.text.clone(), d.spanned(&entry.value, active));
    }
    found
}

type Tables = IndexMap<String, IndexMap<String, Map<String, Json>>>;

/// Table → key → row.
fn tables(d: &mut Decoder<'_>, node: &Node) -> Tables {
    let mut found = Tables::new();
    for table in d.entries(node, "`Table: { key: { column: value } }`") {
        let mut rows = IndexMap::new();
        for row in d.entries(&table.value, "`key: { column: value }` for each row") {
            let columns = d.object(&row.value, "`column: value` for each column");
            for (column, value) in columns.iter().filter(|(_, value)| value.is_object() || value.is_array()) {
                let message = format!("column `{column}` of a data table holds one value, not {}", kind_of(value));
                let at = row.value.get(column).unwrap_or(&row.value).span.clone();
                d.problem(Code::WRONG_TYPE, &at, message, "write a text, a number, or `true` or `false`");
            }
            rows.insert(row.key.text.clone(), columns);
        }
        found.insert(table.key.text.clone(), rows);
    }
    found
}

fn kind_of(value: &Json) -> &'static str {
    if value.is_array() { "a list" } else { "a map" }
}
