//! The JSON documents of Genesys Cloud as types.
