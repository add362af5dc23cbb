//! The questions to a person, one at a time, until a call has its answer. Must not know what becomes of the answer.

use serde_json::{Map, Value as Json};

use super::ask::{Ask, Asked};
use super::forms::{Field, Role, VALUE, Way};
use super::words::{one_of, value};
use super::{Mistake, words};

/// An answer in the making.
#[derive(Debug, Clone)]
pub(super) struct Form {
    /// What is asked.
    pub ask: Ask,
    ways: Vec<Way>,
    /// What is typed as it is where it is none of the ways.
    typed: Option<Field>,
    stage: Stage,
    answer: Answer,
}

/// What a person answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Answer {
    /// What a bot says, a turn each.
    pub says: Vec<String>,
    /// The way that it goes.
    pub way: String,
    /// Outputs, columns, slots.
    pub values: Map<String, Json>,
    /// Why a bot ended.
    pub reason: Option<String>,
    /// The intent that a bot heard.
    pub intent: Option<String>,
    /// The message of an error.
    pub message: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// What a bot says, turn by turn.
    Says,
    /// Which way it goes.
    Way,
    /// A field of that way, by their positions.
    Field(usize, usize),
}

/// What came of a line.
#[derive(Debug, PartialEq)]
pub(super) enum Progress {
    /// More is asked.
    More,
    /// All is answered.
    Done(Answer),
}

impl Form {
    pub fn new(ask: Ask) -> Self {
        let stage = if matches!(ask.what, Asked::Bot { .. }) { Stage::Says } else { Stage::Way };
        Self { ways: ask.ways(), typed: ask.typed(), ask, stage, answer: Answer::default() }
    }

    /// What is asked now, before the prompt; nothing where the prompt says it all.
    pub fn question(&self) -> Vec<String> {
        match self.stage {
            Stage::Says if self.answer.says.is_empty() => {
                vec!["what does the bot say? a line a turn; an empty line when it has said all".to_owned()]
            }
            Stage::Way if self.typed.is_some() => {
                let words: Vec<String> = self.words().iter().map(|word| format!("`{word}`")).collect();
                vec![format!("{} type the value, or {}", self.ask.question(), words.join(" or "))]
            }
            Stage::Way => {
                let ways = self.ways.iter().enumerate().map(|(at, way)| format!("{} {}", at + 1, way.word));
                vec![format!("{} {}", self.ask.question(), ways.collect::<Vec<_>>().join("  "))]
            }
            Stage::Says | Stage::Field(..) => Vec::new(),
        }
    }

    /// What stands before the place to type.
    pub fn prompt(&self) -> String {
        match (self.stage, self.field().or(self.typed.as_ref())) {
            (Stage::Says, _) => "bot> ".to_owned(),
            (Stage::Field(..), Some(field)) | (Stage::Way, Some(field)) => {
                format!("{} ({})> ", field.name, field.value_type)
            }
            _ => "answer> ".to_owned(),
        }
    }

    /// The words that can be answered now.
    pub fn words(&self) -> Vec<&str> {
        if self.stage == Stage::Way { self.ways.iter().map(|way| way.word.as_str()).collect() } else { Vec::new() }
    }

    /// Takes an answer to what is asked now.
    ///
    /// # Errors
    /// It is none; the question stands.
    pub fn reply(&mut self, line: &str) -> Result<Progress, Mistake> {
        match self.stage {
            Stage::Says if line.trim().is_empty() => self.stage = Stage::Way,
            Stage::Says => self.answer.says.push(line.trim().to_owned()),
            Stage::Way => match self.typed.clone().filter(|_| !self.words().contains(&line.trim())) {
                Some(_) if line.trim().is_empty() => return Err(Mistake::plain("nothing was typed")),
                Some(field) => {
                    let value = value(&field.name, line, &field.value_type)?;
                    self.take(&field, value);
                    self.answer.way = VALUE.to_owned();
                    return Ok(Progress::Done(self.answer.clone()));
                }
                None => return self.way(line),
            },
            Stage::Field(..) => {
                if let Some(field) = self.field().cloned() {
                    let value = value(&field.name, line, &field.value_type)?;
                    self.take(&field, value);
                }
                return Ok(self.next());
            }
        }
        Ok(Progress::More)
    }

    fn field(&self) -> Option<&Field> {
        let Stage::Field(way, field) = self.stage else { return None };
        self.ways.get(way)?.fields.get(field)
    }

    /// A word, or a word and all values as JSON.
    fn way(&mut self, line: &str) -> Result<Progress, Mistake> {
        let (word, document) = match line.find('{') {
            Some(at) => line.split_at(at),
            None => (line, ""),
        };
        let at = one_of("answers", word.trim(), &self.words())?;
        let Some(way) = self.ways.get(at).cloned() else { return Ok(Progress::More) };
        if !document.is_empty() {
            let values = words::object(document)?;
            for (name, value) in values {
                let names: Vec<&str> = way.fields.iter().map(|field| field.name.as_str()).collect();
                let Some(field) = way.fields.iter().find(|field| field.name == name) else {
                    return Err(Mistake::unknown("value", "values", &name, names));
                };
                words::fits(&name, &value, &field.value_type)?;
                self.take(field, value);
            }
            self.stage = Stage::Field(at, way.fields.len());
        } else {
            self.stage = Stage::Field(at, 0);
        }
        self.answer.way = way.word;
        Ok(self.done())
    }

    fn take(&mut self, field: &Field, value: Json) {
        let text = || value.as_str().map(str::to_owned);
        match field.role {
            _ if value.is_null() => {}
            Role::Value => drop(self.answer.values.insert(field.name.clone(), value)),
            Role::Reason => self.answer.reason = text(),
            Role::Intent => self.answer.intent = text(),
            Role::Message => self.answer.message = text(),
        }
    }

    fn next(&mut self) -> Progress {
        if let Stage::Field(_, field) = &mut self.stage {
            *field += 1;
        }
        self.done()
    }

    fn done(&self) -> Progress {
        if self.field().is_some() { Progress::More } else { Progress::Done(self.answer.clone()) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::flow::engine::Wanted;
    use crate::flow::expression::Type;

    fn form() -> Form {
        let success = vec![("name".into(), Type::String), ("orders".into(), Type::Integer)];
        let what = Asked::DataAction { category: "CRM".into(), name: "Get".into(), success, failure: Vec::new() };
        Form::new(Ask { what, inputs: Vec::new(), when: Vec::new() })
    }

    fn answer(lines: &[&str]) -> Answer {
        let mut form = form();
        for line in lines {
            if let Progress::Done(answer) = form.reply(line).unwrap() {
                return answer;
            }
        }
        panic!("{} asks on", form.prompt());
    }

    #[test]
    fn a_call_is_answered_field_by_field_with_the_types_that_the_flow_binds() {
        let mut form = form();
        assert_eq!(form.question(), ["what does it come back with? 1 success  2 failure  3 timeout"]);
        assert_eq!(form.reply("1"), Ok(Progress::More));
        assert_eq!(form.prompt(), "name (String)> ");
        assert_eq!(form.reply("Ada"), Ok(Progress::More));
        let wrong = form.reply("many").unwrap_err();
        assert_eq!(
            wrong.message,
            "`orders` cannot be `many`: `many` is no Integer; write a whole number of at most 15 digits"
        );
        assert_eq!(form.prompt(), "orders (Integer)> ", "a mistake changes nothing");
        let Ok(Progress::Done(answer)) = form.reply("7") else { panic!() };
        assert_eq!(Json::Object(answer.values), json!({ "name": "Ada", "orders": 7 }));
    }

    #[test]
    fn an_empty_line_is_no_value_and_quotes_hold_an_empty_text() {
        assert_eq!(Json::Object(answer(&["success", "", ""]).values), json!({}));
        assert_eq!(Json::Object(answer(&["success", "\"\"", ""]).values), json!({ "name": "" }));
    }

    #[test]
    fn all_values_may_stand_behind_the_word() {
        assert_eq!(Json::Object(answer(&["success {\"orders\": 3}"]).values), json!({ "orders": 3 }));
        assert_eq!(answer(&["TIMEOUT"]).way, "timeout");
        assert_eq!(form().reply("success {\"order\": 3}").unwrap_err().help.as_deref(), Some("did you mean `orders`?"));
        assert!(form().reply("success {\"orders\": \"x\"}").is_err());
        assert!(form().reply("success {").is_err());
    }

    #[test]
    fn a_word_that_is_none_is_told_with_the_nearest() {
        let wrong = form().reply("sucess").unwrap_err();
        assert_eq!(
            (wrong.message.as_str(), wrong.help.as_deref()),
            ("there is no `sucess` here", Some("did you mean `success`?"))
        );
        assert!(form().reply("4").is_err() && form().reply("0").is_err() && form().reply("").is_err());
    }

    #[test]
    fn the_value_of_a_slot_is_typed_as_it_is() {
        let slot = Wanted::Slot("Order".into());
        let slots = vec![("Order".into(), Type::Integer)];
        let what = Asked::Meaning { bot: "B".into(), text: "7".into(), wants: slot, intents: Vec::new(), slots };
        let form = Form::new(Ask { what, inputs: Vec::new(), when: Vec::new() });
        assert_eq!(form.question(), ["which Order is it? type the value, or `nothing` or `a person is wanted`"]);
        assert_eq!(form.prompt(), "Order (Integer)> ");
        let answer = |line: &str| match form.clone().reply(line) {
            Ok(Progress::Done(answer)) => Some((answer.way, answer.values.get("Order").cloned())),
            _ => None,
        };
        assert_eq!(answer("1"), Some(("a value".to_owned(), Some(json!(1)))));
        assert_eq!(answer("nothing"), Some(("nothing".to_owned(), None)));
        assert_eq!((answer("one"), answer(" ")), (None, None));
    }

    #[test]
    fn a_bot_speaks_turn_by_turn_before_it_ends() {
        let what = Asked::Bot { name: "B".into(), takes_reason: false, takes_intent: true, outputs: Vec::new() };
        let mut form = Form::new(Ask { what, inputs: Vec::new(), when: Vec::new() });
        for line in ["How can I help?", "One moment", "", "exit"] {
            assert_eq!(form.reply(line), Ok(Progress::More));
        }
        let Ok(Progress::Done(answer)) = form.reply("Order") else { panic!() };
        assert_eq!((answer.says.len(), answer.intent.as_deref()), (2, Some("Order")));
    }
}
