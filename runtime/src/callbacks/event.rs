//! Events and their heads.

use std::fmt;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    scheme::{HeadShape, Scheme},
    xml::List,
};
use crate::{
    decode::{DecodeError, decode},
    example::Example,
    timestamp::Timestamp,
    validate::Validate,
    vendor::Vendor,
    wire::Wire,
};

/// A vendor that pushes events. Generated code implements it.
pub trait Callbacks: Vendor {
    /// The vendor's events: an enum that keeps unknown ones.
    type Event: Events;

    /// What deliveries look like.
    #[doc(hidden)]
    const SCHEME: &'static Scheme;
}

/// An event. Generated code implements it for a struct with the event's own members.
pub trait Event: Wire + Validate + Serialize + DeserializeOwned + fmt::Debug + Send + Sync + 'static {
    /// The vendor that pushes it.
    type Vendor: Callbacks;

    /// Name, tags and docs of the event.
    const INFO: EventInfo;
    /// The examples of the doc page, as published.
    const EXAMPLES: &'static [Example] = &[];
    /// The lists in its XML.
    #[doc(hidden)]
    const LISTS: &'static [List] = &[];
}

/// The events of a vendor. Generated code implements it.
pub trait Events: fmt::Debug + Sized + Send + 'static {
    /// One row for each event.
    #[doc(hidden)]
    const ROWS: &'static [Row<Self>];

    /// An event that the schema does not list.
    #[doc(hidden)]
    fn unknown(event: UnknownEvent) -> Self;
}

/// An event in the table of a vendor.
#[doc(hidden)]
pub struct Row<E> {
    info: EventInfo,
    lists: &'static [List],
    read: fn(&[u8]) -> Result<E, DecodeError>,
}

impl<E: 'static> Row<E> {
    /// The row of the event `T`.
    #[must_use]
    pub const fn of<T: Event + Into<E>>() -> Self {
        Self { info: T::INFO, lists: T::LISTS, read: |json| decode(json, |reader| T::read(reader)).map(Into::into) }
    }

    pub(super) fn info(&self) -> &EventInfo {
        &self.info
    }

    pub(super) fn lists(&self) -> &'static [List] {
        self.lists
    }

    pub(super) fn read(&self, json: &[u8]) -> Result<E, DecodeError> {
        (self.read)(json)
    }
}

/// Name, tags and docs of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventInfo {
    /// The event's name, such as `wecom.kf.events.kf_msg_or_event`.
    pub name: &'static str,
    /// The values that say which event it is, in the order of the vendor's head.
    pub tags: &'static [&'static str],
    /// A sentence about when it is pushed.
    pub summary: &'static str,
    /// The title of the doc page.
    pub title: &'static str,
    /// The address of the doc page.
    pub url: &'static str,
    /// The date on the doc page, `YYYY-MM-DD`; `None` if the page shows none.
    pub updated: Option<&'static str>,
}

/// An event that the schema does not list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// The values that say which event it is, in the order of the vendor's head.
    pub tags: Vec<String>,
    /// The whole message, with its head. In XML, texts are strings, and what occurs repeatedly in an element is a list.
    pub message: Map<String, Value>,
}

impl UnknownEvent {
    pub(super) fn new(tags: Vec<String>, message: Map<String, Value>) -> Self {
        Self { tags, message }
    }
}

/// What all events of a vendor have.
#[derive(Clone, PartialEq)]
pub struct Head {
    form: &'static str,
    tags: Vec<String>,
    receiver: Option<String>,
    time: Option<Timestamp>,
    members: Map<String, Value>,
}

impl Head {
    /// The name of the head in the schema, such as `own_app`.
    #[must_use]
    pub fn form(&self) -> &'static str {
        self.form
    }

    /// The values that say which event it is, such as `["change_external_contact", "add_external_contact"]`.
    #[must_use]
    pub fn tags(&self) -> &[String] {
        &self.tags
    }

    /// Whom the message is for, such as a company; `None` if it does not say so.
    #[must_use]
    pub fn receiver(&self) -> Option<&str> {
        self.receiver.as_deref()
    }

    /// The time of the event, in whole seconds; `None` if it is absent or no time.
    #[must_use]
    pub fn time(&self) -> Option<Timestamp> {
        self.time
    }

    /// Another member of the message, by its name on the wire, if it is a text or a number.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        self.members.get(name).and_then(text)
    }

    /// Finds the head of a message.
    pub(super) fn find(heads: &'static [HeadShape], message: &Map<String, Value>) -> Option<Self> {
        heads.iter().find_map(|shape| Self::read(shape, message))
    }

    fn read(shape: &'static HeadShape, message: &Map<String, Value>) -> Option<Self> {
        let members = match shape.within {
            Some(name) => message.get(name)?.as_object()?,
            None => message,
        };
        let member = |name: &str| members.get(name).and_then(text);
        let is_fixed = |(name, value): &(&str, &str)| member(name).as_deref() == Some(value);
        let tags: Vec<String> = shape.tags.iter().map_while(|name| member(name)).collect();
        if tags.is_empty() || !shape.fixed.iter().all(is_fixed) {
            return None;
        }
        let time = shape.time.and_then(member).and_then(|time| time.parse::<i64>().ok());
        let seconds = |time: i64| if shape.millis { time.div_euclid(1000) } else { time };
        Some(Self {
            form: shape.name,
            tags,
            receiver: shape.receiver.and_then(member),
            time: time.map(|time| Timestamp::from_secs(seconds(time))),
            members: members.clone(),
        })
    }
}

/// Without the members: they may be what a user wrote.
impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head").field("form", &self.form).field("tags", &self.tags).field("time", &self.time).finish()
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
