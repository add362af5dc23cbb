//! A sandbox org for tests of the target `live`: served over TLS under names of its own, strict and slow, and the command that speaks with it. Each
//! output and each file that a command leaves is searched for the client's secret.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use camino::Utf8Path;
use flowproof::project::{DiskFiles, Files, load};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::serve_support::Served;

/// As a real org is: it knows a message and its execution late, grants 300 requests a minute, and keeps a guest's limits.
pub const STRICT: &str = "name: Sandbox
guest: { limits: strict }
lags: { message: 300ms, execution_data: 1s }
rate_limit: 300
";

/// What the sandbox of the shipped project holds, for the cases that name `live`.
pub const DATA: &str = "data_actions:
  CRM:
    Get Customer:
      - { when: { customer_id: C-1001 }, success: { first_name: Ada, last_name: Example } }
      - failure: { errorCode: not.found }
  Orders API:
    Cancel Order:
      - { when: { order_number: '1001' }, success: { cancelled: true } }
      - failure: { errorCode: no.order }
";

/// Asks, hears two answers, and closes.
const TALK: &str = crate::guest_client::TALK;

/// One conversation that waits for so long between two messages.
pub fn waiting(name: &str, wait: &str) -> String {
    format!(
        "version: 1
scenario: {name}
flow: talk
conversation: [ say: Hi, wait: {wait}, say: Bye ]
expect: {{ path: [Greet, Repeat] }}
"
    )
}

/// The org, and the folder of the project that is run in it.
pub struct Sandbox {
    pub served: Served,
    secret: String,
}

impl Sandbox {
    /// The shipped project, with leave to do everything that its flows do.
    pub async fn shipped() -> Self {
        Self::shipped_in(STRICT, DATA).await
    }

    /// The same in an org of its own, whose data actions answer so.
    pub async fn shipped_in(org: &str, data: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for part in ["flowproof.yaml", "blocks", "fixtures", "scenarios"] {
            copy(&root.join(part), &folder.path().join(part));
        }
        let leave = "  queues: [Support, VIP Support, VIP Desk, Orders, Returns, Complaints, Chat en, Chat es]
  data_actions:
    CRM: [Get Customer]
    Orders API: [Get Order, Get Order Status, Cancel Order]
    Callbacks API: [Book]
    Tickets API: [Open Ticket]
";
        fs::write(folder.path().join("data.yaml"), data).unwrap();
        Self::open(folder, org, leave, true).await
    }

    /// A project with the flow `Talk` and these scenarios.
    pub async fn talking(scenarios: &[String], live: &str) -> Self {
        Self::talking_in(STRICT, scenarios, live, true).await
    }

    /// The same in an org of its own; `placed` says whether the flow has a deployment in flowproof.yaml.
    pub async fn talking_in(org: &str, scenarios: &[String], live: &str, placed: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("flowproof.yaml", "version: 1\nflows:\n  talk:\n    file: flows/talk.yaml\n");
        write("flows/talk.yaml", TALK);
        for (at, scenario) in scenarios.iter().enumerate() {
            write(&format!("scenarios/{at}.yaml"), scenario);
        }
        Self::open(folder, org, live, placed).await
    }

    async fn open(folder: TempDir, org: &str, live: &str, placed: bool) -> Self {
        fs::write(folder.path().join("org.yaml"), org).unwrap();
        let names = ["api", "login", "webmessaging"].map(|name| format!("{name}.sandbox.localhost"));
        let mut arguments = vec!["--tls", "tls", "--org", "org.yaml"];
        if folder.path().join("data.yaml").exists() {
            arguments.extend(["--stubs", "data.yaml"]);
        }
        arguments.extend(names.iter().flat_map(|name| ["--tls-name", name]));
        let served = Served::start_in(folder, &arguments);
        let secret = served.text("client_secret").to_owned();
        let sandbox = Self { served, secret };
        let id = sandbox.org().await["id"].as_str().unwrap().to_owned();
        let text = fs::read_to_string(sandbox.file("flowproof.yaml")).unwrap();
        let text = if placed { sandbox.placed(&text) } else { text };
        let port = sandbox.served.port();
        let part = format!(
            "live:\n  allowed_orgs: [{id}]\n  hosts: [\"sandbox.localhost:{port}\"]\n  ca: tls/ca.pem\n  quiet: 200ms\n  messages_a_second: 5\n{live}"
        );
        fs::write(sandbox.file("flowproof.yaml"), format!("{text}{part}")).unwrap();
        sandbox.forget().await;
        sandbox
    }

    /// flowproof.yaml with each flow's ids in the org.
    fn placed(&self, text: &str) -> String {
        let files: Arc<dyn Files> = Arc::new(DiskFiles);
        let root = Utf8Path::from_path(self.served.folder.path()).unwrap();
        let (project, _) = load(&*files, root);
        let (flows, _) = project.unwrap().flows(&*files);
        let id = |list: &str, key: &str, name: &str| {
            let list = self.served.ready[list].as_array().unwrap();
            list.iter().find(|one| one[key] == name).map(|one| one["id"].as_str().unwrap().to_owned())
        };
        let mut out = String::new();
        for line in text.lines() {
            out.push_str(line);
            out.push('\n');
            let key =
                line.strip_prefix("  ").filter(|rest| !rest.starts_with(' ')).and_then(|rest| rest.split_once(':'));
            let flow = key.and_then(|(key, _)| flows.iter().find(|flow| &*flow.name == key));
            let Some(flow) = flow else { continue };
            let name = flow.program.name();
            let (flow, deployment) = (id("flows", "name", name), id("deployments", "flow", name));
            out.push_str(&format!(
                "    live: {{ flow_id: {}, deployment_id: {} }}\n",
                flow.unwrap(),
                deployment.unwrap()
            ));
        }
        out
    }

    /// A file of the project.
    pub fn file(&self, path: &str) -> PathBuf {
        self.served.folder.path().join(path)
    }

    /// Changes flowproof.yaml.
    pub fn rewrite(&self, from: &str, to: &str) {
        let text = fs::read_to_string(self.file("flowproof.yaml")).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(self.file("flowproof.yaml"), text.replace(from, to)).unwrap();
    }

    /// The command, with the credentials of the org in its environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_flowproof"));
        command
            .current_dir(self.served.folder.path())
            .args(arguments)
            // Whatever is said at any level is searched for the secret, too.
            .args(["--log", "trace=all.log"])
            .env("GENESYS_ENVIRONMENT", format!("https://api.sandbox.localhost:{}", self.served.port()))
            .env("GENESYS_CLIENT_ID", self.served.text("client_id"))
            .env("GENESYS_CLIENT_SECRET", &self.secret)
            .env("INSTA_UPDATE", "no")
            .env_remove("CI")
            .stdin(Stdio::null());
        command
    }

    /// Runs the command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.ended(self.command(arguments).output().unwrap())
    }

    /// Begins the command.
    pub fn begin(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// What a command came to that was begun.
    pub fn finish(&self, child: Child) -> Ended {
        self.ended(child.wait_with_output().unwrap())
    }

    fn ended(&self, output: Output) -> Ended {
        let out = String::from_utf8(output.stdout).unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        for text in [&out, &err] {
            assert!(!text.contains(&self.secret), "the secret is shown: {text}");
        }
        self.no_secret_below(self.served.folder.path());
        Ended { code: output.status.code(), out, err }
    }

    fn no_secret_below(&self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.no_secret_below(&path);
            } else {
                let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
                assert!(!text.contains(&self.secret), "the secret is in {}", path.display());
            }
        }
    }

    /// Forgets the requests so far.
    pub async fn forget(&self) {
        self.served.control(reqwest::Method::DELETE, "requests", None).await;
    }

    /// The requests since then: method, path and status.
    pub async fn requests(&self) -> Vec<(String, String, u64)> {
        let told = self.served.get("requests").await;
        let text = |one: &Json, key: &str| one[key].as_str().unwrap().to_owned();
        let all = told["requests"].as_array().unwrap().iter();
        all.map(|one| (text(one, "method"), text(one, "path"), one["status"].as_u64().unwrap_or_default())).collect()
    }

    /// The conversations that are open in the org.
    pub async fn open_conversations(&self) -> Vec<String> {
        let told = self.served.get("conversations").await;
        let all = told["conversations"].as_array().unwrap().iter();
        all.filter(|one| one["open"] == true).map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Waits until so many conversations are open, each with its flow's first words.
    pub async fn until_open(&self, count: usize) -> Vec<String> {
        let talking = async {
            loop {
                let open = self.open_conversations().await;
                if open.len() == count {
                    return open;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), talking).await.expect("the conversations are open in time")
    }

    /// Waits until the org was asked which conversation a message is in.
    pub async fn until_looked_up(&self) {
        let asked = async {
            while !self.requests().await.iter().any(|one| one.1.starts_with("/api/v2/conversations/messages/")) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), asked).await.expect("a message is looked up in time");
    }

    /// Waits until the org was asked for this.
    pub async fn until_asked(&self, method: &str, path: &str) {
        let asked = async {
            while !self.requests().await.iter().any(|one| one.0 == method && one.1 == path) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), asked).await.expect("the org is asked in time");
    }

    /// What an admin reads.
    pub async fn read(&self, path: &str) -> Json {
        let token = self.served.token().await;
        let request = self.served.http.get(format!("{}{path}", self.served.text("api"))).bearer_auth(token);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// The org.
    pub async fn org(&self) -> Json {
        self.read("/api/v2/organizations/me").await
    }

    /// Names of the deployments and of the configurations that the org has.
    pub async fn made(&self) -> Vec<String> {
        let mut names = Vec::new();
        for kind in ["deployments", "configurations"] {
            let list = self.read(&format!("/api/v2/webdeployments/{kind}")).await;
            names.extend(
                list["entities"].as_array().into_iter().flatten().map(|one| one["name"].as_str().unwrap().to_owned()),
            );
        }
        names.sort();
        names
    }

    /// The files of ledgers.
    pub fn ledgers(&self) -> Vec<PathBuf> {
        let Ok(folder) = fs::read_dir(self.file(".flowproof/ledger")) else { return Vec::new() };
        folder.map(|entry| entry.unwrap().path()).collect()
    }

    /// The org is as if nobody had been there.
    pub async fn is_clean(&self) {
        assert_eq!(self.open_conversations().await, [""; 0], "a conversation is open");
        let marked: Vec<String> = self.made().await.into_iter().filter(|name| name.starts_with("flowproof ")).collect();
        assert_eq!(marked, [""; 0], "something of the run's own is there");
        assert!(self.ledgers().is_empty(), "a ledger is left: {:?}", self.ledgers());
    }
}

/// What a command came to.
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// Both outputs.
    pub fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// The code must be this.
    pub fn code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.all());
        self
    }

    /// It must say this.
    pub fn says(self, text: &str) -> Self {
        assert!(self.all().contains(text), "{}", self.all());
        self
    }
}

/// Faults that the org has from now on.
pub async fn fault(sandbox: &Sandbox, faults: &[&str]) {
    let (status, body) = sandbox.served.post("faults", json!({ "faults": faults })).await;
    assert_eq!(status, 200, "{body}");
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}
