//! Lists that come in pages: by number, or by a cursor. Must not know what is listed.

use reqwest::Url;
use serde::de::DeserializeOwned;

use crate::wire::platform::Page;

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::Operation;

/// Entries on a page: what the platform's lists allow everywhere.
const PAGE_SIZE: usize = 100;

/// Pages of one list that are read at most. An org with more than 20,000 entries in a list is no sandbox, and a host that never stops is
/// broken.
pub(super) const MOST_PAGES: u64 = 200;

impl Client {
    /// All entries of a list whose pages are numbered from 1.
    pub(super) async fn by_number<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        url: Url,
    ) -> Result<Vec<T>, ClientError> {
        let mut all = Vec::new();
        for number in 1..=MOST_PAGES {
            let mut url = url.clone();
            let pairs = [("pageSize", PAGE_SIZE.to_string()), ("pageNumber", number.to_string())];
            url.query_pairs_mut().extend_pairs(pairs);
            let page: Page<T> = self.get(operation, url).await?;
            let empty = page.entities.is_empty();
            all.extend(page.entities);
            if empty || page.page_count.is_none_or(|count| count <= number) {
                break;
            }
        }
        Ok(all)
    }

    /// All entries of a list whose answer says where the next page begins. Only the cursor is taken from it: no answer decides to which
    /// host a token is sent.
    pub(super) async fn by_cursor<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        url: Url,
    ) -> Result<Vec<T>, ClientError> {
        let (mut all, mut cursor) = (Vec::new(), None::<String>);
        for _ in 0..MOST_PAGES {
            let mut url = url.clone();
            url.query_pairs_mut().append_pair("pageSize", &PAGE_SIZE.to_string());
            if let Some(after) = &cursor {
                url.query_pairs_mut().append_pair("after", after);
            }
            let page: Page<T> = self.get(operation, url).await?;
            let empty = page.entities.is_empty();
            all.extend(page.entities);
            cursor = page.next_uri.as_deref().and_then(after);
            if empty || cursor.is_none() {
                break;
            }
        }
        Ok(all)
    }
}

/// The cursor within the address of the next page.
fn after(next: &str) -> Option<String> {
    let (_, query) = next.split_once('?')?;
    form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "after").map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("/api/v2/webdeployments/deployments?pageSize=2&after=a%2Bb", Some("a+b"))]
    #[case("https://elsewhere.example.org/x?after=c", Some("c"))]
    #[case("/api/v2/webdeployments/deployments?before=a", None)]
    #[case("/api/v2/webdeployments/deployments", None)]
    fn only_the_cursor_is_taken(#[case] next: &str, #[case] cursor: Option<&str>) {
        assert_eq!(after(next).as_deref(), cursor);
    }
}
