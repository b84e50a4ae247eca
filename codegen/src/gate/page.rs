//! A page that is compared.

use crate::{
    model::{Model, Owner},
    syntax::{FactsFile, File, Syntax},
};

/// A page's schema, and what the page states.
pub(super) struct Page<'a> {
    pub(super) model: &'a Model,
    pub(super) syntax: &'a Syntax,
    pub(super) file: &'a File,
    /// What the page states and, after that, what other pages state that the schema was transcribed from.
    pub(super) facts: Vec<&'a FactsFile>,
    /// The schema's endpoints and events.
    pub(super) owners: Vec<Owner<'a>>,
}
