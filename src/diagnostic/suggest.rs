//! "Did you mean": the nearest of a list of known words. Must not know what the words stand for.

/// Words further apart than this part of their length are no suggestion: a guess that is far off misleads more than it helps.
const NEAR_ENOUGH: f64 = 0.70;

/// The known words shown when nothing is near; a longer list is cut, so that a message stays readable.
const LISTED: usize = 12;

/// The known word nearest to `word` (letter case does not count against it), or none that is near enough.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score >= NEAR_ENOUGH)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// A help line for an unknown word: the nearest known one, else the list of them; none where nothing is known.
pub fn list_of<'a>(what: &str, word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(near) = did_you_mean(word, known.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    if known.is_empty() {
        return None;
    }
    let shown: Vec<String> = known.iter().take(LISTED).map(|one| format!("`{one}`")).collect();
    let more = known.len().saturating_sub(LISTED);
    let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(format!("{what}: {}{tail}", shown.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_named() {
        assert_eq!(did_you_mean("costomer_tier", ["region", "customer_tier"]), Some("customer_tier"));
        assert_eq!(did_you_mean("VIP support", ["Support", "VIP Support"]), Some("VIP Support"));
        assert_eq!(did_you_mean("zzz", ["region"]), None);
    }

    #[test]
    fn without_a_near_word_the_known_ones_are_listed() {
        assert_eq!(list_of("queues", "zzz", ["Sales", "Help"]).as_deref(), Some("queues: `Sales`, `Help`"));
        assert_eq!(list_of("queues", "zzz", []), None);
    }
}
