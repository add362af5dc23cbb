//! The seed's four steps over the fake org's real socket.
