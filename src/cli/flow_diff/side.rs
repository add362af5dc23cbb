//! One side of a comparison: a flow file, or what the sandbox org has published. Must not know the other side.

use std::sync::Arc;

use camino::Utf8PathBuf;
use indexmap::IndexMap;

use super::args::{FlowDiffArgs, ORG};
use crate::cli::edge::Edge;
use crate::cli::published_flow::{Org, exit_of, sought};
use crate::diagnostic::{Diagnostics, Severity, SourceFile};
use crate::event::Exit;
use crate::flow::{FlowSource, Program, load};
use crate::project::{Project, load_substitutions};

/// A flow that was read.
pub(super) struct Side {
    /// What it is: the file, or version and org.
    pub title: String,
    /// Its file; none for a published flow.
    pub file: Option<Utf8PathBuf>,
    /// Its text.
    pub text: Arc<str>,
    /// The program. One that can be drawn and not run can be compared.
    pub program: Arc<Program>,
}

/// Both sides, or how the command ends, everything that is wrong with either told.
pub(super) async fn both(edge: &Edge, args: &FlowDiffArgs, project: Option<&Project>) -> Result<[Side; 2], Exit> {
    let mut wrong = Diagnostics::new();
    let values = values(edge, args, project, &mut wrong);
    let names = [&args.before, &args.after];
    let org = match names.iter().any(|name| name.starts_with(ORG)) {
        true => Some(reach(edge, project).await?),
        false => None,
    };
    let mut sides = Vec::new();
    let mut exit = Exit::Usage;
    for name in names {
        match (name.strip_prefix(ORG), &org, project) {
            (Some(flow), Some(org), Some(project)) => match published(edge, project, org, flow, &mut wrong).await {
                Ok(side) => sides.extend(side),
                Err(ended) => exit = ended,
            },
            _ => sides.extend(file(edge, name, &values, &mut wrong)),
        }
    }
    wrong.sort();
    edge.report(&wrong);
    <[Side; 2]>::try_from(sides).map_err(|_| exit)
}

async fn reach(edge: &Edge, project: Option<&Project>) -> Result<Org, Exit> {
    let Some(project) = project else {
        edge.tell("no org can be reached: flowproof.yaml is wrong");
        return Err(Exit::Usage);
    };
    Org::reach(edge, project).await.map_err(|wrong| {
        edge.report(&wrong);
        Exit::Unfit
    })
}

/// The values of placeholders: of the option, else those that flowproof.yaml gives for one of the files.
fn values(
    edge: &Edge,
    args: &FlowDiffArgs,
    project: Option<&Project>,
    wrong: &mut Diagnostics,
) -> IndexMap<String, String> {
    let Some(path) = &args.substitutions else {
        let known = |name: &String| project?.file_at(name.as_str().into()).map(|(_, values)| values);
        return known(&args.before).or_else(|| known(&args.after)).unwrap_or_default();
    };
    match edge.read(path) {
        Ok(file) => {
            let (values, found) = load_substitutions(&file);
            wrong.append(found);
            values
        }
        Err(unreadable) => {
            wrong.push(unreadable);
            IndexMap::new()
        }
    }
}

fn file(edge: &Edge, name: &str, values: &IndexMap<String, String>, wrong: &mut Diagnostics) -> Option<Side> {
    let source = edge.read(name.into()).map_err(|unreadable| wrong.push(unreadable)).ok()?;
    let text = Arc::from(source.text());
    let program = program(source, values.clone(), wrong)?;
    Some(Side { title: name.to_owned(), file: Some(name.into()), text, program })
}

async fn published(
    edge: &Edge,
    project: &Project,
    org: &Org,
    name: &str,
    wrong: &mut Diagnostics,
) -> Result<Option<Side>, Exit> {
    let (wanted, _) = sought(edge, project, name);
    let pulled = match org.fetch(&wanted).await {
        Ok(pulled) => pulled,
        Err(error) => {
            let exit = exit_of(&error);
            wrong.push(error);
            return Err(exit);
        }
    };
    let note = &pulled.provenance;
    let latest = if note.is_published { "" } else { ", as it was saved last" };
    let title =
        format!("{ORG}{name} (version {} of `{}`, org `{}`{latest})", note.version, note.flow_name, note.org_name);
    let text = format!("{:#}", pulled.configuration);
    let source = SourceFile::new(format!("{ORG}{name}").as_str(), text.as_str());
    let found = program(source, IndexMap::new(), wrong);
    // A configuration that is no flow is the org's fault, not the command line's.
    match found {
        Some(program) => Ok(Some(Side { title, file: None, text: Arc::from(text), program })),
        None => Err(Exit::Unfit),
    }
}

fn program(
    source: Arc<SourceFile>,
    substitutions: IndexMap<String, String>,
    wrong: &mut Diagnostics,
) -> Option<Arc<Program>> {
    let loaded = load(vec![FlowSource { source, substitutions }]);
    // What is only doubtful is `check`'s to tell.
    wrong.extend(loaded.diagnostics.into_iter().filter(|one| one.severity == Severity::Error));
    loaded.drawing
}
