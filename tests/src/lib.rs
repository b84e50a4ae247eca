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
