//! The maintainer's commands.
//!
//! All IO of the generator is in this crate: `codegen` takes texts and returns texts.
//!
//! **Architecture invariant:** neither this crate nor `codegen` depends on `generated`, so a broken `generated` can
//! always be generated again. No module imports from this file: it only dispatches.
//!
//! This is a library, so that cargo compiles it as soon as the types of `codegen` are known: a program would wait until all
//! code of `codegen` is generated.

mod args;
mod bench;
mod cache;
mod changelog;
mod diff;
mod drift;
mod dump;
mod endpoint;
mod exit;
mod explain;
mod facts;
mod generate;
mod import;
mod interop;
mod page_files;
mod report;
mod site;
mod sources;
mod stamps;
mod sync;
mod terminal;
mod timings;
mod validate;
mod version;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use args::{Cli, Command};
use exit::Exit;

/// Runs the command of the command line.
#[must_use]
pub fn main() -> ExitCode {
    let exit = run(Cli::parse().command).unwrap_or_else(|error| {
        terminal::eprint_line(&format!("error: {error:#}"));
        Exit::Failed
    });
    exit.into()
}

fn run(command: Command) -> Result<Exit> {
    match command {
        Command::Gen(args) => generate::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Changelog(args) => changelog::run(&args),
        Command::Explain(args) => explain::run(&args.codes),
        Command::Facts(args) => facts::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Drift(args) => drift::run(&args),
        Command::Dump(args) => dump::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Site(args) => site::run(&args),
        Command::Interop(args) => interop::run(&args),
        Command::Bench(args) => bench::run(&args),
    }
}
