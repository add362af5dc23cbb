//! The command: listens, prints the ready line, waits to be stopped. Must not know what a tenant is opened with.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use camino::Utf8Path;

use super::console::Console;
use super::setting::{self, Setting};
use crate::cli::args::ServeArgs;
use crate::cli::edge::Edge;
use crate::cli::signals;
use crate::diagnostic::Diagnostics;
use crate::event::Exit;
use crate::fake::{Control, Org, OrgOptions, Tls};

/// The file of the certificate to trust, in the folder that `--tls` names.
const AUTHORITY_FILE: &str = "ca.pem";

pub(in crate::cli) fn run(edge: &Edge, args: &ServeArgs) -> Exit {
    let mut diagnostics = Diagnostics::new();
    let setting = setting::read(edge, args, &mut diagnostics);
    diagnostics.sort();
    edge.report(&diagnostics);
    let Some(setting) = setting.filter(|_| !diagnostics.has_errors()) else { return Exit::Usage };
    match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime.block_on(serve(edge, args, setting)),
        Err(error) => unfit(edge, &format!("the runtime cannot be started: {error}")),
    }
}

async fn serve(edge: &Edge, args: &ServeArgs, setting: Setting) -> Exit {
    let secured = match args.tls.as_deref().map(|folder| secure(folder, &args.tls_name)).transpose() {
        Ok(secured) => secured,
        Err(error) => return unfit(edge, &format!("TLS cannot be set up: {error}")),
    };
    let (tls, ca) = secured.unzip();
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let console = Arc::new(Console::new(setting, ca));
    let control: Arc<dyn Control> = console.clone();
    let latency = args.latency.unwrap_or_default();
    let org = match Org::start(OrgOptions { listen, tls, latency, control: Some(control) }).await {
        Ok(org) => org,
        Err(error) => return unfit(edge, &format!("the fake org cannot listen on {listen}: {error}")),
    };
    console.open(org.clone());
    match console.ready() {
        Some(line) => edge.say(&line.to_string()),
        None => return unfit(edge, "the ready line cannot be written"),
    }
    signals::stop_wanted().await;
    console.close();
    org.shutdown().await;
    Exit::Green
}

fn unfit(edge: &Edge, why: &str) -> Exit {
    edge.tell(why);
    Exit::Unfit
}

/// TLS of the org's own, with the certificate of its authority in a file of the folder. No key is ever written.
fn secure(folder: &Utf8Path, names: &[String]) -> io::Result<(Tls, String)> {
    let tls = Tls::generate(names)?;
    fs::create_dir_all(folder)?;
    let file = camino::absolute_utf8(folder)?.join(AUTHORITY_FILE);
    fs::write(&file, tls.authority_pem())?;
    Ok((tls, file.into_string()))
}
