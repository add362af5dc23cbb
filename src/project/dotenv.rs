//! The text of a `.env` file to variables, without touching the process environment. Must not know where the text came from.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

use super::environment::VARIABLES;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile, did_you_mean};

/// The variables of a `.env` file. It prints their names only: any of them may be a secret.
#[derive(Clone, Default)]
pub struct DotEnv {
    variables: IndexMap<String, String>,
}

impl DotEnv {
    /// The value of a variable.
    pub fn get(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }
}

impl fmt::Debug for DotEnv {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.variables.keys()).finish()
    }
}

/// Reads a `.env` file. A line that cannot be read and a `GENESYS_` variable that is not known are diagnosed; the message never shows a value,
/// so these diagnostics have no excerpt.
pub fn dotenv(source: &Arc<SourceFile>) -> (DotEnv, Diagnostics) {
    let mut found = DotEnv::default();
    let mut diagnostics = Diagnostics::new();
    for item in dotenvy::from_read_iter(source.text().as_bytes()) {
        match item {
            Ok((name, value)) => {
                if name.starts_with("GENESYS_") && !VARIABLES.iter().any(|(known, _)| *known == name) {
                    diagnostics.push(unknown(source, &name));
                }
                found.variables.insert(name, value);
            }
            Err(dotenvy::Error::LineParse(line, at)) => {
                let start = line_of(source.text(), &line);
                let place = Place::new(source, start + at.min(line.len())..start + at.min(line.len())).start();
                let message = format!("line {} of `{}` is not `NAME=value`", place.line, source.name());
                diagnostics.push(
                    Diagnostic::error(Code::BAD_ENV_LINE, message)
                        .help("put a value that has spaces or quotes into single quotes"),
                );
            }
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", source.name());
                diagnostics.push(Diagnostic::error(Code::FILE_UNREADABLE, message));
                break;
            }
        }
    }
    (found, diagnostics)
}

fn unknown(source: &Arc<SourceFile>, name: &str) -> Diagnostic {
    let near = did_you_mean(name, VARIABLES.iter().map(|(known, _)| *known));
    Diagnostic::warning(
        Code::UNKNOWN_ENV_KEY,
        format!("`{name}` in `{}` is not a variable of flowproof", source.name()),
    )
    .help_maybe(near.map(|near| format!("did you mean `{near}`?")))
}

fn line_of(text: &str, line: &str) -> usize {
    text.find(line.trim_end()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (DotEnv, Diagnostics) {
        dotenv(&SourceFile::new(".env", text))
    }

    #[test]
    fn variables_are_read_and_never_printed() {
        let (env, found) = read("# ours\nGENESYS_CLIENT_ID=abc\nexport GENESYS_CLIENT_SECRET='s e c'\nOTHER=1\n");
        assert!(found.is_empty());
        assert_eq!(env.get("GENESYS_CLIENT_ID").as_deref(), Some("abc"));
        assert_eq!(env.get("GENESYS_CLIENT_SECRET").as_deref(), Some("s e c"));
        assert_eq!(env.get("GENESYS_QUEUE_ID"), None);
        assert!(!format!("{env:?}").contains("s e c"));
    }

    #[test]
    fn mistakes_are_told_without_values() {
        let (_, found) = read("GENESYS_CLIENT_SECERT=hush\nGENESYS_FLOW_ID=a b c\n");
        let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`GENESYS_CLIENT_SECERT` in `.env` is not a variable of flowproof",
                "line 2 of `.env` is not `NAME=value`"
            ]
        );
        assert_eq!(found.iter().next().unwrap().help, ["did you mean `GENESYS_CLIENT_SECRET`?"]);
        assert!(found.iter().all(|one| one.place.is_none()));
    }
}
