//! The mock server as users call it, over a socket.

mod answers;
mod asynchronous;
mod bounds;
mod by_request;
mod calls;
mod credentials;
mod examples;
mod hostile;
mod pages;
mod program;
mod refusals;
mod stop;
mod strictness;
mod warnings;

use std::error::Error;

use generated::{
    Endpoint, Reply, Secret, http,
    mock::{self, Server},
    wecom::{self, Wecom, kf::customer::batchget},
};
use tests::http as client;

/// The result of a test that uses `?`.
type Tested = Result<(), Box<dyn Error>>;

fn token() -> Secret {
    Secret::new("TOKEN")
}

/// A valid request.
fn good() -> batchget::Request {
    batchget::Request::new(["wm1"])
}

/// A valid request as an HTTP message for the mock.
fn message(server: &Server) -> http::Request<Vec<u8>> {
    good().to_http(&server.vendor::<Wecom>(), &token()).expect("a good request")
}

/// Calls an endpoint of WeCom with a credential, and returns the result of the client.
fn call_with(server: &Server, credential: &Secret) -> Result<batchget::Response, Failure> {
    let message = good().to_http(&server.vendor::<Wecom>(), credential)?;
    Ok(batchget::Response::from_http(client::send(&message)?)?)
}

fn call(server: &Server) -> Result<batchget::Response, Failure> {
    call_with(server, &token())
}

type Failure = Box<dyn Error + Send + Sync>;

/// The error code in the answer to a call.
fn code(answer: Result<batchget::Response, Failure>) -> Option<wecom::ErrorCode> {
    let error = answer.err()?.downcast::<generated::FromHttpResponseError<wecom::ErrorCode>>().ok()?;
    error.code()
}

/// Asserts that the server still replies correctly.
fn goes_on(server: &Server) {
    let reply = call(server).unwrap_or_else(|error| panic!("the server does not go on: {error}"));
    assert_eq!(reply.customer_list.len(), 1);
}

fn started() -> Server {
    mock::start().expect("a mock starts")
}
