//! Tenants of the fake org: kept apart, the same ids for the same seed, nothing left of them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use flowproof::fake::{Clock, Credentials, Org, Ready, Tenant, TenantOptions};
use flowproof::flow::stubs::Stubs;
use flowproof::flow::world::{Resource, World};
use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use crate::fake_client::{Client, org};

const WIDGETS: &str = "/api/v2/webchat/widgets";

fn seeded(org: &Org, seed: u64) -> Tenant {
    org.open(TenantOptions { seed, ..TenantOptions::default() })
}

/// Makes widgets of these names, so many at once, and gives their ids.
async fn make(client: &Client, names: impl Iterator<Item = String>) -> BTreeSet<String> {
    let made = join_all(names.map(|name| async move { client.post(WIDGETS, &json!({ "name": name })).await }));
    made.await.iter().map(|widget| widget["id"].as_str().unwrap().to_owned()).collect()
}

async fn names(client: &Client) -> BTreeSet<String> {
    let list = client.get(&format!("{WIDGETS}?pageSize=1000")).await;
    let name = |widget: &Json| widget["name"].as_str().unwrap().to_owned();
    list["entities"].as_array().unwrap().iter().map(name).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tenants_never_mix_and_a_seed_gives_the_same_ids_in_any_interleaving() {
    let org = org().await;
    let [one, other] = [seeded(&org, 1), seeded(&org, 2)];
    let [first, second] = [Client::login(&org, &one).await, Client::login(&org, &other).await];
    let numbered = |prefix: &'static str| (0..64).map(move |number| format!("{prefix}{number}"));
    let (ids, other_ids) = tokio::join!(make(&first, numbered("one")), make(&second, numbered("other")));
    assert_eq!(names(&first).await, numbered("one").collect());
    assert_eq!(names(&second).await, numbered("other").collect());
    assert!(ids.is_disjoint(&other_ids));

    let alone = seeded(&org, 1);
    let client = Client::login(&org, &alone).await;
    let mut again = BTreeSet::new();
    for name in numbered("again") {
        again.extend(make(&client, std::iter::once(name)).await);
    }
    assert_eq!(again, ids);
}

#[tokio::test]
async fn tenants_of_one_seed_have_clients_of_their_own() {
    let org = org().await;
    let [one, other] = [seeded(&org, 7), seeded(&org, 7)];
    assert_ne!(one.client_id(), other.client_id());
    let [first, second] = [Client::login(&org, &one).await, Client::login(&org, &other).await];
    let body = json!({ "name": "w" });
    assert_eq!(first.post(WIDGETS, &body).await["id"], second.post(WIDGETS, &body).await["id"]);
}

#[tokio::test]
async fn nothing_is_left_of_a_dropped_tenant() {
    let org = org().await;
    let stubs = Arc::new(Stubs::default());
    for seed in 0..10_000 {
        let tenant = org.open(TenantOptions { seed, stubs: Arc::clone(&stubs), ..TenantOptions::default() });
        assert!(!tenant.issue_token().access_token.is_empty());
    }
    let tenant = org.open(TenantOptions { stubs: Arc::clone(&stubs), ..TenantOptions::default() });
    let client = Client::login(&org, &tenant).await;
    client.post(WIDGETS, &json!({ "name": "w" })).await;
    drop(tenant);
    assert_eq!(Arc::strong_count(&stubs), 1);
    let refused = client.request(reqwest::Method::GET, WIDGETS).send().await.unwrap();
    assert_eq!(refused.status(), 401);
}

#[tokio::test]
async fn time_passes_in_one_org_alone() {
    let org = org().await;
    let options = TenantOptions { token_lifetime: Duration::from_secs(300), ..TenantOptions::default() };
    let [one, other] = [org.open(options.clone()), org.open(options)];
    let [first, second] = [Client::login(&org, &one).await, Client::login(&org, &other).await];
    let before = one.org_now();
    one.advance(Duration::from_secs(300));
    assert_eq!(one.org_now().duration_since(before).as_secs(), 300);
    let expired = first.request(reqwest::Method::GET, WIDGETS).send().await.unwrap();
    assert_eq!(expired.status(), 401);
    let body: Json = expired.json().await.unwrap();
    assert_eq!(body["code"], "credentials.expired");
    second.get(WIDGETS).await;
}

#[tokio::test]
async fn a_served_org_says_how_it_is_reached() {
    let org = org().await;
    let queue = Resource { id: Arc::from("queue-1"), name: Arc::from("VIP Support") };
    let tenant = org.open(TenantOptions {
        world: Arc::new(World { queues: vec![queue], ..World::default() }),
        credentials: Some(Credentials { client_id: Arc::from("demo"), client_secret: Arc::from("s3cret") }),
        org_clock: Clock::Real(jiff::Timestamp::now),
        now_follows_org: true,
        ..TenantOptions::default()
    });
    let ready = serde_json::to_value(Ready::of(&org, &tenant)).unwrap();
    assert_eq!(
        ready,
        json!({
            "api": org.base_url(), "login": org.base_url(), "guest": org.guest_url(), "client_id": "demo",
            "client_secret": "s3cret", "flows": [], "deployments": [], "queues": [{ "name": "VIP Support", "id": "queue-1" }],
        })
    );
    let before = jiff::Timestamp::now();
    let client = Client::login(&org, &tenant).await;
    let path = "/api/v2/conversations/messaging/conversations/participants?queueId=queue-1";
    let started = client.post(path, &json!({ "attributes": {} })).await;
    let started: jiff::Timestamp = started["startTime"].as_str().unwrap().parse().unwrap();
    assert!(before <= started && started <= jiff::Timestamp::now());
}

#[test]
fn a_secret_does_not_print() {
    let credentials = Credentials { client_id: Arc::from("demo"), client_secret: Arc::from("s3cret") };
    let options = TenantOptions { credentials: Some(credentials), ..TenantOptions::default() };
    let tenant = Tenant::alone(options.clone());
    let token = tenant.issue_token().access_token;
    let printed = format!("{options:?} {tenant:?}");
    assert!(printed.contains("demo") && !printed.contains("s3cret") && !printed.contains(&token), "{printed}");
}
