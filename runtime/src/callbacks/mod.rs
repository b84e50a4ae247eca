//! Events that vendors push to a server of the company.
//!
//! A vendor sends a `GET` to test an address, and a `POST` for each event. Both are signed and encrypted with a token and
//! a key that are configured in the vendor's console. An [`Inbox`] verifies, decrypts and reads them:
//!
//! ```text
//! let inbox = Inbox::<Wecom>::new(token, aes_key, corp_id)?;
//! match inbox.receive(&request) {
//!     Ok(Received::Probe(answer)) => answer,
//!     Ok(Received::Event(delivery)) => {
//!         queue.push(delivery.event);
//!         delivery.ack()
//!     }
//!     Err(error) => error.response(),
//! }
//! ```
//!
//! The same event may be delivered several times, and late: drop what has a [digest](Delivery::digest) that you have
//! seen. A [`Sender`] makes deliveries for tests.

mod error;
mod event;
#[cfg(test)]
mod hostile;
mod inbox;
mod outer;
mod scheme;
mod seal;
mod sender;
#[cfg(test)]
mod tests;
mod xml;

pub use error::{KeyError, ReceiveError, SealError};
pub use event::{Callbacks, Event, EventInfo, Events, Head, UnknownEvent};
pub use inbox::{Delivery, Inbox, Received};
pub use scheme::MAX_BODY;
pub use sender::{SendError, Sender};

#[doc(hidden)]
pub use event::Row;
#[doc(hidden)]
pub use scheme::{Format, HeadShape, Scheme};
#[doc(hidden)]
pub use xml::List;
