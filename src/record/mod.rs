//! A conversation that was held becomes a scenario that holds it again, offline. Pure: what was seen comes in, the text of a file goes out.
//! Must not know where the conversation came from.
