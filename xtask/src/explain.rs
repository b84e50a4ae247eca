//! `explain`: what a code of the generator's faults means.

use anyhow::{Result, bail};
use codegen::diagnostic::{self, Code};

use crate::{Found, print};

pub(crate) fn run(code: Option<&str>) -> Result<Found> {
    let text = match code.map(|id| (id, Code::of_id(id))) {
        None => diagnostic::contents(),
        Some((_, Some(code))) => diagnostic::explain(code),
        Some((id, None)) => bail!("there is no code `{id}`; `cargo xtask explain` lists all of them"),
    };
    print(&text).map(|()| Found::Nothing)
}
