//! Scripted answers of a scenario (or of a stubs file) to those that a flow is run with. Must not know a flow.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Map;

use crate::flow::stubs::{BotExit, BotStub, DataActionReply, DataActionStub, ModuleStub, Stubs};
use crate::flow::understanding::{Heard, Hears, Meaning, Understanding};
use crate::scenario::model::{
    BotExitSpec, BotSpec, DataActionResult, DataActionSpec, StubsSpec, TextPattern, UnderstandingSpec,
};

/// The stubs that a specification stands for.
pub fn stubs_of(spec: &StubsSpec) -> Stubs {
    let data_actions = spec.data_actions.iter().map(|(category, actions)| {
        let answers = |answers: &Vec<DataActionSpec>| answers.iter().map(data_action).collect();
        let actions = actions.value.iter().map(|(name, list)| (Arc::from(name.as_str()), answers(&list.value)));
        (Arc::from(category.as_str()), actions.collect::<IndexMap<_, _>>())
    });
    let modules = spec.modules.iter().map(|(name, module)| {
        let (outputs, output) = &module.value;
        (Arc::from(name.as_str()), ModuleStub { outputs: outputs.clone(), output: output.as_deref().map(Arc::from) })
    });
    let failing = spec.failing_transfers.iter();
    Stubs {
        data_actions: data_actions.collect(),
        bots: spec.bots.iter().map(|(name, spec)| (Arc::from(name.as_str()), bot(&spec.value))).collect(),
        understanding: spec
            .understanding
            .iter()
            .map(|(bot, rows)| (Arc::from(bot.as_str()), understanding(&rows.value)))
            .collect(),
        modules: modules.collect(),
        failing_transfers: failing.map(|(queue, why)| (Arc::from(queue.as_str()), why.value.clone())).collect(),
    }
}

fn data_action(spec: &DataActionSpec) -> DataActionStub {
    DataActionStub {
        when: spec.when.iter().map(|(name, value)| (name.clone(), value.value.clone())).collect(),
        reply: match &spec.result {
            DataActionResult::Success(outputs) => DataActionReply::Success(outputs.clone()),
            DataActionResult::Failure(fields) => DataActionReply::Failure(fields.clone()),
            DataActionResult::Timeout => DataActionReply::Timeout,
        },
        latency: spec.latency,
    }
}

fn understanding(rows: &[UnderstandingSpec]) -> Understanding {
    let row = |row: &UnderstandingSpec| Heard {
        hears: row.hears.as_ref().map(|test| hears(&test.value)),
        meaning: Meaning {
            intent: row.intent.as_ref().map(|intent| Arc::from(intent.value.as_str())),
            slots: row.slots.iter().map(|(name, value)| (name.clone(), value.value.clone())).collect(),
            knowledge: row.knowledge.as_deref().map(Arc::from),
            agent: row.agent,
        },
    };
    Understanding { rows: rows.iter().map(row).collect() }
}

fn hears(pattern: &TextPattern) -> Hears {
    match pattern {
        TextPattern::Is(text) => Hears::Is(text.as_str().into()),
        TextPattern::Contains(part) => Hears::Contains(part.as_str().into()),
        TextPattern::Matches(pattern) => Hears::Matches(pattern.clone()),
        TextPattern::OneOf(tests) => Hears::OneOf(tests.iter().map(hears).collect()),
        TextPattern::Not(test) => Hears::Not(Box::new(hears(test))),
    }
}

fn bot(spec: &BotSpec) -> BotStub {
    let turn = |turn: &Vec<String>| turn.iter().map(|text| Arc::from(text.as_str())).collect();
    BotStub { turns: spec.turns.iter().map(turn).collect(), exit: bot_exit(&spec.exit) }
}

fn bot_exit(spec: &BotExitSpec) -> BotExit {
    BotExit {
        reason: spec.reason.as_deref().map(Arc::from),
        intent: spec.intent.as_deref().map(Arc::from),
        outputs: spec.outputs.iter().map(|(name, value)| (name.clone(), value.value.clone())).collect::<Map<_, _>>(),
        disconnect: spec.disconnect,
        error: spec.error.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;
    use crate::diagnostic::{Place, SourceFile};
    use crate::scenario::model::Spanned;

    fn spanned<T>(value: T) -> Spanned<T> {
        Spanned { value, place: Place::new(&SourceFile::new("t.yaml", ""), 0..0) }
    }

    #[test]
    fn everything_that_is_scripted_is_taken_over() {
        let outputs = |text: &str| Map::from_iter([("name".to_owned(), json!(text))]);
        let answer = DataActionSpec {
            when: IndexMap::from_iter([("tier".to_owned(), spanned("Gold".to_owned()))]),
            result: DataActionResult::Success(outputs("Ada")),
            latency: Duration::from_secs(2),
            place: spanned(()).place,
        };
        let actions = IndexMap::from_iter([("Get".to_owned(), spanned(vec![answer]))]);
        let exit = BotExitSpec {
            reason: Some("done".into()),
            outputs: IndexMap::from_iter([("Slot.id".to_owned(), spanned(json!(7)))]),
            disconnect: true,
            ..BotExitSpec::default()
        };
        let spec = StubsSpec {
            data_actions: IndexMap::from_iter([("CRM".to_owned(), spanned(actions))]),
            bots: IndexMap::from_iter([(
                "Bot".to_owned(),
                spanned(BotSpec { turns: vec![vec!["Hi".into()], vec![]], exit }),
            )]),
            modules: IndexMap::from_iter([("M".to_owned(), spanned((outputs("x"), Some("Done".into()))))]),
            failing_transfers: IndexMap::from_iter([("Support".to_owned(), spanned("no".to_owned()))]),
            ..StubsSpec::default()
        };
        let stubs = stubs_of(&spec);
        assert_eq!(
            stubs.data_actions["CRM"]["Get"],
            [DataActionStub {
                when: vec![("tier".into(), "Gold".into())],
                reply: DataActionReply::Success(outputs("Ada")),
                latency: Duration::from_secs(2),
            }]
        );
        assert_eq!(stubs.bots["Bot"].turns, [vec![Arc::from("Hi")], vec![]]);
        assert_eq!(stubs.bots["Bot"].exit.outputs["Slot.id"], json!(7));
        assert!(stubs.bots["Bot"].exit.disconnect);
        assert_eq!(stubs.modules["M"].output.as_deref(), Some("Done"));
        assert_eq!(stubs.failing_transfers["Support"], "no");
    }
}
