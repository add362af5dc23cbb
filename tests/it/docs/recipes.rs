//! Commands that print the diagnostics that no broken file can give: wrong environments, wrong documents, orgs that may not be touched. Knows no
//! page.

use std::fs;

use regex::Regex;

use super::page::root;
use super::session::Session;
use crate::guide_org::{Shop, printed as all_of};

/// What is run in the project that `init` writes.
const WITHOUT_ORG: &[&str] = &[
    "GENESYS_ENVIRONMENT=nowhere GENESYS_CLIENT_ID=a GENESYS_CLIENT_SECRET=b flowproof run --target live",
    "flowproof run --target live",
    "GENESYS_ENVIRONMENT=https://genesys.example.com GENESYS_CLIENT_ID=a GENESYS_CLIENT_SECRET=b flowproof run --target live",
    "GENESYS_ENVIRONMENT=eu-west-1 GENESYS_CLIENT_ID=a GENESYS_CLIENT_SECRET=b flowproof run --target live",
    "sed '$a simulate: { base_url: \"https://api.mypurecloud.com\" }' flowproof.yaml > f && mkdir -p real && cp -r flows scenarios real && \
     mv f real/flowproof.yaml && GENESYS_CLIENT_ID=a GENESYS_CLIENT_SECRET=b flowproof --project real run --target live --driver simulate",
    "echo 'GENESYS CLIENT' > .env; flowproof run --target live; rm .env",
    "echo 'GENESYS_CLIENT_IDD=a' > .env; flowproof run --target live; rm .env",
    "echo '{\"name\": ' > a.json; flowproof flow show a.json",
    "echo '{}' > p.json; flowproof flow show flows/support.yaml --path p.json",
    "echo '{\"path\": [{\"action\": \"X\", \"flow\": \"f\", \"container\": \"c\", \"nth\": 1, \"kind\": \"k\", \"depth\": 0}]}' > p.json; flowproof flow show flows/support.yaml --path p.json",
    "{ for deep in $(seq 210); do printf '['; done; for deep in $(seq 210); do printf ']'; done; } > deep.yaml; flowproof check deep.yaml; rm deep.yaml",
    "flowproof --profile stagin check",
    "echo '{\"event\": ' > r.jsonl; flowproof report merge r.jsonl",
    "echo '{\"event\": \"run_started\", \"version\": 2, \"planned\": 1, \"files\": 1, \"target\": \"mock\", \"jobs\": 1}' > r.jsonl; flowproof report merge r.jsonl",
    "flowproof run --shard 1/2 --report json=1.jsonl > said; flowproof report merge 1.jsonl",
    "flowproof expr '1 && 2'",
    "flowproof expr 'ToInt(\"x\")'",
    "mkdir -p two/flows; for name in one two; do cp flows/support.yaml two/flows/$name.yaml; done; \
     printf 'version: 1\\nflows:\\n  one: { file: flows/one.yaml, links: [two] }\\n  two: flows/two.yaml\\n' > two/flowproof.yaml; \
     flowproof --project two check",
    // It goes on until it is stopped, which a line of its standard output says that it may be.
    "mkdir -p none; { { flowproof --project none serve & echo $! > pid; } | head -n 1 > ready; } 2>&1; kill $(cat pid)",
];

/// What is run in a copy of the repository.
const WITH_FLOWS: &[&str] = &[
    // A letter that no base64 has.
    "{ head -c 403 fixtures/flows/support.i3InboundMessage; echo '***'; } > cut.i3InboundMessage; flowproof flow show cut.i3InboundMessage",
    // An action that nothing leads to, and a variable of a type that there is not.
    "sed -E '0,/\"nextAction\": *\"[^\"]+\"/s/\"nextAction\": *\"[^\"]+\"/\"nextAction\": \"\"/' fixtures/flows/support.json > cut.json; flowproof flow show cut.json",
    "sed 's/\"type\": \"int\"/\"type\": \"rope\"/' fixtures/flows/support.json > strange.json; flowproof flow show strange.json",
];

/// A change of flowproof.yaml, and what is run then with the org of docs/live.md.
const WITH_ORG: &[(&str, &str, &[&str])] = &[
    ("0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9", "0f1d2c3b-4a59-6877-8695-a4b3c2d1e0fa", &["run", "--target", "live"]),
    ("live:\n  allowed", "live:\n  region: eu-west-1\n  allowed", &["run", "--target", "live"]),
    ("      deployment_id: d212aee7-be1e-4e64-8b8e-19ffa1a139e4\n", "", &["run", "--target", "live"]),
    ("flow_id: 6a751221", "flow_id: 6a751222", &["run", "--target", "live"]),
    ("calls: 300", "calls: 3", &["run", "--target", "live"]),
    ("live:\n  allowed", "live:\n  ledger: org.yaml\n  allowed", &["run", "--target", "live"]),
    ("live:\n  allowed", "live:\n  profile: strange.yaml\n  allowed", &["run", "--target", "live"]),
    ("tls/ca.pem", "org.yaml", &["run", "--target", "live"]),
    ("vip_queue: VIP", "vip_queue: VIP", &["flow", "pull", "nothing"]),
];

/// The profile of another org.
const STRANGE: &str = "version: 1\norg: { id: 0f1d2c3b-4a59-6877-8695-a4b3c2d1e0fa, name: Another }\nmeasured: 2026-11-23T10:00:00Z\nflow: support\n";

/// All that the commands print, with what differs from run to run left open.
pub fn printed() -> Vec<String> {
    let mut project = Session::project();
    let mut repository = Session::repository();
    let mut all: Vec<String> = WITHOUT_ORG.iter().map(|line| project.run(line).1).collect();
    all.extend(WITH_FLOWS.iter().map(|line| repository.run(line).1));

    let page = fs::read_to_string(root().join("docs/live.md")).unwrap();
    let shop = Shop::quick(&page);
    shop.write("strange.yaml", STRANGE);
    let port = Regex::new(r"localhost:\d+").unwrap();
    let settings = shop.file("flowproof.yaml");
    for (old, new, arguments) in WITH_ORG {
        assert!(settings.contains(old), "`{old}` is not in\n{settings}");
        shop.write("flowproof.yaml", &settings.replace(old, new));
        all.push(port.replace_all(&all_of(&shop.command(arguments)), "localhost:8443").into_owned());
    }
    all
}
