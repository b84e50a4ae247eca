//! `explain`: prints what a code or a rule of `diff` means.

use anyhow::{Result, bail};
use codegen::{
    diagnostic::{self, Code},
    diff::Rule,
};

use crate::{exit::Exit, terminal::print};

pub(crate) fn run(ids: &[String]) -> Result<Exit> {
    let text = if ids.is_empty() {
        let rules: String = Rule::ALL.iter().map(|rule| format!("{rule}  {}\n", rule.meaning())).collect();
        format!("{}\n{rules}", diagnostic::contents())
    } else {
        ids.iter().map(|id| page(id)).collect::<Result<Vec<_>>>()?.join("\n\n")
    };
    print(&text).map(|()| Exit::Clean)
}

fn page(id: &str) -> Result<String> {
    match (Code::of_id(id), Rule::of_id(id)) {
        (Some(code), _) => Ok(diagnostic::explain(code)),
        (None, Some(rule)) => Ok(rule.explain()),
        (None, None) => bail!("there is no {} `{id}`; `cargo xtask explain` lists them", kind(id)),
    }
}

/// The kind of id that an unknown one looks like.
fn kind(id: &str) -> &'static str {
    match id.as_bytes() {
        _ if id.contains('-') => "rule",
        [b'E' | b'e' | b'W' | b'w', b'0'..=b'9', ..] => "code",
        _ => "code or rule",
    }
}
