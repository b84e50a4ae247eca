//! `bench`: runs the benchmarks of `tests/peers`, which is a workspace of its own.

use std::{env, path::Path, process::Command};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::{
    args::{Bench, BenchName},
    exit::Exit,
    terminal::eprint_line,
    workspace,
};

pub(crate) fn run(args: &Bench) -> Result<Exit> {
    let all = BenchName::value_variants();
    let names = args.name.as_ref().map_or(all, std::slice::from_ref);
    let peers = workspace::root().join("tests").join("peers");
    names.iter().try_for_each(|name| measure(&peers, *name, args))?;
    Ok(Exit::Clean)
}

fn measure(peers: &Path, name: BenchName, args: &Bench) -> Result<()> {
    let name = format!("{name:?}").to_lowercase();
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--quiet", "--release", "--locked", "--manifest-path"]).arg(peers.join("Cargo.toml"));
    cargo.args(["--bin", &name, "--", "--rounds", &args.rounds.to_string()]);
    let results = match &args.only {
        // An incomplete table must not replace the complete one.
        Some(only) => {
            cargo.args(["--only", only]);
            peers.join("target").join("results")
        }
        None => peers.join("results"),
    };
    let status = cargo.arg("--out").arg(&results).status().context("cannot start cargo")?;
    if !status.success() {
        bail!("the benchmark `{name}` failed: {status}");
    }
    eprint_line(&format!("wrote {}", results.join(format!("{name}.md")).display()));
    Ok(())
}
