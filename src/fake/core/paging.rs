//! Lists a page at a time: by page number, or by a cursor that is the id of an entity. Must not know what is listed.

use std::sync::Arc;

use super::errors::ApiError;
use super::request::Request;
use crate::wire::platform::Page;

/// Genesys lists 25 a page where a request does not say.
const DEFAULT_SIZE: u64 = 25;

/// The largest page: a decision, since the sources name none that is general.
const MAX_SIZE: u64 = 500;

/// Which page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    size: u64,
    number: u64,
}

impl Paging {
    /// What a request asks for; 400 for a number that is none, or no page.
    pub fn of(request: &Request<'_>) -> Result<Self, ApiError> {
        Self::within(request, DEFAULT_SIZE, MAX_SIZE)
    }

    /// The same, with a default and a limit of its own.
    pub fn within(request: &Request<'_>, default: u64, limit: u64) -> Result<Self, ApiError> {
        Ok(Self { size: size(request, default, limit)?, number: number(request, "pageNumber", 1, u64::MAX)? })
    }

    /// A page that a body asks for.
    pub fn at(size: u64, page: u64) -> Result<Self, ApiError> {
        if size == 0 || size > MAX_SIZE || page == 0 {
            return Err(out_of_range("paging", MAX_SIZE));
        }
        Ok(Self { size, number: page })
    }

    /// The page of these.
    pub fn page<T>(self, all: Vec<T>) -> Page<T> {
        let total = all.len() as u64;
        let skipped = usize::try_from((self.number - 1).saturating_mul(self.size)).unwrap_or(usize::MAX);
        let kept = usize::try_from(self.size).unwrap_or(usize::MAX);
        Page {
            entities: all.into_iter().skip(skipped).take(kept).collect(),
            page_size: Some(self.size),
            page_number: Some(self.number),
            total: Some(total),
            page_count: Some(total.div_ceil(self.size)),
            next_uri: None,
        }
    }
}

/// The part of a list that a request's cursor points at: behind `after`, or in front of `before`. The next page's URI stands on all but the
/// last. 400 for a cursor that is no entity of the list.
pub fn by_cursor<T>(request: &Request<'_>, all: Vec<(Arc<str>, T)>) -> Result<Page<T>, ApiError> {
    let size = size(request, DEFAULT_SIZE, MAX_SIZE)?;
    let kept = usize::try_from(size).unwrap_or(usize::MAX);
    let place = |name: &str| match request.parameter(name) {
        None => Ok(None),
        Some(cursor) => {
            let found = all.iter().position(|(id, _)| **id == *cursor);
            found.map(Some).ok_or_else(|| ApiError::invalid_value(name, format!("`{name}` is no cursor of this list.")))
        }
    };
    let (after, before) = (place("after")?, place("before")?);
    let from = match (after, before) {
        (Some(after), _) => after.saturating_add(1),
        (None, Some(before)) => before.saturating_sub(kept),
        (None, None) => 0,
    };
    let until = before.unwrap_or(all.len()).min(from.saturating_add(kept));
    let total = all.len() as u64;
    let last = until.checked_sub(1).and_then(|last| all.get(last)).map(|(id, _)| Arc::clone(id));
    let more = last.filter(|_| until < all.len());
    let next_uri = more.map(|last| format!("{}?pageSize={size}&after={last}", request.path));
    let entities = all.into_iter().take(until).skip(from).map(|(_, entity)| entity).collect();
    Ok(Page { entities, page_size: Some(size), page_number: None, total: Some(total), page_count: None, next_uri })
}

fn size(request: &Request<'_>, default: u64, limit: u64) -> Result<u64, ApiError> {
    number(request, "pageSize", default, limit)
}

fn number(request: &Request<'_>, name: &str, default: u64, limit: u64) -> Result<u64, ApiError> {
    let Some(text) = request.parameter(name) else { return Ok(default) };
    let parsed = text.parse().ok().filter(|number| (1..=limit).contains(number));
    parsed.ok_or_else(|| out_of_range(name, limit))
}

fn out_of_range(name: &str, limit: u64) -> ApiError {
    let most = if limit == u64::MAX { String::new() } else { format!(" and {limit} at most") };
    ApiError::invalid_value(name, format!("`{name}` must be a positive number{most}."))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn request(query: &str) -> Request<'_> {
        let (method, path) = ("GET", "/api/v2/things");
        Request { method, path, query, authorization: None, content_type: None, body: b"", oversized: false }
    }

    #[rstest]
    #[case("", 25, 1)]
    #[case("pageSize=2&pageNumber=3", 2, 3)]
    fn a_page_is_what_was_asked_for(#[case] query: &str, #[case] size: u64, #[case] number: u64) {
        let page = Paging::of(&request(query)).unwrap().page((1..=5).collect());
        assert_eq!((page.page_size, page.page_number, page.total), (Some(size), Some(number), Some(5)));
        assert_eq!(page.page_count, Some(5_u64.div_ceil(size)));
        assert_eq!(page.entities, if size == 2 { vec![5] } else { vec![1, 2, 3, 4, 5] });
    }

    #[rstest]
    #[case("pageSize=0")]
    #[case("pageSize=many")]
    #[case("pageSize=501")]
    #[case("pageNumber=0")]
    #[case("pageNumber=-1")]
    fn what_is_no_page_is_refused(#[case] query: &str) {
        assert_eq!(Paging::of(&request(query)).unwrap_err().status, 400);
    }

    #[rstest]
    #[case("pageSize=2", &["a", "b"], Some("/api/v2/things?pageSize=2&after=b"))]
    #[case("pageSize=2&after=b", &["c", "d"], Some("/api/v2/things?pageSize=2&after=d"))]
    #[case("pageSize=2&after=d", &["e"], None)]
    #[case("pageSize=2&before=d", &["b", "c"], Some("/api/v2/things?pageSize=2&after=c"))]
    #[case("", &["a", "b", "c", "d", "e"], None)]
    fn a_cursor_goes_from_page_to_page(#[case] query: &str, #[case] expected: &[&str], #[case] next: Option<&str>) {
        let all = ["a", "b", "c", "d", "e"].map(|name| (Arc::from(name), name)).to_vec();
        let page = by_cursor(&request(query), all).unwrap();
        assert_eq!((page.entities.as_slice(), page.next_uri.as_deref()), (expected, next));
    }

    #[test]
    fn a_cursor_that_nobody_gave_is_refused() {
        assert_eq!(by_cursor(&request("after=x"), vec![(Arc::from("a"), 1)]).unwrap_err().status, 400);
    }
}
