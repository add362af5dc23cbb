//! Functions of slots: what a bot understood, and the entries of a time picker.

use super::{Arguments, Definition};
use crate::flow::expression::error::Fault;
use crate::flow::expression::{Object, ObjectKind, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "MakeTimeslot",
        summary: "an entry of a time picker: when it starts and how long it takes",
        signatures: &[
            "(dateTime: DateTime, duration: Duration) -> Timeslot",
            "(dateTime: DateTime, durationSeconds: Integer) -> Timeslot",
        ],
        run: make,
        examples: &[
            ("MakeTimeslot(MakeDateTime(2024, 1, 1), MakeDuration(0, 1, 0, 0)).duration", "MakeDuration(0, 1, 0, 0)"),
            ("MakeTimeslot(MakeDateTime(2024, 1, 1), 3600).duration", "3600"),
        ],
    },
    Definition {
        name: "ResolveSlot",
        summary: "the value that a slot holds; a relative date is resolved when the bot understands it",
        signatures: &["(slot: Anything?) -> SameType"],
        run: |arguments| arguments.value(0).cloned(),
        examples: &[("ResolveSlot(\"Monday\")", "\"Monday\"")],
    },
];

fn make(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let parts = [("dateTime", arguments.value(0)?.clone()), ("duration", arguments.value(1)?.clone())];
    Ok(Value::object(Object::new(ObjectKind::Timeslot, parts)))
}
