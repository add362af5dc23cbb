//! `flowproof serve`: one fake org, alone, until Ctrl-C. Ready, it prints one JSON line.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::args::ServeArgs;
use super::edge::Edge;
use super::load;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::event::Exit;
use crate::fake::{Clock, Credentials, Org, OrgOptions, Ready, TenantOptions};
use crate::flow::stubs::Stubs;
use crate::flow::world::World;
use crate::flow::{FlowSource, Program};
use crate::project::{Project, stubs_of, world_over};

/// The served org's client. It guards nothing but this process on loopback, and a fixed pair lets a script be written down.
const CLIENT_ID: &str = "flowproof";
/// See [`CLIENT_ID`].
const CLIENT_SECRET: &str = "flowproof-local-only";

pub(super) fn run(edge: &Edge, args: &ServeArgs) -> Exit {
    let mut diagnostics = Diagnostics::new();
    let options = options(edge, args, &mut diagnostics);
    diagnostics.sort();
    edge.report(&diagnostics);
    let Some(options) = options.filter(|_| !diagnostics.has_errors()) else { return Exit::Usage };
    match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime.block_on(serve(edge, args, options)),
        Err(error) => {
            edge.tell(&format!("the runtime cannot be started: {error}"));
            Exit::Unfit
        }
    }
}

async fn serve(edge: &Edge, args: &ServeArgs, options: TenantOptions) -> Exit {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let org = match Org::start(OrgOptions { listen, tls: None, ..OrgOptions::default() }).await {
        Ok(org) => org,
        Err(error) => {
            edge.tell(&format!("the fake org cannot listen on {listen}: {error}"));
            return Exit::Unfit;
        }
    };
    let tenant = org.open(options);
    match serde_json::to_string(&Ready::of(&org, &tenant)) {
        Ok(line) => edge.say(&line),
        Err(error) => {
            edge.tell(&format!("the ready line cannot be written: {error}"));
            return Exit::Unfit;
        }
    }
    super::signals::stop_wanted().await;
    org.shutdown().await;
    Exit::Green
}

fn options(edge: &Edge, args: &ServeArgs, diagnostics: &mut Diagnostics) -> Option<TenantOptions> {
    let project = load::project(edge, diagnostics)?;
    let (flows, mut world) = flows(edge, args, &project, diagnostics);
    let stubs = match &args.stubs {
        Some(path) => {
            let file = edge.read(path).map_err(|wrong| diagnostics.push(wrong)).ok()?;
            let (found, named, wrong) = crate::scenario::read_stubs_file(&file);
            diagnostics.append(wrong);
            world = Arc::new(world_over(&world, &named));
            stubs_of(&found)
        }
        None => Stubs::default(),
    };
    if flows.is_empty() {
        diagnostics.push(
            Diagnostic::warning(Code::NO_FLOWS, "no flow is served".to_owned())
                .help("name flows in flowproof.yaml, or give `--flow FILE`"),
        );
    }
    let defaults = TenantOptions::default();
    Some(TenantOptions {
        flows: flows.into(),
        stubs: Arc::new(stubs),
        world,
        strict: args.strict || project.settings().defaults.strict,
        token_lifetime: args.token_lifetime.unwrap_or(defaults.token_lifetime),
        rate_limit: args.rate_limit,
        now_follows_org: true,
        org_clock: Clock::Real(Timestamp::now),
        credentials: Some(Credentials { client_id: CLIENT_ID.into(), client_secret: CLIENT_SECRET.into() }),
        ..defaults
    })
}

/// The project's flows and those named, with everything that they look up.
fn flows(
    edge: &Edge,
    args: &ServeArgs,
    project: &Project,
    diagnostics: &mut Diagnostics,
) -> (Vec<Arc<Program>>, Arc<World>) {
    let (own, wrong) = project.flows(&*edge.files);
    diagnostics.append(wrong);
    let mut programs: Vec<Arc<Program>> = own.iter().map(|flow| Arc::clone(&flow.program)).collect();
    for path in &args.flow {
        let source = match edge.read(path) {
            Ok(source) => source,
            Err(wrong) => {
                diagnostics.push(wrong);
                continue;
            }
        };
        let loaded = crate::flow::load(vec![FlowSource { source, substitutions: IndexMap::new() }]);
        diagnostics.append(loaded.diagnostics);
        programs.extend(loaded.program);
    }
    let world = project.world_for(&programs);
    (programs, world)
}
