//! The history of a guest: a token for it over the socket, and `GET /api/v2/webmessaging/messages` (facts: genesys-api.md 4.5).

use std::sync::Arc;

use super::answer::NO_SESSION;
use super::dispatch::Context;
use crate::fake::core::authorize;
use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::ids::Kind;
use crate::fake::core::json;
use crate::fake::core::request::Response;
use crate::wire::guest::{Class, FrameKind, Jwt, Message, code};
use crate::wire::platform::Page;

/// How long a guest's token is good, in seconds: a decision, no source says it.
const TOKEN_SECONDS: i64 = 15 * 60;

/// The page size where a request does not say.
const DEFAULT_PAGE_SIZE: u64 = 25;

/// The messages of the token's guest over all conversations, the newest first: a decision, no source says the order.
pub fn history(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let token = call.request.bearer().ok_or_else(authorize::missing)?;
    let guest = state.guest_tokens.get(token).and_then(|guest| state.guests.get(guest)).ok_or_else(authorize::wrong)?;
    let number = |name: &str, usual: u64| {
        let given = call.request.parameter(name).and_then(|given| given.parse::<u64>().ok());
        given.filter(|given| *given > 0).unwrap_or(usual)
    };
    let (page_number, page_size) = (number("pageNumber", 1), number("pageSize", DEFAULT_PAGE_SIZE));
    let conversations = guest.conversations.iter().rev().filter_map(|id| state.messaging.get(id));
    let all: Vec<&Message> =
        conversations.flat_map(|one| one.posted.iter().rev()).map(|posted| &posted.message).collect();
    let total = all.len() as u64;
    let skipped = usize::try_from((page_number - 1).saturating_mul(page_size)).unwrap_or(usize::MAX);
    let kept = usize::try_from(page_size).unwrap_or(usize::MAX);
    let page = Page {
        entities: all.into_iter().skip(skipped).take(kept).collect(),
        page_size: Some(page_size),
        page_number: Some(page_number),
        total: Some(total),
        page_count: Some(total.div_ceil(page_size)),
        next_uri: None,
    };
    Ok(json::answer(200, &page))
}

impl Context<'_> {
    /// `getJwt`.
    pub fn jwt(&mut self, token: &str, tracing: Option<&str>) {
        let Some(guest) = self.own(token) else {
            return self.out.error(self.connection, code::SESSION_NOT_FOUND, NO_SESSION, tracing);
        };
        let client = &self.tenant.credentials.client_id;
        let jwt = format!("{client}.{}", self.state.ids.next(Kind::GuestToken));
        self.state.guest_tokens.insert(Arc::from(jwt.as_str()), guest);
        let exp = self.now.org.as_second().saturating_add(TOKEN_SECONDS);
        self.out.frame(self.connection, FrameKind::Response, Class::JwtResponse, &Jwt { jwt, exp }, tracing);
    }
}
