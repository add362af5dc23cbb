//! Figures of the engine and the readers alone: actions a second, allocations an action, reading of the largest flows. One core, nothing
//! on the network, bounded in count. Run with `make bench`. The allocator of this bench counts, which costs a little everywhere.

use std::alloc::System;
use std::error::Error;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use flowproof::diagnostic::SourceFile;
use flowproof::flow::engine::{Event, Execution, Inputs, Step};
use flowproof::flow::{FlowSource, Program, load};
use flowproof::trace::TraceLevel;
use jiff::Timestamp;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Rounds of the loop; each takes two actions.
const ROUNDS: u32 = 3_000;
/// Rounds of the loop that is taken off, so that what a start costs is in no figure.
const FEW_ROUNDS: u32 = 1_000;
/// Measurements, of which the median counts.
const TIMES: usize = 15;
/// Runs in one measurement.
const RUNS: usize = 20;

fn main() -> Outcome {
    // `cargo test --benches` calls this with `--test`; measuring a debug build would say nothing.
    if std::env::args().any(|argument| argument == "--test") {
        return Ok(());
    }
    speed()?;
    allocations()?;
    reading()
}

/// Actions a second of a flow of decisions and assignments, at trace level Path.
fn speed() -> Outcome {
    let program = program(ROUNDS)?;
    let mut speeds = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        let mut taken = 0;
        for _ in 0..RUNS {
            taken += run(&program, TraceLevel::Path)?.trace().taken.len();
        }
        speeds.push(taken as f64 / begun.elapsed().as_secs_f64() / 1e6);
    }
    let mut out = stdout().lock();
    writeln!(out, "engine: a loop of decisions and assignments, one core, level Path")?;
    writeln!(out, "  million actions a second  {}", spread(&mut speeds))?;
    Ok(())
}

/// Allocations of an action, start and end of a run taken off.
fn allocations() -> Outcome {
    let mut out = stdout().lock();
    for (level, name) in [(TraceLevel::Path, "Path"), (TraceLevel::Data, "Data"), (TraceLevel::Explain, "Explain")] {
        let count = |rounds| -> Outcome<(f64, f64)> {
            let program = program(rounds)?;
            let region = Region::new(ALLOCATOR);
            let execution = run(&program, level)?;
            let change = region.change();
            let allocations = change.allocations + change.reallocations;
            Ok((allocations as f64, execution.trace().taken.len() as f64))
        };
        let ((few, fewer_actions), (many, more_actions)) = (count(FEW_ROUNDS)?, count(ROUNDS)?);
        writeln!(out, "  allocations an action, level {name:<8} {:.3}", (many - few) / (more_actions - fewer_actions))?;
    }
    Ok(())
}

/// How long the largest flows take to read: ours, and the published ones where they are at hand.
fn reading() -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = stdout().lock();
    writeln!(out, "reading: from text to program, milliseconds")?;
    for folder in [root.join("fixtures/flows"), root.join("../shared/flows")] {
        let Some(path) = largest(&folder) else {
            writeln!(out, "  skipped: no flows at {}", folder.display())?;
            continue;
        };
        let text = std::fs::read_to_string(&path)?;
        let kib = text.len() / 1024;
        let source = SourceFile::new("flow", text);
        let mut times = Vec::new();
        let mut actions = 0;
        for _ in 0..TIMES {
            let begun = Instant::now();
            let loaded = load(vec![FlowSource { source: source.clone(), substitutions: Default::default() }]);
            times.push(begun.elapsed().as_secs_f64() * 1e3);
            actions = loaded.program.map_or(0, |program| program.actions().len());
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        writeln!(out, "  {kib:4} KiB, {actions:3} actions         {}  {name}", spread(&mut times))?;
    }
    Ok(())
}

fn largest(folder: &Path) -> Option<PathBuf> {
    let files = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension != "tsv"));
    files.max_by_key(|path| path.metadata().map_or(0, |about| about.len()))
}

/// Runs the flow to its end.
fn run(program: &Arc<Program>, level: TraceLevel) -> Outcome<Execution> {
    let inputs = Inputs { message: Some("go".into()), level, ..Inputs::default() };
    let (mut execution, mut step) = Execution::start(Arc::clone(program), inputs, Timestamp::UNIX_EPOCH);
    while !matches!(step, Step::Ended(_)) {
        step = execution.resume(Event::Done, Timestamp::UNIX_EPOCH)?;
    }
    Ok(execution)
}

fn program(rounds: u32) -> Outcome<Arc<Program>> {
    let text = format!(
        r#"inboundShortMessage:
  name: engine
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: {{ en-us: {{ defaultLanguageSkill: {{ noValue: true }} }} }}
  variables:
    - integerVariable: {{ name: Flow.count, initialValue: {{ lit: 0 }}, isOutput: false }}
  settingsErrorHandling: {{ errorHandling: {{ disconnect: {{ none: true }} }} }}
  states:
    - state:
        name: Start
        refId: Start_1
        actions:
          - loop:
              name: Again
              currentIndex: {{ noValue: true }}
              loopCount: {{ lit: {rounds} }}
              outputs:
                loop:
                  actions:
                    - decision:
                        name: Small?
                        condition: {{ exp: "Flow.count < 1000000" }}
                        outputs:
                          "yes":
                            actions:
                              - updateData:
                                  name: Add
                                  statements: [ {{ integer: {{ variable: Flow.count, value: {{ exp: Flow.count + 1 }} }} }} ]
          - disconnect: {{ name: Goodbye }}
"#
    );
    let loaded =
        load(vec![FlowSource { source: SourceFile::new("engine.yaml", text), substitutions: Default::default() }]);
    loaded.program.ok_or_else(|| format!("{:?}", loaded.diagnostics).into())
}

/// Median, least and most.
fn spread(values: &mut [f64]) -> String {
    values.sort_by(f64::total_cmp);
    let at = |index: usize| values.get(index).copied().unwrap_or_default();
    let last = values.len().saturating_sub(1);
    format!("{:8.2}  (min {:.2}, max {:.2})", at(last / 2), at(0), at(last))
}
