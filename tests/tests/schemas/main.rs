//! Tests of the schema language: what `codegen` accepts, rejects and reports.

mod by_vendor;
mod cases;
mod explain;
mod features;
mod language;
mod limits;
mod lints;
mod odd_files;
mod one_typo_one_error;
mod random_edits;
