//! What a live run says of the version that an org has published, asked of a served org.

use std::fs;

use flowproof::diagnostic::SourceFile;
use flowproof::flow::{FlowSource, load};
use flowproof::live::{Wanted, connect, guard, published};
use flowproof::project::{DiskFiles, environment, load as load_project};
use flowproof::scenario::model::Spanned;
use indexmap::IndexMap;

use crate::guest_client::TALK;
use crate::published_support::{Published, SUPPORT};

#[tokio::test]
async fn a_run_is_warned_where_the_published_flow_is_not_the_file() {
    let org = Published::start(SUPPORT);
    let (project, _) = load_project(&DiskFiles, camino::Utf8Path::from_path(org.path()).unwrap());
    let variables = |name: &str| match name {
        "GENESYS_ENVIRONMENT" => Some(org.environment()),
        "GENESYS_CLIENT_ID" => Some(org.served.text("client_id").to_owned()),
        "GENESYS_CLIENT_SECRET" => Some(org.served.text("client_secret").to_owned()),
        _ => None,
    };
    let ca = fs::read(org.served.folder.path().join(org.served.text("ca"))).unwrap();
    let sandbox = connect(project.unwrap().settings(), &environment(variables), Some(&ca), 1).unwrap();
    let deployments = org.served.ready["deployments"].as_array().unwrap();
    let wanted: Vec<Wanted> = deployments
        .iter()
        .map(|one| Wanted {
            key: one["flow"].as_str().unwrap().to_lowercase(),
            name: one["flow"].as_str().unwrap().to_owned(),
            flow_id: None,
            deployment_id: Spanned {
                value: one["id"].as_str().unwrap().to_owned(),
                place: flowproof::diagnostic::Place::new(&SourceFile::new("flowproof.yaml", ""), 0..0),
            },
        })
        .collect();
    let guarded = guard(&sandbox, &wanted).await.unwrap();
    let warning = async |key: &str, name: &str, text: &str| {
        let source = SourceFile::new(name, text);
        let program = load(vec![FlowSource { source, substitutions: IndexMap::new() }]).drawing.unwrap();
        let found = published::look(&sandbox, &guarded, key, &program).await;
        published::warning(&found, key, &program, true)
    };
    let before = sandbox.calls.total();
    assert_eq!(warning("support", "support.json", SUPPORT).await, None);
    assert_eq!(sandbox.calls.total() - before, 2, "{:?}", sandbox.calls.by_kind());

    let changed = SUPPORT.replace("Greet by name", "Hello again");
    assert_eq!(
        warning("support", "support.json", &changed).await.unwrap(),
        "flow `support`: another flow is published (org 1.0); from file to org: state Initial State; ~ sendResponse `Greet by name` was `Hello again` (`flowproof flow diff support.json org:support` tells all)"
    );

    // A file that was pulled says as which version; one that was pulled from elsewhere says nothing here.
    assert_eq!(org.run(&["flow", "pull", "Support"]).code, Some(0));
    let pulled = org.read("flows/support.json");
    assert_eq!(warning("support", "s.json", &pulled).await, None);
    let older =
        pulled.replacen("\"version\": \"1.0\"", "\"version\": \"0.9\"", 1).replace("Greet by name", "Hello again");
    let said = warning("support", "s.json", &older).await.unwrap();
    assert!(said.starts_with("flow `support`: another version is published (file 0.9, org 1.0); "), "{said}");
    let edited = pulled.replace("Greet by name", "Hello again");
    let said = warning("support", "s.json", &edited).await.unwrap();
    assert!(said.starts_with("flow `support`: the file was changed since version 1.0 was pulled; "), "{said}");
    let elsewhere = older.replace("\"orgId\": \"0f", "\"orgId\": \"1f");
    let said = warning("support", "s.json", &elsewhere).await.unwrap();
    assert!(said.starts_with("flow `support`: another flow is published (org 1.0); "), "{said}");

    // Published from YAML, the served org has no whole configuration: nobody can tell, and that is said too.
    let said = warning("talk", "talk.yaml", TALK).await.unwrap();
    assert!(said.starts_with("flow `talk`: whether the published flow is the file's cannot be told: "), "{said}");
    let source = SourceFile::new("talk.yaml", TALK);
    let program = load(vec![FlowSource { source, substitutions: IndexMap::new() }]).drawing.unwrap();
    let found = published::look(&sandbox, &guarded, "talk", &program).await;
    assert_eq!(published::warning(&found, "talk", &program, false), None, "no doubt is asked for");
}
