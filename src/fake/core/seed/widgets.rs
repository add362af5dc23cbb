//! The seed's first step and its clean-up: `/api/v2/webchat/widgets`. Must not know conversations.

use std::sync::Arc;

use serde::Serialize;

use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::ids::Kind;
use crate::fake::core::json;
use crate::fake::core::request::{Request, Response};
use crate::fake::core::state::State;
use crate::wire::{CustomAttribute, Widget, WidgetRequest};

const PATH: &str = "/api/v2/webchat/widgets";

/// What an error calls it.
const ENTITY: &str = "widget";

/// The types that an attribute may have.
const TYPES: [&str; 4] = ["string", "integer", "decimal", "boolean"];

/// Genesys lists 25 a page where a request does not say.
const DEFAULT_PAGE_SIZE: usize = 25;

/// Makes a widget; 409 where the name is taken.
pub fn create(call: &Call<'_>) -> Result<Response, ApiError> {
    let request: WidgetRequest = json::read(call.request)?;
    check(&request)?;
    let mut state = call.tenant.lock();
    if let Some(taken) = state.widgets.iter().find(|widget| widget.name == request.name) {
        let message = format!("A widget with the name `{}` already exists.", request.name);
        return Err(ApiError::conflict(message).about(ENTITY, &taken.id));
    }
    let id = state.ids.next(Kind::Widget);
    let widget = Widget {
        id: id.to_string(),
        name: request.name,
        description: request.description,
        custom_attributes: request.custom_attributes,
        self_uri: Some(format!("{PATH}/{id}")),
    };
    let response = json::answer(200, &widget);
    state.widgets.insert(id, widget);
    Ok(response)
}

/// One widget.
pub fn read(call: &Call<'_>) -> Result<Response, ApiError> {
    Ok(json::answer(200, find(&call.tenant.lock(), call.id())?))
}

/// All widgets, oldest first, a page at a time; `name` picks the one of that name.
pub fn list(call: &Call<'_>) -> Result<Response, ApiError> {
    let page_size = number(call.request, "pageSize", DEFAULT_PAGE_SIZE)?;
    let page_number = number(call.request, "pageNumber", 1)?;
    let name = call.request.parameter("name");
    let state = call.tenant.lock();
    let matching = || state.widgets.iter().filter(|widget| name.as_ref().is_none_or(|name| widget.name == *name));
    let total = matching().count();
    let entities = matching().skip((page_number - 1).saturating_mul(page_size)).take(page_size).collect();
    Ok(json::answer(200, &Page { entities, page_size, page_number, total, page_count: total.div_ceil(page_size) }))
}

/// Takes a widget away.
pub fn delete(call: &Call<'_>) -> Result<Response, ApiError> {
    let gone = call.tenant.lock().widgets.remove(call.id());
    gone.map(|_| Response::empty()).ok_or_else(|| ApiError::not_found(ENTITY, call.id()))
}

/// 404 for a widget that the org does not have.
pub fn find<'s>(state: &'s State, id: &str) -> Result<&'s Widget, ApiError> {
    state.widgets.get(id).ok_or_else(|| ApiError::not_found(ENTITY, id))
}

/// The names that a widget declares, or all widgets together.
pub fn declared(state: &State, widget: Option<&Widget>) -> Vec<Arc<str>> {
    let names = |widget: &Widget| -> Vec<Arc<str>> {
        widget.custom_attributes.iter().map(|attribute| Arc::from(attribute.name.as_str())).collect()
    };
    match widget {
        Some(widget) => names(widget),
        None => state.widgets.iter().flat_map(names).collect(),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    entities: Vec<&'a Widget>,
    page_size: usize,
    page_number: usize,
    total: usize,
    page_count: usize,
}

fn number(request: &Request<'_>, name: &str, default: usize) -> Result<usize, ApiError> {
    let Some(text) = request.parameter(name) else { return Ok(default) };
    let parsed = text.parse().ok().filter(|number| *number > 0);
    parsed.ok_or_else(|| ApiError::invalid_value(name, format!("`{name}` must be a positive number, not `{text}`.")))
}

fn check(request: &WidgetRequest) -> Result<(), ApiError> {
    if request.name.trim().is_empty() {
        return Err(ApiError::invalid_value("name", "A widget needs a name."));
    }
    for (place, attribute) in request.custom_attributes.iter().enumerate() {
        let CustomAttribute { name, kind, .. } = attribute;
        if name.trim().is_empty() {
            return Err(ApiError::invalid_value("customAttributes", "A custom attribute needs a name."));
        }
        if request.custom_attributes.iter().take(place).any(|earlier| earlier.name == *name) {
            let message = format!("The custom attribute `{name}` is declared twice.");
            return Err(ApiError::invalid_value("customAttributes", message));
        }
        if !TYPES.contains(&kind.as_str()) {
            let message =
                format!("The custom attribute `{name}` has the type `{kind}`; it must be one of {}.", TYPES.join(", "));
            return Err(ApiError::invalid_value("customAttributes", message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::fake::core::exchange::{Answer, post, send, tenant};
    use crate::fake::core::tenant::TenantCore;
    use crate::fake::options::TenantOptions;

    fn opened() -> (TenantCore, String) {
        let tenant = tenant(TenantOptions::default());
        let token = tenant.issue_token().access_token;
        (tenant, token)
    }

    fn create(body: &Json) -> Answer {
        let (tenant, token) = opened();
        post(&tenant, PATH, &token, body)
    }

    #[rstest]
    #[case("custom_attributes")]
    #[case("customAttributes")]
    fn the_seeds_widget_is_made_read_and_taken_away(#[case] key: &str) {
        let (tenant, token) = opened();
        let attribute = json!({
            "name": "customer_tier", "type": "string", "label": "Customer Tier",
            "description": "Identifies if the user is Gold, Silver or Bronze",
        });
        let made = post(&tenant, PATH, &token, &json!({ "name": "Test Widget", "description": "d", key: [attribute] }));
        assert_eq!(made.status, 200);
        let path = made.text("selfUri");
        assert_eq!(path, format!("{PATH}/{}", made.text("id")));
        assert_eq!(made.body["customAttributes"], json!([attribute]));
        let read = send(&tenant, "GET", path, Some(&token));
        assert_eq!((read.status, &read.body), (200, &made.body));
        let gone = send(&tenant, "DELETE", path, Some(&token));
        assert_eq!((gone.status, gone.output.response.body.len()), (204, 0));
        send(&tenant, "GET", path, Some(&token)).refused(404, "not.found");
    }

    #[test]
    fn a_taken_name_is_refused_and_its_owner_named() {
        let (tenant, token) = opened();
        let first = post(&tenant, PATH, &token, &json!({ "name": "w" }));
        let second = post(&tenant, PATH, &token, &json!({ "name": "w" }));
        assert!(second.refused(409, "conflict").contains("`w`"));
        assert_eq!(second.text("entityId"), first.text("id"));
    }

    #[rstest]
    #[case(json!({ "name": " " }), "invalid.value", "needs a name")]
    #[case(json!({ "name": "w", "customAttributes": [{ "name": "" }] }), "invalid.value", "needs a name")]
    #[case(json!({ "name": "w", "customAttributes": [{ "name": "a", "type": "date" }] }), "invalid.value", "`date`")]
    #[case(json!({ "name": "w", "customAttributes": [{ "name": "a" }, { "name": "a" }] }), "invalid.value", "twice")]
    #[case(json!({ "customAttributes": [] }), "bad.request", "missing field `name`")]
    #[case(json!({ "name": 7 }), "bad.request", "invalid type")]
    #[case(json!([]), "bad.request", "")]
    fn a_wrong_widget_is_refused(#[case] body: Json, #[case] code: &str, #[case] says: &str) {
        let answer = create(&body);
        let message = answer.refused(400, code);
        assert!(message.contains(says), "{message}");
    }

    #[rstest]
    #[case("", vec!["a", "b", "c"], 1)]
    #[case("?pageSize=2&pageNumber=2", vec!["c"], 2)]
    #[case("?pageSize=2&pageNumber=3", vec![], 2)]
    #[case("?name=b", vec!["b"], 1)]
    fn lists_are_paged_and_found_by_name(#[case] query: &str, #[case] names: Vec<&str>, #[case] pages: u64) {
        let (tenant, token) = opened();
        for name in ["a", "b", "c"] {
            post(&tenant, PATH, &token, &json!({ "name": name }));
        }
        let list = send(&tenant, "GET", &format!("{PATH}{query}"), Some(&token));
        let listed: Vec<_> =
            list.body["entities"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(listed, names);
        assert_eq!(list.body["pageCount"], pages);
    }

    #[test]
    fn a_page_is_a_positive_number() {
        let (tenant, token) = opened();
        let path = format!("{PATH}?pageNumber=0");
        assert!(send(&tenant, "GET", &path, Some(&token)).refused(400, "invalid.value").contains("pageNumber"));
    }
}
