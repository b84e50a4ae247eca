//! A server for tests, made of the endpoints' server halves. It listens on this machine alone.
//!
//! [`Builder::start`] takes the table of endpoints ([`Route`]) that generated code has. A request is held against the
//! docs in the order in which vendors do it, and the first thing that is wrong is answered:
//!
//! | what | answer |
//! |---|---|
//! | no such endpoint | HTTP 404, and what is near |
//! | another method | HTTP 405 with `Allow` |
//! | the body is too large, or comes too slowly | HTTP 413, HTTP 408; the connection is closed |
//! | no credential, or not the one that [`Server::require`] asks for | HTTP 200 and the vendor's error code for that |
//! | the credential was expired by the test | HTTP 200 and the vendor's error code for that |
//! | the request cannot be read, or breaks a rule of the docs | HTTP 200, the vendor's error code for that, and in its message every place |
//! | nothing | what the test told ([`Server::on`]), else the first example of the doc page, else an empty payload |
//!
//! Any credential that is not empty is good until the test says otherwise. An endpoint that hands out credentials hands
//! out a new one at every call: the one in the page's example, with a number. How long it is said to be good is no matter
//! to the mock; it expires when the test says so.
//!
//! What is no HTTP is answered by HTTP 400 or closed. Nothing that is sent stops the server, and everything it keeps is
//! bounded.
//!
//! One server has all vendors, each below its own name: `http://127.0.0.1:PORT/<vendor>` takes the place of the vendor's
//! base URL, and [`Server::vendor`] gives the vendor at that address.

mod answer;
mod body;
mod builder;
mod credentials;
mod grant;
mod judge;
mod record;
mod route;
mod script;
mod scripts;
mod serve;
mod server;
mod shared;

pub use answer::{Answer, Cut};
pub use builder::Builder;
pub use record::{Call, Record};
pub use route::Route;
pub use script::Script;
pub use server::Server;
