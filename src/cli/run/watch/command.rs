//! Runs all, then what each save touches. Must not know how saves are seen, or how a run goes.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::eyes::{Eyes, Happened, real};
use super::failing::Failing;
use super::survey::Survey;
use crate::cli::args::TargetArg;
use crate::cli::edge::{Edge, plural};
use crate::cli::run::args::RunArgs;
use crate::cli::run::command::{Once, once};
use crate::event::Exit;

/// Names of saved files that are shown; a change of branches saves hundreds.
const SHOWN: usize = 4;

/// What is said while nothing runs.
const WAITS: &str = "waits for a save; Enter runs all, f what failed, q leaves";

pub(in crate::cli::run) fn run(edge: &Edge, args: &RunArgs) -> Exit {
    if args.target == TargetArg::Live {
        edge.tell("`--watch` runs on the embedded fake alone: a live org is not for a run at every save");
        return Exit::Usage;
    }
    let eyes = match Eyes::open() {
        Ok(eyes) => eyes,
        Err(why) => {
            edge.tell(&why);
            return Exit::Unfit;
        }
    };
    let mut watch = Watch { edge, args, eyes, failing: Failing::default(), owed: BTreeSet::new(), last: Exit::Nothing };
    watch.all_until_left()
}

struct Watch<'a> {
    edge: &'a Edge,
    args: &'a RunArgs,
    eyes: Eyes,
    failing: Failing,
    /// Files that were to run and could not, for a mistake in one of them.
    owed: BTreeSet<Utf8PathBuf>,
    last: Exit,
}

impl Watch<'_> {
    fn all_until_left(&mut self) -> Exit {
        let mut survey = self.survey();
        self.run(&survey.uses.keys().cloned().collect::<Vec<_>>());
        while self.last != Exit::Interrupted {
            self.edge.say(WAITS);
            match self.eyes.wait() {
                Happened::Stop => break,
                Happened::Typed(line) => match line.trim() {
                    "" => {
                        survey = self.survey();
                        self.run(&survey.uses.keys().cloned().collect::<Vec<_>>());
                    }
                    "f" => self.failed(),
                    "q" => break,
                    other => self.edge.say(&format!("there is no key `{other}`")),
                },
                Happened::Saved(saved) => {
                    let now = self.survey();
                    self.saved(&saved, &survey, &now);
                    survey = now;
                }
            }
        }
        // Only the last round was seen to be green; what failed before it and did not run again is red still.
        if self.last == Exit::Green && !self.failing.all().is_empty() { Exit::Red } else { self.last }
    }

    fn survey(&mut self) -> Survey {
        let survey = Survey::of(&self.edge.files, &self.edge.root, &self.args.paths);
        self.eyes.look_at(&survey);
        self.failing.keep(|file| survey.uses.contains_key(Utf8Path::new(file)));
        self.owed.retain(|file| survey.uses.contains_key(file));
        survey
    }

    fn saved(&mut self, saved: &BTreeSet<Utf8PathBuf>, before: &Survey, now: &Survey) {
        // What a file drew on before tells what its removal touches.
        let mut touched: BTreeSet<Utf8PathBuf> = now.touched(saved, real).into_iter().collect();
        let gone = before.touched(saved, real);
        touched.extend(gone.iter().filter(|path| now.uses.contains_key(*path)).cloned());
        let removed: Vec<&Utf8PathBuf> = gone.iter().filter(|path| !now.uses.contains_key(*path)).collect();
        if touched.is_empty() && removed.is_empty() {
            return;
        }
        let relevant: Vec<String> = saved
            .iter()
            .filter(|path| is_drawn_on(path, before) || is_drawn_on(path, now))
            .map(|path| self.shown(path))
            .collect();
        let more = relevant.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let names = relevant.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
        touched.extend(self.owed.iter().cloned());
        let what = match touched.len() {
            0 => "nothing to run".to_owned(),
            count if count == now.uses.len() && count > 1 => format!("runs all of {}", plural(count, "scenario file")),
            count => format!("runs {}", plural(count, "scenario file")),
        };
        self.edge.say(&format!("\nsaved {names}{more}: {what}"));
        self.run(&touched.into_iter().collect::<Vec<_>>());
    }

    fn shown(&self, path: &Utf8Path) -> String {
        let root = real(if self.edge.root.as_str().is_empty() { Utf8Path::new(".") } else { &self.edge.root });
        path.strip_prefix(&root).unwrap_or(path).to_string()
    }

    fn run(&mut self, paths: &[Utf8PathBuf]) {
        if paths.is_empty() {
            // The run says that there is nothing, or what is wrong with the project.
            self.last = once(
                self.edge,
                self.args,
                Once { paths: &self.args.paths, only: None, reader: Box::new(self.failing.clone()) },
            );
            return;
        }
        let before = self.failing.all();
        self.failing.forget(paths);
        self.last = once(self.edge, self.args, Once { paths, only: None, reader: Box::new(self.failing.clone()) });
        if self.last == Exit::Usage {
            self.failing.restore(before);
            self.owed.extend(paths.iter().cloned());
        } else {
            self.owed.retain(|path| !paths.contains(path));
            self.tell_others(paths);
        }
    }

    /// A part that is green says nothing of the rest.
    fn tell_others(&self, ran: &[Utf8PathBuf]) {
        match self.failing.outside(ran) {
            0 => {}
            1 => self.edge.say("1 other case is still red"),
            others => self.edge.say(&format!("{others} other cases are still red")),
        }
    }

    /// What failed when it ran last.
    fn failed(&mut self) {
        let failing = self.failing.all();
        if failing.is_empty() && self.owed.is_empty() {
            return self.edge.say("nothing failed when it ran last");
        }
        if failing.is_empty() {
            return self.run(&self.owed.iter().cloned().collect::<Vec<_>>());
        }
        let mut paths: Vec<Utf8PathBuf> = failing.iter().map(|key| key.file.as_str().into()).collect();
        paths.dedup();
        let only = Some(failing.into_iter().collect());
        self.last = once(self.edge, self.args, Once { paths: &paths, only, reader: Box::new(self.failing.clone()) });
    }
}

fn is_drawn_on(path: &Utf8Path, survey: &Survey) -> bool {
    !survey.touched(&[path.to_owned()].into(), real).is_empty()
}
