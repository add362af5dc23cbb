//! Structured content: what a message offers, and what a customer answers it with. Field names are the vendor's.

use serde::{Deserialize, Serialize};

/// One piece of content; exactly the field that `content_type` names is set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Content {
    /// `QuickReply`, `Card`, `Carousel`, `ListPicker`, `DatePicker`, `Form`, `ButtonResponse`, `Attachment`…
    pub content_type: String,
    /// For `Attachment`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
    /// For `ButtonResponse`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button_response: Option<ButtonResponse>,
    /// For `Card`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
    /// For `Carousel`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carousel: Option<Carousel>,
    /// For `DatePicker`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_picker: Option<DatePicker>,
    /// For `Form`: pages of components, kept as they came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<serde_json::Value>,
    /// For `ListPicker`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_picker: Option<ListPicker>,
    /// For `QuickReply`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quick_reply: Option<QuickReply>,
}

impl Content {
    /// A quick reply.
    pub fn quick_reply(reply: QuickReply) -> Self {
        Self { content_type: "QuickReply".to_owned(), quick_reply: Some(reply), ..Self::default() }
    }

    /// A carousel.
    pub fn carousel(cards: Vec<Card>) -> Self {
        Self { content_type: "Carousel".to_owned(), carousel: Some(Carousel { cards }), ..Self::default() }
    }

    /// A list to pick from.
    pub fn list_picker(list: ListPicker) -> Self {
        Self { content_type: "ListPicker".to_owned(), list_picker: Some(list), ..Self::default() }
    }

    /// What the customer picked.
    pub fn button_response(response: ButtonResponse) -> Self {
        Self { content_type: "ButtonResponse".to_owned(), button_response: Some(response), ..Self::default() }
    }

    /// A file, by the id that it was uploaded under.
    pub fn attachment(attachment: Attachment) -> Self {
        Self { content_type: "Attachment".to_owned(), attachment: Some(attachment), ..Self::default() }
    }
}

/// A file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Attachment {
    /// The id under which it was uploaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `Image`, `Video`, `Audio`, `File`…
    pub media_type: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// Its MIME type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
    /// Where it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What a customer picked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ButtonResponse {
    /// `Button` (a card's), `QuickReply`, `ListPicker`, `DatePicker`, `Form`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the customer sees.
    pub text: String,
    /// What is sent for it.
    pub payload: String,
    /// The message that offered it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub originating_message_id: Option<String>,
}

/// A button below a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct QuickReply {
    /// What the customer sees.
    pub text: String,
    /// What is sent for it.
    pub payload: String,
    /// `Message`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
}

/// Cards side by side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Carousel {
    /// The cards.
    pub cards: Vec<Card>,
}

/// A card with buttons.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Card {
    /// Its title.
    pub title: String,
    /// Words below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// What a click on the card itself does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_action: Option<CardAction>,
    /// Its buttons.
    pub actions: Vec<CardAction>,
}

/// A button of a card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CardAction {
    /// `Postback` (an answer) or `Link`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the customer sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What is sent for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// Where a link leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A list to pick from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListPicker {
    /// Its sections.
    pub sections: Vec<ListSection>,
    /// What the customer sees before.
    pub received_message: ReplyMessage,
    /// What stands in its place after.
    pub reply_message: ReplyMessage,
}

/// A section of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListSection {
    /// Its title.
    pub title: String,
    /// Whether several items may be picked.
    pub multiple_selection: bool,
    /// Its items.
    pub items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListItem {
    /// What is sent for it.
    pub id: String,
    /// What the customer sees.
    pub title: String,
    /// Words below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
}

/// The words around a picker.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReplyMessage {
    /// The words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// More words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
}

/// Times to pick from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DatePicker {
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Words below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// The earliest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_minimum: Option<String>,
    /// The latest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_maximum: Option<String>,
    /// The times.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub available_times: Vec<DateTimeSlot>,
}

/// One time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DateTimeSlot {
    /// When it begins.
    pub date_time: String,
    /// How long it lasts, in seconds.
    pub duration: f64,
}
