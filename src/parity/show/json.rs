//! For a program: one document, versioned. A field is never renamed or removed within a version.

use serde_json::{Map, Value as Json, json};

use crate::parity::difference::{Difference, Differences, NotCompared, Row, Side, Subject};
use crate::parity::{Compared, Table};

/// Version of the document.
const VERSION: u32 = 1;

/// The whole table, case by case.
pub fn json(table: &Table) -> Json {
    let kinds: Map<String, Json> = table
        .kinds
        .iter()
        .map(|(kind, count)| {
            let numbers = json!({
                "seen": count.seen, "agreed": count.agreed, "path": count.path, "inputs": count.inputs,
                "outputs": count.outputs, "variables": count.variables, "after": count.after,
                "not_compared": count.not_compared,
            });
            (kind.to_string(), numbers)
        })
        .collect();
    let parts: Map<String, Json> = table
        .parts
        .iter()
        .map(|(part, count)| {
            let numbers = json!({
                "seen": count.seen, "agreed": count.agreed, "differed": count.differed, "after": count.after,
                "not_compared": count.not_compared,
            });
            (part.words().to_owned(), numbers)
        })
        .collect();
    json!({
        "version": VERSION,
        "left": table.sides.first(),
        "right": table.sides.last(),
        "agreed": table.agreed(),
        "differed": table.differed(),
        "exit": table.exit() as i32,
        "kinds": kinds,
        "parts": parts,
        "cases": table.cases.iter().map(|case| {
            let mut fields = json!({
                "scenario": case.name.scenario, "case": case.name.case, "at": case.name.place.to_string(),
            });
            if let Json::Object(fields) = &mut fields {
                match &case.compared {
                    Compared::Sides(differences) => sides(differences, fields),
                    Compared::LeftOut(reason) => { fields.insert("left_out".to_owned(), json!(reason)); }
                    Compared::Failed(reason) => { fields.insert("failed".to_owned(), json!(reason)); }
                }
            }
            fields
        }).collect::<Vec<_>>(),
    })
}

fn sides(differences: &Differences, fields: &mut Map<String, Json>) {
    fields.insert("agreed".to_owned(), json!(differences.agreed()));
    fields.insert("differences".to_owned(), differences.list.iter().map(difference).collect());
    fields.insert("not_compared".to_owned(), differences.not_compared.iter().map(unseen).collect());
}

fn difference(one: &Difference) -> Json {
    let mut fields = match &one.subject {
        Subject::Action { id, kind } => json!({ "action": id.to_string(), "kind": kind }),
        Subject::Part(part) => json!({ "part": part.words() }),
    };
    let rest = json!({
        "aspect": one.aspect.word(), "name": one.name, "left": one.a, "right": one.b, "after": one.after,
        "at": one.place.as_ref().map(ToString::to_string),
    });
    if let (Json::Object(fields), Json::Object(rest)) = (&mut fields, rest) {
        fields.extend(rest);
    }
    fields
}

fn unseen(one: &NotCompared) -> Json {
    let what = match &one.what {
        Row::Kind(kind) => json!({ "kind": kind }),
        Row::Part(part) => json!({ "part": part.words() }),
    };
    let side = one.side.map(|side| if side == Side::A { "left" } else { "right" });
    json!({ "what": what, "side": side, "reason": one.reason, "count": one.count })
}
