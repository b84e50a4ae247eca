//! `explain`: what the codes of the generator's faults mean, and the rules of `diff`.

use anyhow::{Result, bail};
use codegen::{
    diagnostic::{self, Code},
    diff::Rule,
};

use crate::{Found, print};

pub(crate) fn run(ids: &[String]) -> Result<Found> {
    let text = if ids.is_empty() {
        let rules: String = Rule::ALL.iter().map(|rule| format!("{rule}  {}\n", rule.meaning())).collect();
        format!("{}\n{rules}", diagnostic::contents())
    } else {
        ids.iter().map(|id| page(id)).collect::<Result<Vec<_>>>()?.join("\n\n")
    };
    print(&text).map(|()| Found::Nothing)
}

fn page(id: &str) -> Result<String> {
    match (Code::of_id(id), Rule::of_id(id)) {
        (Some(code), _) => Ok(diagnostic::explain(code)),
        (None, Some(rule)) => Ok(rule.explain()),
        (None, None) => bail!("there is no {} `{id}`; `cargo xtask explain` lists all of them", kind(id)),
    }
}

/// What an unknown id looks like.
fn kind(id: &str) -> &'static str {
    match id.as_bytes() {
        _ if id.contains('-') => "rule",
        [b'E' | b'e' | b'W' | b'w', b'0'..=b'9', ..] => "code",
        _ => "code or rule",
    }
}
