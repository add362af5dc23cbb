//! The published flows that can start without a call or a mailbox: every kind of action in them can be executed, and running one by the
//! command ends in a way that a flow ends.

use std::collections::BTreeSet;

use flowproof::diagnostic::SourceFile;
use flowproof::flow::action::{Basis, kind_table};
use flowproof::flow::expression::Value;
use flowproof::flow::host::{Session, SessionStart, start_value};
use flowproof::flow::world::World;
use flowproof::flow::{FlowSource, Loaded, load};
use flowproof::trace::Ending;
use indexmap::IndexMap;

/// The types of flows that are run here.
const TYPES: &[&str] =
    &["inboundShortMessage", "workflow", "commonModule", "workitem", "surveyInvite", "inqueueShortMessage"];

/// Kinds in them that cannot be executed.
const UNSUPPORTED: &[&str] = &[];

fn flows() -> Vec<(String, Loaded)> {
    let Some(folder) = super::shared::flows() else { return Vec::new() };
    let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| !name.ends_with(".tsv")).collect();
    names.sort();
    let loaded = |name: String| {
        let text = std::fs::read_to_string(folder.join(&name)).ok()?;
        let source = SourceFile::new(name.as_str(), text);
        let loaded = load(vec![FlowSource { source, substitutions: IndexMap::new() }]);
        let program = loaded.program.as_ref()?;
        TYPES.contains(&&*program.entry().flow_type).then_some((name, loaded))
    };
    names.into_iter().filter_map(loaded).collect()
}

#[test]
fn every_kind_in_them_can_be_executed() {
    let flows = flows();
    let executed: BTreeSet<&str> =
        kind_table().iter().filter(|kind| kind.basis != Basis::Unsupported).map(|kind| kind.name).collect();
    let mut types = BTreeSet::new();
    for (name, loaded) in &flows {
        let program = loaded.program.as_ref().unwrap();
        types.insert(program.entry().flow_type.to_string());
        for action in program.inventory().actions {
            assert!(
                executed.contains(&*action.kind) || UNSUPPORTED.contains(&&*action.kind),
                "{name}: {}",
                action.kind
            );
        }
    }
    if !flows.is_empty() {
        assert!(flows.len() >= 50, "{}", flows.len());
        assert_eq!(types.len(), 4, "{types:?}");
    }
}

#[test]
fn each_runs_until_it_ends_waits_or_asks_what_no_stub_answers() {
    for (name, loaded) in flows() {
        let program = loaded.program.unwrap();
        // What a trigger hands over to the workflows that take a number apart.
        let variables = vec![("Flow.ani".into(), Value::text("+13175550100"))];
        let start = SessionStart { message: Some("hello".into()), variables, ..SessionStart::default() };
        let world = World { open: true, ..World::default() };
        let now = "2026-11-23T16:00:00Z".parse().unwrap();
        let outcome = Session::start(&program, start, std::sync::Arc::default(), world.into(), now).into_outcome();
        match &outcome.ending {
            Ending::Unsupported { kind, .. } => assert!(UNSUPPORTED.contains(&&**kind), "{name}: {kind}"),
            Ending::Failed(cause) => panic!("{name}: {}", cause.message),
            _ => {}
        }
        assert!(!outcome.trace.taken.is_empty(), "{name}");
    }
}

#[test]
fn a_work_item_s_event_and_status_lead_to_its_queue() {
    for (name, loaded) in
        flows().into_iter().filter(|(name, _)| name.contains("orkitem-flow") || name.contains("WorkitemFlow"))
    {
        let program = loaded.program.unwrap();
        if &*program.entry().flow_type != "workitem" {
            continue;
        }
        let world = World { open: true, ..World::default() };
        let given = [
            ("Workitem.EventType", "workitemStatusChanged"),
            ("Workitem.Workitem", r#"{"status": {"name": "Analyze Claim"}}"#),
        ];
        let value = |(name, text)| (std::sync::Arc::from(name), start_value(&program, &world, name, text).unwrap());
        let start = SessionStart { variables: given.map(value).to_vec(), ..SessionStart::default() };
        let now = "2026-11-23T16:00:00Z".parse().unwrap();
        let outcome = Session::start(&program, start, std::sync::Arc::default(), world.into(), now).into_outcome();
        let status = outcome.trace.taken.iter().find(|one| &*one.id.name == "Check Workitem Status").unwrap();
        assert_eq!(status.output.as_deref(), Some("Analyze Claim"), "{name}");
        assert!(matches!(&outcome.ending, Ending::Transferred(_)), "{name}: {:?}", outcome.ending);
        assert_eq!(&*outcome.deeds.others[0].kind, "disconnectWorkitem", "{name}");
    }
}
