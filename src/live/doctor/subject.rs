//! A flow that is run live, as flowproof.yaml and its file describe it. Must not ask an org.

use crate::project::{LiveSettings, ProjectFlow};

/// The type of flows that guests of web messaging meet, by its Archy name.
const MESSAGE_FLOW: &str = "inboundShortMessage";

/// A flow to be looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Its name in flowproof.yaml.
    pub key: String,
    /// Its name in Architect.
    pub name: String,
    /// Its id in the org, where flowproof.yaml says it.
    pub flow_id: Option<String>,
    /// The deployment that starts it, where flowproof.yaml says it.
    pub deployment_id: Option<String>,
    /// The names of its actions, each once.
    pub actions: Vec<String>,
    /// What it may touch and is not listed under `live`, in words.
    pub touches: Vec<String>,
    /// Where it hands customers to a queue whose name it computes: `file:line:column`.
    pub computed_queues: Vec<String>,
}

/// The flows that are run live: those with ids in the org. With `only`, that one alone, whether or not it has ids. Besides, the names of
/// the message flows that have none.
pub fn subjects(flows: &[ProjectFlow], settings: &LiveSettings, only: Option<&str>) -> (Vec<Subject>, Vec<String>) {
    let (mut live, mut without) = (Vec::new(), Vec::new());
    for flow in flows.iter().filter(|flow| only.is_none_or(|only| *flow.name == *only)) {
        let ids = flow.live.flow_id.is_some() || flow.live.deployment_id.is_some();
        if ids || only.is_some() {
            live.push(subject(flow, settings));
        } else if **flow.program.flow_type() == *MESSAGE_FLOW {
            without.push(flow.name.to_string());
        }
    }
    (live, without)
}

fn subject(flow: &ProjectFlow, settings: &LiveSettings) -> Subject {
    let inventory = flow.program.inventory();
    let mut actions: Vec<String> = inventory.actions.iter().map(|action| action.id.name.to_string()).collect();
    actions.sort_unstable();
    actions.dedup();
    let mut touches = Vec::new();
    for called in &inventory.data_actions {
        if !settings.may_call(&called.category, &called.action) {
            touches.push(format!("data action `{} > {}` (`live.data_actions`)", called.category, called.action));
        }
    }
    for (queue, _) in &inventory.queues {
        if settings.queues.iter().all(|allowed| *allowed.value != **queue) {
            touches.push(format!("queue `{queue}` (`live.queues`)"));
        }
    }
    touches.sort_unstable();
    touches.dedup();
    let value = |id: &Option<crate::scenario::model::Spanned<String>>| id.as_ref().map(|id| id.value.clone());
    Subject {
        key: flow.name.to_string(),
        name: flow.program.name().to_string(),
        flow_id: value(&flow.live.flow_id),
        deployment_id: value(&flow.live.deployment_id),
        actions,
        touches,
        computed_queues: inventory.computed_queues.iter().map(ToString::to_string).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{MemoryFiles, load};

    const FLOW: &str = include_str!("../../../fixtures/flows/support.yaml");

    fn found(live: &str, only: Option<&str>) -> (Vec<Subject>, Vec<String>) {
        let id = "0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9";
        let project = format!(
            "version: 1\nflows:\n  one: {{ file: s.yaml, live: {{ deployment_id: {id} }} }}\n  two: s.yaml\nlive: {{ {live} }}\n"
        );
        let files = MemoryFiles::new([("flowproof.yaml", project.as_str()), ("s.yaml", FLOW)]);
        let project = load(&files, "".into()).0.unwrap();
        subjects(&project.flows(&files).0, &project.settings().live, only)
    }

    #[test]
    fn flows_with_ids_are_looked_at_and_the_others_named() {
        let (live, without) = found("", None);
        assert_eq!(live.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(), ["one"]);
        assert_eq!(without, ["two"]);
        assert!(live[0].deployment_id.is_some() && live[0].flow_id.is_none() && !live[0].actions.is_empty());
        assert_eq!(found("", Some("two")).0[0].key, "two");
    }

    #[test]
    fn what_is_touched_without_leave_is_named() {
        let all = found("", None).0.remove(0).touches;
        assert!(all.iter().any(|one| one.starts_with("queue `")), "{all:?}");
        let queue = all.iter().find_map(|one| one.strip_prefix("queue `")?.split('`').next()).unwrap();
        let fewer = found(&format!("queues: [\"{queue}\"]"), None).0.remove(0).touches;
        assert_eq!(fewer.len(), all.len() - 1);
    }
}
