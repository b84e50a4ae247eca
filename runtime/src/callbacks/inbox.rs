//! Receives deliveries.

use std::{fmt, marker::PhantomData, time::Duration};

use http::{HeaderValue, Method, Request, Response, header::CONTENT_TYPE};
use serde_json::{Map, Value};
use sha1::{Digest, Sha1};

use super::{
    error::{KeyError, ReceiveError, SealError},
    event::{Callbacks, Events, Head, UnknownEvent},
    outer::{self, ECHO, Parameters, parameter},
    scheme::Format,
    seal::{Keys, Opened, hex},
};
use crate::timestamp::Timestamp;

/// Verifies, decrypts and reads what a vendor pushes. It needs no HTTP framework: requests and replies are those of
/// [`http`].
pub struct Inbox<V> {
    keys: Keys,
    receivers: Option<Vec<String>>,
    max_age: Option<Duration>,
    vendor: PhantomData<fn() -> V>,
}

/// A delivery whose signature and receiver are right.
#[derive(Debug)]
pub enum Received<V: Callbacks> {
    /// The vendor tests the address: send this answer.
    Probe(Response<Vec<u8>>),
    /// An event.
    Event(Delivery<V>),
}

/// An event that was delivered.
#[non_exhaustive]
pub struct Delivery<V: Callbacks> {
    /// What all events have.
    pub head: Head,
    /// The event.
    pub event: V::Event,
    format: Format,
    digest: String,
}

impl<V: Callbacks> Inbox<V> {
    /// Receives messages for `receiver`. All three are shown in the vendor's console: `token` signs, `aes_key`
    /// (EncodingAESKey, 43 characters) encrypts, and messages name the receiver: a company for its own apps, a suite for
    /// those of a third party.
    ///
    /// # Errors
    /// The token is empty, or the key is not 43 characters of base64.
    pub fn new(
        token: impl Into<String>,
        aes_key: impl AsRef<str>,
        receiver: impl Into<String>,
    ) -> Result<Self, KeyError> {
        let keys = Keys::new(token.into(), aes_key.as_ref())?;
        Ok(Self { keys, receivers: Some(vec![receiver.into()]), max_age: None, vendor: PhantomData })
    }

    /// Receives messages for another receiver, too. The vendor may test the address of a third party's app in the name
    /// of the provider's company, and push events in the name of the suite.
    #[must_use]
    pub fn and_for(mut self, receiver: impl Into<String>) -> Self {
        self.receivers.get_or_insert_default().push(receiver.into());
        self
    }

    /// Receives messages for everybody. [`Head::receiver`] has the receiver, whom nobody has checked.
    #[must_use]
    pub fn for_everybody(mut self) -> Self {
        self.receivers = None;
        self
    }

    /// Refuses messages that were sealed longer ago than `age`, or that long in the future. By default, their age does not
    /// matter: the vendor tries again after a while, and servers' clocks differ.
    #[must_use]
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// Reads a delivery: the vendor's test of the address (GET), or an event (POST).
    ///
    /// The signature is compared before anything is decrypted, in a time that does not depend on where it differs.
    ///
    /// # Errors
    /// The delivery is malformed, not from the vendor, or for somebody else; the event cannot be read.
    /// [`ReceiveError::response`] is the answer.
    pub fn receive<B: AsRef<[u8]>>(&self, request: &Request<B>) -> Result<Received<V>, ReceiveError> {
        match *request.method() {
            Method::GET => {
                let opened = self.open(&Parameters::of(request)?, &parameter(request, ECHO)?)?;
                Ok(Received::Probe(answer(opened.message)))
            }
            Method::POST => {
                let parameters = Parameters::of(request)?;
                let (format, ciphertext) = outer::ciphertext(V::SCHEME, request.body().as_ref())?;
                let opened = self.open(&parameters, &ciphertext)?;
                self.read(format, &opened.message).map(Received::Event)
            }
            _ => Err(ReceiveError::Method),
        }
    }

    fn open(&self, parameters: &Parameters, ciphertext: &str) -> Result<Opened, ReceiveError> {
        let Parameters { signature, timestamp, nonce } = parameters;
        if !self.keys.verify(signature, timestamp, nonce, ciphertext) {
            return Err(ReceiveError::Signature);
        }
        if !self.max_age.is_none_or(|age| is_within(age, timestamp)) {
            return Err(ReceiveError::Stale);
        }
        let opened = self.keys.open(ciphertext).map_err(ReceiveError::Seal)?;
        let is_for_us = self.receivers.as_ref().is_none_or(|receivers| receivers.contains(&opened.receiver));
        if is_for_us { Ok(opened) } else { Err(ReceiveError::Receiver(opened.receiver)) }
    }

    fn read(&self, format: Format, message: &str) -> Result<Delivery<V>, ReceiveError> {
        let text = outer::Text::new(message);
        let parsed = text.parse().map_err(ReceiveError::Document)?;
        let members = parsed.members(None).map_err(ReceiveError::Document)?;
        let head = Head::find(V::SCHEME.heads, &members)
            .ok_or_else(|| ReceiveError::Document("it has no head that the vendor documents".to_owned()))?;
        let digest = hex(&Sha1::digest(message));
        let event = event::<V>(&head, members, &parsed)?;
        Ok(Delivery { head, event, format, digest })
    }

    /// Seals `message` as the answer to `delivery`, for events that may be answered with a message.
    ///
    /// # Errors
    /// The message is longer than 4 GB; the system has no random numbers.
    pub fn reply(&self, delivery: &Delivery<V>, message: &str) -> Result<Response<Vec<u8>>, SealError> {
        let receiver = self.receivers.as_ref().and_then(|receivers| receivers.first());
        let receiver = receiver.map(String::as_str).or(delivery.head.receiver()).unwrap_or_default();
        let (ciphertext, parameters) = seal(&self.keys, message, receiver, Timestamp::now().as_secs())?;
        Ok(outer::reply(delivery.format, &ciphertext, &parameters))
    }
}

/// Encrypts and signs a message. `time` is that of the seal, in seconds since the epoch.
pub(super) fn seal(keys: &Keys, message: &str, receiver: &str, time: i64) -> Result<(String, Parameters), SealError> {
    let mut random = [0; 24];
    getrandom::fill(&mut random).map_err(|_| SealError::Random)?;
    let (salt, nonce) = random.split_first_chunk().ok_or(SealError::Random)?;
    let ciphertext = keys.close(message, receiver, *salt)?;
    let (timestamp, nonce) = (time.to_string(), hex(nonce));
    let signature = keys.sign(&timestamp, &nonce, &ciphertext);
    Ok((ciphertext, Parameters { signature, timestamp, nonce }))
}

/// Reads the event that the head's tags name.
fn event<V: Callbacks>(
    head: &Head,
    members: Map<String, Value>,
    parsed: &outer::Parsed<'_>,
) -> Result<V::Event, ReceiveError> {
    let row = V::Event::ROWS.iter().find(|row| row.info().tags.iter().eq(head.tags()));
    let Some(row) = row else {
        return Ok(V::Event::unknown(UnknownEvent::new(head.tags().to_vec(), members)));
    };
    let mut members = parsed.members(Some(row.lists())).map_err(ReceiveError::Document)?;
    let own = match V::SCHEME.body {
        None => Value::Object(members),
        Some(name) => members.remove(name).unwrap_or_else(|| Value::Object(Map::new())),
    };
    let name = row.info().name;
    row.read(own.to_string().as_bytes()).map_err(|error| ReceiveError::Event { name, error })
}

fn is_within(age: Duration, timestamp: &str) -> bool {
    timestamp.parse::<i64>().is_ok_and(|sealed| sealed.abs_diff(Timestamp::now().as_secs()) <= age.as_secs())
}

fn answer(text: String) -> Response<Vec<u8>> {
    let mut response = Response::new(text.into_bytes());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

impl<V: Callbacks> Delivery<V> {
    /// The answer with which the vendor is content. Send it within the time that the vendor's docs name, and do the work
    /// afterwards: otherwise the event is delivered again.
    #[must_use]
    pub fn ack(&self) -> Response<Vec<u8>> {
        answer(V::SCHEME.ack.to_owned())
    }

    /// What is the same whenever this event is delivered again, in hex: a digest of the message. Events have no ids.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

impl<V: Callbacks> fmt::Debug for Delivery<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery").field("head", &self.head).field("event", &self.event).finish_non_exhaustive()
    }
}

/// Without token and key.
impl<V: Callbacks> fmt::Debug for Inbox<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Inbox({}, {:?})", V::NAME, self.receivers)
    }
}
