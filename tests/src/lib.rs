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
pub mod requests;
mod rules;
pub mod template;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
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

/// The parts of valid schemas that are valid by themselves: one for each page.
///
/// Tests that load schemas thousands of times load parts, so that they take no longer when pages are added.
#[derive(Debug)]
pub struct Parts<'s> {
    schemas: &'s [Source],
    /// The schema that each file belongs to: itself, or that whose examples it is among.
    owners: Vec<&'s str>,
}

impl<'s> Parts<'s> {
    /// The parts of these schemas.
    #[must_use]
    pub fn new(schemas: &'s [Source]) -> Self {
        let paths: BTreeSet<&str> = schemas.iter().map(|source| source.path.as_str()).collect();
        let owner = |path: &'s str| {
            let folders = path.match_indices('/').map(|(at, _)| format!("{}.yaml", &path[..at]));
            folders.into_iter().find_map(|owner| paths.get(owner.as_str()).copied()).unwrap_or(path)
        };
        Self { schemas, owners: schemas.iter().map(|source| owner(&source.path)).collect() }
    }

    /// The paths of all pages.
    #[must_use]
    pub fn pages(&self) -> Vec<&'s str> {
        self.schemas.iter().map(|source| source.path.as_str()).filter(|path| is_page(path)).collect()
    }

    /// A page with its examples, the files of vendors, those of the areas around it, and the pages that it needs: those of its
    /// folder, or else all of its vendor, or all.
    #[must_use]
    pub fn part(&self, page: &str) -> Vec<Source> {
        let vendor = page.split_inclusive('/').next().unwrap_or_default();
        let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
        let is_around = |owner: &str| folder(owner).is_some_and(|folder| page.starts_with(&folder));
        let of_page = |owner: &str| owner == page || owner.ends_with("/area.yaml") && is_around(owner);
        let of_folder = |owner: &str| of_page(owner) || is_page(owner) && folder(owner) == folder(page);
        let of_vendor = |owner: &str| owner.starts_with(vendor);
        let needs: [&dyn Fn(&str) -> bool; 3] = [&of_page, &of_folder, &of_vendor];
        let mut candidates = needs.iter().map(|needed| {
            // Vendors derive enums from those of others.
            let has = |owner: &str| owner.ends_with("/vendor.yaml") || needed(owner);
            self.schemas
                .iter()
                .zip(&self.owners)
                .filter(|(_, owner)| has(owner))
                .map(|(source, _)| source.clone())
                .collect()
        });
        let part = candidates.find(|part: &Vec<Source>| codegen::load(part).model.is_some());
        part.unwrap_or_else(|| self.schemas.to_vec())
    }

    /// What shows the use of a file that pages share: the vendors' files, the file, and the parts of a few pages below its
    /// folder.
    #[must_use]
    pub fn users(&self, shared: &str) -> Vec<Source> {
        const PAGES: usize = 3;
        let folder = shared.rsplit_once('/').map_or("", |(folder, _)| folder);
        let below: Vec<&str> =
            self.pages().into_iter().filter(|page| page.starts_with(&format!("{folder}/"))).collect();
        let few = below.iter().step_by((below.len() / PAGES).max(1)).take(PAGES);
        let needed: BTreeSet<String> = few.flat_map(|page| self.part(page)).map(|source| source.path).collect();
        let is_needed = |path: &str| path == shared || path.ends_with("/vendor.yaml") || needed.contains(path);
        self.schemas.iter().filter(|source| is_needed(&source.path)).cloned().collect()
    }
}

/// Whether a file is a page, and not a vendor's, a list of error codes or an area's.
#[must_use]
pub fn is_page(path: &str) -> bool {
    let is_schema = path.ends_with(".yaml") && !is_facts(path);
    is_schema && !["/vendor.yaml", "/errors.yaml", "/area.yaml"].iter().any(|shared| path.ends_with(shared))
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

/// The model of the project's own schemas. It is loaded once.
///
/// # Panics
/// If they have errors.
#[must_use]
pub fn model() -> &'static Model {
    static MODEL: LazyLock<Model> = LazyLock::new(|| model_of("schemas"));
    &MODEL
}

/// The model of the fixture, which uses every feature of the language.
///
/// # Panics
/// If its schemas have errors.
#[must_use]
pub fn fixture_model() -> &'static Model {
    static MODEL: LazyLock<Model> = LazyLock::new(|| model_of("tests/fixture/schemas"));
    &MODEL
}

/// Whether an endpoint of the vendors or of the fixture hands out credentials: each of its replies has another one.
#[must_use]
pub fn hands_out_credentials(endpoint: &str) -> bool {
    let models = [model(), fixture_model()];
    models.into_iter().filter_map(|model| model.endpoints.get(endpoint)).any(|endpoint| endpoint.grants.is_some())
}

/// The model of schemas for tests of the OpenAPI descriptions: combinations that the fixture lacks.
///
/// # Panics
/// If they have errors.
#[must_use]
pub fn corner_model() -> &'static Model {
    static MODEL: LazyLock<Model> = LazyLock::new(|| model_of("tests/cases/openapi"));
    &MODEL
}

fn model_of(folder: &str) -> Model {
    let outcome = codegen::load(&sources(&workspace(folder)));
    outcome.model.unwrap_or_else(|| panic!("{folder} has errors: {:#?}", outcome.diagnostics))
}

/// The README's examples.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The guide's examples.
#[cfg(doctest)]
#[doc = include_str!("../../generated/README.md")]
struct Guide;

/// The request or the reply of an endpoint.
///
/// # Panics
/// Endpoints have no message of this kind.
#[must_use]
pub fn message(endpoint: &Endpoint, kind: MessageKind) -> &Message {
    let found = endpoint.messages().into_iter().find(|message| message.kind == kind);
    found.unwrap_or_else(|| panic!("an endpoint has no {}", kind.as_str()))
}

/// Reads a value through its text. Through [`Value`](serde_json::Value), each type would be compiled for one more deserializer.
///
/// # Errors
/// The text is not that of a `T`.
pub fn read<T: serde::de::DeserializeOwned>(value: &serde_json::Value) -> serde_json::Result<T> {
    serde_json::from_str(&value.to_string())
}

/// Writes a value through its text, for the same reason.
///
/// # Panics
/// The value is no JSON.
#[must_use]
pub fn written(value: &impl serde::Serialize) -> serde_json::Value {
    let text = serde_json::to_vec(value).unwrap_or_else(|error| panic!("{error}"));
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{error}"))
}
