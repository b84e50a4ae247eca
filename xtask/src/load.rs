//! Schemas from a folder, and their faults on standard error.

use std::{
    collections::BTreeSet,
    fs,
    io::{IsTerminal, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use codegen::{
    Outcome, Source,
    diagnostic::{Diagnostic, Format, Severity, Texts, render},
    model::{Endpoint, Model},
    syntax::MAX_EXAMPLE,
};

use crate::tell;

/// What is done about warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Warnings {
    /// They are told.
    Tell,
    /// They stop the command as errors do.
    Deny,
}

/// The checked model of the schemas in `folder`; none if they have faults, which are told.
pub(crate) fn model(folder: &Path, format: Format, warnings: Warnings) -> Result<Option<Model>> {
    checked(folder, &sources(folder)?, format, warnings)
}

/// The checked model of sources that were read from `folder`; none if they have faults, which are told.
pub(crate) fn checked(folder: &Path, sources: &[Source], format: Format, warnings: Warnings) -> Result<Option<Model>> {
    some_schema(folder, sources)?;
    Ok(told(folder, sources, codegen::load(sources), format, warnings))
}

/// Sees to it that there is a schema among the files of a folder.
pub(crate) fn some_schema(folder: &Path, sources: &[Source]) -> Result<()> {
    if sources.iter().all(|source| !is_schema(&source.path)) {
        bail!("there is no schema in {}", folder.display());
    }
    Ok(())
}

/// Tells the faults of what was read from `folder`; the model, if none of them stops the command.
pub(crate) fn told(
    folder: &Path,
    sources: &[Source],
    outcome: Outcome,
    format: Format,
    warnings: Warnings,
) -> Option<Model> {
    let faulty: BTreeSet<&str> = outcome.diagnostics.iter().flat_map(Diagnostic::files).collect();
    let shown = sources.iter().filter(|source| faulty.contains(source.path.as_str()));
    let texts = Texts::new(prefix(folder), shown);
    for fault in &outcome.diagnostics {
        let gap = if matches!(format, Format::Human | Format::Colored) { "\n" } else { "" };
        tell(&format!("{}{gap}", render(fault, &texts, format)));
    }
    let count = |severity| outcome.diagnostics.iter().filter(|fault| fault.code.severity() == severity).count();
    let (errors, warned) = (count(Severity::Error), count(Severity::Warning));
    let denied = warnings == Warnings::Deny && warned > 0;
    let verdict = match (errors, denied) {
        (0, false) => None,
        (0, true) => Some(format!("{}, and warnings are denied", counted(warned, "warning"))),
        (_, _) => Some(format!("the schemas have {}", counted(errors, "error"))),
    };
    let stopped = verdict.is_some();
    if let (Some(verdict), Format::Human | Format::Colored | Format::Short) = (verdict, format) {
        tell(&format!("error: {verdict}; nothing was done"));
        if format != Format::Short {
            let codes: BTreeSet<&str> = outcome.diagnostics.iter().map(|fault| fault.code.id()).collect();
            let some: Vec<&str> = codes.into_iter().take(3).collect();
            tell(&format!("`cargo xtask explain {}` tells more, with examples", some.join(" ")));
            if errors > 0 {
                tell("Warnings, and examples of vendors with errors, are looked at once there are none.");
            }
        }
    }
    outcome.model.filter(|_| !stopped)
}

/// Whether a file that was read is a schema or an example: two at the root are neither.
pub(crate) fn is_schema(path: &str) -> bool {
    ![codegen::syntax::LANGUAGE, codegen::ledger::LEDGER].contains(&path)
}

/// How faults are shown to whoever reads standard error: in colours on a terminal, unless `NO_COLOR` is set.
pub(crate) fn human() -> Format {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if std::io::stderr().is_terminal() && !plain { Format::Colored } else { Format::Human }
}

/// What stands before the paths of files in `folder`.
pub(crate) fn prefix(folder: &Path) -> String {
    match folder.join("").display().to_string() {
        here if here == "./" => String::new(),
        prefix => prefix,
    }
}

pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The one endpoint that a name or the ending of one stands for.
pub(crate) fn endpoint<'m>(model: &'m Model, name: &str) -> Result<(&'m String, &'m Endpoint)> {
    model.endpoint(name).map_err(|fitting| {
        let list = |names: Vec<&String>| names.iter().map(|name| format!("\n  {name}")).collect::<String>();
        if fitting.is_empty() {
            let there_are = match model.similar_endpoint(name) {
                Some(near) => format!("did you mean `{near}`? There are"),
                None => "there are".to_owned(),
            };
            anyhow::anyhow!("no endpoint is called `{name}`; {there_are}:{}", list(model.endpoints.keys().collect()))
        } else {
            anyhow::anyhow!("`{name}` can be any of these; write more of it:{}", list(fitting))
        }
    })
}

/// Every schema and example below a folder. What starts with a dot, and Markdown, is somebody else's.
pub(crate) fn sources(folder: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    let mut todo = vec![folder.to_path_buf()];
    while let Some(next) = todo.pop() {
        let entries = fs::read_dir(&next).with_context(|| format!("cannot read the folder {}", next.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot read the folder {}", next.display()))?;
            let path = entry.path();
            let kind = entry.file_type().with_context(|| format!("cannot look at {}", path.display()))?;
            let is_schema = path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known));
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                todo.push(path);
            } else if kind.is_symlink() && path.is_dir() {
                bail!(
                    "{} is a symlink to a folder, which is not followed: put the folder itself there",
                    path.display()
                );
            } else if is_schema {
                sources.push(source(folder, path)?);
            }
        }
    }
    Ok(sources)
}

/// How the names of schemas and examples end.
pub(crate) const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// Reads a file. What is none is not opened: a pipe would be waited for, and a device has no end.
fn source(folder: &Path, path: PathBuf) -> Result<Source> {
    let context = || format!("cannot read {}", path.display());
    let metadata = fs::metadata(&path).with_context(context)?;
    if !metadata.is_file() {
        bail!("{} is not a file: move it elsewhere", path.display());
    }
    let mut bytes = Vec::with_capacity(metadata.len().min(MAX_EXAMPLE as u64) as usize + 1);
    let file = fs::File::open(&path).with_context(context)?;
    // One byte more than any file may have is enough to find that it is too large.
    file.take(MAX_EXAMPLE as u64 + 1).read_to_end(&mut bytes).with_context(context)?;
    let below = path.strip_prefix(folder).unwrap_or(&path);
    let parts: Vec<String> = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    Ok(Source { path: parts.join("/"), bytes })
}
