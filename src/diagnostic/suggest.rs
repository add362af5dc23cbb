//! "Did you mean": the nearest of a list of known words. Must not know what the words stand for.

/// Words further apart than this part of their length are no suggestion: a guess that is far off misleads more than it helps.
const NEAR_ENOUGH: f64 = 0.70;

/// Words of which more than this part must be retyped are no suggestion either, unless one begins with the other: the measure above finds
/// any short word in a long one.
const KEPT: f64 = 0.4;

/// Words of which so little must be retyped are one, however the measure above sees them: it misses swapped letters in short words.
const RETYPED: f64 = 0.6;

/// The known words shown when nothing is near; a longer list is cut, so that a message stays readable.
const LISTED: usize = 12;

/// The known word nearest to `word` (letter case does not count against it), or none that is near enough.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    known
        .into_iter()
        .filter_map(|candidate| nearness(&lower, &candidate.to_lowercase()).map(|score| (score, candidate)))
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// How near two words are, where they are near enough.
fn nearness(word: &str, candidate: &str) -> Option<f64> {
    let alike = strsim::jaro_winkler(word, candidate);
    let kept = strsim::normalized_damerau_levenshtein(word, candidate);
    let begins = candidate.starts_with(word) || word.starts_with(candidate);
    let near = kept >= RETYPED || (alike >= NEAR_ENOUGH && (kept >= KEPT || begins));
    near.then_some(alike.max(kept))
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
        assert_eq!(did_you_mean("CMR", ["bots", "CRM"]), Some("CRM"));
        assert_eq!(did_you_mean("VIP", ["Support", "VIP Support"]), Some("VIP Support"));
        assert_eq!(did_you_mean("zzz", ["region"]), None);
        assert_eq!(did_you_mean("Send a parcel", ["End"]), None);
    }

    #[test]
    fn without_a_near_word_the_known_ones_are_listed() {
        assert_eq!(list_of("queues", "zzz", ["Sales", "Help"]).as_deref(), Some("queues: `Sales`, `Help`"));
        assert_eq!(list_of("queues", "zzz", []), None);
    }
}
