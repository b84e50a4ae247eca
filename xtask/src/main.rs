//! The maintainer's commands.
//!
//! All IO of the generator is here: `codegen` takes texts and gives texts.
//!
//! **Architecture invariant:** neither this crate nor `codegen` depends on `generated`: a broken one can always be made
//! anew.

mod bench;
mod cache;
mod diff;
mod dump;
mod explain;
mod generate;
mod interop;
mod load;
mod release;
mod sync;
mod timings;
mod validate;

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};

/// What a command found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// All is well.
    Nothing,
    /// Faults, deviations or stale files, which were printed.
    Something,
}

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The maintainer's commands", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make the generated crate from the schemas
    #[command(
        after_help = "Exit status: 0 done, 1 schemas have faults or (with --check) files are stale, 2 it failed."
    )]
    Gen {
        #[command(flatten)]
        schemas: Schemas,
        /// The folder of the crate that is made [default: generated/ of the workspace]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Write nothing; list files that are changed, missing or extra
        #[arg(long)]
        check: bool,
        /// Name every file that is written or deleted
        #[arg(long, short)]
        verbose: bool,
        /// A folder in which to remember what need not be made again; --check does not look at it [default: target/gen
        /// of the workspace, for crates in it]
        #[arg(long, value_name = "DIR")]
        cache: Option<PathBuf>,
        /// Tell on standard error how many milliseconds each phase took, as JSON in one line
        #[arg(long)]
        timings: bool,
    },
    /// Tell what a change of the schemas does, and to whom
    #[command(
        after_help = "Exit status: 0 done, 1 it has what --fail-on names, an accepted break is none any more or the schemas have faults, 2 it failed."
    )]
    Diff {
        #[command(flatten)]
        compared: diff::Compared,
        /// How the report is written
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        format: diff::Format,
        /// Which changes make it fail
        #[arg(long, value_name = "WHAT")]
        fail_on: Option<diff::FailOn>,
        /// The file to write [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Add the section of a version to CHANGELOG.md; without a base, the changes are those since the tag of the current one
    #[command(after_help = "Exit status: 0 done, 1 the schemas have faults, 2 it was refused or failed.")]
    Changelog {
        /// The new version, such as 0.2.0
        version: String,
        #[command(flatten)]
        compared: diff::Compared,
        /// The day of the version [default: today]
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<String>,
    },
    /// Tell what the code of an error or a warning, or a rule of `diff`, means
    #[command(after_help = "Exit status: 0 done, 2 there is no such code or rule.")]
    Explain {
        /// The codes or rules, such as E012 or endpoint-removed; all of them are listed if none is given
        codes: Vec<String>,
    },
    /// Print the checked model as YAML
    Dump {
        #[command(flatten)]
        schemas: Schemas,
        /// Print an outline for reviewers instead
        #[arg(long)]
        outline: bool,
        /// One endpoint, such as wecom.kf.customer.batchget; an ending that fits only one is enough
        endpoint: Option<String>,
    },
    /// Check a captured JSON payload against the schema of its endpoint
    #[command(
        after_help = "Exit status: 0 as documented, 1 deviations were found or the schemas have faults, 2 it failed."
    )]
    Validate {
        #[command(flatten)]
        schemas: Schemas,
        /// The endpoint, such as wecom.kf.customer.batchget; an ending that fits only one is enough
        endpoint: String,
        /// Which half: what is sent, or the whole reply with its envelope
        direction: Direction,
        /// The file, or - for standard input. A request is one JSON object with query, header and body fields
        file: PathBuf,
    },
    /// Hold the OpenAPI descriptions against other people's tools; needs python3, npm and, once, a network
    #[command(
        after_help = "Exit status: 0 the tools take them, 1 they do not or the schemas have faults, 2 it failed."
    )]
    Interop {
        #[command(flatten)]
        schemas: Schemas,
        /// The folder of the crate that is looked at [default: generated/ of the workspace, and the tests' fixture]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Measure the project against what people would use instead; it takes its time and wants a quiet machine
    #[command(after_help = "Exit status: 0 the table is written, 2 it failed.")]
    Bench {
        /// Which of them; all, if none is given
        name: Option<bench::Bench>,
        #[command(flatten)]
        options: bench::Options,
    },
}

#[derive(Debug, Args)]
struct Schemas {
    /// The folder of the schemas [default: schemas/ of the workspace]
    #[arg(long = "schemas", value_name = "DIR", global = true)]
    folder: Option<PathBuf>,
    /// How faults of the schemas are told, on standard error
    #[arg(long, value_name = "FORMAT", default_value = "human", global = true)]
    format: Format,
    /// Let warnings stop the command, as errors do
    #[arg(long, global = true)]
    deny_warnings: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// With the lines that they are about, in colours on a terminal.
    Human,
    /// A line each: file:line:column, code, message and help.
    Short,
    /// A JSON object a line, for tools.
    Json,
    /// As annotations of GitHub's workflows.
    Github,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Direction {
    /// What is sent.
    Request,
    /// What comes back.
    Response,
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(Found::Nothing) => ExitCode::SUCCESS,
        Ok(Found::Something) => ExitCode::from(1),
        Err(error) => {
            tell(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> Result<Found> {
    match cli.command {
        Command::Gen { schemas, out, check, verbose, cache, timings } => {
            let detail = if verbose { generate::Detail::Files } else { generate::Detail::Counts };
            let out = out.unwrap_or_else(|| workspace().join("generated"));
            let order = if check {
                generate::Order::Check
            } else {
                generate::Order::Write(cache.or_else(|| generate::default_cache(&out)))
            };
            generate::run(&schemas, &out, &order, &generate::Telling { detail, timings })
        }
        Command::Dump { schemas, outline, endpoint } => {
            let form = if outline { dump::Form::Outline } else { dump::Form::Yaml };
            dump::run(&schemas, endpoint.as_deref(), form)
        }
        Command::Validate { schemas, endpoint, direction, file } => {
            validate::run(&schemas, &endpoint, direction, &file)
        }
        Command::Diff { compared, format, fail_on, out } => diff::run(&compared, format, fail_on, out.as_deref()),
        Command::Changelog { version, compared, date } => release::changelog::run(&version, date.as_deref(), &compared),
        Command::Explain { codes } => explain::run(&codes),
        Command::Interop { schemas, out } => interop::run(&schemas, out.as_deref()),
        Command::Bench { name, options } => bench::run(name, &options),
    }
}

impl Schemas {
    fn folder(&self) -> PathBuf {
        self.folder.clone().unwrap_or_else(|| workspace().join("schemas"))
    }

    /// Whether standard error is read by a program, which expects nothing but faults.
    fn is_for_tools(&self) -> bool {
        matches!(self.format, Format::Json | Format::Github)
    }

    /// The checked model; none if the schemas have faults, which are told.
    fn model(&self) -> Result<Option<codegen::model::Model>> {
        load::model(&self.folder(), self.faults(), self.warnings())
    }

    /// How faults are told.
    fn faults(&self) -> codegen::diagnostic::Format {
        match self.format {
            Format::Human => load::human(),
            Format::Short => codegen::diagnostic::Format::Short,
            Format::Json => codegen::diagnostic::Format::Json,
            Format::Github => codegen::diagnostic::Format::Github,
        }
    }

    fn warnings(&self) -> load::Warnings {
        if self.deny_warnings { load::Warnings::Deny } else { load::Warnings::Tell }
    }
}

/// Prints a line of what the command was asked for.
fn say(line: &str) {
    drop(print(&format!("{line}\n")));
}

/// Writes a line to standard error. If nobody reads it, that is no fault.
fn tell(line: &str) {
    // Tests show what is told only where they fail.
    if cfg!(test) { eprintln!("{line}") } else { drop(writeln!(io::stderr(), "{line}")) }
}

/// Prints what the command was asked for.
///
/// # Errors
/// If it cannot be written; but if whoever reads has seen enough, as `head` does, that is no error.
fn print(text: &str) -> Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done.context("cannot write to standard output"),
    }
}

/// The workspace's folder: cargo tells a command that it runs where its package is.
fn workspace() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let workspace = package.and_then(|package| package.parent().map(PathBuf::from));
    let here = std::env::current_dir().ok();
    match (workspace, here) {
        (Some(workspace), Some(here)) => workspace.strip_prefix(&here).map(PathBuf::from).unwrap_or(workspace),
        (workspace, _) => workspace.unwrap_or_default(),
    }
}
