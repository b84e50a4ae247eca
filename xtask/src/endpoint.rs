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
        let kind = if model.events.is_empty() { "no endpoint" } else { "no endpoint and no event" };
        let tagged = model.events.iter().filter(|(_, event)| event.tags.iter().any(|tag| tag == name));
        let tagged: Vec<&str> = tagged.map(|(event, _)| event.as_str()).collect();
        if !tagged.is_empty() {
            return anyhow!("{kind} is called `{name}`; events with this tag:{}", list(tagged));
        }
        match model.similar_owner(name) {
            Some(similar) => anyhow!("{kind} is called `{name}`; did you mean `{similar}`?"),
            None => anyhow!("{kind} is called `{name}`; the {what} are:{}", list(model.owners().map(Owner::name))),
        }
    })
}

fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    names.into_iter().map(|name| format!("\n  {name}")).collect()
}
