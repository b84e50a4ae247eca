//! The client: over a transport that answers as it is told, and over real HTTP.

mod errors;
mod hostile;
mod pages;
mod retries;
mod scripted;
mod secrets;
mod tokens;
