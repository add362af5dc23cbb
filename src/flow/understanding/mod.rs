//! What a bot makes of what a customer says: the table that a scenario writes, and the phrases and slot types that the bot's own file
//! trains its language model with. No language is guessed: words that nothing here knows mean nothing. Must not know actions or the engine.

mod entity;
mod meaning;
mod model;
mod table;
mod words;

pub use entity::{EntityType, ListItem};
pub use meaning::Meaning;
pub use model::{Intent, LanguageModel, Segment};
pub use table::{Heard, Hears, Understanding, Understood};
pub(crate) use words::{folded_words, said_yes};
