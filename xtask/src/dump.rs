//! `dump`: prints the checked model.

use anyhow::Result;
use codegen::emit::outline::outline;

use crate::{
    args::Dump,
    endpoint,
    exit::Exit,
    report::{self, About},
    terminal::print,
};

pub(crate) fn run(args: &Dump) -> Result<Exit> {
    let read = match &args.endpoint {
        Some(name) => report::endpoint(&args.schemas, name, About::Page)?,
        None => report::model(&args.schemas)?.map(|model| (model, String::new())),
    };
    let Some((model, name)) = read else { return Ok(Exit::Findings) };
    let only = args.endpoint.as_ref().map(|_| endpoint::find(&model, &name)).transpose()?;
    let text = match (args.outline, only) {
        (false, None) => codegen::dump(&model),
        (false, Some(owner)) => codegen::dump(&model.restricted_to(owner.name())),
        (true, Some(owner)) => outline(&model, owner),
        (true, None) => {
            let outlines: Vec<String> = model.owners().map(|owner| outline(&model, owner)).collect();
            outlines.join("\n\n")
        }
    };
    print(&text).map(|()| Exit::Clean)
}
