//! `flowproof flow pull NAME`: a published flow of the sandbox org into a file. The only command that reads an org to write a file here.

use std::collections::HashSet;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;
use indexmap::IndexMap;

use super::edge::Edge;
use super::load;
use super::published_flow::{Org, exit_of, sought};
use super::write_whole::write_whole;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, SourceFile};
use crate::event::Exit;
use crate::flow::{FlowSource, Loaded, Program, diff};
use crate::live::{Provenance, Pulled, Sought, configuration_in, ordered};
use crate::project::Project;

/// Arguments of `flow pull`.
#[derive(Debug, Args)]
pub(super) struct FlowPullArgs {
    /// A flow of flowproof.yaml, or the name of a flow in the org
    pub name: String,
    /// The file to write; where none is given, the flow's own file if that is JSON, else flows/NAME.json
    #[arg(long, value_name = "FILE")]
    pub output: Option<Utf8PathBuf>,
    /// Write over a file that holds another flow
    #[arg(long)]
    pub force: bool,
    /// Pull the bots and common modules that it calls too, beside it
    #[arg(long)]
    pub with_callees: bool,
}

/// The types of what a flow calls.
const BOTS: [&str; 2] = ["digitalbot", "bot"];
const MODULES: &str = "commonmodule";

/// The folder of a file that no option and no flow of flowproof.yaml names.
const FOLDER: &str = "flows";

pub(super) fn run(edge: &Edge, args: &FlowPullArgs) -> Exit {
    let mut diagnostics = Diagnostics::new();
    let project = load::project(edge, &mut diagnostics);
    // A flow file that is not there yet is what this command is for.
    let diagnostics: Diagnostics = diagnostics.into_iter().filter(|one| one.code != Code::FILE_UNREADABLE).collect();
    edge.report(&diagnostics);
    let Some(project) = project.filter(|_| !diagnostics.has_errors()) else { return Exit::Usage };
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(pull(edge, args, &project)),
        Err(error) => {
            edge.tell(&format!("the runtime cannot be started: {error}"));
            Exit::Unfit
        }
    }
}

async fn pull(edge: &Edge, args: &FlowPullArgs, project: &Project) -> Exit {
    let org = match Org::reach(edge, project).await {
        Ok(org) => org,
        Err(wrong) => {
            edge.report(&wrong);
            return Exit::Unfit;
        }
    };
    let (wanted, named) = sought(edge, project, &args.name);
    let own = named.as_ref().filter(|file| is_json(file)).cloned();
    let target = args.output.clone().or(own);
    let target = target.unwrap_or_else(|| project.below(&Utf8Path::new(FOLDER).join(file_name(&args.name))));
    let mut waiting = vec![(wanted, target.clone())];
    let mut done: HashSet<String> = HashSet::new();
    let mut worst = Exit::Green;
    while let Some((wanted, file)) = waiting.pop() {
        let pulled = match org.fetch(&wanted).await {
            Ok(pulled) => pulled,
            Err(wrong) => {
                worst = worse(worst, exit_of(&wrong));
                edge.report(&wrong.into());
                continue;
            }
        };
        if !done.insert(pulled.provenance.flow_id.clone()) {
            continue;
        }
        let (exit, program) = keep(edge, args.force, &file, &pulled);
        worst = worse(worst, exit);
        if let Some(program) = program.filter(|_| args.with_callees) {
            waiting.extend(callees(&program, file.parent().unwrap_or(Utf8Path::new(""))));
        }
    }
    if let Some(named) = named.filter(|named| *named != target && worst == Exit::Green) {
        edge.say(&format!(
            "flowproof.yaml names `{named}` for flow `{0}`; `flows: {{ {0}: {{ file: … }} }}` with the pulled file tests what is published",
            args.name
        ));
    }
    worst
}

fn is_json(file: &Utf8Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// The flows that a program calls and does not hold.
fn callees(program: &Program, folder: &Utf8Path) -> Vec<(Sought, Utf8PathBuf)> {
    let inventory = program.inventory();
    let bots = inventory.bots_called().map(|name| (name, BOTS.map(str::to_owned).to_vec()));
    let modules = inventory.modules_called().map(|name| (name, vec![MODULES.to_owned()]));
    let mut found: Vec<(Sought, Utf8PathBuf)> = Vec::new();
    for (name, kinds) in bots.chain(modules) {
        if !found.iter().any(|(known, _)| known.name == name && known.kinds == kinds) {
            found.push((Sought { name: name.to_owned(), kinds, id: None }, folder.join(file_name(name))));
        }
    }
    found
}

/// Writes what was read, unless that would lose another flow. Gives the program too, for what it calls.
fn keep(edge: &Edge, force: bool, target: &Utf8Path, pulled: &Pulled) -> (Exit, Option<Arc<Program>>) {
    let note = &pulled.provenance;
    let text = note.write(&pulled.configuration);
    let loaded = read(target, text.as_str());
    let serious = loaded.diagnostics.clone().into_iter().filter(|one| one.severity == Severity::Error);
    let serious: Diagnostics = serious.collect();
    edge.report(&serious);
    let Some(program) = loaded.drawing else {
        edge.tell(&format!(
            "`{target}` is not written: the org's configuration of `{}` cannot be read as a flow",
            note.flow_name
        ));
        return (Exit::Unfit, None);
    };
    let what = format!("version {} of `{}`, org `{}`", note.version, note.flow_name, note.org_name);
    let old = if edge.files.exists(target) { Some(edge.files.read(target).ok()) } else { None };
    match fate(old, pulled) {
        Fate::UpToDate => {
            edge.say(&format!("`{target}` is up to date: {what}"));
            return (Exit::Green, Some(program));
        }
        Fate::Another(old) if !force => {
            edge.report(&refused(target, old.as_deref(), &program, &what).into());
            return (Exit::Red, Some(program));
        }
        Fate::Another(_) | Fate::Written => {}
    }
    if let Err(error) = write_whole(target, &text) {
        let message = format!("`{target}` cannot be written: {error}");
        edge.report(
            &Diagnostic::error(Code::FLOW_NOT_WRITTEN, message).help("what was there before is untouched").into(),
        );
        return (Exit::Usage, Some(program));
    }
    edge.say(&format!("wrote `{target}`: {what}, from {}", note.read_from));
    if !note.is_published {
        edge.tell(
            "warning: the org does not serve the published version's configuration; this is the latest one, which may hold what is saved and not published",
        );
    }
    (Exit::Green, Some(program))
}

/// What becomes of the file.
enum Fate {
    /// It holds this version already.
    UpToDate,
    /// Nothing is there, or nothing that would be lost.
    Written,
    /// It holds something else, with its text where that can be read.
    Another(Option<String>),
}

/// `old` is what is there, if anything is; its text, if it has one.
fn fate(old: Option<Option<String>>, pulled: &Pulled) -> Fate {
    let Some(old) = old else { return Fate::Written };
    let held = old.as_deref().and_then(configuration_in);
    if held.as_ref() != Some(&ordered(&pulled.configuration)) {
        return Fate::Another(old);
    }
    let new = &pulled.provenance;
    let known = old.as_deref().and_then(Provenance::read);
    let same = known.is_some_and(|known| known.version == new.version && known.org_id == new.org_id);
    if same { Fate::UpToDate } else { Fate::Written }
}

/// Why a file is not written over, with what would change.
fn refused(target: &Utf8Path, old: Option<&str>, published: &Program, what: &str) -> Diagnostic {
    let message = format!("`{target}` holds another flow, and is not written over with {what}");
    let force = "`--force` writes over it, `--output FILE` elsewhere";
    let Some(known) = old.and_then(|text| read(target, text).drawing) else {
        return Diagnostic::error(Code::FLOW_NOT_WRITTEN, message)
            .help("what it holds is no flow that can be read")
            .help(force);
    };
    let lines = diff::to_lines(&diff::compare(&known, published));
    let told = match lines.is_empty() {
        true => "as flows the two are the same; only the form of the file differs".to_owned(),
        false => format!("from the file to the org:\n{}", lines.join("\n")),
    };
    Diagnostic::error(Code::FLOW_NOT_WRITTEN, message).help(told).help(force)
}

fn read(target: &Utf8Path, text: &str) -> Loaded {
    let source = SourceFile::new(target.as_str(), text);
    crate::flow::load(vec![FlowSource { source, substitutions: IndexMap::new() }])
}

/// A file name of a flow's name: letters and digits, all else as `_`.
fn file_name(name: &str) -> String {
    let plain: String = name.chars().map(|one| if one.is_alphanumeric() || one == '-' { one } else { '_' }).collect();
    format!("{}.json", plain.to_lowercase())
}

/// Of two ends the one that says more: unfit, then wrong, then different.
fn worse(one: Exit, other: Exit) -> Exit {
    let rank = |exit: &Exit| match exit {
        Exit::Usage => 3,
        Exit::Unfit => 2,
        Exit::Red => 1,
        _ => 0,
    };
    if rank(&other) > rank(&one) { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_makes_a_file_name_that_stays_in_its_folder() {
        assert_eq!(file_name("Order Bot (v2)"), "order_bot__v2_.json");
        assert_eq!(file_name("../../etc/passwd"), "______etc_passwd.json");
    }
}
