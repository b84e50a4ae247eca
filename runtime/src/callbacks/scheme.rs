//! What a vendor's deliveries look like. Generated code has one [`Scheme`] for each vendor that pushes events.

/// The largest body of a delivery, in bytes.
pub const MAX_BODY: usize = 1 << 20;

/// A notation of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// XML.
    Xml,
    /// JSON.
    Json,
}

/// A vendor's deliveries.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    /// For each notation of a body, the member that has the ciphertext.
    pub sealed: &'static [(Format, &'static str)],
    /// The heads of messages. The first one whose members are there is that of a message.
    pub heads: &'static [HeadShape],
    /// The member of a message that has the event's own members; `None` if they are beside those of the head.
    pub body: Option<&'static str>,
    /// The body of an answer that acknowledges a delivery.
    pub ack: &'static str,
    /// The number of seconds within which the vendor expects that answer; `None` if its docs do not say.
    pub within: Option<u32>,
}

/// The members of a message that all events have.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct HeadShape {
    /// Its name in the schema.
    pub name: &'static str,
    /// The member that has the others; `None` if they are members of the message itself.
    pub within: Option<&'static str>,
    /// The members that together say which event it is. The last ones may be absent.
    pub tags: &'static [&'static str],
    /// The member that says whom the message is for.
    pub receiver: Option<&'static str>,
    /// The member with the time of the event.
    pub time: Option<&'static str>,
    /// Whether that time is in milliseconds.
    pub millis: bool,
    /// Members that have one value, by which the head is recognized.
    pub fixed: &'static [(&'static str, &'static str)],
}
