//! `dump`: the checked model, for people and for tools.

use anyhow::Result;
use codegen::emit::outline::outline;

use crate::{Found, Schemas, load, print};

/// How the model is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Everything.
    Yaml,
    /// What a reviewer wants to see.
    Outline,
}

pub(crate) fn run(schemas: &Schemas, endpoint: Option<&str>, form: Form) -> Result<Found> {
    let Some(model) = schemas.model()? else { return Ok(Found::Something) };
    let only = endpoint.map(|name| load::endpoint(&model, name)).transpose()?;
    let text = match (form, only) {
        (Form::Yaml, None) => codegen::dump(&model),
        (Form::Yaml, Some((name, _))) => codegen::dump(&model.restricted_to(name)),
        (Form::Outline, Some((_, endpoint))) => outline(&model, endpoint),
        (Form::Outline, None) => {
            let outlines: Vec<String> = model.endpoints.values().map(|endpoint| outline(&model, endpoint)).collect();
            outlines.join("\n\n")
        }
    };
    print(&text).map(|()| Found::Nothing)
}
