//! `gen --check ENDPOINT`: checks one endpoint, whatever the state of the others.

use std::{fs, path::Path};

use anyhow::Result;

use crate::{
    args::Gen,
    exit::Exit,
    report::{self, About},
    terminal::print_line,
};

/// Reports the faults of an endpoint's page and of what it needs, and whether the endpoint's file is up to date.
pub(super) fn check(args: &Gen, out: &Path, name: &str) -> Result<Exit> {
    let Some((model, name)) = report::endpoint(&args.schemas, name, About::Page)? else { return Ok(Exit::Findings) };
    let model = model.restricted_to(&name);
    let path = format!("vendors/{}.rs", name.replace('.', "/").replacen('/', "/src/", 1));
    let pieces = codegen::emit::pieces(&model);
    let piece = pieces.iter().find(|piece| piece.path == path);
    let text = piece.map(|piece| piece.draft().print()).unwrap_or_default();
    let file = out.join(&path);
    let state = match fs::read_to_string(&file) {
        Ok(found) if found == text => {
            print_line(&format!("{name} has no errors, and its file is up to date"));
            return Ok(Exit::Clean);
        }
        Ok(_) => "changed",
        Err(_) => "missing",
    };
    print_line(&format!("{state:8} {}", file.display()));
    print_line("run `cargo xtask gen`");
    Ok(Exit::Findings)
}
