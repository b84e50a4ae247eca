//! Reports the faults of schemas on standard error.

use std::{collections::BTreeSet, path::Path};

use anyhow::Result;
use codegen::{
    Outcome, Source,
    diagnostic::{Diagnostic, Format, Severity, Texts, render},
    model::Model,
};

use crate::{
    args::{FaultFormat, Schemas},
    endpoint, sources,
    terminal::{counted, eprint_line, is_coloured},
};

/// Whether warnings stop a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Warnings {
    /// They are printed.
    Print,
    /// They stop the command, as errors do.
    Deny,
}

/// How faults are reported.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reporting {
    pub(crate) format: Format,
    pub(crate) warnings: Warnings,
}

impl Reporting {
    /// What the command line asks for.
    pub(crate) fn of(schemas: &Schemas) -> Self {
        let format = match schemas.format {
            FaultFormat::Human => human(),
            FaultFormat::Short => Format::Short,
            FaultFormat::Json => Format::Json,
            FaultFormat::Github => Format::Github,
        };
        Self { format, warnings: if schemas.deny_warnings { Warnings::Deny } else { Warnings::Print } }
    }
}

/// The format for people.
pub(crate) fn human() -> Format {
    if is_coloured() { Format::Colored } else { Format::Human }
}

/// Reads and checks the schemas that the command line names; `None` if they have faults, which are reported.
pub(crate) fn model(schemas: &Schemas) -> Result<Option<Model>> {
    let folder = schemas.folder();
    checked(&folder, &sources::read(&folder)?, Reporting::of(schemas))
}

/// Which warnings a command reports that is about one endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// Those about the endpoint's page.
    Page,
    /// None: the command is not about the schema.
    Nothing,
}

/// Reads the schemas for one endpoint. Returns the model, which is correct for this endpoint, and the endpoint's full name.
/// Faults in what the endpoint does not need are ignored; `None` if other faults stop the command, which are reported.
///
/// # Errors
/// There is no such endpoint, or several.
pub(crate) fn endpoint(schemas: &Schemas, name: &str, about: About) -> Result<Option<(Model, String)>> {
    let folder = schemas.folder();
    let sources = sources::read(&folder)?;
    sources::require_schema(&folder, &sources)?;
    let partial = codegen::load_partially(&sources);
    let (name, diagnostics) = match endpoint::find(&partial.model, name) {
        Ok(owner) => (owner.name().to_owned(), codegen::concerning(&sources, &partial, owner)),
        // It may be in a file with errors.
        Err(_) if partial.diagnostics.iter().any(Diagnostic::is_error) => {
            (name.to_owned(), errors_around(&sources, &partial.diagnostics, name))
        }
        Err(error) => return Err(error),
    };
    let diagnostics: Vec<_> =
        diagnostics.into_iter().filter(|found| found.is_error() || about == About::Page).collect();
    let model = (!diagnostics.iter().any(Diagnostic::is_error)).then_some(partial.model);
    let outcome = Outcome { model, diagnostics };
    Ok(accepted(&folder, &sources, outcome, Reporting::of(schemas)).map(|model| (model, name)))
}

/// The errors in the files that seem to describe an endpoint which is not in the model; all errors if no file does.
fn errors_around(sources: &[Source], diagnostics: &[Diagnostic], name: &str) -> Vec<Diagnostic> {
    let key = format!("{}:", name.rsplit('.').next().unwrap_or(name));
    let has_key = |source: &&Source| {
        let text = String::from_utf8_lossy(&source.bytes);
        text.lines().any(|line| line.trim_start().starts_with(&key))
    };
    let files: BTreeSet<&str> = sources.iter().filter(has_key).map(|source| source.path.as_str()).collect();
    let errors = || diagnostics.iter().filter(|found| found.is_error()).cloned();
    let around: Vec<_> = errors().filter(|error| error.files().any(|file| files.contains(file))).collect();
    if around.is_empty() { errors().collect() } else { around }
}

/// Checks the sources of `folder`; `None` if they have faults, which are reported.
pub(crate) fn checked(folder: &Path, sources: &[Source], reporting: Reporting) -> Result<Option<Model>> {
    sources::require_schema(folder, sources)?;
    Ok(accepted(folder, sources, codegen::load(sources), reporting))
}

/// Reports the faults of the sources of `folder`, and returns the model unless a fault stops the command.
pub(crate) fn accepted(folder: &Path, sources: &[Source], outcome: Outcome, reporting: Reporting) -> Option<Model> {
    let Outcome { model, diagnostics } = outcome;
    let is_accepted = accepts(folder, sources, &diagnostics, reporting);
    model.filter(|_| is_accepted)
}

/// Reports faults of the sources of `folder`, and returns whether none of them stops the command.
pub(crate) fn accepts(folder: &Path, sources: &[Source], diagnostics: &[Diagnostic], reporting: Reporting) -> bool {
    print_faults(folder, sources, diagnostics, reporting.format);
    let count = |severity| diagnostics.iter().filter(|fault| fault.code.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let verdict = match (errors, warnings, reporting.warnings) {
        (0, 0, _) | (0, _, Warnings::Print) => return true,
        (0, _, Warnings::Deny) => format!("{}, and warnings are denied", counted(warnings, "warning")),
        _ => format!("the schemas have {}", counted(errors, "error")),
    };
    match reporting.format {
        Format::Json | Format::Github => {}
        Format::Short => eprint_line(&stopped(&verdict)),
        Format::Human | Format::Colored => {
            eprint_line(&stopped(&verdict));
            let codes: BTreeSet<&str> = diagnostics.iter().map(|fault| fault.code.id()).collect();
            let first: Vec<&str> = codes.into_iter().take(3).collect();
            eprint_line(&format!("`cargo xtask explain {}` says more, with examples", first.join(" ")));
            if errors > 0 {
                eprint_line("Warnings, and the examples of pages with errors, are checked once there are no errors.");
            }
        }
    }
    false
}

fn stopped(verdict: &str) -> String {
    format!("error: {verdict}; nothing was done")
}

fn print_faults(folder: &Path, sources: &[Source], diagnostics: &[Diagnostic], format: Format) {
    let faulty: BTreeSet<&str> = diagnostics.iter().flat_map(Diagnostic::files).collect();
    let shown = sources.iter().filter(|source| faulty.contains(source.path.as_str()));
    let texts = Texts::new(sources::prefix(folder), shown);
    let gap = if matches!(format, Format::Human | Format::Colored) { "\n" } else { "" };
    for fault in diagnostics {
        eprint_line(&format!("{}{gap}", render(fault, &texts, format)));
    }
}
