//! Reads schemas and examples from disk.

use std::{fs, io::Read, path::Path};

use anyhow::{Context, Result, bail};
use codegen::{Source, syntax::LANGUAGE, syntax::LEDGER, syntax::MAX_EXAMPLE};

/// The file extensions of schemas and examples.
pub(crate) const EXTENSIONS: [&str; 4] = ["yaml", "yml", "json", "xml"];

/// The end of the name of a draft beside the schema of its page.
const DRAFT: &str = ".draft.yaml";

/// The end of the name of the folder with the examples of such a draft.
const DRAFT_FOLDER: &str = ".draft";

/// Reads every schema and example below a folder.
///
/// Skips hidden files, drafts beside schemas, and files with other extensions, such as Markdown.
pub(crate) fn read(folder: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(next) = pending.pop() {
        let context = || format!("cannot read the folder {}", next.display());
        for entry in fs::read_dir(&next).with_context(context)? {
            let entry = entry.with_context(context)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || name.ends_with(DRAFT_FOLDER) || name.ends_with(DRAFT) {
                continue;
            }
            let path = entry.path();
            let kind = entry.file_type().with_context(|| format!("cannot access {}", path.display()))?;
            if kind.is_dir() {
                pending.push(path);
            } else if kind.is_symlink() && path.is_dir() {
                bail!("{} is a symlink to a folder, which is not followed: replace it by the folder", path.display());
            } else if path.extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known)) {
                sources.push(source(folder, &path)?);
            }
        }
    }
    Ok(sources)
}

/// Reads one file.
///
/// Only regular files are opened: opening a pipe would block, and a device may have no end.
fn source(folder: &Path, path: &Path) -> Result<Source> {
    let context = || format!("cannot read {}", path.display());
    let metadata = fs::metadata(path).with_context(context)?;
    if !metadata.is_file() {
        bail!("{} is not a file: move it elsewhere", path.display());
    }
    let limit = MAX_EXAMPLE as u64;
    let mut bytes = Vec::with_capacity(metadata.len().min(limit) as usize + 1);
    let file = fs::File::open(path).with_context(context)?;
    // One byte above the limit suffices to detect a file that is too large.
    file.take(limit + 1).read_to_end(&mut bytes).with_context(context)?;
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<String> = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    Ok(Source { path: parts.join("/"), bytes })
}

/// Whether a source is a schema or an example, rather than `schema.json` or the ledger of accepted breaks.
pub(crate) fn is_schema(path: &str) -> bool {
    ![LANGUAGE, LEDGER].contains(&path)
}

/// Fails if a folder has no schema.
pub(crate) fn require_schema(folder: &Path, sources: &[Source]) -> Result<()> {
    if !sources.iter().any(|source| is_schema(&source.path)) {
        bail!("there is no schema in {}", folder.display());
    }
    Ok(())
}

/// The prefix that turns the path of a source into one that the user can open.
pub(crate) fn prefix(folder: &Path) -> String {
    match folder.join("").display().to_string() {
        here if here == "./" => String::new(),
        prefix => prefix,
    }
}
