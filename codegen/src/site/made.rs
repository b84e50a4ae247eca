//! Pages with their errata and search entries.

use super::{
    fields::{Found, Searched},
    shell::Body,
};

/// A page, its errata, and its search entries.
pub(super) struct Made<'m> {
    pub(super) body: Body,
    pub(super) errata: Vec<Found<'m>>,
    /// The name of what it is about, in the index of errata.
    pub(super) about: String,
    pub(super) entries: Vec<Entry>,
}

/// Something that the search finds.
pub(super) struct Entry {
    pub(super) kind: Kind,
    /// The name: dotted, a code, or that of a type with its scope.
    pub(super) name: String,
    /// The vendor's term.
    pub(super) title: String,
    /// The title of its page, if that is not the term.
    pub(super) also: String,
    /// What it is, in English.
    pub(super) summary: String,
    pub(super) href: String,
    /// Other names: routes, tags, constants.
    pub(super) keys: Vec<String>,
    pub(super) fields: Vec<Searched>,
}

/// The kind of an entry, as the script numbers them.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Endpoint,
    Event,
    Type,
    Error,
    Area,
}
