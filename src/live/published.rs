//! Whether the flow that an org has published is the one of the project's file, and what a run says where it is not. Two calls a flow. Must
//! not know what is made of the answer.

use std::fmt;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::{Guarded, Provenance, Sandbox};
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

/// What the org has published of a flow, by the flow's name in flowproof.yaml. Reads the flow that the deployment leads to and its published
/// configuration, nothing else.
pub async fn look(sandbox: &Sandbox, guarded: &Guarded, key: &str, program: &Program) -> Published {
    let Some(flow) = guarded.deployment(key).and_then(|one| one.flow.as_ref()) else {
        return Published::Unknown("no deployment leads to it".to_owned());
    };
    match sandbox.client.flow(&flow.id).await {
        Ok(flow) => compare(&sandbox.client, &guarded.organization.id, program, &flow).await,
        Err(error) => Published::Unknown(error.to_string()),
    }
}

/// What a run warns of before it speaks with a flow: that the org has published another flow than the file holds; with `doubts` also that it
/// cannot be told. None where it is the same.
pub fn warning(found: &Published, key: &str, program: &Program, doubts: bool) -> Option<String> {
    let advice = match found {
        Published::Same => return None,
        Published::Unknown(_) if doubts => String::new(),
        Published::Unknown(_) => return None,
        Published::Another { .. } => {
            let file = program.entry().place.source.name();
            format!(" (`flowproof flow diff {file} org:{key}` tells all)")
        }
    };
    Some(format!("flow `{key}`: {found}{advice}"))
}

/// Compares the entry flow of a program with what an org of that id has published of it.
pub async fn compare(client: &Client, org_id: &str, program: &Program, flow: &Flow) -> Published {
    let Some(version) = &flow.published_version else {
        return Published::Unknown(format!("flow `{}` is not published", flow.name));
    };
    let configuration = client.flow_configuration(&flow.id, &version.id).await.map_err(|error| error.to_string());
    // A version's number means nothing in another org.
    let note = Provenance::of(program).filter(|note| note.org_id == org_id && note.flow_id == flow.id);
    judge(program, note.map(|note| note.version), &version.id, configuration)
}

/// The same of what was read; `file` is the version that the file was pulled as.
fn judge(program: &Program, file: Option<String>, org: &str, configuration: Result<Json, String>) -> Published {
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

    fn configuration(text: &str) -> Json {
        serde_json::from_str(text).unwrap()
    }

    fn version(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn the_same_flow_is_the_same_under_any_version() {
        for file in [None, version("12.0")] {
            assert_eq!(judge(&program(SUPPORT), file, "13.0", Ok(configuration(SUPPORT))), Published::Same);
        }
    }

    #[test]
    fn another_flow_says_which_versions_and_what_differs() {
        let changed = || Ok(configuration(&SUPPORT.replace("Greet by name", "Hello again")));
        let said = |file, org: &str| judge(&program(SUPPORT), file, org, changed()).to_string();
        assert_eq!(
            said(version("12.0"), "13.0"),
            "another version is published (file 12.0, org 13.0); from file to org: state Initial State; ~ sendResponse `Hello again` was `Greet by name`"
        );
        assert!(said(version("13.0"), "13.0").starts_with("the file was changed since version 13.0 was pulled;"));
        assert!(said(None, "13.0").starts_with("another flow is published (org 13.0);"));
    }

    #[test]
    fn without_a_configuration_the_version_decides_where_the_file_has_one() {
        let refused = |file| judge(&program(SUPPORT), file, "12.0", Err("403".to_owned()));
        assert_eq!(refused(version("12.0")), Published::Same);
        assert_eq!(refused(version("11.0")).to_string(), "another version is published (file 11.0, org 12.0)");
        assert_eq!(refused(None), Published::Unknown("403".to_owned()));
        let Published::Unknown(why) = judge(&program(SUPPORT), None, "12.0", Ok(serde_json::json!({}))) else {
            panic!()
        };
        assert!(why.starts_with("the published configuration cannot be read as a flow: "), "{why}");
    }
}
