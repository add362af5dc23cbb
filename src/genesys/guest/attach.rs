//! Sending a file: announce it, upload it to the address that the org gives, send the message that holds it. Must not know how a wait works.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::body::Bytes;
use indexmap::IndexMap;
use md5::{Digest as _, Md5};
use tokio::time::timeout;

use crate::wire::guest::{Attachment, Class, Content, MessageKind, PresignedUrl, UploadSuccess};

use super::await_answer::Ask;
use super::error::{GuestError, GuestErrorKind, GuestStep};
use super::received::Sent;
use super::request::{Announcement, Outgoing};
use super::session::GuestSession;

/// A file that a guest sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingFile {
    /// Its name.
    pub name: String,
    /// Its MIME type.
    pub mime: String,
    /// Its content.
    pub bytes: Bytes,
}

impl OutgoingFile {
    /// A file whose MIME type is that of its name's ending.
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let name = name.into();
        let mime = mime_guess::from_path(&name).first_or_octet_stream().to_string();
        Self { name, mime, bytes: bytes.into() }
    }

    /// The MD5 sum of the content as S3's `Content-MD5` has it: base64 of the 16 bytes.
    fn md5(&self) -> String {
        STANDARD.encode(Md5::digest(&self.bytes))
    }

    /// The vendor's word for what the file is.
    fn media_type(&self) -> &'static str {
        match self.mime.split('/').next() {
            Some("image") => "Image",
            Some("video") => "Video",
            Some("audio") => "Audio",
            _ => "File",
        }
    }
}

impl GuestSession {
    /// Sends a file. `http` uploads it; the store gets no credentials but those within the address that the org gives.
    ///
    /// # Errors
    /// The org refuses the file, the store does not take it, or a wait failed.
    pub async fn attach(
        &mut self,
        file: &OutgoingFile,
        http: &reqwest::Client,
        attributes: &IndexMap<String, String>,
    ) -> Result<Sent, GuestError> {
        let id = self.tracing.next();
        let target = self.announce(file, &id).await?;
        self.upload(file, http, &target).await?;
        let attachment = Attachment {
            id: Some(target.attachment_id),
            media_type: file.media_type().to_owned(),
            filename: Some(file.name.clone()),
            mime: Some(file.mime.clone()),
            url: None,
        };
        let content = [Content::attachment(attachment)];
        let message = Outgoing { kind: MessageKind::Text, text: Some(""), content: &content, ..Outgoing::default() };
        self.send_message(GuestStep::Attach, message, attributes).await
    }

    /// Announces a file; the org answers where to put it.
    async fn announce(&mut self, file: &OutgoingFile, id: &str) -> Result<PresignedUrl, GuestError> {
        let ask = Ask {
            attachment: Some(id),
            ..Ask::new(GuestStep::Attach, "the address for the upload", self.tracing.next())
        };
        let frame = self.frame(&Announcement {
            action: "onAttachment",
            token: self.token.expose(),
            tracing_id: &ask.tracing,
            attachment_id: id,
            file_name: &file.name,
            file_type: &file.mime,
            file_size: file.bytes.len(),
            file_md5: &file.md5(),
        })?;
        let mut target: PresignedUrl =
            self.ask(&ask, frame, |envelope| ask.body(envelope, Class::PresignedUrlResponse)).await?;
        if target.attachment_id.is_empty() {
            id.clone_into(&mut target.attachment_id);
        }
        Ok(target)
    }

    /// Puts the file where the org said, and waits until the org has found it there.
    async fn upload(
        &mut self,
        file: &OutgoingFile,
        http: &reqwest::Client,
        target: &PresignedUrl,
    ) -> Result<(), GuestError> {
        let failed = |status: Option<u16>, why: String| {
            GuestError::new(GuestStep::Attach, GuestErrorKind::Upload { status }, status, why)
        };
        let headers = target.headers.iter();
        let request = headers.fold(http.put(&target.url), |request, (name, value)| request.header(name, value));
        let answer = timeout(self.step_timeout, request.body(file.bytes.clone()).send()).await;
        // The address holds a signature, so nothing that shows it may pass.
        let answer = answer
            .map_err(|_| failed(None, format!("the store did not answer within {:?}", self.step_timeout)))?
            .map_err(|error| failed(None, format!("the file could not be uploaded: {}", error.without_url())))?;
        let status = answer.status();
        if !status.is_success() {
            return Err(failed(Some(status.as_u16()), "the store did not take the file".to_owned()));
        }
        let id = target.attachment_id.as_str();
        let ask = Ask {
            attachment: Some(id),
            ..Ask::new(GuestStep::Attach, "the event that the file has arrived", String::new())
        };
        self.await_only(&ask, |envelope| {
            if envelope.class != Class::UploadSuccessEvent {
                return Ok(None);
            }
            Ok((envelope.body::<UploadSuccess>()?.attachment_id == id).then_some(()))
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("a.png", "image/png", "Image")]
    #[case("a.PDF", "application/pdf", "File")]
    #[case("a.mp4", "video/mp4", "Video")]
    #[case("noending", "application/octet-stream", "File")]
    fn the_name_tells_what_a_file_is(#[case] name: &str, #[case] mime: &str, #[case] media_type: &str) {
        let file = OutgoingFile::new(name, Bytes::new());
        assert_eq!((file.mime.as_str(), file.media_type()), (mime, media_type));
    }

    #[test]
    fn the_sum_is_that_of_rfc_1321_in_base64() {
        // RFC 1321 A.5: MD5 ("abc") = 900150983cd24fb0d6963f7d28e17f72.
        assert_eq!(OutgoingFile::new("a", "abc").md5(), "kAFQmDzST7DWlj99KOF/cg==");
    }
}
