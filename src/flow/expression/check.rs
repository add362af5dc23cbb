//! Types before anything is computed: what type an expression gives, and which operands no run could accept. What is not known stays
//! unknown and is never a mistake. Must not know how anything is computed.

use super::error::Fault;
use super::functions::{Fit, Overload, Returns, Sort, choose, worst_fit};
use super::operators::BinaryOperator;
use super::tree::{Node, NodeId, NodeKind};
use super::value::comparable;
use super::{Expression, ExpressionError, PhoneNumber, Type, Value};

/// What is known of an expression before it is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The type of its value; [`Type::Any`] for a bare `NOT_SET`, none where it is not known.
    pub value_type: Option<Type>,
    /// Operands and arguments that are refused whatever the variables hold, from left to right.
    pub mistakes: Vec<ExpressionError>,
}

impl Expression {
    /// Checks types, given those of the variables (none for a name whose type is not known).
    pub fn check(&self, type_of: &dyn Fn(&str) -> Option<Type>) -> Checked {
        let mut check = self.sorted(type_of);
        let value_type = check.of(self.tree.root).value_type();
        check.mistakes.sort_by_key(|mistake| mistake.span.start);
        Checked { value_type, mistakes: check.mistakes }
    }

    /// The type that a part gives whatever the variables hold, if that is known.
    pub(super) fn type_of_part(&self, id: NodeId) -> Option<Type> {
        self.sorted(&|_| None).of(id).value_type().filter(|known| *known != Type::Any)
    }

    fn sorted(&self, type_of: &dyn Fn(&str) -> Option<Type>) -> Check<'_> {
        let mut check =
            Check { expression: self, sorts: Vec::with_capacity(self.tree.nodes.len()), mistakes: Vec::new() };
        // Children stand before their parents.
        for node in &self.tree.nodes {
            let sort = match &node.kind {
                NodeKind::Variable(index) => {
                    let name = self.tree.variables.get(*index as usize).map(|variable| variable.name.as_ref());
                    name.and_then(type_of).map_or(Sort::Unknown, known)
                }
                _ => check.sort(node),
            };
            check.sorts.push(sort);
        }
        check
    }
}

impl Sort {
    /// For who asks for the type of a whole: a bare NOT_SET is of any.
    fn value_type(self) -> Option<Type> {
        match self {
            Self::Known(value_type) => Some(value_type),
            Self::NotSet => Some(Type::Any),
            Self::Unknown => None,
        }
    }
}

fn known(value_type: Type) -> Sort {
    if value_type == Type::Any { Sort::Unknown } else { Sort::Known(value_type) }
}

struct Check<'a> {
    expression: &'a Expression,
    sorts: Vec<Sort>,
    mistakes: Vec<ExpressionError>,
}

impl Check<'_> {
    fn of(&self, id: NodeId) -> Sort {
        self.sorts.get(id.0 as usize).copied().unwrap_or(Sort::Unknown)
    }

    fn sort(&mut self, node: &Node) -> Sort {
        match &node.kind {
            NodeKind::Literal(Value::NotSet(_)) => Sort::NotSet,
            NodeKind::Literal(value) => Sort::Known(value.type_of()),
            NodeKind::Property(object, name) => self.property(node, *object, name),
            NodeKind::Index { object, index } => self.element(node, *object, *index),
            NodeKind::Unary(operator, operand) => self.call(node, operator.symbol(), operator.overloads(), &[*operand]),
            NodeKind::Binary(operator @ (BinaryOperator::Equal | BinaryOperator::NotEqual), left, right) => {
                if let (Sort::Known(a), Sort::Known(b)) = (self.of(*left), self.of(*right))
                    && !comparable(a, b)
                {
                    let help = "convert one side, for example with `ToString(…)` or `ToInt(…)`";
                    let message = format!("`{}` cannot compare {a} with {b}", operator.symbol());
                    self.mistake(node, Fault::new(message).help(help), &[]);
                }
                Sort::Known(Type::Boolean)
            }
            NodeKind::Binary(operator, left, right) => {
                self.call(node, operator.symbol(), operator.overloads(), &[*left, *right])
            }
            NodeKind::Choose { condition, yes, no, .. } => self.choice(node, *condition, *yes, *no),
            NodeKind::Call(function, range) => {
                let arguments = self.expression.tree.arguments_of(range).to_vec();
                self.call(node, function.definition.name, &function.overloads, &arguments)
            }
            NodeKind::Variable(_) | NodeKind::Broken => Sort::Unknown,
        }
    }

    fn mistake(&mut self, node: &Node, fault: Fault, operands: &[NodeId]) -> Sort {
        let blamed = fault.operand.and_then(|index| operands.get(index)).and_then(|id| self.expression.tree.node(*id));
        let span = blamed.unwrap_or(node).span.clone();
        self.mistakes.push(ExpressionError {
            message: fault.message,
            span,
            help: fault.help.map(|help| help.to_string()),
        });
        Sort::Unknown
    }

    fn call(&mut self, node: &Node, name: &str, overloads: &[Overload], operands: &[NodeId]) -> Sort {
        let sorts: Vec<Sort> = operands.iter().map(|id| self.of(*id)).collect();
        let chosen = match choose(overloads, name, &sorts) {
            Ok((overload, _)) => returned(overload, &sorts),
            Err(fault) => return self.mistake(node, fault, operands),
        };
        // What is not known may lead to another signature than the first that fits.
        let open = sorts.iter().any(|sort| matches!(sort, Sort::Unknown | Sort::NotSet | Sort::Known(Type::Json)));
        let fitting = |overload: &&Overload| {
            overload.takes(sorts.len()) && matches!(worst_fit(overload, &sorts), Fit::Exact | Fit::Widened)
        };
        let certain = !open || overloads.iter().filter(fitting).all(|overload| returned(overload, &sorts) == chosen);
        if certain { chosen } else { Sort::Unknown }
    }

    fn choice(&mut self, node: &Node, condition: NodeId, yes: NodeId, no: NodeId) -> Sort {
        if let Sort::Known(given) = self.of(condition)
            && !matches!(given, Type::Boolean | Type::Json)
        {
            let message = format!("`If` takes Boolean for its parameter `condition`, not {given}");
            self.mistake(node, Fault::new(message).operand(0), &[condition]);
        }
        match (self.of(yes), self.of(no)) {
            (Sort::NotSet, other) | (other, Sort::NotSet) => other,
            (Sort::Known(a), Sort::Known(b)) if a == b => Sort::Known(a),
            (Sort::Known(a), Sort::Known(b)) if comparable(a, b) && a != Type::Json && b != Type::Json => {
                Sort::Known(Type::Decimal)
            }
            (Sort::Known(a), Sort::Known(b)) if !comparable(a, b) => {
                let message = format!("the branches of `If` give {a} and {b}; they must be of one type");
                self.mistake(node, Fault::new(message), &[])
            }
            _ => Sort::Unknown,
        }
    }

    fn property(&mut self, node: &Node, object: NodeId, name: &str) -> Sort {
        let Sort::Known(given) = self.of(object) else { return Sort::Unknown };
        let lower = name.to_ascii_lowercase();
        match (given, lower.as_str()) {
            (Type::Json, _) => Sort::Known(Type::Json),
            (Type::Object(_), _) => Sort::Unknown,
            (Type::Currency, "amount") => Sort::Known(Type::Decimal),
            (Type::Currency, "code") | (Type::Resource(_), "id" | "name") => Sort::Known(Type::String),
            (Type::PhoneNumber, property)
                if PhoneNumber::PROPERTIES.iter().any(|one| one.eq_ignore_ascii_case(property)) =>
            {
                Sort::Known(Type::String)
            }
            _ => self.mistake(node, Fault::new(format!("{given} has no property `{name}`")), &[]),
        }
    }

    fn element(&mut self, node: &Node, object: NodeId, index: NodeId) -> Sort {
        let (Sort::Known(given), Sort::Known(at)) = (self.of(object), self.of(index)) else { return Sort::Unknown };
        match (given, at) {
            (Type::Json, Type::Integer | Type::String | Type::Json) => Sort::Known(Type::Json),
            (Type::Collection(element), Type::Integer | Type::Json) => known(*element),
            (Type::Collection(_), other) => self.mistake(
                node,
                Fault::new(format!("a list takes an Integer as its index, not {other}")).operand(1),
                &[object, index],
            ),
            (_, Type::String | Type::Json) => Sort::Unknown,
            (other, _) => self.mistake(node, Fault::new(format!("{other} is no list")).operand(0), &[object, index]),
        }
    }
}

fn returned(overload: &Overload, sorts: &[Sort]) -> Sort {
    match (overload.returns, sorts.first()) {
        (Returns::Type(value_type), _) => known(value_type),
        (Returns::Item, Some(Sort::Known(Type::Collection(element)))) => known(**element),
        (Returns::SameType, Some(first)) => *first,
        (Returns::ItemCollection, _) => {
            let mut items = sorts.iter().filter(|sort| **sort != Sort::NotSet);
            match items.next() {
                Some(Sort::Known(element)) if items.all(|sort| *sort == Sort::Known(*element)) => {
                    Sort::Known(element.collection())
                }
                _ => Sort::Unknown,
            }
        }
        _ => Sort::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::super::functions::{Accepts, Fit, Function, Overload, Sort, find};
    use super::super::{Type, function_names, parse};

    fn type_of(name: &str) -> Option<Type> {
        Some(match name {
            "Flow.s" => Type::String,
            "Flow.n" => Type::Integer,
            "Flow.d" => Type::Decimal,
            "Flow.j" => Type::Json,
            "Flow.l" => Type::String.collection(),
            "Flow.m" => Type::Currency,
            _ => return None,
        })
    }

    #[rstest::rstest]
    #[case("Flow.n + 1", Some("Integer"))]
    #[case("Flow.n / 2", Some("Decimal"))]
    #[case("Flow.n + Flow.d", Some("Decimal"))]
    #[case("Flow.j + 1", None)]
    #[case("Flow.gone + 1", None)]
    #[case("Flow.gone == 1", Some("Boolean"))]
    #[case("Length(Flow.gone)", Some("Integer"))]
    #[case("GetAt(Flow.l, 0)", Some("String"))]
    #[case("Flow.l[0]", Some("String"))]
    #[case("Flow.j.a.b[0]", Some("JSON"))]
    #[case("Flow.m.amount", Some("Decimal"))]
    #[case("MakeList(1, NOT_SET)", Some("IntegerCollection"))]
    #[case("AddItem(Flow.l, \"a\")", Some("StringCollection"))]
    #[case("If(Flow.gone, 1, NOT_SET)", Some("Integer"))]
    #[case("If(Flow.gone, 1, 2.5)", Some("Decimal"))]
    #[case("FindQueue(Flow.s)", Some("Queue"))]
    #[case("Append(Flow.s, NOT_SET)", Some("String"))]
    #[case("Append(Flow.gone, NOT_SET)", None)]
    #[case("NOT_SET", Some("Any"))]
    fn types_follow_from_the_signatures(#[case] text: &str, #[case] expected: Option<&str>) {
        let checked = parse(text).unwrap().check(&type_of);
        assert_eq!(checked.mistakes, []);
        assert_eq!(checked.value_type.map(|one| one.to_string()).as_deref(), expected);
    }

    #[rstest::rstest]
    #[case("Flow.s + 1", &[("`+` takes String for its parameter `addend`, not Integer", 9..10)])]
    #[case("Length(Flow.n) + Length(NOT_SET)", &[("`Length` takes String for its parameter `text`, not Integer", 7..13), ("`Length` does not take NOT_SET for its parameter `text`", 24..31)])]
    #[case("Flow.s == 5", &[("`==` cannot compare String with Integer", 0..11)])]
    #[case("If(Flow.n, 1, 2)", &[("`If` takes Boolean for its parameter `condition`, not Integer", 3..9)])]
    #[case("If(true, 1, \"a\")", &[("the branches of `If` give Integer and String; they must be of one type", 0..16)])]
    #[case("Flow.s.length", &[("String has no property `length`", 0..13)])]
    #[case("Flow.l[\"a\"]", &[("a list takes an Integer as its index, not String", 7..10)])]
    #[case("Flow.n[0]", &[("Integer is no list", 0..6)])]
    fn operands_that_no_run_accepts_are_named(#[case] text: &str, #[case] expected: &[(&str, std::ops::Range<usize>)]) {
        let checked = parse(text).unwrap().check(&type_of);
        let found: Vec<_> = checked.mistakes.iter().map(|one| (one.message.as_str(), one.span.clone())).collect();
        assert_eq!(found, expected);
    }

    /// A type that no signature takes at that place of a call of so many arguments; none where any value will do.
    fn foreign(function: &Function, count: usize, place: usize, types: &[Type]) -> Option<Type> {
        let scalars = Type::names().filter_map(Type::parse).filter(|one| !matches!(one, Type::Any | Type::Json));
        let all: Vec<Type> = scalars.flat_map(|one| [one, one.collection()]).collect();
        let takes = |overload: &&Overload| overload.takes(count);
        all.into_iter().find(|wrong| {
            let mut types: Vec<Option<Type>> = types.iter().copied().map(Some).collect();
            types[place] = Some(*wrong);
            function.overloads.iter().filter(takes).all(|overload| {
                let misfit = overload.parameter(place).unwrap().fit_sort(Sort::Known(*wrong)) == Fit::Misfit;
                misfit || (place > 0 && overload.disagrees(count, |at| types[at]).is_some_and(|(at, _)| at == place))
            })
        })
    }

    /// A type that the parameter takes.
    fn own(accepts: Accepts) -> Type {
        match accepts {
            Accepts::Type(one) => one,
            Accepts::List | Accepts::SameList => Type::Integer.collection(),
            Accepts::Audible => Type::Audio,
            Accepts::Anything | Accepts::Scalar | Accepts::Item | Accepts::Same | Accepts::NotSet => Type::Integer,
        }
    }

    #[test]
    fn a_wrong_argument_of_any_function_is_found_where_it_stands() {
        let mut tried = 0;
        for name in function_names().filter(|name| *name != "If") {
            let function = find(name).unwrap();
            for overload in &function.overloads {
                let types: Vec<Type> = overload.parameters.iter().map(|one| own(one.accepts)).collect();
                for place in 0..types.len() {
                    let Some(wrong) = foreign(function, types.len(), place, &types) else { continue };
                    let names: Vec<String> = (0..types.len()).map(|at| format!("Flow.a{at}")).collect();
                    let text = format!("{name}({})", names.join(", "));
                    let type_of = |name: &str| {
                        let at: usize = name.strip_prefix("Flow.a")?.parse().ok()?;
                        Some(if at == place { wrong } else { types[at] })
                    };
                    let checked = parse(&text).unwrap().check(&type_of);
                    let places: Vec<&str> =
                        checked.mistakes.iter().map(|one| text.get(one.span.clone()).unwrap()).collect();
                    assert_eq!(
                        places,
                        [names[place].as_str()],
                        "{name}{} with {wrong}: {:?}",
                        overload.text,
                        checked.mistakes
                    );
                    tried += 1;
                }
            }
        }
        assert!(tried > 250, "only {tried} arguments were tried");
    }
}
