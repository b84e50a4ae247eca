//! Replies of any size, and those who read, write and validate them.

pub mod counting;
pub mod followers;
pub mod handwritten;
pub mod places;
pub mod report;
pub mod requests;

/// The types that typify makes of the schema that the project exports.
#[allow(missing_docs, unreachable_pub, clippy::all, reason = "the code is typify's")]
pub mod typified {
    include!(concat!(env!("OUT_DIR"), "/typified.rs"));
}

/// What the others are called in tables.
pub mod peers {
    /// Plain structs with serde's derives.
    pub const HANDWRITTEN: &str = "handwritten serde";
    /// Types made by typify.
    pub const TYPIFY: &str = "typify";
    /// Any JSON.
    pub const VALUE: &str = "serde_json::Value";
    /// Nothing but reading.
    pub const IGNORED: &str = "IgnoredAny";
    /// Derives of the crate `garde`.
    pub const GARDE: &str = "garde";
    /// The same, where bytes are counted instead of characters.
    pub const GARDE_BYTES: &str = "garde, bytes";
    /// Derives of the crate `validator`.
    pub const VALIDATOR: &str = "validator";
    /// A JSON Schema, compiled by the crate of this name.
    pub const JSONSCHEMA: &str = "jsonschema";
}
