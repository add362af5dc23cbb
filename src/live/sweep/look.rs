//! The search: what dead runs' ledgers say is open, then conversations, deployments and configurations that carry a mark. Changes nothing.

use std::collections::HashSet;
use std::time::Duration;

use super::{Kept, Left, Leftovers, Nameless, Runs};
use crate::genesys::{ClientError, ErrorKind};
use crate::live::ledger::{OpenThing, Thing};
use crate::live::{Guarded, Mark, Sandbox, marked};

/// The number of what no ledger notes.
const UNNOTED: u64 = u64::MAX;

/// After so long a conversation whose id nobody learnt is over: a flow waits 72 hours at the most for its customer (facts:
/// architect-flows.md), and the rest is for whoever took it over.
const FORGOTTEN: Duration = Duration::from_secs(4 * 24 * 60 * 60);

/// Looks for what is left in the org that was found to be one that may be touched.
///
/// # Errors
/// The org cannot be asked. What the client may not see is told in the result.
pub async fn look(sandbox: &Sandbox, guarded: &Guarded, runs: &Runs) -> Result<Leftovers, ClientError> {
    let mut found = Leftovers::default();
    let known = of_ledgers(sandbox, guarded, runs, &mut found).await?;
    conversations(sandbox, runs, &known, &mut found).await?;
    made(sandbox, runs, &mut found).await?;
    Ok(found)
}

/// What dead runs noted and did not end. A conversation that is over by itself is not left; one whose id nobody learnt is nameless. Gives the ids
/// that are known, over or not.
async fn of_ledgers(
    sandbox: &Sandbox,
    guarded: &Guarded,
    runs: &Runs,
    found: &mut Leftovers,
) -> Result<HashSet<String>, ClientError> {
    let mut known = HashSet::new();
    for dead in &runs.dead {
        let head = &dead.record.head;
        let why = if head.org.eq_ignore_ascii_case(&guarded.organization.id) {
            runs.is_young(&dead.run)
        } else {
            Some(format!("its run was in another org, {}", head.org))
        };
        for open in dead.record.open.iter().rev() {
            let (run, words) = (dead.run.clone(), open.thing.words());
            if let Some(why) = &why {
                found.kept.push(Kept { run, words, why: why.clone(), alive: false });
                continue;
            }
            let state = match state(sandbox, open, &mut known).await {
                Err(error) => {
                    unseen(error, &words, found)?;
                    State::Nameless
                }
                Ok(state) => state,
            };
            match state {
                State::There(thing) => found.left.push(Left { run, thing, noted: true }),
                State::Gone => {}
                State::Nameless if runs.is_older(&run, FORGOTTEN) => {}
                State::Nameless => found.nameless.push(Nameless { run, words }),
            }
        }
    }
    Ok(known)
}

/// What became of something that a ledger notes.
enum State {
    /// It is there, with what was learnt of it.
    There(OpenThing),
    /// It is over.
    Gone,
    /// Nobody learnt its id, so that only its mark can show it.
    Nameless,
}

async fn state(sandbox: &Sandbox, open: &OpenThing, known: &mut HashSet<String>) -> Result<State, ClientError> {
    if !matches!(open.thing, Thing::Conversation { .. }) {
        return Ok(State::There(open.clone()));
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
    let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(State::Nameless) };
    known.insert(id.clone());
    match sandbox.client.messaging_conversation(&id).await {
        Ok(conversation) if conversation.is_over() => Ok(State::Gone),
        Ok(_) => Ok(State::There(OpenThing { id: Some(id), ..open.clone() })),
        Err(error) if error.kind == ErrorKind::NotFound => Ok(State::Gone),
        Err(error) => Err(error),
    }
}

/// Conversations that carry a mark and that no ledger knows. Each is one of its run's nameless ones.
async fn conversations(
    sandbox: &Sandbox,
    runs: &Runs,
    known: &HashSet<String>,
    found: &mut Leftovers,
) -> Result<(), ClientError> {
    // A run's marker is in its ledger, whatever flowproof.yaml says today.
    let mut markers: Vec<&str> = vec![&sandbox.settings.marker];
    markers.extend(runs.dead.iter().map(|dead| dead.record.head.marker.as_str()));
    markers.sort_unstable();
    markers.dedup();
    let marked = match marked(sandbox, &markers, None, known).await {
        Err(error) => return unseen(error, "conversations by their marks", found),
        Ok(marked) => marked,
    };
    for one in marked {
        if let Some(at) = found.nameless.iter().position(|nameless| nameless.run == one.mark.run) {
            found.nameless.remove(at);
        }
        if !one.over {
            let thing = Thing::Conversation { case: "a case".to_owned(), deployment: String::new() };
            add(one.mark, thing, Some(one.id), runs, found);
        }
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
        // What its ledger notes is told already.
        Some(_) if runs.dead.iter().any(|dead| dead.run == mark.run) => {}
        Some(why) => {
            let alive = runs.alive.contains(&mark.run);
            let words = match &thing {
                Thing::Conversation { .. } => format!("conversation {}", id.unwrap_or_default()),
                thing => thing.words(),
            };
            found.kept.push(Kept { run: mark.run, words, why, alive });
        }
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
