//! What is built: the model of a folder of schemas, and the same with one page changed.

use anyhow::{Context, Result, bail};
use codegen::{
    Source,
    model::{Member, Model, Type},
};

/// The model that every contestant is made of.
pub(crate) fn model() -> Result<Model> {
    let sources = copies()?;
    let outcome = codegen::load(&sources);
    match outcome.model {
        Some(model) => Ok(model),
        None => bail!("the schemas have faults: {:?}", outcome.diagnostics.first()),
    }
}

fn copies() -> Result<Vec<Source>> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../schemas");
    let mut out = Vec::new();
    let mut todo = vec![root.clone()];
    while let Some(next) = todo.pop() {
        for entry in std::fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "yaml" || e == "json") && path.parent() != Some(&root) {
                let below = path.strip_prefix(&root)?.to_string_lossy().into_owned();
                let (vendor, rest) = below.split_once('/').context("below a vendor")?;
                for copy in 0..8 {
                    out.push(Source { path: format!("{vendor}{copy}/{rest}"), bytes: std::fs::read(&path)? });
                }
            }
        }
    }
    Ok(out)
}

/// The vendor whose page changes, and that is built alone: the one with the most endpoints.
pub(crate) fn vendor(model: &Model) -> String {
    let count = |vendor: &str| model.endpoints.values().filter(|endpoint| endpoint.vendor == vendor).count();
    let most = model.vendors.keys().max_by_key(|vendor| count(vendor));
    most.cloned().unwrap_or_default()
}

/// The model after a page was changed: one object of one endpoint has a field more, whose name tells the round.
pub(crate) fn changed(model: &Model, vendor: &str, round: usize) -> Result<Model> {
    let mut model = model.clone();
    let endpoint = model.endpoints.values().find(|endpoint| endpoint.vendor == vendor).context("an endpoint")?;
    let object = model.objects.get_mut(&endpoint.response).context("the endpoint's response")?;
    let is_text = |member: &&Member| matches!(member, Member::Field(field) if matches!(field.ty, Type::Primitive(_)));
    let field = object.members.iter().find(is_text).or_else(|| object.members.first());
    let Some(Member::Field(field)) = field else { bail!("{} has no field to copy", endpoint.response) };
    let mut field = field.clone();
    field.wire = format!("added_{round}");
    field.name = field.wire.clone();
    field.required = false;
    object.members.push(Member::Field(field));
    Ok(model)
}
