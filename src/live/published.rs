//! Whether the flow that an org has published is the one of the project's file. One call at most. Must not know what is made of the answer.

use std::fmt;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::Provenance;
use crate::diagnostic::SourceFile;
use crate::flow::diff::{Comparison, to_lines};
use crate::flow::{FlowSource, Program, diff, load};
use crate::genesys::Client;
use crate::wire::platform::Flow;

/// How many differences are told; `flow diff` tells all.
const MOST_TOLD: usize = 5;

/// What the org has, against the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// The same flow.
    Same,
    /// Another one.
    Another {
        /// The version that the file was pulled as, where it was.
        file: Option<String>,
        /// The version that is published.
        org: String,
        /// What differs from file to org, a line each, shortened; empty where the configuration cannot be compared.
        differences: Vec<String>,
        /// How many differences are left out.
        more: usize,
    },
    /// It cannot be told, with the reason as a lowercase fragment.
    Unknown(String),
}

/// Compares the entry flow of a program with what is published of it.
pub async fn compare(client: &Client, program: &Program, flow: &Flow) -> Published {
    let Some(version) = &flow.published_version else {
        return Published::Unknown(format!("flow `{}` is not published", flow.name));
    };
    let configuration = client.flow_configuration(&flow.id, &version.id).await.map_err(|error| error.to_string());
    judge(program, &version.id, configuration)
}

/// The same of what was read.
fn judge(program: &Program, org: &str, configuration: Result<Json, String>) -> Published {
    let file = Provenance::of(program).map(|note| note.version);
    let compared = configuration.and_then(|configuration| differences(program, &configuration));
    match (compared, file) {
        (Ok(found), _) if found.is_empty() => Published::Same,
        (Ok(found), file) => {
            let lines = to_lines(&found);
            let more = lines.len().saturating_sub(MOST_TOLD);
            let differences = lines.into_iter().take(MOST_TOLD).collect();
            Published::Another { file, org: org.to_owned(), differences, more }
        }
        (Err(_), Some(file)) if file == org => Published::Same,
        (Err(_), Some(file)) => {
            Published::Another { file: Some(file), org: org.to_owned(), differences: Vec::new(), more: 0 }
        }
        (Err(why), None) => Published::Unknown(why),
    }
}

fn differences(program: &Program, configuration: &Json) -> Result<Comparison, String> {
    let source = SourceFile::new("published", configuration.to_string());
    let loaded = load(vec![FlowSource { source, substitutions: IndexMap::new() }]);
    match loaded.drawing {
        Some(published) => Ok(diff::compare(program, &published)),
        None => {
            let why = loaded.diagnostics.iter().next().map(|first| first.message.clone()).unwrap_or_default();
            Err(format!("the published configuration cannot be read as a flow: {why}"))
        }
    }
}

/// As a warning says it, without the name of the flow.
impl fmt::Display for Published {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Same => out.write_str("the published flow is the file's"),
            Self::Unknown(why) => write!(out, "whether the published flow is the file's cannot be told: {why}"),
            Self::Another { file, org, differences, more } => {
                match file {
                    Some(file) if file == org => write!(out, "the file was changed since version {file} was pulled")?,
                    Some(file) => write!(out, "another version is published (file {file}, org {org})")?,
                    None => write!(out, "another flow is published (org {org})")?,
                }
                if !differences.is_empty() {
                    let told: Vec<&str> = differences.iter().map(|line| line.trim()).collect();
                    write!(out, "; from file to org: {}", told.join("; "))?;
                }
                if *more > 0 { write!(out, "; and {more} more") } else { Ok(()) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const SUPPORT: &str = include_str!("../../fixtures/flows/support.json");

    fn program(text: &str) -> Arc<Program> {
        let source = SourceFile::new("support.json", text);
        load(vec![FlowSource { source, substitutions: IndexMap::new() }]).program.unwrap()
    }

    /// The fixture as a file that was pulled as that version.
    fn pulled(version: &str) -> Arc<Program> {
        let note = Provenance {
            flow_id: "f".into(),
            flow_name: "Support".into(),
            version: version.into(),
            published: None,
            org_id: "o".into(),
            org_name: "Acme".into(),
            date: "2026-11-26T10:00:00Z".into(),
            read_from: "x".into(),
            is_published: true,
        };
        program(&note.write(&configuration(SUPPORT)))
    }

    fn configuration(text: &str) -> Json {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn the_same_flow_is_the_same_under_any_version() {
        for file in [program(SUPPORT), pulled("12.0")] {
            assert_eq!(judge(&file, "13.0", Ok(configuration(SUPPORT))), Published::Same);
        }
    }

    #[test]
    fn another_flow_says_which_versions_and_what_differs() {
        let changed = || Ok(configuration(&SUPPORT.replace("Greet by name", "Hello again")));
        assert_eq!(
            judge(&pulled("12.0"), "13.0", changed()).to_string(),
            "another version is published (file 12.0, org 13.0); from file to org: state Initial State; ~ sendResponse `Hello again` was `Greet by name`"
        );
        assert!(
            judge(&pulled("13.0"), "13.0", changed())
                .to_string()
                .starts_with("the file was changed since version 13.0 was pulled;")
        );
        assert!(
            judge(&program(SUPPORT), "13.0", changed())
                .to_string()
                .starts_with("another flow is published (org 13.0);")
        );
    }

    #[test]
    fn without_a_configuration_the_version_decides_where_the_file_has_one() {
        let refused = || Err("403".to_owned());
        assert_eq!(judge(&pulled("12.0"), "12.0", refused()), Published::Same);
        assert_eq!(
            judge(&pulled("12.0"), "13.0", refused()).to_string(),
            "another version is published (file 12.0, org 13.0)"
        );
        assert_eq!(judge(&program(SUPPORT), "13.0", refused()), Published::Unknown("403".to_owned()));
        let Published::Unknown(why) = judge(&program(SUPPORT), "13.0", Ok(serde_json::json!({}))) else { panic!() };
        assert!(why.starts_with("the published configuration cannot be read as a flow: "), "{why}");
    }
}
