//! `bench`: what the project is measured against. All of that is a workspace of its own, `tests/peers`, which this runs.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::{Found, tell, workspace};

/// A bench: the name of a program in `tests/peers`, and of the table that it writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Bench {
    /// Making the crate, against typify and progenitor.
    Generate,
    /// Building the crate, against serde's derives, typify, garde and validator.
    Compile,
    /// Reading and writing replies, against handwritten structs, typify and plain values.
    Decode,
    /// Validating, against garde, validator and jsonschema.
    Validate,
    /// Calling, against bare reqwest.
    Client,
}

/// How it is run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// How many rounds count
    #[arg(long, value_name = "N", default_value_t = 7)]
    rounds: usize,
    /// Only the cases whose names contain this; the table is left as it is then
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

pub(crate) fn run(bench: Option<Bench>, options: &Options) -> Result<Found> {
    let benches = bench.map_or_else(|| <Bench as clap::ValueEnum>::value_variants().to_vec(), |bench| vec![bench]);
    let peers = workspace().join("tests").join("peers");
    benches.into_iter().try_for_each(|bench| measure(&peers, bench, options))?;
    Ok(Found::Nothing)
}

fn measure(peers: &Path, bench: Bench, options: &Options) -> Result<()> {
    let name = format!("{bench:?}").to_lowercase();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--quiet", "--release", "--locked", "--manifest-path"]).arg(peers.join("Cargo.toml"));
    cargo.args(["--bin", &name, "--", "--rounds", &options.rounds.to_string()]);
    let results = match &options.only {
        // What is not whole must not stand for the whole.
        Some(only) => {
            cargo.args(["--only", only]);
            peers.join("target").join("results")
        }
        None => peers.join("results"),
    };
    let status = cargo.arg("--out").arg(&results).status().context("cannot start cargo")?;
    if !status.success() {
        bail!("the bench `{name}` failed: {status}");
    }
    tell(&format!("{} is written", results.join(format!("{name}.md")).display()));
    Ok(())
}
