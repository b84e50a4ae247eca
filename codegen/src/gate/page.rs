//! A page that is compared.

use std::{collections::BTreeSet, sync::OnceLock};

use facts::text;
use serde_json::Value;

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
    /// The digests of its examples, once they are needed.
    examples: OnceLock<BTreeSet<String>>,
}

impl<'a> Page<'a> {
    pub(super) fn new(
        (model, syntax): (&'a Model, &'a Syntax),
        file: &'a File,
        facts: Vec<&'a FactsFile>,
        owners: Vec<Owner<'a>>,
    ) -> Self {
        Self { model, syntax, file, facts, owners, examples: OnceLock::new() }
    }

    /// The folder with its examples.
    pub(super) fn folder(&self) -> String {
        format!("{}/", self.file.path.trim_end_matches(".yaml"))
    }

    /// Whether one of its examples has this digest.
    pub(super) fn has_example(&self, digest: &str) -> bool {
        let digests = self.examples.get_or_init(|| {
            let folder = self.folder();
            let stored = self.syntax.examples.range(folder.clone()..);
            let stored = stored.take_while(|(path, _)| path.starts_with(&folder)).map(|(_, bytes)| {
                let value: Option<Value> = serde_json::from_slice(bytes).ok();
                text::digest_of_example(&String::from_utf8_lossy(bytes), value.as_ref())
            });
            stored.collect()
        });
        digests.contains(digest)
    }
}
