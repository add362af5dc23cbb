//! The dialogue that every action of a bot that asks has in common: question, answer, asking again with apologies up to a limit,
//! confirmation, a person wanted at any time. What an answer is good for is the business of each kind. Must not know any one kind.

mod confirming;
mod dialogue;
mod giving_up;
mod prompts;
#[cfg(test)]
mod tests;

pub(super) use confirming::yes_or_no;
pub(super) use dialogue::{Answer, Ask, Dialogue, Reply, Source};
pub(super) use prompts::yes_and_no;
