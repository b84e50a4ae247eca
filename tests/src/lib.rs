//! What the tests share: schemas from disk, what is made of them, and a client for HTTP.

pub mod change;
pub mod consumer;
pub mod downstream;
pub mod http;
pub mod mutate;
pub mod openapi;
pub mod template;

use std::{
    fs,
    path::{Path, PathBuf},
};

use codegen::{Source, model::Model};

/// A folder of the workspace.
#[must_use]
pub fn workspace(folder: &str) -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).join(folder)
}

/// Every YAML and JSON file below a folder, in no particular order.
///
/// # Panics
/// If one cannot be read.
#[must_use]
pub fn sources(folder: &Path) -> Vec<Source> {
    files(folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml" || ending == "json"))
        .map(|path| {
            let below = path.strip_prefix(folder).unwrap_or(&path);
            let parts: Vec<_> =
                below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            Source { path: parts.join("/"), bytes }
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

/// The model of the project's own schemas.
///
/// # Panics
/// If they have faults.
#[must_use]
pub fn model() -> Model {
    let outcome = codegen::load(&sources(&workspace("schemas")));
    outcome.model.unwrap_or_else(|| panic!("the schemas have faults: {:#?}", outcome.diagnostics))
}

/// The model of the fixture, which uses every feature of the language.
///
/// # Panics
/// If its schemas have faults.
#[must_use]
pub fn fixture_model() -> Model {
    let outcome = codegen::load(&sources(&workspace("tests/fixture/schemas")));
    outcome.model.unwrap_or_else(|| panic!("the fixture has faults: {:#?}", outcome.diagnostics))
}

/// The model of schemas that only tests of the OpenAPI descriptions need: what the fixture does not meet.
///
/// # Panics
/// If they have faults.
#[must_use]
pub fn corner_model() -> Model {
    let outcome = codegen::load(&sources(&workspace("tests/cases/openapi")));
    outcome.model.unwrap_or_else(|| panic!("the corner cases have faults: {:#?}", outcome.diagnostics))
}

/// The README's examples.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
