//! The search: what dead runs' ledgers say is open, then conversations, deployments and configurations that carry a mark. Changes nothing.

use std::collections::HashSet;

use super::{Kept, Left, Leftovers, Runs};
use crate::genesys::{ClientError, ErrorKind};
use crate::live::ledger::{OpenThing, Thing};
use crate::live::{Guarded, Mark, Sandbox, marked};

/// The number of what no ledger notes.
const UNNOTED: u64 = u64::MAX;

/// Looks for what is left in the org that was found to be one that may be touched.
///
/// # Errors
/// The org cannot be asked. What the client may not see is told in the result.
pub async fn look(sandbox: &Sandbox, guarded: &Guarded, runs: &Runs) -> Result<Leftovers, ClientError> {
    let mut found = Leftovers::default();
    of_ledgers(sandbox, guarded, runs, &mut found).await?;
    conversations(sandbox, runs, &mut found).await?;
    made(sandbox, runs, &mut found).await?;
    Ok(found)
}

/// What dead runs noted and did not end. A conversation that is over by itself is not left.
async fn of_ledgers(
    sandbox: &Sandbox,
    guarded: &Guarded,
    runs: &Runs,
    found: &mut Leftovers,
) -> Result<(), ClientError> {
    for dead in &runs.dead {
        let head = &dead.record.head;
        let why = if head.org.eq_ignore_ascii_case(&guarded.organization.id) {
            runs.is_young(&dead.run)
        } else {
            Some(format!("its run was in another org, {}", head.org))
        };
        for open in dead.record.open.iter().rev() {
            if let Some(why) = &why {
                found.kept.push(Kept { run: dead.run.clone(), words: open.thing.words(), why: why.clone() });
            } else if let Some(thing) = still_open(sandbox, open).await? {
                found.left.push(Left { run: dead.run.clone(), thing, noted: true });
            }
        }
    }
    Ok(())
}

/// The thing with what can be learnt of it; none where it is a conversation that is over, or one that can only be found by its mark.
async fn still_open(sandbox: &Sandbox, open: &OpenThing) -> Result<Option<OpenThing>, ClientError> {
    if !matches!(open.thing, Thing::Conversation { .. }) {
        return Ok(Some(open.clone()));
    }
    let id = match (&open.id, &open.message) {
        (Some(id), _) => Some(id.clone()),
        (None, Some(message)) => match sandbox.client.message_details(message).await {
            Ok(details) => details.conversation_id,
            Err(error) if error.kind == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        },
        (None, None) => None,
    };
    let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(None) };
    match sandbox.client.messaging_conversation(&id).await {
        Ok(conversation) if conversation.is_over() => Ok(None),
        Ok(_) => Ok(Some(OpenThing { id: Some(id), ..open.clone() })),
        Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Conversations that carry a mark and are not over.
async fn conversations(sandbox: &Sandbox, runs: &Runs, found: &mut Leftovers) -> Result<(), ClientError> {
    let marked = match marked(sandbox, None).await {
        Err(error) => return unseen(error, "conversations by their marks", found),
        Ok(marked) => marked,
    };
    let known: HashSet<String> = found.left.iter().filter_map(|left| left.thing.id.clone()).collect();
    for one in marked.into_iter().filter(|one| !one.over && !known.contains(&one.id)) {
        let thing = Thing::Conversation { case: "a case".to_owned(), deployment: String::new() };
        add(one.mark, thing, Some(one.id), runs, found);
    }
    Ok(())
}

/// Deployments and configurations whose names carry a mark: deployments first, since they stand on configurations.
async fn made(sandbox: &Sandbox, runs: &Runs, found: &mut Leftovers) -> Result<(), ClientError> {
    let marker = &sandbox.settings.marker;
    let mut named = Vec::new();
    match sandbox.client.deployments().await {
        Err(error) => unseen(error, "deployments", found)?,
        Ok(all) => named.extend(all.into_iter().map(|one| {
            let mark = Mark::read_label(marker, &one.name);
            (mark, Thing::Deployment { name: one.name }, one.id)
        })),
    }
    match sandbox.client.configurations().await {
        Err(error) => unseen(error, "messenger configurations", found)?,
        Ok(all) => named.extend(all.into_iter().map(|one| {
            let mark = Mark::read_label(marker, &one.name);
            (mark, Thing::Configuration { name: one.name }, one.id)
        })),
    }
    for (mark, thing, id) in named {
        let Some(mark) = mark else { continue };
        if !found.left.iter().any(|left| left.thing.thing == thing) {
            add(mark, thing, id, runs, found);
        }
    }
    Ok(())
}

fn add(mark: Mark, thing: Thing, id: Option<String>, runs: &Runs, found: &mut Leftovers) {
    match runs.spares(&mark) {
        Some(why) => found.kept.push(Kept { run: mark.run, words: thing.words(), why }),
        None => {
            let thing = OpenThing { number: UNNOTED, thing, message: None, id };
            found.left.push(Left { run: mark.run, thing, noted: false });
        }
    }
}

/// A client that may not look somewhere is told so, since what is there is not seen.
fn unseen(error: ClientError, what: &str, found: &mut Leftovers) -> Result<(), ClientError> {
    if !matches!(error.kind, ErrorKind::Forbidden { .. }) {
        return Err(error);
    }
    found.unseen.push(format!("{what} were not looked for: {error}"));
    Ok(())
}
