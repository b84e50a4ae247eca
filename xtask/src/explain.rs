//! `explain`: what the codes of the generator's faults mean, and the rules of `diff`.

use anyhow::{Result, bail};
use codegen::{
    diagnostic::{self, Code},
    diff::Rule,
};

use crate::{Found, diff::effects, print};

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
        (None, Some(rule)) => Ok(rule_page(rule)),
        (None, None) if id.contains('-') => {
            bail!("there is no rule `{id}`; `cargo xtask explain` lists all of them")
        }
        (None, None) => bail!("there is no code `{id}`; `cargo xtask explain` lists all of them"),
    }
}

fn rule_page(rule: Rule) -> String {
    let effects = rule.effects();
    let all: String =
        effects::all(effects).iter().map(|effect| format!("    {:10} {}\n", effect.audience, effect.meaning)).collect();
    let step = effects::step(effects.step());
    format!("{rule}: {}\n\nWhat it does:\n\n{all}\nIt asks for {step}.\n", rule.meaning())
}
