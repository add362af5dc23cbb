//! `flowproof init`: a working project in an empty folder.

use super::args::InitArgs;
use super::edge::Edge;
use crate::event::Exit;

/// What is written, by path.
const TEMPLATE: &[(&str, &str)] = &[
    ("flowproof.yaml", include_str!("template/flowproof.yaml")),
    ("flows/support.yaml", include_str!("template/flows/support.yaml")),
    ("scenarios/first.yaml", include_str!("template/scenarios/first.yaml")),
    ("README.md", include_str!("template/README.md")),
    (".gitignore", include_str!("template/gitignore")),
    (".env.example", include_str!("template/env.example")),
];

pub(super) fn run(edge: &Edge, args: &InitArgs) -> Exit {
    let taken: Vec<&str> =
        TEMPLATE.iter().map(|(path, _)| *path).filter(|path| edge.files.exists(&args.folder.join(path))).collect();
    if !taken.is_empty() {
        edge.tell(&format!("`{}` already holds {}; nothing was written", args.folder, taken.join(", ")));
        return Exit::Usage;
    }
    for (path, text) in TEMPLATE {
        let file = args.folder.join(path);
        let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
        if let Err(error) = folder.and_then(|()| std::fs::write(&file, text)) {
            edge.tell(&format!("`{file}` cannot be written: {error}"));
            return Exit::Usage;
        }
        edge.say(&format!("wrote {file}"));
    }
    let schema = args.folder.join("schema");
    let schemas = super::schema::run(edge, &super::args::SchemaArgs { which: None, write: Some(schema) });
    if schemas != Exit::Green {
        return schemas;
    }
    let enter = if args.folder == "." { String::new() } else { format!("cd {} && ", args.folder) };
    edge.say(&format!("\nnow: {enter}flowproof run"));
    Exit::Green
}
