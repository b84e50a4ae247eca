//! The input on disk: schemas and the files around them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use codegen::{
    Source,
    vendors::{Derivations, Vendors},
};
use serde_json::Value;
use synth::Mix;

use crate::{emptied, ours::Generator, peers, wall};

/// Schemas of one size, in a temporary folder.
pub(crate) struct Work {
    pub(crate) endpoints: usize,
    /// The number of objects and enums in the model.
    pub(crate) types: usize,
    /// The duration of our first full run.
    pub(crate) seconds: f64,
    folder: PathBuf,
    sources: Vec<Source>,
    changes: usize,
    /// The number of full runs. Each has folders of its own.
    runs: usize,
}

impl Work {
    /// Writes the schemas and generates the crate once.
    pub(crate) fn new(endpoints: usize, vendors: usize, generator: &Generator) -> Result<Self> {
        let folder = peers().join("target").join(format!("generate-{}-{endpoints}", std::process::id()));
        emptied(&folder)?;
        let sources = synth::schemas(&Mix { endpoints, vendors, seed: 1 });
        synth::write(&folder.join("schemas"), &sources)?;
        let types = types(&sources).context("the schemas have an error")?;
        let mut work = Self { endpoints, types, seconds: 0.0, folder, sources, changes: 0, runs: 0 };
        work.empty()?;
        work.seconds = wall(&generator.run(&work)?);
        Ok(work)
    }

    pub(crate) fn schemas(&self) -> PathBuf {
        self.folder.join("schemas")
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.folder.join(format!("out-{}", self.runs))
    }

    pub(crate) fn cache(&self) -> PathBuf {
        self.folder.join(format!("cache-{}", self.runs))
    }

    /// A folder for the files of another program.
    pub(crate) fn room(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        emptied(&folder)?;
        Ok(folder)
    }

    /// From now on, the crate and the cache are others, which are empty. The earlier ones are not deleted: for a minute after
    /// thousands of files were deleted, ext4 takes longer to create others.
    pub(crate) fn empty(&mut self) -> Result<()> {
        self.runs += 1;
        emptied(&self.out())?;
        emptied(&self.cache())
    }

    /// Adds a field to one page and its example.
    pub(crate) fn change(&mut self) -> Result<()> {
        self.changes += 1;
        for path in synth::change(&mut self.sources, self.changes) {
            let source = self.sources.iter().find(|source| source.path == path);
            let text = source.map(|source| source.bytes.as_slice()).unwrap_or_default();
            fs::write(self.schemas().join(&path), text).with_context(|| format!("cannot write {path}"))?;
        }
        Ok(())
    }

    /// The OpenAPI of each vendor, by its name.
    pub(crate) fn descriptions(&self) -> Result<Vec<(String, Value)>> {
        let folder = self.out().join("openapi");
        let mut all = Vec::new();
        for path in files(&folder)? {
            let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            all.push((name, serde_json::from_slice(&text)?));
        }
        all.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(all)
    }

    /// The size in words.
    pub(crate) fn describe(&self) -> String {
        let bytes: usize = self.sources.iter().map(|source| source.bytes.len()).sum();
        let files = self.sources.len();
        let (megabytes, Self { endpoints, types, .. }) = (bytes as f64 / 1e6, self);
        format!("{endpoints} endpoints are {files} files of {megabytes:.1} MB, and {types} types.")
    }
}

/// The number of objects and enums, vendor by vendor: the models of the most endpoints do not fit into memory.
fn types(sources: &[Source]) -> Option<usize> {
    let vendors = Vendors::split(sources)?;
    let of_vendor = |name: &str| {
        let part = vendors.part(name, &Derivations::new())?;
        let model = codegen::lower_part(codegen::parse_part(&part)?).model?;
        Some(model.objects.len() + model.enums.len())
    };
    vendors.names().map(of_vendor).sum()
}

impl Drop for Work {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// All files in a folder and its subfolders.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut todo = vec![folder.to_path_buf()];
    while let Some(next) = todo.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("cannot read {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() { todo.push(path) } else { found.push(path) }
        }
    }
    Ok(found)
}

/// The total size of files in bytes.
pub(crate) fn size(files: &[PathBuf]) -> f64 {
    files.iter().filter_map(|file| fs::metadata(file).ok()).map(|found| found.len() as f64).sum()
}
