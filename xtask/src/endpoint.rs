//! Endpoints named on the command line.

use anyhow::{Result, anyhow};
use codegen::model::{Endpoint, Model};

/// Finds the one endpoint that has this name, or whose name ends with it.
pub(crate) fn find<'m>(model: &'m Model, name: &str) -> Result<(&'m String, &'m Endpoint)> {
    model.endpoint(name).map_err(|matches| {
        if !matches.is_empty() {
            return anyhow!("`{name}` is ambiguous; write more of the name:{}", list(matches));
        }
        let hint = match model.similar_endpoint(name) {
            Some(similar) => format!("did you mean `{similar}`? The endpoints are"),
            None => "the endpoints are".to_owned(),
        };
        anyhow!("no endpoint is called `{name}`; {hint}:{}", list(model.endpoints.keys()))
    })
}

fn list<'n>(names: impl IntoIterator<Item = &'n String>) -> String {
    names.into_iter().map(|name| format!("\n  {name}")).collect()
}
