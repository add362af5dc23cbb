//! `--log LEVEL=FILE`: what this program and the libraries that speak for it say of their work, a line each, for whoever looks into a run or
//! asks the vendor about a request. Must not know what is said.

use std::fs::File;
use std::str::FromStr;

use camino::Utf8PathBuf;
use jiff::Timestamp;
use log::LevelFilter;

/// The levels, the quietest first.
const LEVELS: &[(&str, LevelFilter)] = &[
    ("error", LevelFilter::Error),
    ("warn", LevelFilter::Warn),
    ("info", LevelFilter::Info),
    ("debug", LevelFilter::Debug),
    ("trace", LevelFilter::Trace),
];

/// How much is logged, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LogArg {
    level: LevelFilter,
    file: Utf8PathBuf,
}

impl FromStr for LogArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let words = || LEVELS.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        let Some((level, file)) = text.split_once('=').filter(|(_, file)| !file.is_empty()) else {
            return Err(format!("write a level and a file, such as `debug=flowproof.log`; levels are {}", words()));
        };
        let known = LEVELS.iter().find(|(word, _)| *word == level).map(|(_, level)| *level);
        let level = known.ok_or_else(|| format!("`{level}` is no level: {}", words()))?;
        Ok(Self { level, file: file.into() })
    }
}

/// Logs from now on, into a file that is begun anew.
///
/// # Errors
/// The file cannot be written, in words.
pub(super) fn begin(log: &LogArg) -> Result<(), String> {
    let unwritten = |error: &dyn std::fmt::Display| format!("the log `{}` cannot be written: {error}", log.file);
    let file = File::create(&log.file).map_err(|error| unwritten(&error))?;
    // Below this, the WebSocket library writes out every frame, and with it the guests' tokens.
    let frames = log.level.min(LevelFilter::Info);
    fern::Dispatch::new()
        .level(log.level)
        .level_for("tungstenite", frames)
        .level_for("tokio_tungstenite", frames)
        .format(move |out, words, record| {
            // To the millisecond, in UTC: a vendor's log is searched by it.
            let now = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ");
            out.finish(format_args!("{now} {:5} {} {words}", record.level(), record.target()));
        })
        .chain(file)
        .apply()
        .map_err(|error| unwritten(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_names_its_level_and_its_file() {
        let log: LogArg = "debug=a/b.log".parse().unwrap();
        assert_eq!(log, LogArg { level: LevelFilter::Debug, file: "a/b.log".into() });
        for (wrong, part) in
            [("debug", "such as `debug=flowproof.log`"), ("loud=a.log", "`loud` is no level: error, warn")]
        {
            assert!(wrong.parse::<LogArg>().unwrap_err().contains(part));
        }
    }

    #[test]
    fn a_file_that_cannot_be_written_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let log = LogArg { level: LevelFilter::Off, file: folder.path().to_str().unwrap().into() };
        assert!(begin(&log).unwrap_err().contains("cannot be written"));
    }
}
