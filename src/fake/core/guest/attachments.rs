//! Files of guests: announced over the socket, sent to a presigned URL, referred to by a message (facts: genesys-api.md 4.2). The URL is
//! one of the org's own, which a real org's is not.

use std::borrow::Cow;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use indexmap::IndexMap;
use md5::{Digest, Md5};
use serde_json::json;

use super::answer::NO_SESSION;
use super::dispatch::Context;
use super::outbox::Outbox;
use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::ids::Kind;
use crate::fake::core::request::{Request, Response};
use crate::wire::guest::{
    AttachmentReference, Class, ErrorMessage, FrameKind, Message, OnAttachment, PresignedUrl, UploadFailure,
    UploadSuccess, code,
};

/// The largest file, in bytes (facts: genesys-api.md 4.4).
pub const MAX_ATTACHMENT_BYTES: u64 = 10 * 1024 * 1024;

/// Types that a deployment of ours takes; a real org's list is its admin's choice.
pub const ALLOWED_TYPES: [&str; 6] =
    ["image/png", "image/jpeg", "image/gif", "application/pdf", "text/plain", "text/csv"];

const UPLOADS: &str = "/uploads/";

/// A file that was announced.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Whose.
    pub guest: Arc<str>,
    /// Its name.
    pub name: String,
    /// Its MIME type.
    pub mime: String,
    /// Its length in bytes.
    pub size: u64,
    /// The MD5 sum of its content, base64; not checked where none was given.
    pub md5: Option<String>,
    /// Its content, once it was sent.
    pub content: Option<Arc<[u8]>>,
}

/// Whether a request brings or fetches a file, so that its body may be as large as one.
pub fn is_upload(path: &str) -> bool {
    path.starts_with(UPLOADS)
}

/// The client whose tenant a file's URL is for.
pub fn selecting_client_of_upload<'a>(request: &Request<'a>) -> Option<Cow<'a, str>> {
    request.path.strip_prefix(UPLOADS)?.split('/').next().map(Cow::Borrowed)
}

/// `PUT` to a presigned URL; the guest hears of it over the socket.
pub fn upload(call: &Call<'_>) -> Result<Response, ApiError> {
    let mut state = call.tenant.lock();
    let id = call.second_id();
    let not_found = || ApiError::not_found("attachment", id);
    let attachment = state.attachments.get_mut(id).ok_or_else(not_found)?;
    let content = call.request.body;
    let wrong = wrong_content(attachment, content);
    if wrong.is_none() {
        attachment.content = Some(content.into());
    }
    let guest = Arc::clone(&attachment.guest);
    let timestamp = state.moment(call.tenant).here.to_string();
    let download_url = call.tenant.upload_url(id);
    let mut out = Outbox::default();
    let connections = state.guests.get(&guest).map(|guest| guest.connections.clone()).unwrap_or_default();
    for connection in connections {
        let attachment_id = id.to_owned();
        let kind = FrameKind::Message;
        match wrong {
            None => {
                let (download_url, timestamp) = (download_url.clone(), timestamp.clone());
                let body = UploadSuccess { attachment_id, download_url, timestamp };
                out.frame(connection, kind, Class::UploadSuccessEvent, &body, None);
            }
            Some((error_code, words)) => {
                let (error_message, timestamp) = (words.to_owned(), timestamp.clone());
                let body = UploadFailure { attachment_id, error_code, error_message, timestamp };
                out.frame(connection, kind, Class::UploadFailureEvent, &body, None);
            }
        }
    }
    out.send(&state.connections);
    match wrong {
        None => Ok(Response { status: 200, headers: Vec::new(), body: Vec::new() }),
        Some((_, words)) => Err(ApiError::bad_request(words)),
    }
}

/// `GET` of a file that was sent.
pub fn download(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let not_found = || ApiError::not_found("attachment", call.second_id());
    let attachment = state.attachments.get(call.second_id()).ok_or_else(not_found)?;
    let content = attachment.content.as_ref().ok_or_else(not_found)?;
    let headers = vec![("content-type", attachment.mime.clone())];
    Ok(Response { status: 200, headers, body: content.to_vec() })
}

fn wrong_content(attachment: &Attachment, content: &[u8]) -> Option<(u16, &'static str)> {
    if content.len() as u64 != attachment.size {
        return Some((code::FILE_SIZE, "The file is not as long as it was announced"));
    }
    let sum = STANDARD.encode(Md5::digest(content));
    let differs = attachment.md5.as_ref().is_some_and(|announced| *announced != sum);
    differs.then_some((code::FILE_CONTENT, "The file's content is not what was announced"))
}

fn wrong_announcement(request: &OnAttachment) -> Option<(u16, &'static str)> {
    if request.file_name.trim().is_empty() {
        return Some((code::FILE_NAME, "The file has no name"));
    }
    if !ALLOWED_TYPES.contains(&request.file_type.as_str()) {
        return Some((code::FILE_TYPE, "The file's type is not allowed"));
    }
    if request.file_size == 0 {
        return Some((code::FILE_EMPTY, "The file is empty"));
    }
    (request.file_size > MAX_ATTACHMENT_BYTES).then_some((code::FILE_SIZE, "The file is too large"))
}

impl Context<'_> {
    /// `onAttachment`: where the file may be sent to.
    pub fn announce(&mut self, request: OnAttachment, tracing: Option<&str>) {
        let here = self.connection;
        let Some(guest) = self.own(&request.token) else {
            return self.out.error(here, code::SESSION_NOT_FOUND, NO_SESSION, tracing);
        };
        let given = request.attachment_id.clone();
        let id: Arc<str> = given.map_or_else(|| self.state.ids.next(Kind::Attachment), Arc::from);
        if let Some((error_code, words)) = wrong_announcement(&request) {
            let body = ErrorMessage {
                name: "GenerateUrlError".to_owned(),
                message: words.to_owned(),
                error_code,
                error_message: words.to_owned(),
                attachment_id: Some(id.to_string()),
            };
            return self.out.refusal(here, Class::GenerateUrlError, error_code, &body, tracing);
        }
        let body = PresignedUrl {
            attachment_id: id.to_string(),
            url: self.tenant.upload_url(&id),
            headers: IndexMap::from([("content-type".to_owned(), request.file_type.clone())]),
            file_name: Some(request.file_name.clone()),
            file_size: Some(request.file_size),
            file_type: Some(request.file_type.clone()),
        };
        let attachment = Attachment {
            guest,
            name: request.file_name,
            mime: request.file_type,
            size: request.file_size,
            md5: request.file_md5,
            content: None,
        };
        self.state.attachments.insert(id, attachment);
        self.out.frame(here, FrameKind::Response, Class::PresignedUrlResponse, &body, tracing);
    }

    /// `getAttachment`: where the file can be read.
    pub fn attachment_url(&mut self, request: &AttachmentReference, tracing: Option<&str>) {
        let here = self.connection;
        let known = self.state.attachments.get(&request.attachment_id).filter(|one| *one.guest == *request.token);
        let Some(attachment) = known else {
            return self.out.error(here, code::ATTACHMENT_NOT_FOUND, "The attachment was not found", tracing);
        };
        let body = PresignedUrl {
            attachment_id: request.attachment_id.clone(),
            url: self.tenant.upload_url(&request.attachment_id),
            headers: IndexMap::new(),
            file_name: Some(attachment.name.clone()),
            file_size: Some(attachment.size),
            file_type: Some(attachment.mime.clone()),
        };
        self.out.frame(here, FrameKind::Response, Class::PresignedUrlResponse, &body, tracing);
    }

    /// `deleteAttachment`.
    pub fn delete_attachment(&mut self, request: &AttachmentReference, tracing: Option<&str>) {
        let here = self.connection;
        let owned = self.state.attachments.get(&request.attachment_id).is_some_and(|one| *one.guest == *request.token);
        if !owned {
            return self.out.error(here, code::ATTACHMENT_NOT_FOUND, "The attachment was not found", tracing);
        }
        self.state.attachments.remove(&request.attachment_id);
        let body = json!({ "attachmentId": request.attachment_id });
        self.out.frame(here, FrameKind::Response, Class::AttachmentDeletedResponse, &body, tracing);
    }

    /// Every file that a message refers to must be this guest's and have arrived.
    pub fn check_attachments(&self, token: &str, message: &Message) -> Result<(), (u16, &'static str)> {
        let ids = message.content.iter().filter_map(|content| content.attachment.as_ref()?.id.as_deref());
        for id in ids {
            let known = self.state.attachments.get(id).filter(|attachment| *attachment.guest == *token);
            let Some(attachment) = known else {
                return Err((code::ATTACHMENT_NOT_FOUND, "The attachment was not found"));
            };
            if attachment.content.is_none() {
                return Err((code::ATTACHMENT_NOT_UPLOADED, "The attachment was not uploaded"));
            }
        }
        Ok(())
    }
}
