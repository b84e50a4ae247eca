//! Tests of the client and of the mock server, each alone and one against the other.

include!(concat!(env!("OUT_DIR"), "/endpoints.rs"));

mod client;
mod examples;
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

/// Whether an example of a request has the cursor that the example of its reply has for the next page. The mock answers it with
/// the last page, which has no cursor.
fn asks_for_the_last_page(request: &generated::serde_json::Value, reply: &generated::serde_json::Value) -> bool {
    request["cursor"].is_string() && request["cursor"] == reply["next_cursor"]
}
