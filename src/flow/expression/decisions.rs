//! The rules of the language that Genesys does not state, and what was decided. The fidelity page is made from this table; a rule that
//! code can switch is a constant here. Must not know how any rule is carried out.

/// Whether `and` stops at the first false operand and `or` at the first true one.
pub(super) const SHORT_CIRCUIT: bool = true;

/// A rule that no public source settles.
#[derive(Debug, Clone, Copy)]
pub struct Decision {
    /// What it is about.
    pub rule: &'static str,
    /// What holds here.
    pub decided: &'static str,
    /// Why.
    pub basis: &'static str,
}

/// All of them.
pub const DECISIONS: &[Decision] = &[
    Decision {
        rule: "`and` and `or`",
        decided: "stop at the operand that decides; the other is not evaluated",
        basis: "no source; every language with these words does",
    },
    Decision {
        rule: "`If` and `?:`",
        decided: "evaluate the branch that is taken only; a condition that is NOT_SET counts as false",
        basis: "`5 + If(IsSet(x), x, 0)` is the documented idiom; the signature allows NOT_SET as condition",
    },
    Decision {
        rule: "the branches of `?:`",
        decided: "may be any expression, also `or` and a nested `?:`, which groups to the right",
        basis: "a superset of the old grammar, which wants brackets there",
    },
    Decision {
        rule: "letter case of `==` between texts",
        decided: "counts",
        basis: "authors of published flows list the spellings of one word; `AreEqual` has a switch for it",
    },
    Decision {
        rule: "order of texts",
        decided: "as a dictionary: by letters, then by accents, last by letter case, small letters before capitals",
        basis: "the vendor's examples of `Compare`, none of which has an accent",
    },
    Decision {
        rule: "positions in a text",
        decided: "count UTF-16 units, as does `Length`; a cut through a pair of units drops the half",
        basis: "the vendor's examples hold only characters of one unit; its scripting SDK is JavaScript",
    },
    Decision {
        rule: "`Left`, `Right` and `Substring` of a negative length",
        decided: "give an empty text; what a negative start counts is cut away",
        basis: "no example; what lies beyond the end is cut away in the vendor's",
    },
    Decision {
        rule: "`FindString`: which occurrence",
        decided: "one below 1 is not found; the empty text is found at the start, whichever is asked for",
        basis: "the vendor's examples give -1 beyond the last and 0 for the first empty text",
    },
    Decision {
        rule: "`DetectLanguage` of less than 20 letters",
        decided: "gives the default, unless the letters themselves tell the language",
        basis: "statistics of so few letters are wrong more often than right; the vendor's two examples are sentences",
    },
    Decision {
        rule: "`AreEqual` of a Boolean and bare NOT_SETs",
        decided: "takes the Boolean for the switch of letter case",
        basis: "the name of a constraint in the vendor's signatures says that a bare NOT_SET is taken for a text",
    },
    Decision {
        rule: "an index outside a list",
        decided: "is a failure that goes to error handling",
        basis: "no source",
    },
    Decision {
        rule: "a property that a JSON object lacks",
        decided: "is NOT_SET; letter case of its name counts",
        basis: "`GetJsonObjectProperty` in published flows is followed by a check with `IsSet`",
    },
    Decision {
        rule: "JSON scalars as operands and arguments",
        decided: "stand for the plain value that they hold; a JSON text prints without quotes",
        basis: "published flows put `ToString(GetJsonObjectProperty(…))` into sentences",
    },
    Decision {
        rule: "rounding of Decimals",
        decided: "40 significant digits, halves away from zero",
        basis: "the vendor's examples `ToString(1.125, 2)` and `Round(1.5)`",
    },
    Decision {
        rule: "powers with a fraction as exponent",
        decided: "are computed in double precision",
        basis: "no example",
    },
    Decision {
        rule: "`ToString` of a list without a delimiter",
        decided: "puts `,` between the items",
        basis: "no example",
    },
    Decision {
        rule: "`ToDisplayString` of NOT_SET",
        decided: "is an empty text",
        basis: "the editor wraps every part of a message in it and tests it with `IsNotSetOrEmpty`",
    },
    Decision {
        rule: "parts of a communication",
        decided: "are joined with one space unless one side already has white space there, or the next one begins with punctuation",
        basis: "published bots write both kinds of parts and mean sentences",
    },
    Decision {
        rule: "a resource that the org does not have",
        decided: "`Find…` gives NOT_SET, `To…` fails",
        basis: "flows test the result of `Find…` with `IsSet`; a literal of an unknown resource cannot be published",
    },
    Decision {
        rule: "formats (`Format.Date.shortYear`) in `ToCommunication`, `ToDisplayString` and audio",
        decided: "are read and do not change the text",
        basis: "no page shows what each prints; a test should look for the value",
    },
    Decision {
        rule: "`ToDateTime` and `ToDuration` of a number",
        decided: "count seconds since 1970, and milliseconds",
        basis: "no example for the first; `ToInt` of a Duration gives milliseconds",
    },
    Decision {
        rule: "`ToInt` of a text with a fraction",
        decided: "cuts it off, as of a Decimal; a text that is no number is a failure, so for the other casts",
        basis: "the vendor's examples of `ToInt` of a Decimal",
    },
    Decision {
        rule: "`IsNotSetOrEmpty` of JSON",
        decided: "is true for an empty text, list and object",
        basis: "no source; the same holds for texts and lists",
    },
    Decision {
        rule: "`Split` with an empty delimiter",
        decided: "gives the whole text as one part",
        basis: "`Replace` of an empty text changes nothing in the vendor's examples",
    },
    Decision {
        rule: "choosers by expression (`MakeChooser`, `MakeQuickReplies`, `MakeCarousel`, `MakeCard`, `MakeListPicker`, `MakePostbackChoice`)",
        decided: "the names and signatures are ours",
        basis: "published exports show the types, as literals only; no public page or flow shows an expression that makes one",
    },
    Decision {
        rule: "functions without a public use (`Abs`, `Max`, `Min`, `JsonStringify`, `IsJsonArray`, `RemoveJsonObjectProperty`, `Find…` and `To…` of other resources)",
        decided: "exist, by analogy with their like",
        basis: "no public page or flow shows them; without them a flow that uses one would not load",
    },
    Decision {
        rule: "signatures newer than the vendor's public SDK (JSON, communication, list changes, timeslots)",
        decided: "are inferred from their use in published flows",
        basis: "only an org's own SDK lists them",
    },
    Decision {
        rule: "telephone numbers without `+`",
        decided: "belong to the North American plan",
        basis: "the vendor's example `ToPhoneNumber(\"+13178723000\") == ToPhoneNumber(\"13178723000\")`",
    },
    Decision {
        rule: "which texts are telephone numbers",
        decided: "those that the numbering plans of the world can read, also where nobody can have the number; all others are a failure",
        basis: "the vendor's page on phone addresses gives the forms `tel:`, `sip:`, `sips:` and `;ext=`; 555 numbers are what tests use",
    },
    Decision {
        rule: "`WeekNum`",
        decided: "counts weeks from Sunday, 1 January being in week 1",
        basis: "`DayOfWeek` counts from Sunday; the vendor's three examples fit this and ISO 8601 alike",
    },
    Decision {
        rule: "trees: an operand of no known type",
        decided: "suits every signature, so the first that the others suit gives the type; a branch of `If` has the type of the other one",
        basis: "no public tree has such an operand",
    },
    Decision {
        rule: "trees: operands that no signature takes",
        decided: "are taken for saved as texts where that helps, else the type is `any`",
        basis: "the editor saves what is no text into a text through `ToString`",
    },
    Decision {
        rule: "trees: numbers",
        decided: "keep the digits of their author; a minus right before one is part of it, before a bracket it is an operator",
        basis: "`Flow.x != -1` in published exports holds the literal `-1`; no decimal is shown",
    },
    Decision {
        rule: "trees: `NOT_SET`",
        decided: "is the leaf `nul` without a text; of the type that is wanted where it is a whole value, else of the type `nts`",
        basis: "a public configuration of a voice survey shows it as a whole value; no public export shows it as an operand",
    },
    Decision {
        rule: "trees: properties of formats",
        decided: "carry their kind before them (`dateShortYear`), and the codes end in `c` and `f`, for every kind",
        basis: "`Date` and `String` do in published exports; the vendor's signatures name further codes with `f`",
    },
    Decision {
        rule: "trees: names of an interaction",
        decided: "have the same type in calls, chats, e-mails and messages; every prompt is a `pmt`",
        basis: "published exports show some of each; the vendor's articles list those of messages",
    },
    Decision {
        rule: "trees: `Email.Message`",
        decided: "has the type `cpx_email_message`",
        basis: "by analogy with `cpx_short_message`; no public export shows it",
    },
    Decision {
        rule: "trees: other properties of messages, work items, pairs and currencies",
        decided: "have the type that their name says",
        basis: "published exports show `body`, `senderAddress`, `e164`, `id` and `status.name`",
    },
    Decision {
        rule: "the canonical text: brackets",
        decided: "stand around a binary operator or `?:` that is an operand, not around a prefix",
        basis: "published exports show binary operators only",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_stands_once() {
        let mut rules: Vec<&str> = DECISIONS.iter().map(|one| one.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        assert_eq!(rules.len(), DECISIONS.len());
        assert!(DECISIONS.iter().all(|one| !one.decided.is_empty() && !one.basis.is_empty()));
    }
}
