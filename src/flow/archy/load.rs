//! The trees of a set of Archy files to one program: first every flow's name, variables and containers, then every action, so that each reference
//! and each call by name finds its end. Must not know any kind of action.

use std::sync::Arc;

use super::accepted::softened;
use super::head::{Head, read_head};
use super::site::Site;
use super::{actions, bot_settings, containers, error_handling, given, unread, uses, variables};
use crate::diagnostic::Diagnostics;
use crate::flow::load::Loaded;
use crate::flow::program::{ContainerIndex, Draft};
use crate::yaml::{Document, Reader};

/// Who made a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An author, or a tool.
    Author,
    /// Architect itself, with the trees of the expressions: what it holds was accepted there.
    Architect,
}

impl Origin {
    /// What is to be told of what was found.
    fn told(self, found: Diagnostics) -> Diagnostics {
        match self {
            Self::Author => found,
            Self::Architect => softened(found),
        }
    }
}

/// Loads the trees of the files; the first is the entry. What was found while they were made is passed on.
pub(crate) fn load(documents: &[(Document, Origin)], mut diagnostics: Diagnostics) -> Loaded {
    let mut draft = Draft::default();
    let mut heads: Vec<(Head<'_>, Reader, Origin)> = Vec::new();
    for (document, origin) in documents {
        let mut reader = Reader::new(&document.source);
        match read_head(&mut reader, &mut draft, &document.root) {
            Some(head) => heads.push((head, reader, *origin)),
            None => diagnostics.append(reader.into_diagnostics()),
        }
    }
    for (head, reader, origin) in heads {
        diagnostics.append(origin.told(read_flow(&head, reader, &mut draft)));
    }
    diagnostics.sort();
    let whole = !diagnostics.has_errors();
    let drawing = draft.finish().map(Arc::new);
    Loaded { program: drawing.clone().filter(|_| whole), drawing, diagnostics }
}

/// Everything of a flow that needs the names of the others: initial values, actions, error handling.
fn read_flow(head: &Head<'_>, reader: Reader, draft: &mut Draft) -> Diagnostics {
    let mut site = Site::new(reader, draft, &head.references, head.flow, head.start.unwrap_or(ContainerIndex(0)));
    variables::read_initial_values(&mut site, head);
    for part in &head.containers {
        site.enter(part.index);
        let body = match part.body() {
            containers::Body::Actions(list) => actions::read_list(&mut site, list),
            containers::Body::Menu(choices, node) => actions::read_menu(&mut site, choices, node, &part.name),
            containers::Body::Nothing => Vec::new(),
        };
        site.draft.set_body(part.index, body);
        let (own, declared) = part.gives(head.body);
        let parts = given::of_container(&site, own, declared);
        site.draft.sheets.set_container(part.index, parts);
    }
    uses::note_settings(&mut site, head.body);
    let parts = given::of_flow(&site, head.body);
    site.draft.sheets.set_flow(head.flow, parts);
    let handling = error_handling::read(&mut site, head.body);
    let bot = bot_settings::read(&mut site, head.body);
    if let Some(flow) = site.draft.flows.get_mut(head.flow.get()) {
        flow.error_handling = handling;
        flow.bot = bot;
        flow.unread = unread::of_flow(head.body);
        if flow.is_bot() {
            flow.unread.extend(unread::of_bot(head.body, &site.read));
        }
        flow.start = head.start.unwrap_or(flow.start);
    }
    site.reader.into_diagnostics()
}
