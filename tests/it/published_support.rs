//! A served org with the flow `Support`, published from its configuration, and a project that may read it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::serve_support::Served;

/// The flow as it is published.
pub const SUPPORT: &str = include_str!("../../fixtures/flows/support.json");

pub const ORG_ID: &str = "0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9";

/// The part `live` of the project.
const LIVE: &str = "version: 1\nlive:\n  allowed_orgs: [ORG]\n  hosts: [\"sandbox.localhost:PORT\"]\n  ca: CA\n";

/// The org, and a folder with a project.
pub struct Published {
    pub served: Served,
    pub folder: TempDir,
}

impl Published {
    /// An org with that flow and the flow `Talk`, which is published from YAML.
    pub fn start(flow: &str) -> Self {
        Self::of(&[("support.json", flow)])
    }

    /// An org with these flows and the flow `Talk`.
    pub fn of(flows: &[(&str, &str)]) -> Self {
        let org = format!("name: Acme\nid: {ORG_ID}\n");
        let files: Vec<(&str, &str)> = flows.iter().copied().chain([("org.yaml", org.as_str())]).collect();
        let mut arguments = vec!["--org", "org.yaml", "--tls", "tls"];
        arguments.extend(flows.iter().flat_map(|(name, _)| ["--flow", *name]));
        for name in ["login.sandbox.localhost", "api.sandbox.localhost", "webmessaging.sandbox.localhost"] {
            arguments.extend(["--tls-name", name]);
        }
        let served = Served::start(&files, &arguments);
        let published = Self { folder: tempfile::tempdir().unwrap(), served };
        published.write("flowproof.yaml", &published.project(ORG_ID, ""));
        published
    }

    /// The text of flowproof.yaml with that org allowed and these lines besides.
    pub fn project(&self, org: &str, more: &str) -> String {
        let ca = self.served.folder.path().join(self.served.text("ca"));
        let live = LIVE.replace("ORG", org).replace("PORT", &self.served.port().to_string());
        live.replace("CA", &ca.display().to_string()) + more
    }

    /// What `GENESYS_ENVIRONMENT` is for it.
    pub fn environment(&self) -> String {
        format!("https://api.sandbox.localhost:{}", self.served.port())
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// A command in the project's folder that may reach the org.
    pub fn ready(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path()).stdin(Stdio::null()).env("NO_COLOR", "1").env_remove("CI");
        command.env("GENESYS_ENVIRONMENT", self.environment());
        command.env("GENESYS_CLIENT_ID", self.served.text("client_id"));
        command.env("GENESYS_CLIENT_SECRET", self.served.text("client_secret"));
        command
    }

    /// What flowproof comes to.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        let ended = Ended::of(self.ready(env!("CARGO_BIN_EXE_flowproof")).args(arguments).output().unwrap());
        let secret = self.served.text("client_secret");
        assert!(!format!("{ended:?}").contains(secret), "the secret is shown: {ended:?}");
        ended
    }
}

/// What a command came to.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    pub fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}
