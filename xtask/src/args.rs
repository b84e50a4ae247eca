//! The command line.

use std::path::PathBuf;

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use codegen::model::MessageKind;

use crate::workspace;

#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The maintainer's commands",
    after_help = "Cargo prints to standard error what it builds; a program that reads standard error should run `cargo --quiet xtask ...`.",
    version
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate the crate from the schemas
    #[command(
        after_help = "Exit status: 0 done, 1 the schemas have errors or (with --check) files are stale, 2 the command failed."
    )]
    Gen(Gen),
    /// Report what a change of the schemas does, and whom it affects
    #[command(
        after_help = "Exit status: 0 done, 1 there are changes that --fail-on names, an accepted break is stale or the schemas have errors, 2 the command failed or --fail-on compares a commit with itself."
    )]
    Diff(Diff),
    /// Add the section of a version to CHANGELOG.md, and set the version in the manifests
    #[command(
        after_help = "Exit status: 0 done, 1 the schemas have errors, 2 the version was refused or the command failed."
    )]
    Changelog(Changelog),
    /// Explain the code of an error or a warning, or a rule of `diff`
    #[command(after_help = "Exit status: 0 done, 2 the code or rule is unknown.")]
    Explain(Explain),
    /// Print what doc pages state: endpoints, members, permissions and examples, without their sentences
    #[command(
        after_help = "A page is HTML as a browser saves it, Markdown, or text. Standard error lists what was repaired or not understood, by line. Exit status: 0 done, 1 something was repaired, not understood or not found, 2 the command failed."
    )]
    Facts(Facts),
    /// Draft schemas from doc pages; a person replaces each TODO
    #[command(
        after_help = "A page is HTML as a browser saves it, Markdown, or text. Nothing is overwritten: the draft of a page that has a schema is written beside it, as PAGE.draft.yaml, which `gen` does not read. With --update, it has only what the schema lacks. Exit status: 0 done, 2 a page has no draft or the command failed."
    )]
    Import(Import),
    /// Compare doc pages with the facts that are committed beside the schemas
    #[command(
        after_help = "For each change: the line of the page, the place in the schema, and what it would do to users. Exit status: 0 no page moved (or, with --accept, the new facts were written), 1 a page moved or has no schema, 2 the command failed or a page could not be read."
    )]
    Drift(Drift),
    /// Print the checked model as YAML
    #[command(after_help = "Exit status: 0 done, 1 the schemas have errors, 2 the command failed.")]
    Dump(Dump),
    /// Check a captured payload against the schema of its endpoint, or a message against that of its event
    #[command(
        after_help = "Exit status: 0 the payload matches, 1 it deviates or the schemas have errors, 2 the command failed."
    )]
    Validate(Validate),
    /// Write the reference site: pages about every endpoint, event, type and error code
    #[command(
        after_help = "Open index.html of the folder in a browser; no server is needed. Exit status: 0 done, 1 the schemas have errors, 2 the command failed."
    )]
    Site(Site),
    /// Check the OpenAPI descriptions and the callbacks with third-party tools; needs python3, npm and, once, a network
    #[command(
        after_help = "Exit status: 0 all tools agree, 1 a tool has findings or the schemas have errors, 2 the command failed."
    )]
    Interop(Interop),
    /// Measure the project against its alternatives; takes long and needs an idle machine
    #[command(after_help = "Exit status: 0 every table was written, 2 the command failed.")]
    Bench(Bench),
}

#[derive(Debug, Args)]
pub(crate) struct Gen {
    #[command(flatten)]
    pub(crate) schemas: Schemas,
    /// The folder of the generated crate [default: generated/ of the workspace]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Write nothing; list changed, missing, extra (no longer generated) and foreign (not generated) files
    #[arg(long)]
    pub(crate) check: bool,
    /// With --check: one endpoint, such as wecom.kf.customer.batchget. Faults of other pages, and other files, are ignored
    #[arg(requires = "check")]
    pub(crate) endpoint: Option<String>,
    /// List every file that is written or deleted
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// The folder of the cache, which --check ignores [default: target/gen/ for crates in the
    /// workspace, otherwise none]
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
    /// Print the milliseconds of each phase and the peak memory to standard error, as one line of JSON
    #[arg(long)]
    pub(crate) timings: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    #[command(flatten)]
    pub(crate) compared: Compared,
    /// The format of the report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ReportFormat,
    /// Exit with status 1 if there are changes of this kind
    #[arg(long, value_name = "KIND")]
    pub(crate) fail_on: Option<FailOn>,
    /// The file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(mut_arg("base", |base| base.help("The revision of the last version [default: the tag of the current version]")))]
pub(crate) struct Changelog {
    /// The new version, such as 0.2.0
    pub(crate) version: String,
    #[command(flatten)]
    pub(crate) compared: Compared,
    /// The date of the version [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Codes or rules, such as E012 or endpoint-removed [default: list all]
    pub(crate) codes: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Facts {
    /// Pages, or folders with pages
    #[arg(required = true, value_name = "PAGE")]
    pub(crate) pages: Vec<PathBuf>,
    /// Print how much was read in place of the facts
    #[arg(long)]
    pub(crate) summary: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    pub(crate) schemas: Schemas,
    /// Pages, or folders with pages
    #[arg(required = true, value_name = "PAGE")]
    pub(crate) pages: Vec<PathBuf>,
    /// The vendor, which has a vendor.yaml
    #[arg(long, required_unless_present = "update")]
    pub(crate) vendor: Option<String>,
    /// The area, such as kf.customer [default: that of the route]
    #[arg(long)]
    pub(crate) area: Option<String>,
    /// The day on which the pages were read, for those that show no date
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, required_unless_present = "update")]
    pub(crate) read: Option<String>,
    /// Draft only what pages have and their schemas lack, and list what else moved
    #[arg(long, conflicts_with_all = ["vendor", "area", "read"])]
    pub(crate) update: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Drift {
    /// Pages, or folders with pages
    #[arg(required = true, value_name = "PAGE")]
    pub(crate) pages: Vec<PathBuf>,
    /// The folder of the schemas [default: schemas/ of the workspace]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// The format of the report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: DriftFormat,
    /// Write the new facts beside the schemas
    #[arg(long)]
    pub(crate) accept: bool,
}

impl Drift {
    pub(crate) fn schemas(&self) -> PathBuf {
        self.schemas.clone().unwrap_or_else(workspace::schemas)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Dump {
    #[command(flatten)]
    pub(crate) schemas: Schemas,
    /// Print an outline for reviewers instead of YAML
    #[arg(long)]
    pub(crate) outline: bool,
    /// One endpoint, such as wecom.kf.customer.batchget; the end of its name is enough if it is unique
    pub(crate) endpoint: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Validate {
    #[command(flatten)]
    pub(crate) schemas: Schemas,
    /// The endpoint or event, such as wecom.kf.customer.batchget; the end of its name is enough if it is unique
    pub(crate) endpoint: String,
    /// The kind of message; a response includes its envelope, an event its head
    #[arg(value_parser = message_kind())]
    pub(crate) message: MessageKind,
    /// The file, or - for standard input. A request is one JSON object of query, header and body fields, an event the XML or
    /// JSON that was sealed
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Site {
    #[command(flatten)]
    pub(crate) schemas: Schemas,
    /// The folder of the site, which is replaced [default: target/site/ of the workspace]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// The changelog for the page "What changed" [default: CHANGELOG.md of the workspace, if it exists]
    #[arg(long, value_name = "FILE")]
    pub(crate) changelog: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Interop {
    #[command(flatten)]
    pub(crate) schemas: Schemas,
    /// What to check [default: all]
    pub(crate) name: Option<InteropName>,
    /// The folder of the generated crate [default: generated/ of the workspace, and the tests' fixture]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Bench {
    /// The benchmark to run [default: all]
    pub(crate) name: Option<BenchName>,
    /// The number of measured rounds
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub(crate) rounds: usize,
    /// Run only the cases whose names contain this; leaves the table in tests/peers/results unchanged
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Option<String>,
}

/// The folder of the schemas, and how their errors and warnings are reported.
#[derive(Debug, Args)]
pub(crate) struct Schemas {
    /// The folder of the schemas [default: schemas/ of the workspace]
    #[arg(long = "schemas", value_name = "DIR", global = true)]
    folder: Option<PathBuf>,
    /// The format of errors and warnings, which go to standard error
    #[arg(long, value_name = "FORMAT", default_value = "human", global = true)]
    pub(crate) format: FaultFormat,
    /// Treat warnings as errors
    #[arg(long, global = true)]
    pub(crate) deny_warnings: bool,
}

impl Schemas {
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.clone().unwrap_or_else(workspace::schemas)
    }

    /// Whether a program reads standard error, and expects nothing but errors and warnings there.
    pub(crate) fn is_for_programs(&self) -> bool {
        matches!(self.format, FaultFormat::Json | FaultFormat::Github)
    }
}

/// What `diff` and `changelog` compare.
#[derive(Debug, Args)]
pub(crate) struct Compared {
    /// The revision to compare the work tree with [default: the merge base with `origin/main` or, without it, with `main`]
    pub(crate) base: Option<String>,
    /// Compare with the schemas of this folder instead of a revision
    #[arg(long, value_name = "DIR", conflicts_with = "base")]
    pub(crate) from: Option<PathBuf>,
    /// The folder of the new schemas [default: that of --schemas]
    #[arg(long, value_name = "DIR", requires = "from")]
    pub(crate) to: Option<PathBuf>,
    /// The folder of the schemas [default: schemas/ of the workspace]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
}

impl Compared {
    pub(crate) fn schemas(&self) -> PathBuf {
        self.schemas.clone().unwrap_or_else(workspace::schemas)
    }
}

/// The format of errors and warnings.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FaultFormat {
    /// With the source lines, coloured on a terminal
    Human,
    /// One line each: file:line:column, code, message and help
    Short,
    /// One JSON object a line
    Json,
    /// Annotations of GitHub workflows
    Github,
}

/// The format of the report of `diff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For a terminal
    Human,
    /// For a comment on a pull request
    Markdown,
    /// One JSON document
    Json,
    /// Annotations of GitHub workflows
    Github,
    /// One self-contained page
    Html,
}

/// The format of the report of `drift`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DriftFormat {
    /// For a terminal
    Human,
    /// For a comment on a pull request
    Markdown,
    /// One JSON document
    Json,
    /// Annotations of GitHub workflows
    Github,
}

/// The changes that make `diff` exit with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Changes that break payloads or code, unless accepted
    Breaking,
    /// All changes that are not accepted
    Any,
}

/// A parser for the kinds of messages.
fn message_kind() -> impl TypedValueParser<Value = MessageKind> {
    let words = MessageKind::ALL.map(|kind| PossibleValue::new(kind.as_str()));
    PossibleValuesParser::new(words)
        .try_map(|word| MessageKind::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or("not a kind of message"))
}

/// What `interop` checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InteropName {
    /// The OpenAPI descriptions, with validators, a mock server and generated clients
    Openapi,
    /// The signature and the encryption of callbacks, with other implementations
    Callbacks,
}

/// The name of a benchmark: a program in `tests/peers`, and the table that it writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BenchName {
    /// Generating the crate, against typify and progenitor
    Generate,
    /// Building the crate, against serde's derives, typify, garde and validator
    Compile,
    /// Reading and writing replies, against handwritten structs, typify and plain values
    Decode,
    /// Validating, against garde, validator and jsonschema
    Validate,
    /// Calling, against bare reqwest
    Client,
}

/// A date. The schema's own check finds days that do not exist.
fn date(text: &str) -> Result<String, &'static str> {
    let is_date = text.len() == 10
        && text.char_indices().all(|(at, c)| if [4, 7].contains(&at) { c == '-' } else { c.is_ascii_digit() });
    if is_date { Ok(text.to_owned()) } else { Err("write a date as 2026-01-31") }
}
