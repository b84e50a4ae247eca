//! `dump`: prints the checked model.

use anyhow::Result;
use codegen::emit::outline::outline;

use crate::{args::Dump, endpoint, exit::Exit, report, terminal::print};

pub(crate) fn run(args: &Dump) -> Result<Exit> {
    let Some(model) = report::model(&args.schemas)? else { return Ok(Exit::Findings) };
    let only = args.endpoint.as_deref().map(|name| endpoint::find(&model, name)).transpose()?;
    let text = match (args.outline, only) {
        (false, None) => codegen::dump(&model),
        (false, Some((name, _))) => codegen::dump(&model.restricted_to(name)),
        (true, Some((_, endpoint))) => outline(&model, endpoint),
        (true, None) => {
            let outlines: Vec<String> = model.endpoints.values().map(|endpoint| outline(&model, endpoint)).collect();
            outlines.join("\n\n")
        }
    };
    print(&text).map(|()| Exit::Clean)
}
