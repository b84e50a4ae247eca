//! The input: a model of synthetic schemas, and the same with one page changed.

use anyhow::{Context, Result, bail};
use codegen::{Source, model::Model};
use synth::Mix;

/// A size that the benchmark can build in less than half an hour on two cores.
const MIX: Mix = Mix { endpoints: 12, vendors: 3, seed: 6 };

/// The schemas, their model, and the vendor whose page changes.
pub(crate) struct Input {
    sources: Vec<Source>,
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

    /// The model after a page was changed. Each round changes it differently.
    pub(crate) fn changed(&self, round: usize) -> Result<Model> {
        let mut sources = self.sources.clone();
        synth::change(&mut sources, round);
        model(&sources)
    }
}

fn model(sources: &[Source]) -> Result<Model> {
    let outcome = codegen::load(sources);
    match outcome.model {
        Some(model) => Ok(model),
        None => bail!("the schemas have faults: {:?}", outcome.diagnostics.first()),
    }
}
