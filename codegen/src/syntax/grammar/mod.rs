//! The schema language as tables: its keys, what their values may look like, what they mean, and which go together.
//!
//! `check` checks files against them, and `emit/language.rs` makes `schema.json` from them.

mod area;
mod field;
mod ledger;
mod notes;
mod page;
mod types;
mod vendor;

pub(crate) use area::AREA_FILE;
pub(crate) use field::{FIELD, OBJECT};
pub(crate) use ledger::LEDGER_FILE;
pub(crate) use page::PAGE_FILE;
pub(crate) use vendor::{ERRORS_FILE, VENDOR_FILE};
