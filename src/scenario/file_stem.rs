//! The name of a new scenario's file. Must not know where it will stand.

/// Letters of a file's name.
const LONGEST: usize = 80;

/// A name for a scenario's file without its ending: small letters, digits and `_`.
pub fn file_stem(name: &str) -> String {
    let plain: String = name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect();
    let words: Vec<&str> = plain.split('_').filter(|word| !word.is_empty()).collect();
    let name = words.join("_").to_lowercase();
    let name: String = name.chars().take(LONGEST).collect();
    if name.is_empty() { "scenario".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Accept Survey", "accept_survey")]
    #[case("  What? -- Now!  ", "what_now")]
    #[case("!!", "scenario")]
    #[case("Größe/../x", "größe_x")]
    fn names_of_files(#[case] name: &str, #[case] file: &str) {
        assert_eq!(file_stem(name), file);
    }
}
