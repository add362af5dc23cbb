//! The language that a text is written in. Must not know functions; nobody else touches the detection library.

/// Letters from which a language can be told; a shorter text only where the library is sure, as it is of Korean after a word.
const ENOUGH: usize = 20;

/// The ISO 639-1 tags of the languages that the library names by three letters.
const TAGS: &[(&str, &str)] = &[
    ("epo", "eo"),
    ("eng", "en"),
    ("rus", "ru"),
    ("cmn", "zh"),
    ("spa", "es"),
    ("por", "pt"),
    ("ita", "it"),
    ("ben", "bn"),
    ("fra", "fr"),
    ("deu", "de"),
    ("ukr", "uk"),
    ("kat", "ka"),
    ("ara", "ar"),
    ("hin", "hi"),
    ("jpn", "ja"),
    ("heb", "he"),
    ("yid", "yi"),
    ("pol", "pl"),
    ("amh", "am"),
    ("jav", "jv"),
    ("kor", "ko"),
    ("nob", "nb"),
    ("dan", "da"),
    ("swe", "sv"),
    ("fin", "fi"),
    ("tur", "tr"),
    ("nld", "nl"),
    ("hun", "hu"),
    ("ces", "cs"),
    ("ell", "el"),
    ("bul", "bg"),
    ("bel", "be"),
    ("mar", "mr"),
    ("kan", "kn"),
    ("ron", "ro"),
    ("slv", "sl"),
    ("hrv", "hr"),
    ("srp", "sr"),
    ("mkd", "mk"),
    ("lit", "lt"),
    ("lav", "lv"),
    ("est", "et"),
    ("tam", "ta"),
    ("vie", "vi"),
    ("urd", "ur"),
    ("tha", "th"),
    ("guj", "gu"),
    ("uzb", "uz"),
    ("pan", "pa"),
    ("aze", "az"),
    ("ind", "id"),
    ("tel", "te"),
    ("pes", "fa"),
    ("mal", "ml"),
    ("ori", "or"),
    ("mya", "my"),
    ("nep", "ne"),
    ("sin", "si"),
    ("khm", "km"),
    ("tuk", "tk"),
    ("aka", "ak"),
    ("zul", "zu"),
    ("sna", "sn"),
    ("afr", "af"),
    ("lat", "la"),
    ("slk", "sk"),
    ("cat", "ca"),
    ("tgl", "tl"),
    ("hye", "hy"),
    ("cym", "cy"),
];

/// The tag of the language, if one can be told.
pub(super) fn language_of(text: &str) -> Option<&'static str> {
    let enough = text.chars().filter(|c| c.is_alphabetic()).count() >= ENOUGH;
    let code = whatlang::detect(text).filter(|found| enough || found.is_reliable())?.lang().code();
    TAGS.iter().find(|(three, _)| *three == code).map(|(_, tag)| *tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("This is a test that should verify our ability to find a language in a string of native text.", Some("en"))]
    #[case("이 기본 텍스트 문자열의 언어를 찾을 수있는 우리의 능력을 확인해야합니다 테스트입니다.", Some("ko"))]
    #[case("¿Dónde está mi pedido? Necesito hablar con una persona, por favor.", Some("es"))]
    #[case("Esta es una prueba que debe verificar nuestra capacidad para encontrar un idioma.", Some("es"))]
    #[case("안녕하세요", Some("ko"))]
    #[case("Hello", None)]
    #[case("12345", None)]
    #[case("", None)]
    fn languages_are_told(#[case] text: &str, #[case] tag: Option<&str>) {
        assert_eq!(language_of(text), tag);
    }

    #[test]
    fn every_language_of_the_library_has_a_tag() {
        for language in whatlang::Lang::all() {
            assert!(TAGS.iter().any(|(three, _)| *three == language.code()), "{}", language.code());
        }
    }
}
