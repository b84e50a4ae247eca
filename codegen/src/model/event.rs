//! Events: what a vendor pushes to its customers' servers.

use serde::Serialize;

use super::{Deprecation, Erratum, Message, Note, Page, Permission, TypeName};

/// An event.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Event {
    /// The file that declares it.
    pub file: String,
    /// The vendor's name.
    pub vendor: String,
    /// The areas that contain it, below the vendor.
    pub area: Vec<String>,
    /// The last part of its full name.
    pub name: String,
    /// The values of the head's tags that say which event it is.
    pub tags: Vec<String>,
    /// A sentence that says when it is pushed.
    pub summary: String,
    /// A longer description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The page that documents it.
    pub page: Page,
    /// Who receives it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<Permission>,
    /// Notes about it, mostly dated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What to use instead, if it is deprecated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// The event's own members.
    pub message: Message,
    /// Where the page contradicts itself about the event.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Event {
    /// The last area of events, which keeps their modules apart from those of endpoints. No schema has an area or an
    /// endpoint of this name.
    pub const AREA: &'static str = "events";

    /// The full name, which is the scope of the types that belong to this event alone.
    #[must_use]
    pub fn scope(&self) -> &str {
        &self.message.object.scope
    }

    /// The object of its message, for [`Model::visit`](super::Model::visit).
    #[must_use]
    pub fn root(&self) -> &TypeName {
        &self.message.object
    }
}

/// How a vendor delivers its events.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Callbacks {
    /// For each notation of a body, XML first, the member with the ciphertext.
    pub sealed: Vec<Sealed>,
    /// What all events have, in several forms. A message has the first one that fits.
    pub heads: Vec<Head>,
    /// The member of a message with the event's own members; `None` if they are beside those of the head.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The body of an answer that acknowledges a delivery.
    pub ack: String,
    /// The number of seconds within which the vendor expects it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<u32>,
}

impl Callbacks {
    /// The notation of messages: that of the first body.
    #[must_use]
    pub fn notation(&self) -> Notation {
        self.sealed.first().map_or(Notation::Json, |sealed| sealed.notation)
    }
}

/// A body with a ciphertext.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Sealed {
    /// The notation of the body.
    pub notation: Notation,
    /// The member with the ciphertext.
    pub member: String,
}

/// A notation of bodies and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Notation {
    /// XML.
    Xml,
    /// JSON.
    Json,
}

impl Notation {
    /// All notations.
    pub const ALL: [Self; 2] = [Self::Xml, Self::Json];

    /// The key in a schema.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Xml => "xml",
            Self::Json => "json",
        }
    }
}

/// The members that all events have.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Head {
    /// Its name: `own_app`.
    pub name: String,
    /// The member that contains the others; `None` if they are members of the message itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The members that together say which event it is. The last ones may be absent.
    pub tags: Vec<String>,
    /// The member that says whom the message is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver: Option<String>,
    /// The member with the time of the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Whether that time is in milliseconds.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub millis: bool,
    /// Members with one value, by which the head is recognized.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixed: Vec<(String, String)>,
    /// Other members.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
}

impl Head {
    /// The names of all its members.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        let fixed = self.fixed.iter().map(|(name, _)| name);
        let all = self.tags.iter().chain(&self.receiver).chain(&self.time).chain(fixed).chain(&self.others);
        all.map(String::as_str)
    }
}
