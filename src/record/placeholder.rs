//! What stands in the place of a personal value: of the same shape, so that the flow goes the same way. Must not know where it stands.

/// What a value is, and so what takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// An e-mail address.
    Mail,
    /// A long number.
    Number,
    /// The name of a person.
    Name,
    /// Whatever else was asked to be replaced.
    Other,
    /// What nobody may see.
    Secret,
}

/// First names that stand in for others.
const NAMES: [&str; 6] = ["Alex", "Robin", "Kim", "Jo", "Sam", "Lee"];

impl Shape {
    /// What it is called.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Mail => "an e-mail address",
            Self::Number => "a number",
            Self::Name => "a name",
            Self::Other => "a value",
            Self::Secret => "a secret",
        }
    }
}

/// What takes the place of the value of that shape that is the `number`-th, from 1.
pub(super) fn placeholder(shape: Shape, value: &str, number: usize) -> String {
    match shape {
        Shape::Mail => format!("customer{number}@example.com"),
        Shape::Number => pour(value, &digits(value, number)),
        Shape::Name => match NAMES.get(number - 1) {
            Some(name) => (*name).to_owned(),
            None => format!("Person {number}"),
        },
        Shape::Other => format!("value {number}"),
        Shape::Secret => format!("withheld-{number}"),
    }
}

/// Digits of the same count: of a North American telephone number one that is nobody's; else the first digit stays, since its being 0 or not
/// may matter.
pub(super) fn digits(value: &str, number: usize) -> String {
    let given: String = value.chars().filter(char::is_ascii_digit).collect();
    let plus = value.trim_start().starts_with('+');
    if number < 100 {
        let fiction = format!("20255501{number:02}");
        match given.len() {
            10 if !plus && !given.starts_with(['0', '1']) => return fiction,
            11 if plus && given.starts_with('1') => return format!("1{fiction}"),
            _ => {}
        }
    }
    // A country's code has up to two digits more than it needs to be told.
    let kept: String = given.chars().take(if plus { 2 } else { 1 }).collect();
    let width = given.len().saturating_sub(kept.len());
    format!("{kept}{number:0width$}")
}

/// The shape of a number with other digits.
pub(super) fn pour(shape: &str, digits: &str) -> String {
    let mut digits = digits.chars();
    shape.chars().map(|letter| if letter.is_ascii_digit() { digits.next().unwrap_or('0') } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("+1 (312) 555-0199", "+1 (202) 555-0101")]
    #[case("3125550199", "2025550101")]
    #[case("4111 1111 1111 1111", "4000 0000 0000 0001")]
    #[case("0049301234567", "0000000000001")]
    #[case("+49 30 1234567", "+49 00 0000001")]
    fn a_number_keeps_its_count_of_digits(#[case] value: &str, #[case] expected: &str) {
        assert_eq!(placeholder(Shape::Number, value, 1), expected);
    }

    #[test]
    fn values_differ_in_their_places() {
        let shapes = [Shape::Mail, Shape::Number, Shape::Name, Shape::Other, Shape::Secret];
        for shape in shapes {
            let all: std::collections::BTreeSet<String> =
                (1..=20).map(|at| placeholder(shape, "12345678", at)).collect();
            assert_eq!(all.len(), 20, "{shape:?}");
        }
    }
}
