//! Values worth trying: the constants that a flow compares with and names by its outputs, their neighbours, and a few that no flow expects.
//! Must not know where a value goes.

use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use serde_json::{Value as Json, json};

use super::met::Met;
use super::shape::{Kind, Shape};
use super::tape::Tape;
use crate::flow::expression::{Expression, Type, Value};
use crate::flow::program::Program;

/// Lists that are made hold so many items at most.
const LONGEST_LIST: usize = 3;

/// Texts that are made for their length have so many letters at most: what a message may hold.
const LONGEST_TEXT: usize = 4_096;

/// Constants that are collected at most: a flow with more compares mostly with one of them at a time.
const MOST: usize = 400;

/// A telephone number that nobody has.
const PHONE: &str = "+13175550100";

/// Values by type.
#[derive(Debug)]
pub(super) struct Pool {
    texts: Vec<Arc<str>>,
    integers: Vec<i64>,
    decimals: Vec<String>,
    dates: Vec<&'static str>,
    times: Vec<&'static str>,
    /// Just passed, long past, and to come.
    instants: [String; 3],
    /// Whether the flow reads JSON texts.
    reads_json: bool,
    met: Met,
    shape: Shape,
    /// Days and hours at which a run may begin; none where nothing in the flow depends on the clock.
    clocks: Option<Vec<Timestamp>>,
}

impl Pool {
    /// The values of a program.
    pub fn of(program: &Program, now: Timestamp) -> Self {
        let away = |hours| now.checked_add(SignedDuration::from_hours(hours)).unwrap_or(now).to_string();
        let mut pool = Self {
            texts: Vec::new(),
            integers: vec![0, 1, 5],
            decimals: vec!["0.5".to_owned()],
            dates: vec!["2026-12-01", "2026-12-24"],
            times: vec!["09:00:00", "17:30:00"],
            instants: [away(-30), away(-24 * 90), away(30)],
            reads_json: false,
            met: Met::default(),
            shape: Shape::of(program),
            clocks: program.uses.expressions.iter().any(|one| reads_clock(&one.bound.expression)).then(|| days(now)),
        };
        for text in ["other", "5", "true", "", PHONE, "12345678", "ada@example.com", "en-us", "{}", "[\"a\"]"] {
            pool.text(text);
        }
        // Flows compare dates and times with the texts that they print as.
        for text in pool.printed(Type::Date).into_iter().chain(pool.printed(Type::Time)) {
            pool.text(&text);
        }
        for one in &program.uses.expressions {
            for literal in one.bound.expression.literals() {
                pool.literal(&literal.value);
            }
            pool.of_lengths(&one.bound.expression);
            pool.of_parts(&one.bound.expression);
            pool.reads_json |= one.bound.expression.functions().any(|function| function.name.contains("Json"));
        }
        for output in program.actions().iter().flat_map(|action| &action.outputs) {
            pool.text(&output.name);
        }
        pool.met = Met::of(program, |value_type| pool.printed(value_type));
        pool
    }

    /// The values that are tried of a type whose values flows hold against texts, as they are printed.
    fn printed(&self, value_type: Type) -> Vec<String> {
        let texts: Vec<&str> = match value_type {
            Type::Date => self.dates.clone(),
            Type::Time => self.times.clone(),
            Type::DateTime => self.instants.iter().map(String::as_str).collect(),
            Type::PhoneNumber => vec![PHONE],
            _ => Vec::new(),
        };
        texts.iter().filter_map(|text| Some(Value::parse_literal(text, &value_type).ok()?.display())).collect()
    }

    fn text(&mut self, text: &str) {
        if self.texts.len() < MOST && self.texts.iter().all(|one| **one != *text) {
            self.texts.push(text.into());
        }
    }

    /// A value for a variable: as often as not one of those that it meets.
    pub fn value_of(&self, variable: Option<&str>, value_type: Type, tape: &mut Tape) -> Json {
        if let Type::Collection(element) = value_type {
            // Every fourth value is none here too.
            return if tape.choose(4) == 0 { Json::Null } else { self.list_of(variable, *element, tape) };
        }
        self.one_of(variable, value_type, tape).unwrap_or_else(|| self.value(value_type, tape))
    }

    /// A value for a variable that is set.
    pub fn set_value_of(&self, variable: Option<&str>, value_type: Type, tape: &mut Tape) -> Json {
        if let Type::Collection(element) = value_type {
            return self.list_of(variable, *element, tape);
        }
        self.one_of(variable, value_type, tape).unwrap_or_else(|| self.set_value(value_type, tape))
    }

    /// A text for a variable.
    pub fn text_of(&self, variable: Option<&str>, tape: &mut Tape) -> Arc<str> {
        let text = self.one_of(variable, Type::String, tape).and_then(|one| one.as_str().map(Arc::from));
        text.unwrap_or_else(|| self.any_text(tape))
    }

    /// A text for a participant attribute: for one of the variables that take it.
    pub fn attribute(&self, name: &str, tape: &mut Tape) -> Arc<str> {
        let taker = tape.pick(self.met.takers(name)).cloned();
        self.text_of(taker.as_deref(), tape)
    }

    fn list_of(&self, variable: Option<&str>, element: Type, tape: &mut Tape) -> Json {
        let count = tape.choose(LONGEST_LIST + 1);
        let item =
            |tape: &mut Tape| self.one_of(variable, element, tape).unwrap_or_else(|| self.set_value(element, tape));
        (0..count).map(|_| item(tape)).collect()
    }

    /// As often as not what a variable meets, or a document for one that holds such a text; none where nothing is known of it.
    fn one_of(&self, variable: Option<&str>, value_type: Type, tape: &mut Tape) -> Option<Json> {
        let name = variable?;
        let met = self.met.values(name, value_type);
        let holds_document = value_type == Type::String && self.shape.is_document(name);
        if (met.is_empty() && !holds_document) || tape.choose(2) != 0 {
            return None;
        }
        if holds_document && (met.is_empty() || tape.choose(2) == 0) {
            return Some(json!(self.document(tape, true).to_string()));
        }
        tape.pick(&met).cloned()
    }

    /// Texts as long as an expression that asks for a length names, and their neighbours.
    fn of_lengths(&mut self, expression: &Expression) {
        if !expression.functions().any(|function| function.name == "Length") {
            return;
        }
        for literal in expression.literals() {
            let Value::Integer(number) = literal.value else { continue };
            let Ok(length) = usize::try_from(number) else { continue };
            for length in (length.saturating_sub(1)..=length.saturating_add(1)).filter(|one| *one <= LONGEST_TEXT) {
                self.text(&"x".repeat(length));
            }
        }
    }

    /// Texts that hold what an expression looks for in a text.
    fn of_parts(&mut self, expression: &Expression) {
        const LOOK: [&str; 6] = ["Contains", "FindString", "Left", "Right", "Split", "Substring"];
        if !expression.functions().any(|function| LOOK.contains(&function.name)) {
            return;
        }
        for literal in expression.literals() {
            if let Value::String(text) = &literal.value {
                self.text(&format!("{text} and more"));
                self.text(&format!("not only {text}"));
            }
        }
    }

    fn literal(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.text(text),
            Value::Integer(number) => {
                let near = [number.saturating_sub(1), *number, number.saturating_add(1)];
                let new = near.into_iter().filter(|one| !self.integers.contains(one)).collect::<Vec<_>>();
                self.integers.extend(new);
                // Texts are read as numbers too.
                near.iter().for_each(|near| self.text(&near.to_string()));
            }
            Value::Decimal(number) => self.decimals.push(number.to_string()),
            _ => {}
        }
    }

    /// When a run begins; none where that does not matter.
    pub fn clock(&self, tape: &mut Tape) -> Option<Timestamp> {
        let days = self.clocks.as_ref()?;
        // Half of the runs begin when all others do.
        if tape.choose(2) == 0 {
            return None;
        }
        let day = tape.pick(days).copied()?;
        let half_hours = i64::try_from(tape.choose(48)).unwrap_or_default();
        day.checked_add(SignedDuration::from_mins(30 * half_hours)).ok()
    }

    /// A text.
    pub fn any_text(&self, tape: &mut Tape) -> Arc<str> {
        if self.reads_json && tape.choose(4) == 0 {
            return self.document(tape, true).to_string().into();
        }
        tape.pick(&self.texts).cloned().unwrap_or_default()
    }

    /// A JSON object: with the properties that the flow reads, or with some that its texts may name, of any kind.
    fn document(&self, tape: &mut Tape, lists: bool) -> Json {
        let read = &self.shape.properties;
        if !read.is_empty() && tape.choose(2) == 0 {
            return Json::Object(
                read.keys().map(|name| (name.to_string(), self.property(name, tape, lists))).collect(),
            );
        }
        let is_name = |text: &&Arc<str>| {
            text.starts_with(char::is_alphabetic) && text.chars().all(|c| c.is_alphanumeric() || c == '_')
        };
        let keep = tape.choose(3);
        let names = self.texts.iter().filter(is_name).enumerate();
        let names: Vec<&Arc<str>> =
            names.filter(|(at, _)| keep == 0 || at % 2 == keep % 2).map(|(_, name)| name).collect();
        Json::Object(names.into_iter().map(|name| (name.to_string(), self.property(name, tape, lists))).collect())
    }

    /// A value of a property: mostly what it is read as, else a text, number, flag, instant, or list of objects of that kind.
    fn property(&self, name: &Arc<str>, tape: &mut Tape, lists: bool) -> Json {
        const ANY: [Kind; 6] = [Kind::Flag, Kind::Number, Kind::Instant, Kind::Text, Kind::Text, Kind::List];
        let known = self.shape.properties.get(name).map_or(&[][..], Vec::as_slice);
        let kinds = if !known.is_empty() && tape.choose(4) != 0 { known } else { &ANY[..] };
        match tape.pick(kinds).copied() {
            Some(Kind::Flag) => json!(tape.choose(2) == 0),
            Some(Kind::Number) => json!(tape.pick(&self.integers)),
            Some(Kind::Instant) => json!(tape.pick(&self.instants)),
            // A list within a list goes no deeper.
            Some(Kind::List) if lists => (0..=tape.choose(2)).map(|_| self.document(tape, false)).collect(),
            Some(Kind::List | Kind::Text) | None => json!(tape.pick(&self.texts)),
        }
    }

    /// A value as JSON for a variable of a type; null, which is NOT_SET, among them.
    pub fn value(&self, value_type: Type, tape: &mut Tape) -> Json {
        // Every fourth value is none: what is not set has branches of its own.
        if tape.choose(4) == 0 { Json::Null } else { self.set_value(value_type, tape) }
    }

    /// A value that is set.
    pub fn set_value(&self, value_type: Type, tape: &mut Tape) -> Json {
        match value_type {
            Type::Boolean => json!(tape.choose(2) == 0),
            Type::Integer => json!(tape.pick(&self.integers).copied().unwrap_or_default()),
            Type::Decimal => {
                let whole = tape.choose(2) == 0;
                let text = if whole { None } else { tape.pick(&self.decimals) };
                let number = text.and_then(|text| text.parse::<f64>().ok());
                number.map_or_else(
                    || json!(tape.pick(&self.integers).copied().unwrap_or_default()),
                    |number| json!(number),
                )
            }
            Type::Date => json!(tape.pick(&self.dates)),
            Type::Time => json!(tape.pick(&self.times)),
            Type::DateTime => json!(tape.pick(&self.instants)),
            Type::Duration => json!("PT5M"),
            Type::PhoneNumber => json!(PHONE),
            Type::Json => self.document(tape, true),
            Type::Collection(element) => {
                let count = tape.choose(LONGEST_LIST + 1);
                (0..count).map(|_| self.set_value(*element, tape)).collect()
            }
            _ => json!(&*self.any_text(tape)),
        }
    }
}

fn reads_clock(expression: &Expression) -> bool {
    expression.functions().any(|function| function.name == "GetCurrentDateTimeUtc")
}

/// The midnights of the week around an instant, and of the same day in other months and years.
fn days(now: Timestamp) -> Vec<Timestamp> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let week = (0..7).map(|days| Span::new().days(days));
    let year = (1..12).map(|months| Span::new().months(months));
    let years = [-1, 1, 5].map(|years| Span::new().years(years));
    let at = |span: Span| Some(today.checked_add(span).ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp());
    week.chain(year).chain(years).filter_map(at).collect()
}
