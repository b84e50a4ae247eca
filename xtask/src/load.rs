//! Schemas from a folder, and their faults on standard error.

use std::{
    fs,
    io::{IsTerminal, Read},
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
    if sources.is_empty() {
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
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// How many bytes of a file are read at most.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Reads a file. What is none is not opened: a pipe would be waited for, and a device has no end.
fn source(folder: &Path, path: PathBuf) -> Result<Source> {
    let context = || format!("cannot read {}", path.display());
    if !fs::metadata(&path).with_context(context)?.is_file() {
        bail!("{} is not a file: move it elsewhere", path.display());
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(&path).with_context(context)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).with_context(context)?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("{} is larger than 16 MiB: a schema or an example of that size is a mistake", path.display());
    }
    let below = path.strip_prefix(folder).unwrap_or(&path);
    let parts: Vec<String> = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    Ok(Source { path: parts.join("/"), bytes })
}
