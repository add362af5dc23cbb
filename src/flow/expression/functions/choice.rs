//! Which signature a call's arguments fit: by their values when it is computed, by their types when it is checked before. Must not know
//! functions.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::signature::{Accepts, Fit, Overload, Parameter, Sort};
use crate::flow::expression::error::Fault;
use crate::flow::expression::{Type, Value};

/// What is known of an argument.
pub(in crate::flow::expression) trait Given {
    /// How well it suits a parameter.
    fn fit(&self, parameter: &Parameter) -> Fit;
    /// Its type for a message.
    fn type_name(&self) -> String;
    /// Its type, where it is known.
    fn known(&self) -> Option<Type>;
}

impl Given for Cow<'_, Value> {
    fn fit(&self, parameter: &Parameter) -> Fit {
        parameter.fit(self)
    }

    fn type_name(&self) -> String {
        match self.as_ref() {
            Value::NotSet(Type::Any) => "NOT_SET".to_owned(),
            value => value.type_of().to_string(),
        }
    }

    fn known(&self) -> Option<Type> {
        Some(self.type_of())
    }
}

impl Given for Sort {
    fn fit(&self, parameter: &Parameter) -> Fit {
        parameter.fit_sort(*self)
    }

    fn type_name(&self) -> String {
        match self {
            Self::Known(known) => known.to_string(),
            Self::NotSet | Self::Unknown => "NOT_SET".to_owned(),
        }
    }

    fn known(&self) -> Option<Type> {
        match self {
            Self::Known(known) => Some(*known),
            Self::NotSet | Self::Unknown => None,
        }
    }
}

/// The first signature that the arguments fit as they are, else the first that they fit once converted (then true).
///
/// # Errors
/// No signature takes the arguments, or those that must be of one type are not.
pub(in crate::flow::expression) fn choose<'f, G: Given>(
    overloads: &'f [Overload],
    name: &str,
    arguments: &[G],
) -> Result<(&'f Overload, bool), Fault> {
    let mut widening = None;
    for overload in overloads.iter().filter(|overload| overload.takes(arguments.len())) {
        match worst_fit(overload, arguments) {
            Fit::Exact => return agreed(overload, name, arguments).map(|()| (overload, false)),
            Fit::Widened if widening.is_none() => widening = Some(overload),
            _ => {}
        }
    }
    widening.map(|overload| (overload, true)).ok_or_else(|| refusal(overloads, name, arguments))
}

/// Nothing where the arguments that must be of one type are.
fn agreed<G: Given>(overload: &Overload, name: &str, arguments: &[G]) -> Result<(), Fault> {
    let type_of = |index: usize| arguments.get(index).and_then(Given::known);
    let Some((index, wanted)) = overload.disagrees(arguments.len(), type_of) else { return Ok(()) };
    let given = arguments.get(index).map(Given::type_name).unwrap_or_default();
    let message = format!("`{name}` takes {wanted} here, as its first argument says, not {given}");
    Err(Fault::new(message).operand(index).help("convert one side, for example with `ToString(…)` or `ToInt(…)`"))
}

/// How well the argument suits that suits least.
pub(in crate::flow::expression) fn worst_fit<G: Given>(overload: &Overload, arguments: &[G]) -> Fit {
    fits(overload, arguments).max().unwrap_or(Fit::Exact)
}

fn fits<G: Given>(overload: &Overload, arguments: &[G]) -> impl Iterator<Item = Fit> {
    arguments
        .iter()
        .enumerate()
        .map(|(index, argument)| overload.parameter(index).map_or(Fit::Misfit, |parameter| argument.fit(parameter)))
}

/// Why no signature takes the arguments: the one that comes closest says which parameter refuses what.
fn refusal<G: Given>(overloads: &[Overload], name: &str, arguments: &[G]) -> Fault {
    let count = |overload: &Overload, kind: Fit| fits(overload, arguments).filter(|fit| *fit == kind).count();
    let candidates = overloads.iter().filter(|overload| overload.takes(arguments.len()));
    // Of two that are equally far, the one that takes more of the arguments before it refuses is the one that was meant.
    let accepted = |overload: &Overload| fits(overload, arguments).take_while(|fit| *fit <= Fit::Widened).count();
    // One that takes NOT_SET alone says nothing of what was wanted.
    let empty = |overload: &Overload| overload.parameters.iter().any(|one| one.accepts == Accepts::NotSet);
    let distance = |overload: &&Overload| {
        let (misfits, refused) = (count(overload, Fit::Misfit), count(overload, Fit::RefusedNotSet));
        (misfits, refused, Reverse(accepted(overload)), empty(overload))
    };
    let Some(closest) = candidates.min_by_key(distance) else {
        return Fault::new(format!("`{name}` does not take {} arguments", arguments.len()));
    };
    let to_blame = if count(closest, Fit::Misfit) > 0 { Fit::Misfit } else { Fit::RefusedNotSet };
    let blamed = arguments.iter().enumerate().find_map(|(index, argument)| {
        let parameter = closest.parameter(index)?;
        (argument.fit(parameter) == to_blame).then_some((index, argument, parameter))
    });
    let Some((index, argument, parameter)) = blamed else {
        return Fault::new(format!("`{name}` does not take these arguments"));
    };
    let given = if to_blame == Fit::RefusedNotSet { "NOT_SET".to_owned() } else { argument.type_name() };
    let message = if given == "NOT_SET" {
        format!("`{name}` does not take NOT_SET for its parameter `{}`", parameter.name)
    } else {
        format!("`{name}` takes {} for its parameter `{}`, not {given}", parameter.accepts.describe(), parameter.name)
    };
    Fault::new(message).operand(index).help(format!("signature: `{name}{}`", closest.text))
}
