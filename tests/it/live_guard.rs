//! The guard: where an org, a deployment or a host is not the right one, nothing is asked but token, org and deployments.

use std::fs;

use crate::live_support::{Sandbox, waiting};

async fn sandbox() -> Sandbox {
    Sandbox::talking(&[waiting("One", "10ms")], "").await
}

/// The paths that were asked for, each once, and that no guest came.
async fn asked(sandbox: &Sandbox) -> Vec<String> {
    let told = sandbox.served.get("requests").await;
    assert_eq!(told["guestFrames"], 0);
    let mut paths: Vec<String> = sandbox.requests().await.into_iter().map(|(_, path, _)| path).collect();
    paths.dedup();
    paths
}

#[tokio::test]
async fn an_org_that_is_not_on_the_list_is_asked_who_it_is_and_nothing_more() {
    let sandbox = sandbox().await;
    let id = sandbox.org().await["id"].as_str().unwrap().to_owned();
    sandbox.rewrite(&id, "0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9");
    sandbox.forget().await;
    for command in
        [&["run", "--target", "live"][..], &["run", "--target", "live", "--provision"], &["sweep", "--delete"]]
    {
        sandbox.run(command).code(4).says("FP0806");
    }
    assert_eq!(asked(&sandbox).await, ["/oauth/token", "/api/v2/organizations/me"].repeat(3));
    sandbox.is_clean().await;
}

#[tokio::test]
async fn a_deployment_that_leads_to_another_flow_is_read_and_nothing_more() {
    let sandbox = sandbox().await;
    let flow = sandbox.served.ready["flows"][0]["id"].as_str().unwrap().to_owned();
    sandbox.rewrite(&flow, "0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9");
    sandbox.run(&["run", "--target", "live", "--prepare-org"]).code(4).says("FP0809");
    let deployment = sandbox.served.ready["deployments"][0]["id"].as_str().unwrap();
    let read = format!("/api/v2/webdeployments/deployments/{deployment}");
    assert_eq!(asked(&sandbox).await, ["/oauth/token", "/api/v2/organizations/me", read.as_str()]);
    sandbox.is_clean().await;
}

#[tokio::test]
async fn a_deployment_of_another_org_is_not_found_here_and_no_guest_comes() {
    let sandbox = sandbox().await;
    let deployment = sandbox.served.ready["deployments"][0]["id"].as_str().unwrap().to_owned();
    let other = "0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9";
    sandbox.rewrite(&deployment, other);
    sandbox.run(&["run", "--target", "live"]).code(4).says("reading the deployment failed");
    let read = format!("/api/v2/webdeployments/deployments/{other}");
    assert_eq!(asked(&sandbox).await, ["/oauth/token", "/api/v2/organizations/me", read.as_str()]);
}

#[tokio::test]
async fn hosts_that_are_not_those_of_the_named_region_get_nothing() {
    let sandbox = sandbox().await;
    let port = sandbox.served.port();
    sandbox.rewrite("live:\n", "live:\n  region: eu-west-1\n");
    sandbox.run(&["run", "--target", "live"]).code(4).says("FP0807");
    sandbox.rewrite("  region: eu-west-1\n", "");
    sandbox.rewrite(&format!("\"sandbox.localhost:{port}\""), &format!("\"api.sandbox.localhost:{port}\""));
    let ended = sandbox.run(&["run", "--target", "live"]).code(4);
    for host in ["login", "webmessaging"] {
        let line = format!("host `{host}.sandbox.localhost:{port}` is not named in flowproof.yaml");
        assert!(ended.err.contains(&line), "{}", ended.err);
    }
    assert_eq!(sandbox.requests().await, []);
}

#[tokio::test]
async fn a_ledger_that_cannot_be_kept_stops_a_run_before_anything_is_made() {
    let sandbox = sandbox().await;
    fs::write(sandbox.file("taken"), "a file").unwrap();
    sandbox.rewrite("live:\n", "live:\n  ledger: taken\n");
    sandbox.run(&["run", "--target", "live", "--provision"]).code(4).says("FP0811");
    assert_eq!(asked(&sandbox).await.len(), 3);
    assert_eq!(sandbox.open_conversations().await, [""; 0]);
}
