//! The client, over a scripted transport and over real HTTP.

mod blocking;
mod errors;
mod hooks;
mod hostile;
mod kinds;
mod log;
mod pages;
mod pauses;
mod raw;
mod retries;
mod scripted;
mod secrets;
mod stores;
mod suites;
mod tokens;
mod traces;
