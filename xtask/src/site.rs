//! `site`: writes the reference site.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use codegen::{emit::File, site};

use crate::{
    args::Site,
    exit::Exit,
    report,
    terminal::{counted, print_line},
    workspace,
};

/// A file that only a folder with a site has, by which it is recognized.
const MARK: &str = "search.js";

pub(crate) fn run(args: &Site) -> Result<Exit> {
    let out = args.out.clone().unwrap_or_else(|| workspace::root().join("target/site"));
    if out.file_name().is_none() {
        bail!("{} has no name and cannot be replaced: name a folder", out.display());
    }
    let Some(model) = report::model(&args.schemas)? else { return Ok(Exit::Findings) };
    let changelog = changelog(args.changelog.as_deref())?;
    let files = site::files(&model, changelog.as_deref());
    write(&out, &files)?;
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    let pages = files.iter().filter(|file| file.path.ends_with(".html")).count();
    let kilobytes = bytes.div_ceil(1000);
    print_line(&format!("{}: {}, {kilobytes} kB", out.join("index.html").display(), counted(pages, "page")));
    Ok(Exit::Clean)
}

/// The text of the changelog: the one that the user names, or that of the workspace if it has one.
fn changelog(path: Option<&Path>) -> Result<Option<String>> {
    let own = workspace::root().join("CHANGELOG.md");
    let read = fs::read_to_string(path.unwrap_or(&own));
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound && path.is_none() => Ok(None),
        read => read.map(Some).with_context(|| format!("cannot read {}", path.unwrap_or(&own).display())),
    }
}

/// Writes the site beside its folder, and then replaces the folder: a reader finds the old site or the new one.
fn write(out: &Path, files: &[File]) -> Result<()> {
    let is_new = check(out)?;
    let folder = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| format!("cannot create the folder {}", folder.display()))?;
    let [new, old] = ["new", "old"].map(|name| beside(out, name));
    remove(&new)?;
    fs::create_dir(&new).with_context(|| format!("cannot create the folder {}", new.display()))?;
    for file in files {
        let path = new.join(&file.path);
        fs::write(&path, &file.text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if !is_new {
        remove(&old)?;
        fs::rename(out, &old).with_context(|| format!("cannot replace the folder {}", out.display()))?;
    }
    fs::rename(&new, out).with_context(|| format!("cannot create the folder {}", out.display()))?;
    remove(&old)
}

/// Whether there is no folder yet. Fails if it has files that are not those of a site.
fn check(out: &Path) -> Result<bool> {
    let entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error).with_context(|| format!("cannot read the folder {}", out.display())),
    };
    let names: BTreeSet<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    if !names.is_empty() && !names.contains(MARK) {
        bail!("{} is not the folder of a site: name an empty or a new one", out.display());
    }
    Ok(false)
}

/// A hidden folder beside the site's.
fn beside(out: &Path, name: &str) -> PathBuf {
    let own = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    out.with_file_name(format!(".{own}.{name}"))
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove the folder {}", folder.display()))
        }
        _ => Ok(()),
    }
}
