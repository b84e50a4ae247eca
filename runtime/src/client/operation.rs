//! What a client can call.

use http::Request;

use crate::{
    body::Body,
    endpoint::{self, Credential, Endpoint, EndpointInfo},
    error::ToHttpError,
    vendor::{Secret, Vendor},
};

/// An endpoint and what a call sends to it: a typed request, or a raw one.
pub(super) trait Operation<V: Vendor>: Sync {
    fn target(&self) -> Target<'_>;

    /// Checks the request without a credential: an invalid one must not cause a fetch of a token.
    fn check(&self) -> Result<(), ToHttpError>;

    fn message(&self, vendor: &V, credential: Option<&Secret>) -> Result<Request<Body>, ToHttpError>;

    /// The secrets in the request, besides the credential.
    fn secrets(&self) -> Vec<String>;
}

/// The endpoint of a call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'a> {
    /// The name of the endpoint; of a raw call, its path.
    pub(super) name: &'a str,
    /// Facts about the endpoint; `None` for a raw call.
    pub(super) info: Option<&'static EndpointInfo>,
    /// Whether calls change nothing.
    pub(super) reads: bool,
    /// Whether calls need the credential.
    pub(super) authenticated: bool,
}

impl<E: Endpoint> Operation<E::Vendor> for E {
    fn target(&self) -> Target<'_> {
        let info = const { &E::INFO };
        Target { name: info.name, info: Some(info), reads: info.reads, authenticated: info.authenticated }
    }

    fn check(&self) -> Result<(), ToHttpError> {
        self.validate().map_err(ToHttpError::Invalid)
    }

    fn message(&self, vendor: &E::Vendor, credential: Option<&Secret>) -> Result<Request<Body>, ToHttpError> {
        let credential = E::Credential::from_secret(credential.cloned()).ok_or(ToHttpError::Credential)?;
        endpoint::message(self, vendor, &credential)
    }

    fn secrets(&self) -> Vec<String> {
        endpoint::secrets(self)
    }
}
