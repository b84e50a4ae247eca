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

/// Reads the schemas for one endpoint. Returns the model, which is correct for this endpoint, and the endpoint's full name.
/// Warnings, and errors in what the endpoint does not need, are ignored; `None` if other errors stop the command, which are
/// reported.
///
/// # Errors
/// There is no such endpoint, or several.
pub(crate) fn endpoint(schemas: &Schemas, name: &str) -> Result<Option<(Model, String)>> {
    let folder = schemas.folder();
    let sources = sources::read(&folder)?;
    sources::require_schema(&folder, &sources)?;
    let partial = codegen::load_partially(&sources);
    let found =
        endpoint::find(&partial.model, name).map(|(name, endpoint)| (name.clone(), partial.needed_by(endpoint)));
    let (name, diagnostics) = match found {
        Ok(found) => found,
        // It may be in a file with errors.
        Err(_) if partial.diagnostics.iter().any(Diagnostic::is_error) => {
            (name.to_owned(), partial.diagnostics.clone())
        }
        Err(error) => return Err(error),
    };
    let model = diagnostics.is_empty().then_some(partial.model);
    let outcome = Outcome { model, diagnostics };
    Ok(accepted(&folder, &sources, outcome, Reporting::of(schemas)).map(|model| (model, name)))
}

/// Checks the sources of `folder`; `None` if they have faults, which are reported.
pub(crate) fn checked(folder: &Path, sources: &[Source], reporting: Reporting) -> Result<Option<Model>> {
    sources::require_schema(folder, sources)?;
    Ok(accepted(folder, sources, codegen::load(sources), reporting))
}

/// Reports the faults of the sources of `folder`, and returns the model unless a fault stops the command.
pub(crate) fn accepted(folder: &Path, sources: &[Source], outcome: Outcome, reporting: Reporting) -> Option<Model> {
    let Outcome { model, diagnostics } = outcome;
    print_faults(folder, sources, &diagnostics, reporting.format);
    let count = |severity| diagnostics.iter().filter(|fault| fault.code.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let verdict = match (errors, warnings, reporting.warnings) {
        (0, 0, _) | (0, _, Warnings::Print) => return model,
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
                eprint_line("Warnings, and the examples of vendors with errors, are checked once there are no errors.");
            }
        }
    }
    None
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
