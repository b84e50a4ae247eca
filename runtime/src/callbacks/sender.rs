//! Sends deliveries, as a vendor does. For tests.

use std::{fmt, marker::PhantomData};

use http::{Request, Response, header::CONTENT_TYPE};
use serde_json::{Map, Value, json};

use super::{
    error::{KeyError, ReceiveError, SealError},
    event::{Callbacks, Event},
    inbox::seal,
    outer::{self, ECHO, NONCE, Parameters, SIGNATURE, TIMESTAMP},
    scheme::{Format, HeadShape},
    seal::Keys,
    xml,
};
use crate::{query, timestamp::Timestamp, wire::Written};

/// Seals messages as a vendor does, so that tests need no vendor.
pub struct Sender<V> {
    keys: Keys,
    receiver: String,
    sealed_at: Option<Timestamp>,
    event_time: Option<Timestamp>,
    vendor: PhantomData<fn() -> V>,
}

impl<V: Callbacks> Sender<V> {
    /// Sends to an [`Inbox`](super::Inbox) with the same token, key and receiver.
    ///
    /// # Errors
    /// The token is empty, or the key is not 43 characters of base64.
    pub fn new(
        token: impl Into<String>,
        aes_key: impl AsRef<str>,
        receiver: impl Into<String>,
    ) -> Result<Self, KeyError> {
        let keys = Keys::new(token.into(), aes_key.as_ref())?;
        Ok(Self { keys, receiver: receiver.into(), sealed_at: None, event_time: None, vendor: PhantomData })
    }

    /// Signs with another token from now on, as somebody does who is not the vendor.
    #[must_use]
    pub fn forged(mut self) -> Self {
        self.keys = self.keys.with_another_token();
        self
    }

    /// Sends to another receiver from now on.
    #[must_use]
    pub fn for_receiver(mut self, receiver: impl Into<String>) -> Self {
        self.receiver = receiver.into();
        self
    }

    /// Seals at this time from now on, such as long ago; by default at the time of each call.
    #[must_use]
    pub fn sealed_at(mut self, time: Timestamp) -> Self {
        self.sealed_at = Some(time);
        self
    }

    /// Sends events that happen at this time from now on; by default at the time of each call.
    #[must_use]
    pub fn event_time(mut self, time: Timestamp) -> Self {
        self.event_time = Some(time);
        self
    }

    /// A test of the address `url`: the answer must be `text`.
    ///
    /// # Errors
    /// The URL is invalid; the system has no random numbers.
    pub fn probe(&self, url: &str, text: &str) -> Result<Request<Vec<u8>>, SendError> {
        let (ciphertext, parameters) = self.seal(text)?;
        let mut url = with_parameters(url, &parameters);
        query::push(&mut url, ECHO, &ciphertext);
        Request::get(url).body(Vec::new()).map_err(|_| SendError::Url)
    }

    /// A delivery of an event, with the vendor's first head and the time of now.
    ///
    /// # Errors
    /// The URL is invalid; the event cannot be written; the system has no random numbers.
    pub fn event<E: Event<Vendor = V>>(&self, url: &str, event: &E) -> Result<Request<Vec<u8>>, SendError> {
        self.message(url, &self.written(event)?)
    }

    /// The message of an event, with its head.
    pub(crate) fn written<E: Event<Vendor = V>>(&self, event: &E) -> Result<String, SendError> {
        let own = serde_json::to_vec(&Written(event))
            .and_then(|own| serde_json::from_slice::<Value>(&own))
            .map_err(|error| SendError::Encode(error.to_string()))?;
        let scheme = V::SCHEME;
        let mut message = match scheme.body {
            Some(name) => Map::from_iter([(name.to_owned(), own)]),
            None => own.as_object().cloned().unwrap_or_default(),
        };
        if let Some(head) = scheme.heads.first() {
            let time = self.event_time.unwrap_or_else(Timestamp::now).as_secs();
            add_head(&mut message, head, E::INFO.tags, &self.receiver, time);
        }
        Ok(match self.format() {
            Format::Xml => xml::write(&message, E::LISTS),
            Format::Json => Value::Object(message).to_string(),
        })
    }

    /// A delivery of a message that is given as a text in XML or JSON, with its head.
    ///
    /// # Errors
    /// The URL is invalid; the system has no random numbers.
    pub fn message(&self, url: &str, message: &str) -> Result<Request<Vec<u8>>, SendError> {
        let (ciphertext, parameters) = self.seal(message)?;
        let format = self.format();
        let name = V::SCHEME.sealed.first().map_or("Encrypt", |(_, name)| name);
        let body = outer::body(format, json!({ name: ciphertext }));
        let request = Request::post(with_parameters(url, &parameters));
        request.header(CONTENT_TYPE, outer::content_type(format)).body(body).map_err(|_| SendError::Url)
    }

    /// Opens the sealed message in a service's answer to an event ([`Inbox::reply`](super::Inbox::reply)).
    ///
    /// # Errors
    /// The body is not a sealed reply; the signature is wrong; the message is for somebody else.
    pub fn open<B: AsRef<[u8]>>(&self, answer: &Response<B>) -> Result<String, ReceiveError> {
        let (ciphertext, Parameters { signature, timestamp, nonce }) = outer::of_reply(answer.body().as_ref())?;
        if !self.keys.verify(&signature, &timestamp, &nonce, &ciphertext) {
            return Err(ReceiveError::Signature);
        }
        let opened = self.keys.open(&ciphertext).map_err(ReceiveError::Seal)?;
        if opened.receiver == self.receiver { Ok(opened.message) } else { Err(ReceiveError::Receiver(opened.receiver)) }
    }

    fn seal(&self, message: &str) -> Result<(String, Parameters), SendError> {
        let time = self.sealed_at.unwrap_or_else(Timestamp::now).as_secs();
        seal(&self.keys, message, &self.receiver, time).map_err(SendError::Seal)
    }

    /// The notation that the vendor uses first.
    fn format(&self) -> Format {
        V::SCHEME.sealed.first().map_or(Format::Xml, |(format, _)| *format)
    }
}

fn with_parameters(url: &str, parameters: &Parameters) -> String {
    let mut url = url.to_owned();
    query::push(&mut url, SIGNATURE, &parameters.signature);
    query::push(&mut url, TIMESTAMP, &parameters.timestamp);
    query::push(&mut url, NONCE, &parameters.nonce);
    url
}

/// Adds the members that all events have.
fn add_head(message: &mut Map<String, Value>, shape: &HeadShape, tags: &[&str], receiver: &str, seconds: i64) {
    let time = if shape.millis { seconds.saturating_mul(1000) } else { seconds };
    let mut head = Map::new();
    head.extend(shape.receiver.map(|name| (name.to_owned(), json!(receiver))));
    head.extend(shape.time.map(|name| (name.to_owned(), json!(time))));
    head.extend(shape.fixed.iter().map(|(name, value)| ((*name).to_owned(), json!(value))));
    head.extend(shape.tags.iter().zip(tags).map(|(name, tag)| ((*name).to_owned(), json!(tag))));
    match shape.within {
        Some(name) => drop(message.insert(name.to_owned(), Value::Object(head))),
        None => message.extend(head),
    }
}

/// The reason why a delivery cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SendError {
    /// The URL is invalid.
    Url,
    /// The event cannot be written. The text says why.
    Encode(String),
    /// The message cannot be sealed.
    Seal(SealError),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url => f.write_str("the URL is invalid"),
            Self::Encode(problem) => write!(f, "the event cannot be written: {problem}"),
            Self::Seal(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SendError {}

impl<V> Clone for Sender<V> {
    fn clone(&self) -> Self {
        let Self { keys, receiver, sealed_at, event_time, vendor } = self;
        Self {
            keys: keys.clone(),
            receiver: receiver.clone(),
            sealed_at: *sealed_at,
            event_time: *event_time,
            vendor: *vendor,
        }
    }
}

/// Without token and key.
impl<V: Callbacks> fmt::Debug for Sender<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sender({}, {:?})", V::NAME, self.receiver)
    }
}
