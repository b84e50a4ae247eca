//! The client, over a scripted transport and over real HTTP.

mod errors;
mod hostile;
mod pages;
mod retries;
mod scripted;
mod secrets;
mod tokens;
