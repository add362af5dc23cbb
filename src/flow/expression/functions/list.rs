//! Functions of lists. A list is never changed: each gives a new one.

use super::arguments::integer;
use super::{Arguments, Definition};
use crate::flow::expression::access::element;
use crate::flow::expression::error::Fault;
use crate::flow::expression::value::same;
use crate::flow::expression::{Object, ObjectKind, Type, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "Count",
        summary: "how many items a list has, those that are NOT_SET among them",
        signatures: &["(value: AnyCollection) -> Integer", "(value: JSON) -> Integer"],
        run: count,
        examples: &[
            ("Count(MakeList(5, ToInt(NOT_SET)))", "2"),
            ("Count(MakeEmptyList(ToInt(NOT_SET)))", "0"),
            ("Count(JsonParse(\"[1,2]\"))", "2"),
        ],
    },
    Definition {
        name: "Find",
        summary: "the positions of an item in a list, from 0",
        signatures: &["(list: AnyCollection, item: Item?) -> IntegerCollection"],
        run: find,
        examples: &[
            ("Find(MakeList(\"a\", \"b\", \"a\"), \"a\")", "MakeList(0, 2)"),
            ("Count(Find(MakeList(1), 2))", "0"),
        ],
    },
    Definition {
        name: "FindFirst",
        summary: "the first position of an item in a list, from 0, or -1; letter case counts",
        signatures: &["(list: AnyCollection, item: Item?) -> Integer"],
        run: find_first,
        examples: &[
            ("FindFirst(MakeList(\"hello\"), \"Hello\")", "-1"),
            ("FindFirst(MakeList(100, 200, ToInt(NOT_SET)), ToInt(NOT_SET))", "2"),
        ],
    },
    Definition {
        name: "GetAt",
        summary: "the item at a position, from 0; a position outside the list is a failure",
        signatures: &[
            "(collection: AnyCollection, index: Integer) -> Item",
            "(collection: JSON, index: Integer) -> JSON",
        ],
        run: |arguments| element(arguments.value(0)?, arguments.value(1)?),
        examples: &[
            ("GetAt(MakeList(100, 200), 0)", "100"),
            ("GetAt(MakeList(1), 1)", "error: index 1 is outside the list of 1 item; the first has index 0"),
            ("GetAt(JsonParse(\"[1, 2]\"), 1) == 2", "true"),
        ],
    },
    Definition {
        name: "MakeEmptyList",
        summary: "a list without items, of the type of its argument",
        signatures: &["(item: Any?) -> ItemCollection"],
        run: |arguments| Ok(Value::collection(arguments.value(0)?.type_of(), Vec::new())),
        examples: &[("Count(MakeEmptyList(ToString(NOT_SET)))", "0")],
    },
    Definition {
        name: "MakeList",
        summary: "a list of the arguments, which must be of one type; Integers beside Decimals become Decimals",
        signatures: &["(item: Same?...) -> ItemCollection"],
        run: make_list,
        examples: &[
            ("MakeList(1, 2, 3)[2]", "3"),
            ("ToString(MakeList(NOT_SET, -1.0), \"|\")", "\"|-1.0\""),
            ("MakeList(1, \"a\")", "error: `MakeList` takes Integer here, as its first argument says, not String"),
        ],
    },
    Definition {
        name: "MakeAgentScorePair",
        summary: "an agent with a score from 0 to 100, for preferred-agent routing",
        signatures: &["(user: User, score: Integer) -> AgentScorePair"],
        run: |arguments| Ok(pair(arguments.value(0)?, arguments.value(1)?)),
        examples: &[
            ("MakeAgentScorePair(ToUser(\"a@b.c\"), 90).score", "90"),
            (
                "MakeList(MakeAgentScorePair(ToUser(\"a@b.c\"), 100))",
                "MakeListAgentScorePair(MakeList(ToUser(\"a@b.c\")), MakeList(100))",
            ),
        ],
    },
    Definition {
        name: "MakeListAgentScorePair",
        summary: "agents with their scores, for preferred-agent routing",
        signatures: &["(users: UserCollection, scores: IntegerCollection) -> AgentScorePairCollection"],
        run: make_list_agent_score_pair,
        examples: &[
            ("Count(MakeListAgentScorePair(MakeList(ToUser(\"a@b.c\"), ToUser(\"d@e.f\")), MakeList(100, 50)))", "2"),
            ("MakeListAgentScorePair(MakeList(ToUser(\"a@b.c\")), MakeList(100))[0].score", "100"),
            (
                "MakeListAgentScorePair(MakeList(ToUser(\"a@b.c\")), MakeList(1, 2))",
                "error: 1 user and 2 scores do not pair up",
            ),
        ],
    },
];

/// The item as a list of that type holds it.
pub(super) fn fitted(item: &Value, element: Type) -> Option<Value> {
    match item {
        Value::NotSet(undefined) if *undefined == Type::Any => Some(Value::NotSet(element)),
        _ if item.type_of() == element || element == Type::Any => Some(item.clone()),
        Value::Integer(_) | Value::NotSet(Type::Integer) if element == Type::Decimal => {
            item.clone().coerce(&element).ok()
        }
        _ => None,
    }
}

fn make_list(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let known = |value: &&Value| value.type_of() != Type::Any;
    let first = arguments.from(0).find(known).map_or(Type::Any, Value::type_of);
    let widened = first == Type::Integer && arguments.from(0).any(|value| value.type_of() == Type::Decimal);
    let element = if widened { Type::Decimal } else { first };
    let mut items = Vec::with_capacity(arguments.count());
    for (index, value) in arguments.from(0).enumerate() {
        items.push(fitted(value, element).ok_or_else(|| {
            let (this, first) = (article(value.type_of()), article(first));
            Fault::new(format!("the items of a list have one type; this is {this}, the first is {first}"))
                .operand(index)
        })?);
    }
    Ok(Value::collection(element, items))
}

pub(super) fn article(one: Type) -> String {
    let name = one.to_string();
    if name.starts_with(['A', 'E', 'I', 'O', 'U']) { format!("an {name}") } else { format!("a {name}") }
}

fn count(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    match arguments.value(0)? {
        Value::Json(crate::flow::expression::Json::Array(items)) => integer(i64::try_from(items.len()).ok()),
        Value::Json(_) => Err(Fault::new("the JSON value is no list").operand(0)),
        _ => integer(i64::try_from(arguments.items(0)?.len()).ok()),
    }
}

fn positions<'a>(arguments: &'a Arguments<'_>) -> Result<impl Iterator<Item = i64> + 'a, Fault> {
    let (items, wanted) = (arguments.items(0)?, arguments.value(1)?);
    Ok((0_i64..).zip(items).filter(move |(_, item)| same(item, wanted) == Some(true)).map(|(index, _)| index))
}

fn find(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    Ok(Value::collection(Type::Integer, positions(arguments)?.map(Value::Integer).collect()))
}

fn find_first(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    Ok(Value::Integer(positions(arguments)?.next().unwrap_or(-1)))
}

fn make_list_agent_score_pair(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let (users, scores) = (arguments.items(0)?, arguments.items(1)?);
    if users.len() != scores.len() {
        let plural =
            |count: usize, word: &str| if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") };
        let message = format!("{} and {} do not pair up", plural(users.len(), "user"), plural(scores.len(), "score"));
        return Err(Fault::new(message).operand(1));
    }
    let pairs = users.iter().zip(scores).map(|(user, score)| pair(user, score));
    Ok(Value::collection(Type::Object(ObjectKind::AgentScorePair), pairs.collect()))
}

fn pair(user: &Value, score: &Value) -> Value {
    Value::object(Object::new(ObjectKind::AgentScorePair, [("agent", user.clone()), ("score", score.clone())]))
}
