//! Tests of the client and of the mock server, each alone and one against the other.

include!(concat!(env!("OUT_DIR"), "/endpoints.rs"));

mod client;
mod examples;
mod hook;
mod mock;
mod over_http;
mod own_endpoints;
mod peers;
mod prism;
mod push;

use generated::wecom::gettoken::{self, CorpId, CorpSecret};

/// The request for a token of WeCom.
fn login(corpid: &str, secret: &str) -> gettoken::Request {
    gettoken::Request::new(CorpId::from(corpid), CorpSecret::from(secret))
}

/// Removes the cursor of two replies that should be equal, if the request has the cursor that the published one, the second, has
/// for the next page. The mock answers such a request with the last page, which has no cursor.
fn end_at_the_last_page(request: &generated::serde_json::Value, replies: [&mut generated::serde_json::Value; 2]) {
    if request["cursor"].is_string() && request["cursor"] == replies[1]["next_cursor"] {
        for reply in replies {
            reply.as_object_mut().and_then(|reply| reply.remove("next_cursor"));
        }
    }
}
