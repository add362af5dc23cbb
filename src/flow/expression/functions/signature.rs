//! Signatures: `(text: String, length: Integer) -> String`, where `?` behind a type allows NOT_SET and `...` lets the last parameter
//! repeat. Must not know what functions do.

use crate::flow::expression::value::comparable;
use crate::flow::expression::{Json, Type, Value};

/// One way to call a function or to use an operator.
#[derive(Debug, Clone)]
pub(in crate::flow::expression) struct Overload {
    pub text: &'static str,
    pub parameters: Vec<Parameter>,
    pub returns: Returns,
}

/// What a call gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::flow::expression) enum Returns {
    /// A value of that type.
    Type(Type),
    /// Written `Item`: an item of the list that is the first argument.
    Item,
    /// Written `SameType`: a value of the type of the first argument.
    SameType,
    /// Written `ItemCollection`: a list of the type of the arguments.
    ItemCollection,
    /// Written `Anything`: not known before it is computed.
    Anything,
}

/// What is known of a value before anything is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::flow::expression) enum Sort {
    Unknown,
    /// A bare `NOT_SET`.
    NotSet,
    Known(Type),
}

/// One parameter.
#[derive(Debug, Clone)]
pub(in crate::flow::expression) struct Parameter {
    pub name: &'static str,
    pub accepts: Accepts,
    pub not_set: bool,
    pub repeats: bool,
}

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::flow::expression) enum Accepts {
    /// Written `Anything`: a value or a list.
    Anything,
    /// Written `Any`: a value that is no list.
    Scalar,
    /// Written `AnyCollection`.
    List,
    /// Written `Item`: what goes into the list that is the first argument.
    Item,
    /// Written `Same`: a value of the type that the others of this kind have.
    Same,
    /// Written `SameCollection`: a list of the type that the others of this kind have.
    SameList,
    /// Written `NOT_SET`: nothing but that.
    NotSet,
    /// Written `Audible`: audio or a prompt.
    Audible,
    /// A named type.
    Type(Type),
}

/// How well a value suits a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::flow::expression) enum Fit {
    /// As it is.
    Exact,
    /// Once it is converted: an Integer to a Decimal, a JSON scalar to the value in it.
    Widened,
    /// NOT_SET of a fitting type where none is allowed.
    RefusedNotSet,
    /// Not at all.
    Misfit,
}

impl Overload {
    /// Reads a signature; none when it is malformed, which a test of the tables rules out.
    pub fn parse(text: &'static str) -> Option<Self> {
        let (list, returns) = text.strip_prefix('(')?.split_once(") -> ")?;
        let returns = match returns {
            "Item" => Returns::Item,
            "SameType" => Returns::SameType,
            "ItemCollection" => Returns::ItemCollection,
            "Anything" => Returns::Anything,
            name => Returns::Type(Type::parse(name)?),
        };
        let mut parameters = Vec::new();
        for part in list.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, accepted) = part.split_once(':')?;
            let accepted = accepted.trim();
            let (accepted, repeats) = accepted.strip_suffix("...").map_or((accepted, false), |rest| (rest, true));
            let (accepted, not_set) = accepted.strip_suffix('?').map_or((accepted, false), |rest| (rest, true));
            let accepts = match accepted {
                "Anything" => Accepts::Anything,
                "Any" => Accepts::Scalar,
                "AnyCollection" => Accepts::List,
                "Item" => Accepts::Item,
                "Same" => Accepts::Same,
                "SameCollection" => Accepts::SameList,
                "NOT_SET" => Accepts::NotSet,
                "Audible" => Accepts::Audible,
                name => Accepts::Type(Type::parse(name)?),
            };
            parameters.push(Parameter { name: name.trim(), accepts, not_set, repeats });
        }
        Some(Self { text, parameters, returns })
    }

    /// Whether that many arguments can be given.
    pub fn takes(&self, count: usize) -> bool {
        match self.parameters.last() {
            // A repeating parameter stands for one argument or more, unless it is the second of its kind, where none is enough too.
            Some(last) if last.repeats => count + usize::from(self.parameters.len() > 1) >= self.parameters.len(),
            _ => count == self.parameters.len(),
        }
    }

    /// The first of the arguments that cannot stand beside the others, with the type that those have; none where all agree. What is not
    /// known, and a document, agrees with everything.
    pub fn disagrees(&self, count: usize, type_of: impl Fn(usize) -> Option<Type>) -> Option<(usize, Type)> {
        let plain = |one: Option<Type>| one.filter(|one| !matches!(one, Type::Any | Type::Json));
        let mut wanted = None;
        for index in 0..count {
            let given = plain(type_of(index));
            match self.parameter(index).map(|parameter| parameter.accepts) {
                Some(Accepts::List) if index == 0 => wanted = plain(given.and_then(Type::element)),
                Some(Accepts::Item | Accepts::Same | Accepts::SameList) => match (wanted, given) {
                    (Some(wanted), Some(given)) if !comparable(wanted, given) => return Some((index, wanted)),
                    (None, given) => wanted = given,
                    _ => {}
                },
                _ => {}
            }
        }
        None
    }

    /// The parameter that takes the argument at that place.
    pub fn parameter(&self, index: usize) -> Option<&Parameter> {
        self.parameters.get(index).or_else(|| self.parameters.last().filter(|last| last.repeats))
    }
}

impl Parameter {
    /// How well a value suits.
    pub fn fit(&self, value: &Value) -> Fit {
        match value {
            Value::NotSet(undefined) => self.fit_not_set(*undefined),
            Value::Json(json) => self.accepts.fit(Type::Json, |wanted| stands_for(json, wanted)),
            set => self.accepts.fit(set.type_of(), |_| false),
        }
    }

    /// How well what is known before anything is computed suits; a document may turn out to hold anything.
    pub fn fit_sort(&self, sort: Sort) -> Fit {
        match sort {
            Sort::Unknown => Fit::Exact,
            Sort::NotSet => self.fit_not_set(Type::Any),
            Sort::Known(known) => self.accepts.fit(known, |_| true),
        }
    }

    fn fit_not_set(&self, undefined: Type) -> Fit {
        let typed = match self.accepts {
            Accepts::Anything | Accepts::NotSet => return Fit::Exact,
            Accepts::Scalar | Accepts::Item | Accepts::Same => !undefined.is_collection(),
            Accepts::List | Accepts::SameList => undefined.is_collection(),
            Accepts::Audible => matches!(undefined, Type::Any | Type::Audio | Type::Prompt),
            Accepts::Type(wanted) => {
                undefined == wanted
                    || matches!(undefined, Type::Any | Type::Json)
                    || (wanted == Type::Decimal && undefined == Type::Integer)
            }
        };
        match (typed, self.not_set) {
            (false, _) => Fit::Misfit,
            (true, true) => Fit::Exact,
            (true, false) => Fit::RefusedNotSet,
        }
    }
}

/// Whether a document can be given where a plain value is wanted: a scalar for a scalar, a list for a list, an object for neither.
fn stands_for(json: &Json, wanted: Type) -> bool {
    match json {
        Json::Null | Json::Object(_) => false,
        Json::Array(_) if !wanted.is_collection() => false,
        _ => Value::from_document(json, wanted).is_ok(),
    }
}

impl Accepts {
    fn fit(self, given: Type, document_holds: impl Fn(Type) -> bool) -> Fit {
        let exact = match self {
            Self::Anything => true,
            Self::Scalar | Self::Item | Self::Same => !given.is_collection(),
            Self::List | Self::SameList => given.is_collection(),
            Self::NotSet => false,
            Self::Audible => matches!(given, Type::Audio | Type::Prompt),
            Self::Type(wanted) => {
                // An empty list of no known type is a list of any.
                let empty = given.element() == Some(Type::Any) && wanted.is_collection();
                if given != wanted && !empty {
                    let converts = match (given, wanted) {
                        (Type::Integer, Type::Decimal) => true,
                        (Type::String, Type::Communication) | (Type::Prompt, Type::Audio) => true,
                        (Type::Collection(Type::Integer), Type::Collection(Type::Decimal)) => true,
                        (Type::Json, wanted) => document_holds(wanted),
                        _ => false,
                    };
                    return if converts { Fit::Widened } else { Fit::Misfit };
                }
                true
            }
        };
        if exact { Fit::Exact } else { Fit::Misfit }
    }

    /// What a message calls it.
    pub fn describe(self) -> String {
        match self {
            Self::Anything => "any value".to_owned(),
            Self::Scalar | Self::Item | Self::Same => "a single value".to_owned(),
            Self::List | Self::SameList => "a list".to_owned(),
            Self::NotSet => "NOT_SET".to_owned(),
            Self::Audible => "Audio".to_owned(),
            Self::Type(one) => one.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_read() {
        let overload = Overload::parse("(first: String?, more: String?...) -> String").unwrap();
        assert_eq!(overload.parameters.len(), 2);
        assert!(overload.takes(1) && overload.takes(2) && overload.takes(9) && !overload.takes(0));
        assert!(Overload::parse("() -> DateTime").unwrap().takes(0));
        assert!(Overload::parse("(x: Nonsense) -> String").is_none());
    }

    #[test]
    fn values_fit_exactly_widened_or_not() {
        let overload = Overload::parse("(a: Decimal, b: String?, c: AnyCollection) -> String").unwrap();
        let fit = |index, value: &Value| overload.parameter(index).unwrap().fit(value);
        assert_eq!(fit(0, &Value::Integer(1)), Fit::Widened);
        assert_eq!(fit(0, &Value::NotSet(Type::Any)), Fit::RefusedNotSet);
        assert_eq!(fit(1, &Value::NotSet(Type::Any)), Fit::Exact);
        assert_eq!(fit(1, &Value::Integer(1)), Fit::Misfit);
        assert_eq!(fit(2, &Value::collection(Type::String, Vec::new())), Fit::Exact);
        let document = |text| Value::Json(Json::parse(text).unwrap());
        assert_eq!(fit(1, &document("\"a\"")), Fit::Widened);
        assert_eq!(fit(1, &document("{}")), Fit::Misfit);
        assert_eq!(fit(0, &document("1")), Fit::Widened);
    }
}
