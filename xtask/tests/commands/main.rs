//! The commands, run as their users run them.

mod arguments;
#[cfg(unix)]
mod cache;
mod cache_of_vendors;
mod changelog;
mod diff;
mod diff_formats;
mod drift;
mod facts;
mod faults;
mod generate;
mod import;
mod interop;
mod ledger;
mod manifests;
mod one_endpoint;
mod progress;
mod repository;
#[cfg(unix)]
mod safety;
mod sandbox;
mod site;
mod validate;
