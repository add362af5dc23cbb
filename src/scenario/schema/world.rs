//! `world`, of a scenario and of `flowproof.yaml`.

use serde_json::{Value as Json, json};

use super::build::{by_name, described, flag, list_or_one, map_or, map_or_words, name, object, text, words, words_of};
use crate::scenario::read::{FORCED, GROUP_FORCED};

/// The schema of a `world:` map. It stands on its own: it refers to no definition.
pub fn world() -> Json {
    let resources = |email| json!({ "type": "array", "items": map_or(name(), resource(email)) });
    object(
        [
            ("time_zone", "The default time zone, an IANA name.", zone()),
            ("queues", "Queues: names, or maps with name and id.", resources(false)),
            ("users", "Users: full names, or maps with name, id and e-mail address.", resources(true)),
            ("skills", "ACD skills.", resources(false)),
            ("language_skills", "Language skills.", resources(false)),
            ("groups", "Groups of users.", resources(false)),
            ("wrapup_codes", "Wrap-up codes.", resources(false)),
            ("schedules", "Schedules by name: `open`, `closed`, or hours, dates, a recurrence.", by_name(schedule())),
            ("schedule_groups", "Schedule groups by name: a word, or lists of schedules.", by_name(group())),
            ("emergency_groups", "Emergency groups by name: whether each is active.", by_name(flag())),
            ("tables", "Data tables: name, key, then the row's columns.", by_name(by_name(row()))),
            ("external_contacts", "External contacts: maps of fields, each with an id.", records()),
            ("external_organizations", "External organizations: maps of fields, each with an id.", records()),
            (
                "conversations",
                "Other conversations by id: the attributes of their customers.",
                by_name(by_name(text())),
            ),
            ("responses", "Canned responses by name: their texts.", by_name(text())),
            ("failing_actions", "Actions that leave by `failure`, by name: what went wrong.", by_name(name())),
        ],
        &[],
    )
}

fn resource(email: bool) -> Json {
    let mut keys = vec![
        ("name", "Its name, as flows name it.", name()),
        ("id", "Its id; made from the name where none is given.", name()),
        ("exists", "`false` where the org lacks it, though flowproof.yaml lists it or the flow names it.", flag()),
    ];
    if email {
        keys.push(("email", "The user's e-mail address.", name()));
    }
    object(keys, &["name"])
}

fn records() -> Json {
    let id = described(name(), "The id by which flows look it up.");
    let record = json!({ "type": "object", "properties": { "id": id }, "required": ["id"] });
    json!({ "type": "array", "items": record })
}

fn schedule() -> Json {
    let times = json!({ "type": "string", "pattern": r"^\d\d:\d\d *- *\d\d:\d\d$|\$\{", "examples": ["09:00-17:00"] });
    let local = json!({ "type": "string", "minLength": 1, "examples": ["2026-01-05T09:00"] });
    let map = object(
        [
            (
                "hours",
                "Weekly hours: days (`mon`, `mon-fri`, `sat,sun`) and times (`09:00-17:00`). An end at or before the start is on the next day.",
                by_name(list_or_one(times)),
            ),
            ("dates", "Whole days: `2026-12-25`.", list_or_one(json!({ "type": "string" }))),
            ("start", "When it begins first, local: `2026-01-05T09:00`.", local.clone()),
            ("end", "When it ends first, local; behind the start.", local),
            (
                "recurrence",
                "How it repeats, a rule of RFC 5545: `FREQ=WEEKLY;BYDAY=MO,TU`. Once where none is given.",
                json!({ "type": "string", "minLength": 1, "examples": ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"] }),
            ),
            ("time_zone", "Its time zone, an IANA name.", zone()),
        ],
        &[],
    );
    map_or_words(words_of(FORCED), map)
}

fn group() -> Json {
    let map = object(
        [
            ("open", "Schedules in which it is open.", list_or_one(name())),
            ("closed", "Schedules in which it is closed.", list_or_one(name())),
            ("holidays", "Schedules of holidays.", list_or_one(name())),
            ("time_zone", "Its time zone, an IANA name.", zone()),
        ],
        &[],
    );
    map_or_words(words(GROUP_FORCED.iter().copied()), map)
}

fn row() -> Json {
    by_name(json!({ "type": ["string", "number", "boolean", "null"] }))
}

fn zone() -> Json {
    json!({ "type": "string", "minLength": 1, "examples": ["Europe/Berlin", "America/Chicago"] })
}
