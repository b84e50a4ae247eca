//! The inputs: a model of synthetic schemas, and the same with one page changed; the real schemas of a vendor, and one area of
//! them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use codegen::{Source, model::Model};
use synth::Mix;

/// A size that the benchmark can build in less than half an hour on two cores.
const MIX: Mix = Mix { endpoints: 12, vendors: 3, seed: 6 };

/// The schemas, their model, and the vendor whose page changes.
pub(crate) struct Input {
    pub(crate) sources: Vec<Source>,
    pub(crate) model: Model,
    /// The vendor whose page changes, and which is also built alone.
    pub(crate) vendor: String,
}

impl Input {
    /// The schemas of all contestants.
    pub(crate) fn new() -> Result<Self> {
        let sources = synth::schemas(&MIX);
        let changed = synth::change(&mut sources.clone(), 0);
        let page = changed.first().context("no page can be changed")?;
        let vendor = page.split('/').next().unwrap_or_default().to_owned();
        Ok(Self { model: model(&sources)?, sources, vendor })
    }

    /// The real schemas of a vendor or, with an area, what a user of this area alone compiles of them.
    pub(crate) fn real(vendor: &str, area: Option<&str>) -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../schemas");
        let mut sources = Vec::new();
        for path in files(&root.join(vendor))? {
            let below = path.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
            let folder = below.split('/').nth(1).filter(|_| below.matches('/').count() > 1);
            let is_wanted =
                area.is_none_or(|area| folder.is_none_or(|folder| folder == area || !has_area(&root, vendor, folder)));
            if is_wanted {
                sources.push(Source { path: below, bytes: fs::read(&path)? });
            }
        }
        Ok(Self { model: model(&sources)?, sources, vendor: vendor.to_owned() })
    }

    /// The model after a page was changed. Each round changes it differently.
    pub(crate) fn changed(&self, round: usize) -> Result<Model> {
        let mut sources = self.sources.clone();
        synth::change(&mut sources, round);
        model(&sources)
    }
}

/// The model of schemas without errors.
pub(crate) fn model(sources: &[Source]) -> Result<Model> {
    let outcome = codegen::load(sources);
    match outcome.model {
        Some(model) => Ok(model),
        None => bail!("the schemas have faults: {:?}", outcome.diagnostics.first()),
    }
}

/// Whether a folder below a vendor is an area. Others have the examples of a page beside `vendor.yaml`.
fn has_area(root: &Path, vendor: &str, folder: &str) -> bool {
    !root.join(vendor).join(folder).with_extension("yaml").exists()
}

/// All files in a folder, however deep, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}
