//! Reads schemas and examples from disk.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use codegen::{
    Source,
    syntax::{LANGUAGE, LEDGER, MAX_EXAMPLE},
    threads,
};

/// The file extensions of schemas and examples.
pub(crate) const EXTENSIONS: [&str; 4] = ["yaml", "yml", "json", "xml"];

/// The end of the name of a draft beside the schema of its page.
const DRAFT: &str = ".draft.yaml";

/// The end of the name of the folder with the examples of such a draft.
const DRAFT_FOLDER: &str = ".draft";

/// A file that is a source.
pub(crate) struct Listed {
    /// The path below the folder, with `/`.
    pub(crate) path: String,
    file: PathBuf,
}

/// Reads every schema and example below a folder.
pub(crate) fn read(folder: &Path) -> Result<Vec<Source>> {
    threads::each(&list(folder)?, Listed::read).into_iter().collect()
}

/// Lists every schema and example below a folder.
///
/// Skips hidden files, drafts beside schemas, and files with other extensions, such as Markdown.
pub(crate) fn list(folder: &Path) -> Result<Vec<Listed>> {
    let mut listed = Vec::new();
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
                let below = path.strip_prefix(folder).unwrap_or(&path).components();
                let parts: Vec<String> = below.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
                listed.push(Listed { path: parts.join("/"), file: path });
            }
        }
    }
    Ok(listed)
}

impl Listed {
    /// What the system says of the file.
    pub(crate) fn metadata(&self) -> Result<fs::Metadata> {
        fs::metadata(&self.file).with_context(|| format!("cannot read {}", self.file.display()))
    }

    /// Reads the file.
    ///
    /// Only regular files are opened: opening a pipe would block, and a device may have no end.
    pub(crate) fn read(&self) -> Result<Source> {
        let context = || format!("cannot read {}", self.file.display());
        let metadata = self.metadata()?;
        if !metadata.is_file() {
            bail!("{} is not a file: move it elsewhere", self.file.display());
        }
        let limit = MAX_EXAMPLE as u64;
        let mut bytes = Vec::with_capacity(metadata.len().min(limit) as usize + 1);
        let file = fs::File::open(&self.file).with_context(context)?;
        // One byte above the limit suffices to detect a file that is too large.
        file.take(limit + 1).read_to_end(&mut bytes).with_context(context)?;
        Ok(Source { path: self.path.clone(), bytes })
    }
}

/// Whether a source is a schema or an example, rather than `schema.json` or the ledger of accepted breaks.
pub(crate) fn is_schema(path: &str) -> bool {
    ![LANGUAGE, LEDGER].contains(&path)
}

/// Fails if a folder has no schema.
pub(crate) fn require_schema(folder: &Path, sources: &[Source]) -> Result<()> {
    require_schema_among(folder, sources.iter().map(|source| source.path.as_str()))
}

/// Fails if none of the paths below a folder is that of a schema.
pub(crate) fn require_schema_among<'p>(folder: &Path, mut paths: impl Iterator<Item = &'p str>) -> Result<()> {
    if !paths.any(is_schema) {
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
