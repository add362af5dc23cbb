//! What completes a line: commands, attributes that the flow reads, choices, names of answers. Must not know a terminal.

use super::ask::callees;
use super::command::{PREFIX, words};
use super::conversation::Conversation;

/// Where the completed part begins, in bytes, and the texts for it, sorted.
pub(super) fn complete(conversation: &Conversation, line: &str) -> (usize, Vec<String>) {
    let begin = line.len() - line.trim_start().len();
    let Some((word, rest)) = line.trim_start().split_once(' ').filter(|_| line.trim_start().starts_with(PREFIX)) else {
        return (begin, begun(whole_lines(conversation, line), line.trim_start()));
    };
    let at = begin + word.len() + 1;
    let known = match word {
        "/set" => attributes(conversation).into_iter().map(|name| format!("{name}=")).collect(),
        "/unset" => conversation.pending.keys().cloned().collect(),
        "/choose" => labels(conversation),
        "/stub" => {
            let all = callees(&conversation.program, &conversation.answers.world);
            all.into_iter().map(|(name, _)| name).collect()
        }
        "/forget" => conversation.answers.list().into_iter().map(|(name, _)| name).collect(),
        _ => Vec::new(),
    };
    (at, begun(known, rest))
}

fn whole_lines(conversation: &Conversation, line: &str) -> Vec<String> {
    if line.trim_start().starts_with(PREFIX) {
        return words().collect();
    }
    match conversation.form() {
        Some(form) => form.words().into_iter().map(str::to_owned).collect(),
        None => labels(conversation),
    }
}

/// The attributes that the flow reads.
pub(super) fn attributes(conversation: &Conversation) -> Vec<String> {
    let read = conversation.program.inventory().attributes_read;
    read.into_iter().map(|(name, _)| name.to_string()).collect()
}

fn labels(conversation: &Conversation) -> Vec<String> {
    conversation.offered().into_iter().flat_map(|line| line.labels()).map(str::to_owned).collect()
}

fn begun(mut known: Vec<String>, typed: &str) -> Vec<String> {
    let typed = typed.to_lowercase();
    known.retain(|one| one.to_lowercase().starts_with(&typed));
    known.sort();
    known.dedup();
    known
}
