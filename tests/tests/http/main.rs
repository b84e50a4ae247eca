//! Tests of the client and of the mock server, each alone and one against the other.

include!(concat!(env!("OUT_DIR"), "/endpoints.rs"));

mod client;
mod hook;
mod mock;
mod over_http;
mod peers;
mod prism;
mod push;

use generated::wecom::gettoken::{self, CorpId, CorpSecret};

/// The request for a token of WeCom.
fn login(corpid: &str, secret: &str) -> gettoken::Request {
    gettoken::Request::new(CorpId::from(corpid), CorpSecret::from(secret))
}
