//! `explain`: what the codes of the generator's faults mean.

use anyhow::{Context, Result};
use codegen::diagnostic::{self, Code};

use crate::{Found, print};

pub(crate) fn run(ids: &[String]) -> Result<Found> {
    if ids.is_empty() {
        return print(&diagnostic::contents()).map(|()| Found::Nothing);
    }
    let code = |id: &String| {
        Code::of_id(id).with_context(|| format!("there is no code `{id}`; `cargo xtask explain` lists all of them"))
    };
    let codes: Vec<Code> = ids.iter().map(code).collect::<Result<_>>()?;
    let pages: Vec<String> = codes.into_iter().map(diagnostic::explain).collect();
    print(&pages.join("\n\n")).map(|()| Found::Nothing)
}
