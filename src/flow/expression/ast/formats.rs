//! Formats: `Format.Date.shortYear` is the property `dateShortYear` of the built-in `Format.Date`. Must not know what a format does.

use super::code::TypeCode;

/// The kinds with the code of the built-in, and of the format that its properties are.
///
/// Facts: `Date` and `String` in published flows; the codes of formats (`bof`, `cuf`, `nuf`, `phf`) in the vendor's signatures of audio
/// functions. Decision: the codes of the other built-ins end in `c`, as the two that are known.
const KINDS: &[(&str, &str, &str)] = &[
    ("Date", "dac", "daf"),
    ("String", "stc", "stf"),
    ("Number", "nuc", "nuf"),
    ("Currency", "cuc", "cuf"),
    ("Bool", "boc", "bof"),
    ("Boolean", "boc", "bof"),
    ("PhoneNumber", "phc", "phf"),
];

/// The code of `Format.Date`, by its last part.
pub(super) fn built_in_code(kind: &str) -> TypeCode {
    find(kind).map_or(TypeCode::ANY, |(_, code, _)| TypeCode::constant(code))
}

/// The code of its properties, by the code of `Format.Date`.
pub(super) fn property_code(of: &TypeCode) -> Option<TypeCode> {
    KINDS.iter().find(|(_, code, _)| *code == of.as_str()).map(|(.., format)| TypeCode::constant(format))
}

/// The kind of format that a built-in's name stands for.
pub(super) fn kind_of(name: &str) -> Option<&str> {
    let (scope, kind) = name.split_once('.')?;
    (scope.eq_ignore_ascii_case("format") && !kind.is_empty()).then_some(kind)
}

/// `shortYear` of `Date` in the tree: `dateShortYear`. Decision: other kinds go like the two that are known.
pub(super) fn in_tree(kind: &str, written: &str) -> String {
    prefix(kind) + &first(written, char::to_ascii_uppercase)
}

/// The way back; none for a property that does not carry its kind.
pub(super) fn as_written(kind: &str, in_tree: &str) -> Option<String> {
    let behind = in_tree.strip_prefix(prefix(kind).as_str())?;
    Some(first(behind, char::to_ascii_lowercase))
}

fn prefix(kind: &str) -> String {
    first(find(kind).map_or(kind, |(name, ..)| name), char::to_ascii_lowercase)
}

fn find(kind: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    KINDS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(kind))
}

fn first(word: &str, change: fn(&char) -> char) -> String {
    let mut letters = word.chars();
    letters.next().iter().map(change).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formats_property_carries_its_kind() {
        assert_eq!(in_tree("Date", "shortYear"), "dateShortYear");
        assert_eq!(in_tree("DATE", "shortYear"), "dateShortYear");
        assert_eq!(in_tree("String", "playChars"), "stringPlayChars");
        assert_eq!(as_written("Date", "dateShortYear"), Some("shortYear".to_owned()));
        assert_eq!(as_written("Date", "shortYear"), None);
    }

    #[test]
    fn kinds_have_codes() {
        assert_eq!(kind_of("Format.Date"), Some("Date"));
        assert_eq!(kind_of("Flow.Date"), None);
        assert_eq!(property_code(&built_in_code("date")), Some(TypeCode::constant("daf")));
        assert_eq!(property_code(&built_in_code("PhoneNumber")), Some(TypeCode::constant("phf")));
        assert_eq!(built_in_code("Unheard"), TypeCode::ANY);
    }
}
