//! Functions that make what a bot offers to choose from. The properties that hold others are called `items`, besides the form of a chooser;
//! a choice has a `label` and a `value`.
//!
//! Decision: the names of the functions and what they take are ours. Published exports show the types only, as literals: a chooser
//! (`chs`) of quick replies (`qrl`), a carousel (`crs`) of cards (`crd`), or a list picker (`lpk`), made of choices (`chc`).

use super::{Arguments, Definition};
use crate::flow::expression::error::Fault;
use crate::flow::expression::{Object, ObjectKind, Type, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "MakePostbackChoice",
        summary: "a choice that sends a text, with the label that it shows, which is the text where none is given",
        signatures: &["(value: String) -> Choice", "(label: String?, value: String) -> Choice"],
        run: choice,
        examples: &[
            ("MakePostbackChoice(\"Buy\").value", "\"Buy\""),
            ("MakePostbackChoice(\"Buy a book\", \"BUY\").label", "\"Buy a book\""),
            ("IsSet(MakePostbackChoice(NOT_SET, \"BUY\").label)", "false"),
        ],
    },
    Definition {
        name: "MakeQuickReplies",
        summary: "choices as quick replies",
        signatures: &["(buttons: ChoiceCollection) -> QuickReplies"],
        run: |arguments| holder(arguments, ObjectKind::QuickReplies),
        examples: &[(
            "Count(MakeQuickReplies(MakeList(MakePostbackChoice(\"Yes\"), MakePostbackChoice(\"No\"))).items)",
            "2",
        )],
    },
    Definition {
        name: "MakeCard",
        summary: "a card of a carousel: a title and its choices",
        signatures: &["(title: String?, actions: ChoiceCollection) -> Card"],
        run: card,
        examples: &[("MakeCard(\"Books\", MakeList(MakePostbackChoice(\"Buy\"))).title", "\"Books\"")],
    },
    Definition {
        name: "MakeCarousel",
        summary: "cards side by side",
        signatures: &["(cards: CardCollection) -> Carousel"],
        run: |arguments| holder(arguments, ObjectKind::Carousel),
        examples: &[(
            "MakeCarousel(MakeList(MakeCard(\"Books\", MakeList(MakePostbackChoice(\"Buy\"))))).items[0].title",
            "\"Books\"",
        )],
    },
    Definition {
        name: "MakeListPicker",
        summary: "choices as the items of a list",
        signatures: &["(items: ChoiceCollection) -> ListPicker"],
        run: |arguments| holder(arguments, ObjectKind::ListPicker),
        examples: &[("MakeListPicker(MakeList(MakePostbackChoice(\"Buy\"))).items[0].value", "\"Buy\"")],
    },
    Definition {
        name: "MakeChooser",
        summary: "what a menu or a question offers: quick replies, a carousel or a list picker",
        signatures: &[
            "(quickReplies: QuickReplies) -> Chooser",
            "(carousel: Carousel) -> Chooser",
            "(listPicker: ListPicker) -> Chooser",
        ],
        run: chooser,
        examples: &[
            ("MakeChooser(MakeQuickReplies(MakeList(MakePostbackChoice(\"Yes\")))).presentation", "\"quickReplies\""),
            (
                "Count(MakeChooser(MakeCarousel(MakeList(MakeCard(\"Books\", MakeList(MakePostbackChoice(\"Buy\")))))).carousel.items)",
                "1",
            ),
            ("MakeChooser(MakeListPicker(MakeList(MakePostbackChoice(\"Buy\")))).presentation", "\"listPicker\""),
        ],
    },
];

fn choice(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let (label, value) = match arguments.count() {
        1 => (None, arguments.value(0)?),
        _ => (Some(arguments.value(0)?).filter(|label| !label.is_not_set()), arguments.value(1)?),
    };
    let label = label.cloned().unwrap_or(Value::NotSet(Type::String));
    let properties = [("label", label), ("value", value.clone()), ("type", "postback".into())];
    Ok(Value::object(Object::new(ObjectKind::Choice, properties)))
}

fn holder(arguments: &Arguments<'_>, kind: ObjectKind) -> Result<Value, Fault> {
    Ok(Value::object(Object::new(kind, [("items", arguments.value(0)?.clone())])))
}

fn card(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let properties = [("title", arguments.value(0)?.clone()), ("items", arguments.value(1)?.clone())];
    Ok(Value::object(Object::new(ObjectKind::Card, properties)))
}

fn chooser(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let form = arguments.value(0)?;
    let name = match form.type_of() {
        Type::Object(ObjectKind::Carousel) => "carousel",
        Type::Object(ObjectKind::ListPicker) => "listPicker",
        _ => "quickReplies",
    };
    Ok(Value::object(Object::new(ObjectKind::Chooser, [("presentation", name.into()), (name, form.clone())])))
}
