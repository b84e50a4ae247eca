//! Schemas from a folder, and their faults on standard error.

use std::{
    fs,
    io::IsTerminal,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use codegen::{
    Source,
    diagnostic::{Diagnostic, Severity, Style, render},
    model::{Endpoint, Model},
};

/// The checked model of the schemas in `folder`; none if they have faults, which are printed.
pub(crate) fn model(folder: &Path) -> Result<Option<Model>> {
    let sources = sources(folder)?;
    if sources.iter().all(|source| source.path == codegen::syntax::LANGUAGE) {
        bail!("there is no schema in {}", folder.display());
    }
    let outcome = codegen::load(&sources);
    for diagnostic in &outcome.diagnostics {
        print(folder, diagnostic, &sources);
    }
    let errors = outcome.diagnostics.iter().filter(|found| found.code.severity() == Severity::Error).count();
    if errors > 0 {
        eprintln!(
            "error: the schemas have {errors} {}; nothing was done",
            if errors == 1 { "fault" } else { "faults" }
        );
    }
    Ok(outcome.model)
}

/// The one endpoint that a name or the ending of one stands for.
pub(crate) fn endpoint<'m>(model: &'m Model, name: &str) -> Result<(&'m String, &'m Endpoint)> {
    model.endpoint(name).map_err(|fitting| {
        let list = |names: Vec<&String>| names.iter().map(|name| format!("\n  {name}")).collect::<String>();
        if fitting.is_empty() {
            anyhow::anyhow!("no endpoint is called `{name}`; there are:{}", list(model.endpoints.keys().collect()))
        } else {
            anyhow::anyhow!("`{name}` can be any of these; write more of it:{}", list(fitting))
        }
    })
}

fn print(folder: &Path, diagnostic: &Diagnostic, sources: &[Source]) {
    let bytes = sources.iter().find(|source| source.path == diagnostic.file).map(|source| &source.bytes);
    let text = bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let shown = Diagnostic { file: folder.join(&diagnostic.file).display().to_string(), ..diagnostic.clone() };
    let style = if std::io::stderr().is_terminal() { Style::Colored } else { Style::Plain };
    eprintln!("{}\n", render(&shown, text, style));
}

/// Every schema and example below a folder. What starts with a dot, and Markdown, is somebody else's.
fn sources(folder: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    let mut todo = vec![folder.to_path_buf()];
    while let Some(next) = todo.pop() {
        let entries = fs::read_dir(&next).with_context(|| format!("cannot read the folder {}", next.display()))?;
        for entry in entries {
            let path = entry.with_context(|| format!("cannot read the folder {}", next.display()))?.path();
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() {
                todo.push(path);
            } else if !hidden
                && path.extension().is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|e| ending == *e))
            {
                sources.push(source(folder, path)?);
            }
        }
    }
    Ok(sources)
}

fn source(folder: &Path, path: PathBuf) -> Result<Source> {
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let below = path.strip_prefix(folder).unwrap_or(&path);
    let parts: Vec<String> = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    Ok(Source { path: parts.join("/"), bytes })
}
