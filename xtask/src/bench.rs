//! `bench`: runs the benchmarks of `tests/peers`, which is a workspace of its own.

use std::{env, path::PathBuf, process::Command};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::{
    args::{Bench, BenchName},
    exit::Exit,
    terminal::eprint_line,
    workspace,
};

/// The cases of the table in the README, by parts of their names.
const HEADLINES: [(BenchName, &[&str]); 4] = [
    (BenchName::Generate, &["100 endpoints, full", "1,000 endpoints, full"]),
    (BenchName::Compile, &["check, WeCom", "edit a page"]),
    (BenchName::Decode, &["decode, 100 kB"]),
    (BenchName::Validate, &["100 ids, valid", "100 kB, valid"]),
];

/// A benchmark, the cases to run (all, if there are none), the rounds, and where the tables go.
struct Run {
    name: BenchName,
    only: Vec<String>,
    rounds: usize,
    results: PathBuf,
}

pub(crate) fn run(args: &Bench) -> Result<Exit> {
    runs(args).iter().try_for_each(measure)?;
    Ok(Exit::Clean)
}

fn runs(args: &Bench) -> Vec<Run> {
    let peers = peers();
    let run = |name, only: Vec<String>, rounds, results| {
        let rounds = args.rounds.unwrap_or(rounds);
        Run { name, only, rounds, results }
    };
    match args.name {
        // An incomplete table must not replace the complete one.
        Some(name) if !args.only.is_empty() => vec![run(name, args.only.clone(), 7, peers.join("target/results"))],
        Some(name) => vec![run(name, Vec::new(), 7, peers.join("results"))],
        None if args.all => {
            let all = BenchName::value_variants().iter();
            all.map(|name| run(*name, Vec::new(), 7, peers.join("results"))).collect()
        }
        None => {
            let cases = |only: &[&str]| only.iter().map(|case| (*case).to_owned()).collect();
            HEADLINES.map(|(name, only)| run(name, cases(only), 3, peers.join("results/headlines"))).into()
        }
    }
}

fn peers() -> PathBuf {
    workspace::root().join("tests").join("peers")
}

fn measure(Run { name, only, rounds, results }: &Run) -> Result<()> {
    let name = format!("{name:?}").to_lowercase();
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--quiet", "--release", "--locked", "--manifest-path"]).arg(peers().join("Cargo.toml"));
    cargo.args(["--bin", &name, "--", "--rounds", &rounds.to_string()]);
    cargo.args(only.iter().flat_map(|case| ["--only", case]));
    let status = cargo.arg("--out").arg(results).status().context("cannot start cargo")?;
    if !status.success() {
        bail!("the benchmark `{name}` failed: {status}");
    }
    eprint_line(&format!("wrote {}", results.join(format!("{name}.md")).display()));
    Ok(())
}
