//! Guests: turns a second against the fake org beside a bare WebSocket loop that exchanges the same frames, and a thousand sessions in one
//! process with their memory. Everything is on loopback and bounded in count and time. Run with `make bench`; pairs are run in turn.

use std::error::Error;
use std::io::{Write as _, stdout};
use std::sync::Arc;
use std::time::{Duration, Instant};

use flowproof::diagnostic::SourceFile;
use flowproof::fake::{Org, OrgOptions, Tenant, TenantOptions};
use flowproof::flow::{FlowSource, Program, load};
use flowproof::genesys::{GuestOptions, GuestSession, Received, Url};
use flowproof::trace::TraceLevel;
use futures_util::future::try_join_all;
use futures_util::{SinkExt as _, StreamExt as _};
use indexmap::IndexMap;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, accept_async_with_config, client_async, client_async_with_config};

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Sessions at once, and turns of each.
const SESSIONS: usize = 32;
const TURNS: usize = 200;
/// Pairs that are counted, after one that is not.
const PAIRS: usize = 9;
/// Sessions that are open at once for the measure of memory.
const MANY: usize = 1_000;

/// Answers each message with two, for ever.
const FLOW: &str = r#"
inboundShortMessage:
  name: Turns
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  states:
    - state:
        name: Start
        refId: Start_1
        actions:
          - sendResponse: { name: Repeat, messageBody: { exp: '"You said " + Message.Message.body' } }
          - sendResponse: { name: Ask, messageBody: { lit: "What else can I do for you?" } }
          - waitForInput: { name: Wait }
          - changeState: { name: Again, targetStateRef: "/inboundShortMessage/states/state[Start_1]" }
"#;

fn main() -> Outcome {
    // `cargo test --benches` calls this with `--test`; measuring a debug build would say nothing.
    if std::env::args().any(|argument| argument == "--test") {
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(turns())?;
    runtime.block_on(many())
}

fn program() -> Outcome<Arc<Program>> {
    let source = SourceFile::new("turns.yaml", FLOW);
    let loaded = load(vec![FlowSource { source, substitutions: IndexMap::new() }]);
    loaded.program.ok_or_else(|| "the flow does not load".into())
}

fn open(org: &Org, program: &Arc<Program>) -> Tenant {
    let options = TenantOptions { level: TraceLevel::Path, log: false, ..TenantOptions::default() };
    org.open(TenantOptions { flows: Arc::from([Arc::clone(program)]), ..options })
}

fn options(org: &Org, tenant: &Tenant) -> Outcome<GuestOptions> {
    let deployment = tenant.deployment_id("Turns").ok_or("the tenant has no deployment")?;
    Ok(GuestOptions::new(Url::parse(&org.guest_url())?, &*deployment))
}

async fn turns() -> Outcome {
    let program = program()?;
    let org = Org::start(OrgOptions::default()).await?;
    let recorded = Arc::new(record(&org, &program).await?);
    for (name, buffers) in [("as its library comes", Buffers::Usual), ("with our small buffers", Buffers::Small)] {
        let bare = bare_server(Arc::clone(&recorded), buffers).await?;
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for pair in 0..=PAIRS {
            let fake = ours_once(&org, &program).await?;
            let loop_ = bare_once(&bare, &recorded, buffers).await?;
            if pair > 0 {
                ours.push(fake);
                theirs.push(loop_);
            }
        }
        let ratios: Vec<f64> = ours.iter().zip(&theirs).map(|(ours, bare)| bare / ours).collect();
        writeln!(
            stdout(),
            "guest turns a second, {SESSIONS} sessions at once, {TURNS} turns each, medians of {PAIRS} pairs: fake {:.0}, bare loop {name} {:.0}, ratio {:.2} ({:.2}–{:.2})",
            median(&ours),
            median(&theirs),
            median(&ratios),
            ratios.iter().copied().fold(f64::MAX, f64::min),
            ratios.iter().copied().fold(0.0, f64::max),
        )?;
    }
    org.shutdown().await;
    Ok(())
}

/// Turns a second through our client and our fake.
async fn ours_once(org: &Org, program: &Arc<Program>) -> Outcome<f64> {
    // An org of its own for each, as a run gives one to each case.
    let tenants: Vec<Tenant> = (0..SESSIONS).map(|_| open(org, program)).collect();
    let mut sessions = Vec::with_capacity(SESSIONS);
    for (session, tenant) in tenants.iter().enumerate() {
        let options = options(org, tenant)?;
        let mut guest = GuestSession::connect(&options, format!("session-{session}")).await?;
        guest.configure(false).await?;
        sessions.push(guest);
    }
    let begun = Instant::now();
    // All of them in one task, as a run polls its cases.
    let talks = sessions.into_iter().map(|mut guest| async move {
        let nothing = IndexMap::new();
        for _ in 0..TURNS {
            guest.say("Where is my order 1001?", &nothing).await?;
            guest.barrier().await?;
            let heard = guest.received();
            let messages = heard.iter().filter(|one| matches!(one, Received::Message(_))).count();
            if messages != 2 {
                return Err(format!("{messages} messages came").into());
            }
        }
        Outcome::Ok(())
    });
    try_join_all(talks).await?;
    Ok((SESSIONS * TURNS) as f64 / begun.elapsed().as_secs_f64())
}

/// The frames of one turn: what is sent, and what comes back for it.
struct Turn {
    say: String,
    after_say: Vec<String>,
    echo: String,
    after_echo: String,
}

/// The frames of a turn as they are on the wire.
async fn record(org: &Org, program: &Arc<Program>) -> Outcome<Turn> {
    let tenant = open(org, program);
    let deployment = tenant.deployment_id("Turns").ok_or("the tenant has no deployment")?;
    let address = org.base_url().trim_start_matches("http://").to_owned();
    let url = format!("ws://{address}/v1?deploymentId={deployment}");
    let (mut socket, _) = client_async(url, TcpStream::connect(&address).await?).await?;
    let token = "5f0c3a52-8a3e-4a53-9d0b-0f7d6a1f2b11";
    let configure = format!(r#"{{"action":"configureSession","deploymentId":"{deployment}","token":"{token}"}}"#);
    socket.send(Message::text(configure)).await?;
    next(&mut socket).await?;
    let tracing = "0d3c6a0e-1f5b-4b7a-9a55-7d6a1f2b1111";
    let say = format!(
        r#"{{"action":"onMessage","token":"{token}","tracingId":"{tracing}","message":{{"type":"Text","text":"Where is my order 1001?"}}}}"#
    );
    let echo = format!(
        r#"{{"action":"echo","token":"{token}","tracingId":"{tracing}","message":{{"type":"Text","text":"ping"}}}}"#
    );
    socket.send(Message::text(say.clone())).await?;
    let after_say = vec![next(&mut socket).await?, next(&mut socket).await?, next(&mut socket).await?];
    socket.send(Message::text(echo.clone())).await?;
    let after_echo = next(&mut socket).await?;
    Ok(Turn { say, after_say, echo, after_echo })
}

/// How the bare loop is set up: as its library comes, or with the small buffers that ours has.
#[derive(Clone, Copy)]
enum Buffers {
    Usual,
    Small,
}

impl Buffers {
    fn config(self) -> WebSocketConfig {
        match self {
            Self::Usual => WebSocketConfig::default(),
            Self::Small => WebSocketConfig::default().read_buffer_size(4 * 1024),
        }
    }
}

/// A server that answers the two frames of a turn with those that were recorded, and reads nothing.
async fn bare_server(turn: Arc<Turn>, buffers: Buffers) -> Outcome<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    tokio::spawn(async move {
        while let Ok((tcp, _)) = listener.accept().await {
            let turn = Arc::clone(&turn);
            tokio::spawn(async move {
                tcp.set_nodelay(true)?;
                let mut socket = accept_async_with_config(tcp, Some(buffers.config())).await?;
                while let Some(Ok(Message::Text(_))) = socket.next().await {
                    for frame in &turn.after_say {
                        socket.feed(Message::text(frame.clone())).await?;
                    }
                    socket.flush().await?;
                    if socket.next().await.is_none() {
                        break;
                    }
                    socket.send(Message::text(turn.after_echo.clone())).await?;
                }
                Outcome::Ok(())
            });
        }
    });
    Ok(address)
}

/// Turns a second of a loop that sends and receives the same frames and reads none of them.
async fn bare_once(address: &str, turn: &Arc<Turn>, buffers: Buffers) -> Outcome<f64> {
    let mut sessions = Vec::with_capacity(SESSIONS);
    for _ in 0..SESSIONS {
        let tcp = TcpStream::connect(address).await?;
        tcp.set_nodelay(true)?;
        sessions.push(client_async_with_config(format!("ws://{address}/"), tcp, Some(buffers.config())).await?.0);
    }
    let begun = Instant::now();
    let talks = sessions.into_iter().map(|mut socket| {
        let turn = Arc::clone(turn);
        async move {
            for _ in 0..TURNS {
                socket.send(Message::text(turn.say.clone())).await?;
                for _ in 0..turn.after_say.len() {
                    next(&mut socket).await?;
                }
                socket.send(Message::text(turn.echo.clone())).await?;
                next(&mut socket).await?;
            }
            Outcome::Ok(())
        }
    });
    try_join_all(talks).await?;
    Ok((SESSIONS * TURNS) as f64 / begun.elapsed().as_secs_f64())
}

async fn next(socket: &mut WebSocketStream<TcpStream>) -> Outcome<String> {
    match socket.next().await {
        Some(Ok(Message::Text(text))) => Ok(text.as_str().to_owned()),
        other => Err(format!("a text was expected, not {other:?}").into()),
    }
}

/// A thousand sessions in a conversation at once, both ends in this process.
async fn many() -> Outcome {
    let program = program()?;
    let org = Org::start(OrgOptions::default()).await?;
    let tenant = open(&org, &program);
    let options = options(&org, &tenant)?;
    let before = resident()?;
    let begun = Instant::now();
    let mut sessions = Vec::with_capacity(MANY);
    for session in 0..MANY {
        let mut guest = GuestSession::connect(&options, format!("session-{session}")).await?;
        guest.configure(false).await?;
        sessions.push(guest);
    }
    let nothing = IndexMap::new();
    for guest in &mut sessions {
        guest.say("Where is my order 1001?", &nothing).await?;
    }
    for guest in &mut sessions {
        guest.barrier().await?;
        if guest.received().len() != 2 {
            return Err("a session did not get its two messages".into());
        }
    }
    let took = begun.elapsed();
    let grown = resident()?.saturating_sub(before);
    writeln!(
        stdout(),
        "{MANY} guest sessions at once, a turn each: {:.2} s, {:.1} MiB in all, {:.0} KiB a session (client and fake)",
        took.as_secs_f64(),
        grown as f64 / 1024.0 / 1024.0,
        grown as f64 / 1024.0 / MANY as f64,
    )?;
    drop(sessions);
    tokio::time::timeout(Duration::from_secs(10), org.shutdown()).await?;
    Ok(())
}

/// Bytes of memory that this process holds.
fn resident() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    let kib: u64 = line.trim().trim_end_matches(" kB").trim().parse()?;
    Ok(kib * 1024)
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
