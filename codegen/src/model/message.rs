//! Messages: what travels between a caller and a vendor.
//!
//! An endpoint has two, a request and a response. Whoever reads, checks or compares payloads iterates over messages, and
//! decides by [`MessageKind`] only where a request and a response differ.

use serde::Serialize;

use super::TypeName;

/// A payload, how it is carried, and its published examples.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Message {
    /// The kind. Dumps leave it out, because the message's key gives it.
    #[serde(skip)]
    pub kind: MessageKind,
    /// The members of the payload, without an envelope.
    pub object: TypeName,
    /// How it is carried.
    pub encoding: Encoding,
    /// The page's examples: of a request, query, header and body fields in one object; of a response, with its envelope.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// Examples that the page publishes although they are wrong. Nothing uses them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wrong_examples: Vec<WrongExample>,
}

impl Message {
    /// The direction in which it travels.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.kind.direction()
    }
}

/// The kinds of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// What an endpoint takes.
    Request,
    /// What an endpoint answers: the payload in the vendor's envelope.
    Response,
    /// What a vendor pushes: an event's own members, with those that all events have.
    Event,
}

impl MessageKind {
    /// All kinds, in the order in which they travel.
    pub const ALL: [Self; 3] = [Self::Request, Self::Response, Self::Event];

    /// `request`, `response` or `event`: the key in a schema, and an argument of commands.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Event => "event",
        }
    }

    /// The direction in which it travels.
    #[must_use]
    pub fn direction(self) -> Direction {
        match self {
            Self::Request => Direction::Sent,
            Self::Response | Self::Event => Direction::Received,
        }
    }
}

/// A direction, as the caller of the API sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the caller to the vendor.
    Sent,
    /// From the vendor to the caller.
    Received,
}

impl Direction {
    /// Both directions.
    pub const ALL: [Self; 2] = [Self::Sent, Self::Received];

    /// The word in a schema.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Received => "received",
        }
    }

    /// The messages that travel in this direction, in words.
    #[must_use]
    pub fn messages(self) -> &'static str {
        match self {
            Self::Sent => "requests",
            Self::Received => "replies",
        }
    }
}

/// How a message is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// In the query and in headers; there is no body.
    Parameters,
    /// As a JSON body. Some fields of a request may be in the query or in headers.
    Json,
    /// As XML, in which all values are texts.
    Xml,
    /// As a form (`multipart/form-data`): a file, and parts that are texts. Some fields may be in the query or in headers.
    Form,
    /// As the file itself. An error is the JSON of the vendor's envelope.
    File,
}

/// A published example.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Example {
    /// Its file.
    pub file: String,
    /// The text as published.
    #[serde(skip)]
    pub text: String,
    /// The value of the text.
    pub value: serde_json::Value,
}

impl Example {
    /// The name of its file, without the folder.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.file.rsplit('/').next().unwrap_or(&self.file)
    }

    /// The name of its file, without the folder and the ending.
    #[must_use]
    pub fn name(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(name, _)| name)
    }
}

/// A published example that does not match its page.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct WrongExample {
    /// The example.
    #[serde(flatten)]
    pub example: Example,
    /// Why it is wrong.
    pub wrong: String,
}
