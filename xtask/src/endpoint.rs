//! Endpoints and events named on the command line.

use anyhow::{Result, anyhow};
use codegen::model::{Model, Owner};

/// Finds the one endpoint or event that has this name, or whose name ends with it.
pub(crate) fn find<'m>(model: &'m Model, name: &str) -> Result<Owner<'m>> {
    model.owner(name).map_err(|matches| {
        if !matches.is_empty() {
            return anyhow!("`{name}` is ambiguous; write more of the name:{}", list(matches));
        }
        let what = if model.events.is_empty() { "endpoints" } else { "endpoints and events" };
        let hint = match model.similar_owner(name) {
            Some(similar) => format!("did you mean `{similar}`? The {what} are"),
            None => format!("the {what} are"),
        };
        let kind = if model.events.is_empty() { "no endpoint" } else { "no endpoint and no event" };
        anyhow!("{kind} is called `{name}`; {hint}:{}", list(model.owners().map(Owner::name)))
    })
}

fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    names.into_iter().map(|name| format!("\n  {name}")).collect()
}
