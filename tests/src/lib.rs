//! Helpers that the tests share: schemas on disk, their models, emitted crates, and an HTTP client.

pub mod cases;
pub mod change;
pub mod consumer;
pub mod downstream;
pub mod held;
pub mod http;
pub mod minimal;
pub mod mutate;
pub mod nested;
pub mod openapi;
pub mod random;
mod rules;
pub mod template;

use std::{
    fs,
    path::{Path, PathBuf},
};

use codegen::{
    Source,
    model::{Endpoint, Message, MessageKind, Model},
    syntax::is_facts,
};

/// A folder of the workspace.
#[must_use]
pub fn workspace(folder: &str) -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).join(folder)
}

/// Every YAML and JSON file below a folder, sorted by path.
///
/// # Panics
/// If one cannot be read.
#[must_use]
pub fn sources(folder: &Path) -> Vec<Source> {
    files(folder)
        .into_iter()
        .filter(|path| {
            path.extension().is_some_and(|extension| ["yaml", "json", "xml"].iter().any(|known| extension == *known))
        })
        .map(|path| {
            let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            Source { path: path_below(folder, &path), bytes }
        })
        .collect()
}

/// A page, and schemas that are valid and contain it.
#[derive(Clone, Debug)]
pub struct Part {
    /// The path of the page.
    pub page: String,
    /// The page with its examples, the files of vendors and of its vendor's areas, and the pages that it needs.
    pub sources: Vec<Source>,
}

/// The parts of valid schemas that are valid by themselves: one for each page. A page that needs others has the pages of
/// its folder, too, or else all of its vendor, or all.
///
/// Tests that load schemas thousands of times load parts, so that they take no longer when pages are added.
#[must_use]
pub fn parts(schemas: &[Source]) -> Vec<Part> {
    let pages = schemas.iter().filter(|source| is_page(&source.path)).map(|page| page.path.as_str());
    pages.map(|page| Part { page: page.to_owned(), sources: part(schemas, page) }).collect()
}

fn part(schemas: &[Source], page: &str) -> Vec<Source> {
    let vendor = page.split_inclusive('/').next().unwrap_or_default();
    let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let needs: [&dyn Fn(&str) -> bool; 3] = [&|owner| owner == page, &|owner| folder(owner) == folder(page), &|_| true];
    let mut candidates = needs.iter().map(|needed| {
        let has = |source: &&Source| {
            let owner = owner(&source.path, schemas);
            // Vendors derive enums from those of others.
            owner.ends_with("/vendor.yaml") || source.path.starts_with(vendor) && (!is_page(&owner) || needed(&owner))
        };
        schemas.iter().filter(has).cloned().collect::<Vec<Source>>()
    });
    let part = candidates.find(|part| codegen::load(part).model.is_some());
    part.unwrap_or_else(|| schemas.to_vec())
}

/// Whether a file is a page, and not a vendor's or an area's.
#[must_use]
pub fn is_page(path: &str) -> bool {
    let is_schema = path.ends_with(".yaml") && !is_facts(path);
    is_schema && !path.ends_with("/vendor.yaml") && !path.ends_with("/area.yaml")
}

/// The schema that a file belongs to: itself, or that whose examples it is among.
fn owner(path: &str, schemas: &[Source]) -> String {
    let folders = path.match_indices('/').map(|(at, _)| format!("{}.yaml", &path[..at]));
    let mut owners = folders.filter(|owner| schemas.iter().any(|source| source.path == *owner));
    owners.next().unwrap_or_else(|| path.to_owned())
}

/// Every file below a folder, sorted.
///
/// # Panics
/// If the folder cannot be read.
#[must_use]
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// A path relative to a folder, with `/` between its parts.
#[must_use]
pub fn path_below(folder: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap_or(path).components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The model of the project's own schemas.
///
/// # Panics
/// If they have errors.
#[must_use]
pub fn model() -> Model {
    model_of("schemas")
}

/// The model of the fixture, which uses every feature of the language.
///
/// # Panics
/// If its schemas have errors.
#[must_use]
pub fn fixture_model() -> Model {
    model_of("tests/fixture/schemas")
}

/// The model of schemas for tests of the OpenAPI descriptions: combinations that the fixture lacks.
///
/// # Panics
/// If they have errors.
#[must_use]
pub fn corner_model() -> Model {
    model_of("tests/cases/openapi")
}

fn model_of(folder: &str) -> Model {
    let outcome = codegen::load(&sources(&workspace(folder)));
    outcome.model.unwrap_or_else(|| panic!("{folder} has errors: {:#?}", outcome.diagnostics))
}

/// The README's examples.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The request or the reply of an endpoint.
///
/// # Panics
/// Endpoints have no message of this kind.
#[must_use]
pub fn message(endpoint: &Endpoint, kind: MessageKind) -> &Message {
    let found = endpoint.messages().into_iter().find(|message| message.kind == kind);
    found.unwrap_or_else(|| panic!("an endpoint has no {}", kind.as_str()))
}
