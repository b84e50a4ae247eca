//! A mock server for tests. It listens on 127.0.0.1.
//!
//! A [`Builder`] takes the table of endpoints ([`Route`]) in generated code and starts the [`Server`]. One server mocks all
//! vendors: the base URL of a vendor is `http://127.0.0.1:PORT/<vendor>`, and [`Server::vendor`] returns the vendor at that
//! address.
//!
//! The server checks requests in the order in which vendors do. The first problem decides the answer:
//!
//! | problem | answer |
//! |---|---|
//! | unknown path | HTTP 404, with similar endpoints |
//! | wrong method | HTTP 405, with `Allow` |
//! | the body is too large or too slow | HTTP 413 or 408; the connection is closed |
//! | the credential is missing, is not the one that the test [requires](Server::require), or was handed out as one of another kind | HTTP 200 and the vendor's error code |
//! | the test has [expired](Server::expire) the credential | HTTP 200 and the vendor's error code |
//! | the request cannot be read, breaks rules of the docs, or is not as documented | HTTP 200 and the vendor's error code; the message lists each place |
//! | a closure of the test panics | HTTP 500 |
//! | none | what the test set with [`Server::on`]; else the first example of the doc page; else an empty payload |
//!
//! A request is not as documented if it has members that the endpoint does not have or that do not belong to the tag that
//! it carries, a member twice, a parameter that is not in the docs, or a value of another JSON type, such as `"1"` for 1.
//! A [lenient](Builder::lenient) mock answers such a request, and reports it all the same. Values that an enum does not
//! list are fine unless the enum is closed: vendors add values. So is null for an absent member, and any header.
//!
//! In a form, a file must have a name, a content type and, if the vendor wants it, the parameter with its length. An upload
//! may have [more bytes](Builder::max_upload) than another body. A download gets the part that its header `Range` asks for;
//! if neither the page nor the test has a file, it gets a short text.
//!
//! By default, any non-empty credential is valid, unless the mock has handed it out as one of another kind. An endpoint that hands out credentials makes a new one for each
//! call: the one in the page's example, with a number. A credential expires when the test says so, not when its lifetime
//! ends.
//!
//! With the feature `callbacks`, the mock also pushes events to a service that is being tested: [`Server::push`].
//!
//! Messages that are not HTTP get HTTP 400, or the connection is closed. No message stops the server, and the memory that
//! it uses is bounded.

mod answer;
mod body;
mod builder;
mod credentials;
mod given;
mod grant;
mod judge;
mod pages;
#[cfg(feature = "callbacks")]
mod post;
#[cfg(feature = "callbacks")]
mod push;
mod range;
mod record;
mod route;
mod script;
mod scripts;
mod serve;
mod server;
mod set;
mod shared;
mod strict;
#[cfg(feature = "reqwest-base")]
#[cfg(test)]
mod tests;

pub use answer::{Answer, Cut};
pub use builder::Builder;
#[cfg(feature = "callbacks")]
pub use push::{Push, PushError, Pushed};
pub use record::{Call, Record};
pub use route::Route;
pub use script::Script;
pub use server::Server;
pub use set::Set;
