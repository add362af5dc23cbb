//! Which part of a dotted name is the variable and where its properties begin: `Flow.order` then `.id`, but `Message.Message.body`
//! whole. Must not know values.

/// Names of this many parts, by how they begin, in any letter case. Everything else that has a dot is `Scope.name`.
///
/// Facts: the built-in variables of published flows and of the vendor's SDK. Objects among them (`Message.Message`) are asked for with
/// their property in the name, so that whoever holds them need not build the object.
const LONG_NAMES: &[(&[&str], usize)] = &[
    (&["message", "message"], 3),
    (&["email", "message"], 3),
    (&["chat", "guest"], 3),
    (&["format"], 3),
    (&["system", "languages"], 3),
    (&["system", "currencies"], 3),
    (&["system", "regions"], 3),
    (&["system", "datetime"], 3),
];

/// How many of the parts make the variable's name.
pub(super) fn variable_parts(parts: &[&str]) -> usize {
    let begins = |start: &[&str]| {
        parts.len() >= start.len() && start.iter().zip(parts).all(|(known, part)| known.eq_ignore_ascii_case(part))
    };
    let wanted = LONG_NAMES.iter().find(|(start, _)| begins(start)).map_or(2, |(_, count)| *count);
    wanted.min(parts.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("Flow.order.id", 2)]
    #[case("Message.Message.body", 3)]
    #[case("message.MESSAGE.attachments.x", 3)]
    #[case("Message.Message", 2)]
    #[case("Message.ConversationId", 2)]
    #[case("Workitem.Workitem.status.name", 2)]
    #[case("Format.String.playChars", 3)]
    #[case("x", 1)]
    fn the_variable_ends_where_properties_begin(#[case] name: &str, #[case] count: usize) {
        let parts: Vec<&str> = name.split('.').collect();
        assert_eq!(variable_parts(&parts), count);
    }
}
