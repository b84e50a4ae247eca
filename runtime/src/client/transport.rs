//! The interface to HTTP libraries.

use std::{future::Future, sync::Arc, time::Duration};

use futures_util::{FutureExt, future::BoxFuture};
use http::{Request, Response};

use super::{
    incoming::Incoming,
    transport_error::{TransportError, TransportFault},
};
use crate::body::Body;

/// An HTTP library.
///
/// The URI or the headers of a message can contain a credential. So a transport must not log them, must not follow redirects,
/// and must not put the URI into its errors.
pub trait Transport: Send + Sync + 'static {
    /// Sends a message and receives the reply with its body.
    ///
    /// The client itself enforces [`Limits::timeout`]. The transport must stop reading a body that exceeds
    /// [`Limits::max_reply`].
    ///
    /// # Errors
    /// No connection can be made, or the reply is incomplete or too large.
    fn send(
        &self,
        message: Request<Vec<u8>>,
        limits: Limits,
    ) -> impl Future<Output = Result<Response<Vec<u8>>, TransportError>> + Send;

    /// Sends a message whose body may be a file, and receives the head of the reply and its body in chunks. The client
    /// uses it for uploads and for [`Client::download`](super::Client::download).
    ///
    /// Unless a transport implements it, both bodies are in memory as a whole: it calls [`send`](Self::send), which the
    /// transport limits to [`Limits::max_reply`].
    ///
    /// The length of the message's body is that of [`Body::len`]. The error of a file that cannot be read is kept, so the
    /// transport may return any error then.
    ///
    /// # Errors
    /// No connection can be made, the file cannot be read, or there is no reply.
    fn transfer(
        &self,
        message: Request<Body>,
        limits: Limits,
    ) -> impl Future<Output = Result<Response<Incoming>, TransportError>> + Send {
        async move {
            let (parts, body) = message.into_parts();
            let body = body.collected().await;
            let body = body.map_err(|error| TransportError::because(TransportFault::Broken, error))?;
            let reply = self.send(Request::from_parts(parts, body), limits).await?;
            Ok(reply.map(Incoming::from))
        }
    }
}

/// A [`Transport`] of any type: `Arc<dyn DynTransport>` and `Box<dyn DynTransport>` are transports, for clients whose transport
/// is chosen at run time. Every transport implements it.
pub trait DynTransport: Send + Sync + 'static {
    /// Calls [`Transport::send`].
    fn send_boxed(
        &self,
        message: Request<Vec<u8>>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Vec<u8>>, TransportError>>;

    /// Calls [`Transport::transfer`].
    fn transfer_boxed(
        &self,
        message: Request<Body>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Incoming>, TransportError>>;
}

impl<T: Transport> DynTransport for T {
    fn send_boxed(
        &self,
        message: Request<Vec<u8>>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Vec<u8>>, TransportError>> {
        self.send(message, limits).boxed()
    }

    fn transfer_boxed(
        &self,
        message: Request<Body>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Incoming>, TransportError>> {
        self.transfer(message, limits).boxed()
    }
}

impl Transport for dyn DynTransport {
    fn send(
        &self,
        message: Request<Vec<u8>>,
        limits: Limits,
    ) -> impl Future<Output = Result<Response<Vec<u8>>, TransportError>> + Send {
        self.send_boxed(message, limits)
    }

    fn transfer(
        &self,
        message: Request<Body>,
        limits: Limits,
    ) -> impl Future<Output = Result<Response<Incoming>, TransportError>> + Send {
        self.transfer_boxed(message, limits)
    }
}

/// Emits the impl of a pointer to a transport.
macro_rules! pointer {
    ($pointer:ident) => {
        impl<T: Transport + ?Sized> Transport for $pointer<T> {
            fn send(
                &self,
                message: Request<Vec<u8>>,
                limits: Limits,
            ) -> impl Future<Output = Result<Response<Vec<u8>>, TransportError>> + Send {
                self.as_ref().send(message, limits)
            }

            fn transfer(
                &self,
                message: Request<Body>,
                limits: Limits,
            ) -> impl Future<Output = Result<Response<Incoming>, TransportError>> + Send {
                self.as_ref().transfer(message, limits)
            }
        }
    };
}

pointer!(Arc);
pointer!(Box);

/// The limits of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The time from resolving the host to the last byte of the reply, unless a file is sent or received. 10 seconds by
    /// default. It also limits the wait for the head and for each chunk of a [`Download`](super::Download).
    pub timeout: Duration,
    /// The same time if a file is sent or received. 5 minutes by default, in which 20 MB need half a megabit per second.
    /// For a [`Download`](super::Download) it is the time that is spent waiting for chunks.
    pub transfer_timeout: Duration,
    /// The size of a reply's body in bytes, decompressed. 16 MiB by default. The parsed reply can take many times as much
    /// memory: each `{}` in a list becomes a struct with all its fields. A [`Download`](super::Download) may be larger,
    /// because it is not kept in memory.
    pub max_reply: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(10), transfer_timeout: Duration::from_secs(300), max_reply: 16 << 20 }
    }
}
