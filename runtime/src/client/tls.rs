//! Implementations of TLS, each with a feature.

#[cfg(feature = "rustls-no-provider")]
use std::sync::Arc;

use reqwest::ClientBuilder;
#[cfg(feature = "rustls-no-provider")]
use rustls::{ClientConfig, crypto::CryptoProvider};
#[cfg(feature = "rustls-no-provider")]
use rustls_platform_verifier::BuilderVerifierExt;

use super::transport_error::{TransportError, TransportFault};

/// An implementation of TLS, for [`Http::with_tls`](super::Http::with_tls). All verify certificates like the operating system.
///
/// If several features are enabled, [`Http::new`](super::Http::new) uses the first one in this order. So a crate that enables one
/// more changes nothing for others that used an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tls {
    /// rustls with ring (feature `rustls-ring`, which `reqwest` enables).
    #[cfg(feature = "rustls-ring")]
    RustlsRing,
    /// rustls with aws-lc (feature `rustls-aws-lc`). It needs a C compiler to build, as ring does.
    #[cfg(feature = "rustls-aws-lc")]
    RustlsAwsLc,
    /// The TLS of the operating system: OpenSSL on Linux (feature `native-tls`).
    #[cfg(feature = "native-tls")]
    Native,
}

impl Tls {
    /// All that features enable.
    pub const ENABLED: &'static [Self] = &[
        #[cfg(feature = "rustls-ring")]
        Self::RustlsRing,
        #[cfg(feature = "rustls-aws-lc")]
        Self::RustlsAwsLc,
        #[cfg(feature = "native-tls")]
        Self::Native,
    ];

    #[cfg_attr(
        not(any(feature = "rustls-no-provider", feature = "native-tls")),
        expect(unused_variables, reason = "there is no variant")
    )]
    pub(super) fn set_up(self, builder: ClientBuilder) -> Result<ClientBuilder, TransportError> {
        match self {
            #[cfg(feature = "rustls-ring")]
            Self::RustlsRing => rustls(builder, Arc::new(rustls::crypto::ring::default_provider())),
            #[cfg(feature = "rustls-aws-lc")]
            Self::RustlsAwsLc => rustls(builder, Arc::new(rustls::crypto::aws_lc_rs::default_provider())),
            #[cfg(feature = "native-tls")]
            Self::Native => Ok(builder.tls_backend_native()),
        }
    }
}

/// Sets up the process's default provider of rustls, or else the first implementation.
pub(super) fn by_default(builder: ClientBuilder) -> Result<ClientBuilder, TransportError> {
    #[cfg(feature = "rustls-no-provider")]
    if let Some(provider) = CryptoProvider::get_default() {
        return rustls(builder, provider.clone());
    }
    match Tls::ENABLED.first() {
        Some(tls) => tls.set_up(builder),
        // reqwest would panic.
        None if cfg!(feature = "rustls-no-provider") => {
            let problem =
                "rustls has no crypto provider: install one in the process, or enable a feature such as `rustls-ring`";
            Err(TransportError::because(TransportFault::Connect, problem))
        }
        None => Ok(builder),
    }
}

#[cfg(feature = "rustls-no-provider")]
fn rustls(builder: ClientBuilder, provider: Arc<CryptoProvider>) -> Result<ClientBuilder, TransportError> {
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map_err(|error| TransportError::because(TransportFault::Connect, error))?
        .with_no_client_auth();
    Ok(builder.tls_backend_preconfigured(tls))
}
