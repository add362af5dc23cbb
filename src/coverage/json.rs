//! Coverage as one JSON document: versioned, with a schema, and read again so that files of several runs can be merged. A field is never
//! renamed or removed within a version; readers ignore fields that they do not know. Must not know where the text comes from.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};

use super::count::Count;
use super::model::{ActionCoverage, Apart, CaseRef, Coverage, FlowCoverage, Takers, WayCoverage};
use super::selection::{Part, Selection};

/// The version of the form.
const VERSION: u32 = 1;

/// A coverage file.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Document {
    /// Version of the form.
    version: u32,
    /// What the cases were: `all`, shards such as `1/4`, `chosen` (by name, tag, file or outcome), `stopped` (not all were judged).
    selection: Vec<String>,
    /// What was taken of all flow files.
    total: Total,
    /// The cases that were driven, in order of file and name. Numbers elsewhere are positions in this list, from 0.
    cases: Vec<CaseJson>,
    /// The flow files, in order of name.
    flows: Vec<FlowJson>,
}

/// How much was taken by green cases, of what counts.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Total {
    /// Actions that were taken.
    actions: usize,
    /// Actions that count.
    actions_of: usize,
    /// Ways that were taken.
    ways: usize,
    /// Ways that count.
    ways_of: usize,
    /// The percentage of ways, rounded down to hundredths; null where none counts.
    percent: Option<f64>,
}

/// A case.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct CaseJson {
    /// The scenario's file.
    file: Arc<str>,
    /// Scenario and row.
    name: Arc<str>,
}

/// A flow file.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct FlowJson {
    /// The file, from the folder of flowproof.yaml.
    file: Arc<str>,
    /// A digest of its text.
    version: Arc<str>,
    /// The flow's names in Architect.
    names: BTreeSet<Arc<str>>,
    /// What was taken of it.
    total: Total,
    /// Its actions, in file order.
    actions: Vec<ActionJson>,
}

/// An action.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct ActionJson {
    /// Line, from 1.
    line: usize,
    /// Column, from 1.
    column: usize,
    /// The state, task or bot.
    container: Arc<str>,
    /// Its name.
    name: Arc<str>,
    /// Which of the equal names in that container, from 1.
    nth: u32,
    /// Its kind.
    kind: Arc<str>,
    /// Green cases that came to it.
    green: Vec<u32>,
    /// Cases that came to it and were not green, and failed attempts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    red: Vec<u32>,
    /// Its ways, in file order.
    ways: Vec<WayJson>,
}

/// A way out of an action.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct WayJson {
    /// The output; null where the action is left without one.
    output: Option<Arc<str>>,
    /// Green cases that left by it.
    green: Vec<u32>,
    /// Cases that left by it and were not green, and failed attempts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    red: Vec<u32>,
    /// Why no scenario can be asked to take it: `unreachable`, `unsupported`, `behind_unsupported`. It counts only where a green case took
    /// it all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    apart: Option<String>,
    /// The reason for which flowproof.yaml excludes it; it does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    excluded: Option<Arc<str>>,
}

/// Why a text is no coverage: a lowercase fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The JSON Schema of a coverage file.
pub fn coverage_schema() -> serde_json::Value {
    schema_for!(Document).to_value()
}

/// The coverage as a document of one line.
pub fn to_json(coverage: &Coverage) -> String {
    let document = Document {
        version: VERSION,
        selection: coverage.selection.parts().map(|part| part.to_string()).collect(),
        total: Total::of(coverage.count_actions(), coverage.count_ways()),
        cases: coverage.cases.iter().map(|one| CaseJson { file: one.file.clone(), name: one.name.clone() }).collect(),
        flows: coverage.flows.iter().map(FlowJson::of).collect(),
    };
    // Plain texts and numbers: nothing in it can fail to be written.
    serde_json::to_string(&document).unwrap_or_default()
}

/// The coverage in a document.
///
/// # Errors
/// It is no coverage, of another version, or names a case that it does not have.
pub fn from_json(text: &str) -> Result<Coverage, Unreadable> {
    let wrong = |error: serde_json::Error| Unreadable(error.to_string());
    // The version first: what else another version holds need not fit.
    let version = serde_json::from_str::<Versioned>(text).map_err(wrong)?.version;
    if version != VERSION {
        return Err(Unreadable(format!("it is of version {version}, and this flowproof reads version {VERSION}")));
    }
    let document: Document = serde_json::from_str(text).map_err(wrong)?;
    let mut selection = Selection::default();
    for part in &document.selection {
        selection.add(part.parse::<Part>().map_err(Unreadable)?);
    }
    let cases: Vec<CaseRef> =
        document.cases.into_iter().map(|one| CaseRef { file: one.file, name: one.name }).collect();
    let known = Known { cases: cases.len() };
    let flows: Vec<FlowCoverage> =
        document.flows.into_iter().map(|flow| known.flow(flow)).collect::<Result<_, Unreadable>>()?;
    if !cases.is_sorted_by(|one, next| one < next) || !flows.is_sorted_by(|one, next| one.file < next.file) {
        return Err(Unreadable("its cases or flows are not in order, each once".to_owned()));
    }
    Ok(Coverage { selection, cases, flows })
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// What the parts of a document refer to.
struct Known {
    cases: usize,
}

impl Known {
    fn flow(&self, flow: FlowJson) -> Result<FlowCoverage, Unreadable> {
        let actions: Vec<ActionCoverage> =
            flow.actions.into_iter().map(|action| self.action(action)).collect::<Result<_, Unreadable>>()?;
        if !actions.is_sorted_by(|one, next| (one.line, one.column) < (next.line, next.column)) {
            return Err(Unreadable(format!("the actions of `{}` are not in order, each once", flow.file)));
        }
        Ok(FlowCoverage { file: flow.file, version: flow.version, names: flow.names, actions })
    }

    fn action(&self, action: ActionJson) -> Result<ActionCoverage, Unreadable> {
        Ok(ActionCoverage {
            line: action.line,
            column: action.column,
            container: action.container,
            name: action.name,
            ordinal: action.nth.saturating_sub(1),
            kind: action.kind,
            taken: self.takers(action.green, action.red)?,
            ways: action.ways.into_iter().map(|way| self.way(way)).collect::<Result<_, Unreadable>>()?,
        })
    }

    fn way(&self, way: WayJson) -> Result<WayCoverage, Unreadable> {
        let apart = way.apart.map(|word| {
            let known = Apart::WORDS.iter().find(|(known, _)| *known == word);
            known
                .map(|(_, apart)| *apart)
                .ok_or_else(|| Unreadable(format!("`{word}` is no reason for a way to be apart")))
        });
        Ok(WayCoverage {
            output: way.output,
            taken: self.takers(way.green, way.red)?,
            apart: apart.transpose()?,
            excluded: way.excluded,
        })
    }

    fn takers(&self, green: Vec<u32>, red: Vec<u32>) -> Result<Takers, Unreadable> {
        for cases in [&green, &red] {
            if !cases.is_sorted_by(|one, next| one < next) {
                return Err(Unreadable("positions of cases are not in order, each once".to_owned()));
            }
            let last = cases.last().and_then(|last| usize::try_from(*last).ok());
            if let Some(last) = last.filter(|last| *last >= self.cases) {
                return Err(Unreadable(format!("there is no case at position {last} of {}", self.cases)));
            }
        }
        Ok(Takers { green, red })
    }
}

impl Total {
    fn of(actions: Count, ways: Count) -> Self {
        let percent = ways.percent().map(|percent| f64::from(percent.hundredths()) / 100.0);
        Self { actions: actions.taken, actions_of: actions.of, ways: ways.taken, ways_of: ways.of, percent }
    }
}

impl FlowJson {
    fn of(flow: &FlowCoverage) -> Self {
        Self {
            file: flow.file.clone(),
            version: flow.version.clone(),
            names: flow.names.clone(),
            total: Total::of(flow.count_actions(), flow.count_ways()),
            actions: flow.actions.iter().map(ActionJson::of).collect(),
        }
    }
}

impl ActionJson {
    fn of(action: &ActionCoverage) -> Self {
        let word =
            |apart: Apart| Apart::WORDS.iter().find(|(_, one)| *one == apart).map(|(word, _)| (*word).to_owned());
        let way = |way: &WayCoverage| WayJson {
            output: way.output.clone(),
            green: way.taken.green.clone(),
            red: way.taken.red.clone(),
            apart: way.apart.and_then(word),
            excluded: way.excluded.clone(),
        };
        Self {
            line: action.line,
            column: action.column,
            container: action.container.clone(),
            name: action.name.clone(),
            nth: action.ordinal + 1,
            kind: action.kind.clone(),
            green: action.taken.green.clone(),
            red: action.taken.red.clone(),
            ways: action.ways.iter().map(way).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::coverage::testing::{action, coverage, flow, green, red, way};

    fn desk() -> Coverage {
        let mut call =
            action(3, "Call", vec![way("success", green(&[0, 1])), way("failure", red(&[1])), way("", green(&[]))]);
        call.ways[1].apart = Some(Apart::BehindUnsupported);
        call.ways[2].excluded = Some("retired".into());
        call.ordinal = 1;
        coverage("ab", vec![flow("flows/f.yaml", vec![call])])
    }

    #[test]
    fn what_is_written_is_read_and_is_as_the_schema_says() {
        let text = to_json(&desk());
        assert_eq!(from_json(&text), Ok(desk()));
        let document: Json = serde_json::from_str(&text).unwrap();
        let schema = jsonschema::draft202012::new(&coverage_schema()).unwrap();
        assert!(schema.is_valid(&document), "{document:#}");
        assert_eq!(
            document["total"],
            json!({ "actions": 1, "actions_of": 1, "ways": 1, "ways_of": 1, "percent": 100.0 })
        );
        assert_eq!(document["flows"][0]["actions"][0]["nth"], 2);
    }

    #[test]
    fn the_file_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/coverage.schema.json");
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let current = format!("{:#}\n", coverage_schema());
        assert!(text == current, "schema/coverage.schema.json is stale: run `make schema`");
    }

    /// A change at a pointer into the document, and what is said of it.
    #[rstest]
    #[case("/version", json!(2), "it is of version 2, and this flowproof reads version 1")]
    #[case("/selection/0", json!("most"), "`most` is no part of a run")]
    #[case("/flows/0/actions/0/ways/0/green", json!([2]), "there is no case at position 2 of 2")]
    #[case("/flows/0/actions/0/ways/0/green", json!([1, 0]), "positions of cases are not in order, each once")]
    #[case("/flows/0/actions/0/ways/1/apart", json!("bored"), "`bored` is no reason for a way to be apart")]
    #[case("/cases/1", json!({ "file": "scenarios/a.yaml", "name": "a" }), "its cases or flows are not in order, each once")]
    fn what_does_not_fit_is_said(#[case] pointer: &str, #[case] value: Json, #[case] said: &str) {
        let mut document: Json = serde_json::from_str(&to_json(&desk())).unwrap();
        *document.pointer_mut(pointer).unwrap() = value;
        assert_eq!(from_json(&document.to_string()), Err(Unreadable(said.to_owned())));
    }

    #[rstest]
    #[case("")]
    #[case("[]")]
    #[case("{\"version\": 1}")]
    #[case("{\"event\": \"run_started\"}")]
    fn another_file_is_none(#[case] text: &str) {
        assert!(from_json(text).is_err());
    }
}
