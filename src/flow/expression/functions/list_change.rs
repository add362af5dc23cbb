//! Functions that give a list with some of its items added, removed or replaced.
//!
//! Facts: the vendor's page on modifying collection values names them and says what each does.

use super::list::{article, fitted};
use super::{Arguments, Definition};
use crate::flow::expression::access::element;
use crate::flow::expression::error::Fault;
use crate::flow::expression::value::same;
use crate::flow::expression::{Type, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "AddItem",
        summary: "the list with items behind its last",
        signatures: &["(list: AnyCollection, item: Item?...) -> SameType"],
        run: add_item,
        examples: &[
            ("AddItem(MakeList(3, 4), 5)", "MakeList(3, 4, 5)"),
            ("AddItem(MakeList(1), 2, 3)", "MakeList(1, 2, 3)"),
            ("AddItem(MakeEmptyList(ToString(NOT_SET)), \"a\")", "MakeList(\"a\")"),
            (
                "AddItem(MakeList(1), \"a\")",
                "error: `AddItem` takes Integer here, as its first argument says, not String",
            ),
        ],
    },
    Definition {
        name: "AddItemAt",
        summary: "the list with an item at a position, from 0, and what stood there behind it; the position may be right behind the last",
        signatures: &["(list: AnyCollection, index: Integer, item: Item?) -> SameType"],
        run: add_item_at,
        examples: &[
            ("AddItemAt(MakeList(3, 4, 5, 6), 0, 7)", "MakeList(7, 3, 4, 5, 6)"),
            ("AddItemAt(MakeList(\"a\"), 1, \"b\")", "MakeList(\"a\", \"b\")"),
            ("AddItemAt(MakeList(1), 2, 2)", "error: index 2 is outside the list of 1 item; the first has index 0"),
        ],
    },
    Definition {
        name: "RemoveDups",
        summary: "the list with each value once, at its first place",
        signatures: &["(list: AnyCollection) -> SameType"],
        run: remove_dups,
        examples: &[("RemoveDups(MakeList(1, 2, 1))", "MakeList(1, 2)")],
    },
    Definition {
        name: "RemoveItem",
        summary: "the list without any item that equals the second argument",
        signatures: &["(list: AnyCollection, item: Item?) -> SameType"],
        run: remove_item,
        examples: &[("RemoveItem(MakeList(1, 2, 1), 1)", "MakeList(2)")],
    },
    Definition {
        name: "RemoveItemAt",
        summary: "the list without the item at a position",
        signatures: &["(list: AnyCollection, index: Integer) -> SameType"],
        run: remove_item_at,
        examples: &[("RemoveItemAt(MakeList(\"a\", \"b\"), 0)", "MakeList(\"b\")")],
    },
    Definition {
        name: "ReplaceItem",
        summary: "the list with a new value for each item that equals the second argument",
        signatures: &["(list: AnyCollection, item: Item?, newItem: Item?) -> SameType"],
        run: |arguments| replace_item(arguments, usize::MAX),
        examples: &[
            ("ReplaceItem(MakeList(1, 2, 1), 1, 5)", "MakeList(5, 2, 5)"),
            ("ReplaceItem(MakeList(\"a\"), \"b\", \"c\")", "MakeList(\"a\")"),
        ],
    },
    Definition {
        name: "ReplaceItemAt",
        summary: "the list with a new value at a position, from 0",
        signatures: &["(list: AnyCollection, index: Integer, newItem: Item?) -> SameType"],
        run: replace_item_at,
        examples: &[
            ("ReplaceItemAt(MakeList(1, 2), 1, 5)", "MakeList(1, 5)"),
            ("ReplaceItemAt(MakeList(1), 1, 5)", "error: index 1 is outside the list of 1 item; the first has index 0"),
        ],
    },
    Definition {
        name: "ReplaceItemFirst",
        summary: "the list with a new value for the first item that equals the second argument",
        signatures: &["(list: AnyCollection, item: Item?, newItem: Item?) -> SameType"],
        run: |arguments| replace_item(arguments, 1),
        examples: &[("ReplaceItemFirst(MakeList(1, 2, 1), 1, 5)", "MakeList(5, 2, 1)")],
    },
];

/// The argument as an item of the list, whose type is that of the item where the list has none.
fn item_of(arguments: &Arguments<'_>, index: usize) -> Result<Value, Fault> {
    let item = arguments.value(index)?;
    let element = match arguments.value(0)?.type_of().element() {
        Some(Type::Any) | None => item.type_of(),
        Some(element) => element,
    };
    fitted(item, element).ok_or_else(|| {
        let message = format!("{} {} does not go into a list of {element}", article(item.type_of()), item.quoted());
        Fault::new(message).operand(index)
    })
}

/// A list of these items, of the type of the list, or of its first item where that has none.
fn with_items(arguments: &Arguments<'_>, items: Vec<Value>) -> Result<Value, Fault> {
    let element = match arguments.value(0)?.type_of().element() {
        Some(Type::Any) | None => items.first().map_or(Type::Any, Value::type_of),
        Some(element) => element,
    };
    Ok(Value::collection(element, items))
}

fn add_item(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let mut items = arguments.items(0)?.to_vec();
    for index in 1..arguments.count() {
        items.push(item_of(arguments, index)?);
    }
    with_items(arguments, items)
}

fn add_item_at(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let mut items = arguments.items(0)?.to_vec();
    let behind = i64::try_from(items.len()).ok() == Some(arguments.integer(1)?);
    let at = if behind { items.len() } else { position(arguments)? };
    items.insert(at, item_of(arguments, 2)?);
    with_items(arguments, items)
}

/// The position that the second argument names, which is in the list.
fn position(arguments: &Arguments<'_>) -> Result<usize, Fault> {
    element(arguments.value(0)?, arguments.value(1)?)?;
    Ok(usize::try_from(arguments.integer(1)?).unwrap_or(usize::MAX))
}

fn remove_dups(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let mut kept: Vec<Value> = Vec::new();
    for item in arguments.items(0)? {
        if !kept.contains(item) {
            kept.push(item.clone());
        }
    }
    with_items(arguments, kept)
}

fn remove_item(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let removed = arguments.value(1)?;
    with_items(
        arguments,
        arguments.items(0)?.iter().filter(|item| same(item, removed) != Some(true)).cloned().collect(),
    )
}

fn remove_item_at(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let mut items = arguments.items(0)?.to_vec();
    items.remove(position(arguments)?);
    with_items(arguments, items)
}

fn replace_item(arguments: &Arguments<'_>, most: usize) -> Result<Value, Fault> {
    let (mut items, replaced, new) = (arguments.items(0)?.to_vec(), arguments.value(1)?, item_of(arguments, 2)?);
    for item in items.iter_mut().filter(|item| same(item, replaced) == Some(true)).take(most) {
        *item = new.clone();
    }
    with_items(arguments, items)
}

fn replace_item_at(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let at = position(arguments)?;
    let (mut items, new) = (arguments.items(0)?.to_vec(), item_of(arguments, 2)?);
    if let Some(item) = items.get_mut(at) {
        *item = new;
    }
    with_items(arguments, items)
}
