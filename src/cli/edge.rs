//! The process as values: streams, environment variables, `.env`, the disk. Read here and nowhere else.

use std::io::{self, IsTerminal as _, Write};
use std::sync::Arc;
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, RenderStyle, Severity, SourceFile, render};
use crate::project::{DiskFiles, Environment, Files, dotenv, environment};
use crate::report::Screen;

/// The width of a terminal that does not tell it.
const NARROW: usize = 80;

/// Names a profile where the command line does not.
const PROFILE: &str = "FLOWPROOF_PROFILE";

/// What a command knows of the process that it runs in.
pub(super) struct Edge {
    /// Folder of `flowproof.yaml`.
    pub root: Utf8PathBuf,
    /// The profile of `flowproof.yaml` that is used, where one is.
    pub profile: Option<String>,
    /// The disk.
    pub files: Arc<dyn Files>,
}

impl Edge {
    /// The real process.
    pub fn new(root: Utf8PathBuf, profile: Option<String>) -> Self {
        let profile = profile.or_else(|| Self::variable(PROFILE));
        Self { root, profile, files: Arc::new(DiskFiles) }
    }

    /// An environment variable that is set and not empty.
    pub fn variable(name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    /// The project's environment: the process first, then `.env` beside `flowproof.yaml`. The process's own environment is not changed.
    pub fn environment(&self) -> (Environment, Diagnostics) {
        let path = self.root.join(".env");
        let (file, diagnostics) = match self.files.read(&path) {
            Ok(text) => {
                let (file, diagnostics) = dotenv(&SourceFile::new(path.as_str(), text));
                (Some(file), diagnostics)
            }
            Err(_) => (None, Diagnostics::new()),
        };
        let variables = |name: &str| Self::variable(name).or_else(|| file.as_ref()?.get(name));
        (environment(variables), diagnostics)
    }

    /// The day, in UTC.
    pub fn today(&self) -> jiff::civil::Date {
        jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// Standard output; colours are kept for a terminal and stripped elsewhere.
    pub fn out(&self) -> anstream::AutoStream<io::Stdout> {
        anstream::stdout()
    }

    /// The terminal to draw progress on: where standard output is one that can, and nobody keeps what is written as a log.
    pub fn screen(&self) -> Option<Screen> {
        let logged = Self::variable("CI").is_some() || Self::variable("TERM").is_some_and(|kind| kind == "dumb");
        (io::stdout().is_terminal() && !logged).then(|| {
            let begun = Instant::now();
            let width = || terminal_size::terminal_size().map_or(NARROW, |(width, _)| usize::from(width.0));
            Screen { width: Box::new(width), clock: Box::new(move || begun.elapsed()) }
        })
    }

    /// Prints a line; a closed pipe is no error worth words.
    pub fn say(&self, line: &str) {
        let _ = writeln!(self.out(), "{line}");
    }

    /// Prints a line to standard error.
    pub fn tell(&self, line: &str) {
        let _ = writeln!(anstream::stderr(), "{line}");
    }

    /// Prints diagnostics to standard error, and how many there were.
    pub fn report(&self, diagnostics: &Diagnostics) {
        for one in diagnostics {
            self.tell(&format!("{}\n", render(one, RenderStyle::Coloured)));
        }
        let count = |severity: Severity| diagnostics.iter().filter(|one| one.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if errors + warnings > 0 {
            self.tell(&format!("{}, {}", plural(errors, "error"), plural(warnings, "warning")));
        }
    }

    /// Reads a file under the name that messages use; a failure is a diagnostic.
    pub fn read(&self, path: &Utf8Path) -> Result<Arc<SourceFile>, Diagnostic> {
        match self.files.read(path) {
            Ok(text) => Ok(SourceFile::new(path.as_str(), text)),
            Err(error) => Err(Diagnostic::error(Code::FILE_UNREADABLE, format!("`{path}` cannot be read: {error}"))),
        }
    }
}

/// `1 case`, `2 cases`.
pub(super) fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
