//! Tables of understanding: they are for bots that are executed, and name slots and intents that the bot has, with values that the slots
//! can hold. Must not know how a bot asks.

use super::stubs::unused;
use super::subject::{listed, near};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::flow::expression::{Type, Value};
use crate::flow::inventory::{Inventory, ListedBot};
use crate::scenario::model::{Spanned, StubsSpec, UnderstandingSpec};

/// The scope that a bot's expressions write before a slot, and a table does not.
const SLOT: &str = "Slot.";

/// What every bot hears where it asks for a yes or a no, in any letter case.
const YES_AND_NO: [&str; 2] = ["yes", "no"];

/// Checks `understanding` against the bots that are executed with a flow.
pub(crate) fn check_understanding(stubs: &StubsSpec, flow: &str, inventory: &Inventory, out: &mut Diagnostics) {
    for (name, table) in &stubs.understanding {
        let Some(bot) = inventory.hearing.iter().find(|bot| *bot.name == **name) else {
            out.push(not_executed(name, table, flow, inventory));
            continue;
        };
        if let Some(script) = stubs.bots.get(name).filter(|_| inventory.bots_called().any(|called| called == name)) {
            let message = format!("bot `{name}` is scripted under `bots`, so nothing asks what it understands");
            let help = "keep `bots` to script it, or `understanding` to execute it";
            let diagnostic = Diagnostic::warning(Code::UNUSED_STUB, message).at(table.place.clone());
            out.push(diagnostic.label(script.place.clone(), "its script, which wins").help(help));
        }
        for row in &table.value {
            check_row(bot, row, out);
        }
    }
}

fn not_executed(name: &str, table: &Spanned<Vec<UnderstandingSpec>>, flow: &str, inventory: &Inventory) -> Diagnostic {
    let what = format!("bot `{name}` is not executed with flow `{flow}`, so it understands nothing");
    let called = inventory.bots.iter().any(|(known, _)| **known == *name);
    let help = "to execute it, name its file under `flows` in flowproof.yaml and list it under this flow's `links`";
    let executed = inventory.hearing.iter().map(|bot| &*bot.name);
    let words = ["no bot is executed with it", "bots that are executed with it"];
    let diagnostic = unused(what, name, &table.place, executed, words);
    if called { diagnostic.help(help) } else { diagnostic }
}

fn check_row(bot: &ListedBot, row: &UnderstandingSpec, out: &mut Diagnostics) {
    for (name, value) in &row.slots {
        match bot.slots.iter().find(|(slot, _)| **slot == **name) {
            Some((_, value_type)) => out.extend(misfit(name, value, *value_type)),
            None => out.push(unknown_slot(bot, name, value)),
        }
    }
    let Some(intent) = &row.intent else { return };
    let known = || bot.intents.iter().map(|known| &**known);
    if known().all(|known| known != intent.value)
        && !YES_AND_NO.iter().any(|word| word.eq_ignore_ascii_case(&intent.value))
    {
        let message = format!("bot `{}` listens for no intent `{}`", bot.name, intent.value);
        let list = listed(known());
        let diagnostic = Diagnostic::error(Code::UNKNOWN_STUB_KEY, message).at(intent.place.clone());
        out.push(diagnostic.help_maybe(near(&intent.value, known())).help(match list.as_str() {
            "" => "it listens for none; write `no_match` for what it does not understand".to_owned(),
            _ => format!("its intents: {list}; `no_match` for what it does not understand"),
        }));
    }
}

fn unknown_slot(bot: &ListedBot, name: &str, value: &Spanned<serde_json::Value>) -> Diagnostic {
    let known = || bot.slots.iter().map(|(slot, _)| &**slot);
    let message = format!("bot `{}` has no slot `{name}`", bot.name);
    let diagnostic = Diagnostic::error(Code::UNKNOWN_STUB_KEY, message).at(value.place.of_key(name));
    let scope = name.get(..SLOT.len()).filter(|scope| scope.eq_ignore_ascii_case(SLOT));
    let bare = scope.and_then(|scope| name.get(scope.len()..));
    if let Some(bare) = bare.filter(|bare| known().any(|slot| slot == *bare)) {
        return diagnostic.help(format!("write its name without `{SLOT}`: `{bare}`"));
    }
    if bot.slots_without_variable.iter().any(|slot| **slot == *name) {
        return diagnostic
            .help(format!("its language model has one, but no variable `{SLOT}{name}` is there to hold the value"));
    }
    let list = listed(known());
    diagnostic.help_maybe(near(bare.unwrap_or(name), known())).help(match list.as_str() {
        "" => "it has no slots".to_owned(),
        _ => format!("its slots: {list}"),
    })
}

/// A value that the slot cannot hold. A slot without a type holds text.
fn misfit(name: &str, value: &Spanned<serde_json::Value>, value_type: Type) -> Option<Diagnostic> {
    let value_type = if value_type == Type::Any { Type::String } else { value_type };
    let reason = Value::from_json(&value.value, &value_type).err()?;
    let message = format!("slot `{name}` cannot hold `{}`: {reason}", value.value);
    let diagnostic = Diagnostic::error(Code::WRONG_STUB_VALUE, message).at(value.place.clone());
    Some(diagnostic.help(format!("give a value of type {value_type}")))
}
