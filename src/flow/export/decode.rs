//! The text of an `.i3*` file to the JSON inside: base64 of percent-encoded UTF-8. Must not know what the JSON means.
//!
//! Some tools save the same files with one of the two layers already taken off, so each layer is taken off only where it is there.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};

use crate::diagnostic::{Code, Diagnostic, Place, SourceFile, Span};

/// Standard base64, with or without the padding at its end: files that went through other tools have lost it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Takes the layers off.
///
/// # Errors
/// What is wrong with the base64, the percent-encoding or the UTF-8 below them.
pub(super) fn decode(source: &Arc<SourceFile>) -> Result<String, Diagnostic> {
    let text = source.text().trim_start_matches('\u{feff}');
    let escaped = if text.trim_start().starts_with('%') { text.trim().to_owned() } else { from_base64(source, text)? };
    from_percent(source, &escaped)
}

fn from_base64(source: &Arc<SourceFile>, text: &str) -> Result<String, Diagnostic> {
    if let Some((at, found)) = text.char_indices().find(|(_, one)| !is_base64(*one) && !one.is_whitespace()) {
        let at = at + source.text().len() - text.len();
        let message = format!("`{}` cannot stand in base64", found.escape_debug());
        return Err(broken(source, at..at + found.len_utf8(), message));
    }
    let compact: String = text.split_whitespace().collect();
    let bytes =
        BASE64.decode(compact).map_err(|_| broken(source, 0..0, "the base64 of the export is cut off or damaged"))?;
    String::from_utf8(bytes).map_err(|_| broken(source, 0..0, "the base64 of the export holds no text"))
}

fn from_percent(source: &Arc<SourceFile>, text: &str) -> Result<String, Diagnostic> {
    // Percent signs in a document that is JSON already are its own.
    if text.trim_start().starts_with(['{', '[']) {
        return Ok(text.to_owned());
    }
    let is_hex = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    if let Some((at, _)) = text.match_indices('%').find(|(at, _)| !text.get(at + 1..).is_some_and(is_hex)) {
        let message = format!("the percent-encoding of the export is broken at byte {at} below the base64");
        return Err(broken(source, 0..0, message));
    }
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
    Ok(decoded.map_err(|_| broken(source, 0..0, "the percent-encoding of the export holds no text"))?.into_owned())
}

fn is_base64(one: char) -> bool {
    one.is_ascii_alphanumeric() || matches!(one, '+' | '/' | '=')
}

fn broken(source: &Arc<SourceFile>, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::EXPORT_ENCODING, message)
        .at(Place::new(source, span))
        .help("export the flow again, and keep the file as it is: an editor or a mail program may have changed it")
}

/// Whether a text can be nothing but an export: base64 letters and white space only, and more than a word of them.
pub(super) fn looks_encoded(text: &str) -> bool {
    /// Shorter than any flow; longer than a word that a broken YAML file may be.
    const SHORTEST: usize = 40;
    let text = text.trim_start_matches('\u{feff}').trim();
    let start: Vec<char> = text.chars().take(SHORTEST).collect();
    let percent = text.starts_with("%7B") || text.starts_with("%7b");
    percent || (start.len() == SHORTEST && start.iter().all(|one| is_base64(*one) || matches!(one, '\r' | '\n')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Result<String, String> {
        decode(&SourceFile::new("f.i3", text)).map_err(|found| found.message)
    }

    #[test]
    fn layers_come_off_where_they_are() {
        let percent = "%7B%22name%22%3A%22100%25%20%C3%A9%22%7D";
        let json = "{\"name\":\"100% é\"}";
        let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
        for text in [
            encode(percent),
            format!("\u{feff}{}\n", encode(percent)),
            encode(percent).trim_end_matches('=').to_owned(),
            encode(json),
            percent.to_owned(),
        ] {
            assert_eq!(decoded(&text).as_deref(), Ok(json), "{text}");
        }
        let whole = encode(percent);
        let lines = whole.as_bytes().chunks(10).map(|part| String::from_utf8_lossy(part).into_owned());
        assert_eq!(decoded(&lines.collect::<Vec<_>>().join("\r\n")).as_deref(), Ok(json));
    }

    #[rstest::rstest]
    #[case("QUJD-", "`-` cannot stand in base64")]
    #[case("QUJDR", "the base64 of the export is cut off or damaged")]
    #[case("/////w==", "the base64 of the export holds no text")]
    #[case("JTdCJTdH", "the percent-encoding of the export is broken at byte 3 below the base64")]
    #[case("JTdCJQ==", "the percent-encoding of the export is broken at byte 3 below the base64")]
    #[case("JUZG", "the percent-encoding of the export holds no text")]
    fn damage_is_told(#[case] text: &str, #[case] message: &str) {
        assert_eq!(decoded(text), Err(message.to_owned()));
    }
}
