//! Looks at paths below the output folder, without following symlinks and without opening anything but regular files.

use std::{
    fs,
    io::{self, Read},
    path::{Component, Path},
};

use anyhow::{Context, Result, bail};
use codegen::emit::MARK;

use super::paths;

/// The kind of thing at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Absent,
    File,
    Folder,
    Symlink,
    /// A pipe, a socket or a device: opening it may block for ever.
    Other,
}

/// The occupant of a place where a generated file goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occupant {
    Nothing,
    Ours,
}

pub(super) fn kind(path: &Path) -> Result<Kind> {
    match fs::symlink_metadata(path) {
        Ok(data) if data.is_file() => Ok(Kind::File),
        Ok(data) if data.is_dir() => Ok(Kind::Folder),
        Ok(data) if data.is_symlink() => Ok(Kind::Symlink),
        Ok(_) => Ok(Kind::Other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Kind::Absent),
        Err(error) => Err(error).with_context(|| format!("cannot access {}", path.display())),
    }
}

/// Fails unless the output folder is a folder, a symlink to one, or absent.
pub(super) fn check_output(out: &Path) -> Result<()> {
    match fs::metadata(out) {
        Ok(data) if data.is_dir() => Ok(()),
        Ok(_) => bail!("{} is not a folder: move it elsewhere, or choose another folder", out.display()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot access {}", out.display()))
        }
        Err(_) if kind(out)? == Kind::Absent => Ok(()),
        Err(_) => bail!("{} is a dangling symlink: remove it, or create the folder that it points to", out.display()),
    }
}

/// Fails if a path could lead out of the output folder or into the staging folder.
pub(super) fn check_name(name: &str) -> Result<()> {
    let parts = Path::new(name).components();
    let normal = parts.map(|part| if let Component::Normal(part) = part { part.to_str() } else { None });
    let normal: Vec<&str> = normal.collect::<Option<_>>().unwrap_or_default();
    // Paths are compared as texts, so they must be in normal form, unlike `a//b`.
    if normal.is_empty() || normal.join("/") != name {
        bail!("the path `{name}` may lead out of the folder");
    }
    if normal[0].eq_ignore_ascii_case(paths::FOLDER) {
        bail!("the path `{name}` is in the staging folder");
    }
    Ok(())
}

/// Looks at the place of the file `name`; an error if it is taken by something that was not generated, or if something
/// other than a folder is on the way to it.
pub(super) fn look(out: &Path, name: &str) -> Result<Occupant> {
    let mut path = out.to_path_buf();
    let mut parts = name.split('/').peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let is_last = parts.peek().is_none();
        match kind(&path)? {
            Kind::Absent => return Ok(Occupant::Nothing),
            Kind::Folder if !is_last => {}
            Kind::File if is_last && is_generated(&path)? => return Ok(Occupant::Ours),
            Kind::File if is_last => {
                bail!("{} is in the way: it was not made by `cargo xtask gen`; move it elsewhere", path.display())
            }
            Kind::Symlink => bail!(
                "{} is in the way: it is a symlink, and generated files stay below {}; remove it",
                path.display(),
                out.display()
            ),
            _ if is_last => bail!("{} is in the way of a file of the same name; move it elsewhere", path.display()),
            _ => bail!("{} is in the way of a folder of the same name; move it elsewhere", path.display()),
        }
    }
    Ok(Occupant::Nothing)
}

/// Whether everything on the way to the file `name` is a folder, and not a symlink to one.
pub(super) fn is_in_folders(out: &Path, name: &str) -> Result<bool> {
    let above = Path::new(name).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    for folder in above {
        if kind(&out.join(folder))? != Kind::Folder {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a file was generated. Only the beginning of a large file is read.
pub(super) fn is_generated(path: &Path) -> Result<bool> {
    let head = read(path, HEAD)?;
    Ok(head.is_some_and(|head| is_marked(&head)))
}

/// Whether a text has the mark of generated files.
pub(super) fn is_marked(text: &[u8]) -> bool {
    let head = &text[..text.len().min(HEAD as usize)];
    String::from_utf8_lossy(head).contains(MARK)
}

/// The number of bytes in which the mark is searched.
const HEAD: u64 = 400;

/// The first bytes of a file; `None` if it does not exist.
fn read(path: &Path, limit: u64) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    match fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)) {
        Ok(_) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}
