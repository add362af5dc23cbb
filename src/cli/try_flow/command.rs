//! The command: loads the flow, then takes line after line. Must not know what a line does.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use super::args::TryArgs;
use super::console::Console;
use super::keep::Keeper;
use crate::chat::{Heard, Layout, Reply, Setting, Talk, Then};
use crate::cli::edge::Edge;
use crate::cli::load;
use crate::diagnostic::Diagnostics;
use crate::event::Exit;
use crate::flow::stubs::Stubs;
use crate::flow::world::World;
use crate::project::{DEFAULT_NOW, Project, check_groups, check_understanding, stubs_of, world_over};
use crate::scenario::parse_instant;

pub(in crate::cli) fn run(edge: &Edge, args: &TryArgs) -> Exit {
    let mut diagnostics = Diagnostics::new();
    let found = setting(edge, args, &mut diagnostics);
    diagnostics.sort();
    edge.report(&diagnostics);
    let Some((project, setting)) = found.filter(|_| !diagnostics.has_errors()) else { return Exit::Usage };
    edge.say(&format!("{} ({}): say something; /help lists the commands", setting.program.name(), setting.flow));
    let talk = Rc::new(RefCell::new(Talk::new(setting)));
    match Console::open(&talk) {
        Ok(console) => chat(edge, args, console, &talk, Keeper::new(Arc::new(project))),
        Err(error) => {
            edge.tell(&format!("the terminal cannot be used: {error}"));
            Exit::Unfit
        }
    }
}

/// Line after line, until the person leaves or the input ends.
fn chat(edge: &Edge, args: &TryArgs, mut console: Console, talk: &Rc<RefCell<Talk>>, mut keeper: Keeper) -> Exit {
    let mut unsaid: VecDeque<&String> = args.say.iter().collect();
    loop {
        let (prompt, asks) = (talk.borrow().prompt(), talk.borrow().asks());
        // What an option says waits until what the flow asks meanwhile is answered.
        let given = if asks { None } else { unsaid.pop_front() };
        let line = match given {
            Some(text) => {
                edge.say(&format!("{prompt}{text}"));
                crate::chat::as_said(text)
            }
            None => match console.read(edge, &prompt) {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(error) => {
                    edge.tell(&format!("the input cannot be read: {error}"));
                    return Exit::Unfit;
                }
            },
        };
        let Heard { replies, then } = talk.borrow_mut().line(&line);
        show(edge, &replies);
        match then {
            Then::Go => {}
            Then::Save(file) => keeper.save(edge, &talk.borrow(), &file),
            Then::Unsaved => keeper.all_green &= !console.is_pipe(),
            Then::Quit => break,
        }
    }
    if keeper.all_green { Exit::Green } else { Exit::Red }
}

fn show(edge: &Edge, replies: &[Reply]) {
    let layout = Layout { width: Console::width() };
    for line in replies.iter().flat_map(|reply| layout.lines(reply)) {
        edge.say(&line);
    }
}

fn setting(edge: &Edge, args: &TryArgs, diagnostics: &mut Diagnostics) -> Option<(Project, Setting)> {
    let project = load::project(edge, diagnostics)?;
    let (flow, found) = project.flow_named(&*edge.files, &args.flow);
    diagnostics.append(found);
    let flow = flow?;
    let mut stubs = Stubs::default();
    let mut world = World::clone(&flow.world);
    if let Some(path) = &args.stubs {
        let file = edge.read(path).map_err(|wrong| diagnostics.push(wrong)).ok()?;
        let (spec, named, wrong) = crate::scenario::read_stubs_file(&file);
        diagnostics.append(wrong);
        world = world_over(&world, &named);
        check_groups(&named, &world, diagnostics);
        check_understanding(&spec, flow.program.name(), &flow.program.inventory(), diagnostics);
        stubs = stubs_of(&spec);
    }
    let now = match &args.now {
        None => DEFAULT_NOW,
        Some(text) => match parse_instant(text) {
            Ok(now) => now.timestamp(),
            Err(error) => {
                edge.tell(&format!("`--now {text}`: {error}"));
                return None;
            }
        },
    };
    let setting = Setting {
        flow: flow.name.to_string(),
        program: Arc::clone(&flow.program),
        project_world: Arc::clone(&flow.world),
        world,
        stubs,
        now,
        attributes: args.attr.iter().cloned().collect(),
    };
    Some((project, setting))
}
