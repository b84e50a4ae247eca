//! Credentials: the types, their place in a message, and their lifetime.

use std::{fmt, time::Duration};

use http::Request;

use crate::query;

/// A secret text, such as a token. It has no `Display`, and `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl From<&str> for Secret {
    fn from(secret: &str) -> Self {
        Self::new(secret)
    }
}

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Self(secret)
    }
}

/// The place of a vendor's credential in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialPlace {
    /// A query parameter of this name.
    Query(&'static str),
    /// A header of this name.
    Header(&'static str),
}

impl CredentialPlace {
    /// The credential of a message; `None` if it is missing or empty.
    pub(crate) fn find<B>(self, message: &Request<B>) -> Option<Secret> {
        let text = match self {
            Self::Query(name) => {
                let parameters = query::parse(message.uri().query().unwrap_or_default());
                parameters.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
            }
            Self::Header(name) => message.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned),
        };
        text.filter(|text| !text.is_empty()).map(Secret::new)
    }
}

/// The type of an endpoint's credential: [`Secret`] or [`NoCredential`].
pub trait Credential: Clone + PartialEq + fmt::Debug + Send + Sync + sealed::Sealed {
    /// The secret to send, if there is one.
    #[doc(hidden)]
    fn secret(&self) -> Option<&Secret>;

    /// The credential of a call with this secret; `None` if the secret is missing but required.
    #[doc(hidden)]
    fn from_secret(secret: Option<Secret>) -> Option<Self>;
}

impl Credential for Secret {
    fn secret(&self) -> Option<&Secret> {
        Some(self)
    }

    fn from_secret(secret: Option<Secret>) -> Option<Self> {
        secret
    }
}

/// No credential, for a call that asks for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoCredential;

impl Credential for NoCredential {
    fn secret(&self) -> Option<&Secret> {
        None
    }

    fn from_secret(_: Option<Secret>) -> Option<Self> {
        Some(Self)
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Secret {}
    impl Sealed for super::NoCredential {}
}

/// A credential that an endpoint has handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The credential.
    pub credential: Secret,
    /// Its lifetime, from the time of the request.
    pub expires_in: Duration,
}

impl Grant {
    /// A credential and its lifetime in seconds. A negative lifetime counts as 0.
    #[doc(hidden)]
    #[must_use]
    pub fn new(credential: &str, seconds: i64) -> Self {
        let seconds = u64::try_from(seconds).unwrap_or_default();
        Self { credential: Secret::new(credential), expires_in: Duration::from_secs(seconds) }
    }
}
