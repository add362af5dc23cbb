//! `flowproof schema`: the JSON Schemas that editors use, printed or written.

use super::args::{SchemaArg, SchemaArgs};
use super::edge::Edge;
use crate::event::Exit;

/// Every schema with its file name.
fn schemas() -> [(SchemaArg, &'static str, serde_json::Value); 5] {
    [
        (SchemaArg::Scenario, "scenario.schema.json", crate::scenario::schema()),
        (SchemaArg::Blocks, "blocks.schema.json", crate::scenario::blocks_schema()),
        (SchemaArg::Flowproof, "flowproof.schema.json", crate::project::schema()),
        (SchemaArg::Events, "events.schema.json", crate::report::events_schema()),
        (SchemaArg::Coverage, "coverage.schema.json", crate::coverage::coverage_schema()),
    ]
}

pub(super) fn run(edge: &Edge, args: &SchemaArgs) -> Exit {
    for (which, name, schema) in schemas() {
        let text = format!("{schema:#}\n");
        if let Some(folder) = &args.write {
            let file = folder.join(name);
            let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&file, text));
            if let Err(error) = written {
                edge.tell(&format!("`{file}` cannot be written: {error}"));
                return Exit::Usage;
            }
            edge.say(&format!("wrote {file}"));
        } else if args.which == Some(which) {
            edge.say(text.trim_end());
        }
    }
    Exit::Green
}
