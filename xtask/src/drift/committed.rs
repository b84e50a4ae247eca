//! The facts that are committed beside the schemas.

use std::path::Path;

use anyhow::{Context, Result};
use codegen::{Source, syntax::is_facts};
use facts::Facts;

/// Facts and the file that they were read from.
pub(crate) struct Committed {
    /// The path below the folder of the schemas, with `/`.
    pub(crate) path: String,
    /// The facts.
    pub(crate) facts: Facts,
}

/// All facts among the sources.
///
/// # Errors
/// If a file cannot be read as facts.
pub(crate) fn all(folder: &Path, sources: &[Source]) -> Result<Vec<Committed>> {
    let files = sources.iter().filter(|source| is_facts(&source.path));
    files
        .map(|source| {
            let facts = Facts::from_yaml(&String::from_utf8_lossy(&source.bytes)).with_context(|| {
                format!(
                    "{} has no facts: restore it, or delete it and run `cargo xtask drift --accept` on its page",
                    folder.join(&source.path).display()
                )
            })?;
            Ok(Committed { path: source.path.clone(), facts })
        })
        .collect()
}

/// The committed facts of a page: those with its URL or, if no facts have it, those with most of its endpoints and events.
pub(crate) fn of_page<'c>(committed: &'c [Committed], page: &Facts) -> Option<&'c Committed> {
    let same_url = |one: &&Committed| one.facts.url.is_some() && one.facts.url == page.url;
    if let Some(found) = committed.iter().find(same_url) {
        return Some(found);
    }
    let names: Vec<String> = page.parts.iter().map(facts::Part::name).collect();
    let shared = |one: &Committed| one.facts.parts.iter().filter(|part| names.contains(&part.name())).count();
    committed.iter().filter(|one| shared(one) > 0).max_by_key(|one| shared(one))
}
