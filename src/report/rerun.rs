//! The command that runs one case again, as a shell takes it. Must not know who shows it.

use crate::event::{CaseName, RunStarted};
use crate::scenario::model::{Driver, TargetName};

/// The options of a run without which a case of it would run elsewhere, or not be found: ` --target live`.
pub(super) fn options(started: &RunStarted) -> String {
    let target = if started.target == TargetName::Live { " --target live" } else { "" };
    let driver = match started.driver {
        Some(Driver::Simulate) => " --driver simulate",
        Some(Driver::Converse) => " --driver converse",
        None => "",
    };
    let profile = started.profile.as_deref().map(|name| format!(" --profile {}", quote(name)));
    let project = started.project.as_deref().map(|folder| format!(" --project {}", quote(folder)));
    format!("{}{target}{driver}{}", project.unwrap_or_default(), profile.unwrap_or_default())
}

/// The command, with the options of the run.
pub(super) fn command(name: &CaseName, options: &str) -> String {
    let file = quote(&name.file);
    match &name.case {
        Some(case) => format!("flowproof run {file}{options} --filter {}", quote(case)),
        None => format!("flowproof run {file}{options}"),
    }
}

/// Quoted for a shell where it needs to be.
fn quote(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':' | '@');
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_a_shell_are_quoted_where_needed() {
        assert_eq!(quote("scenarios/vip.yaml"), "scenarios/vip.yaml");
        assert_eq!(quote("Gold, 5 orders"), "'Gold, 5 orders'");
        assert_eq!(quote("it's"), "'it'\\''s'");
    }
}
