//! What stands at a path below the output folder, told without following a symlink and without opening what is no file.

use std::{
    fs,
    io::{self, Read},
    path::{Component, Path},
};

use anyhow::{Context, Result, bail};
use codegen::emit::MARK;

use super::staging;

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Absent,
    File,
    Folder,
    Symlink,
    /// A pipe, a socket or a device: merely opening it may wait for ever.
    Other,
}

/// What stands where a file of ours goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Absent,
    Ours,
}

pub(super) fn kind(path: &Path) -> Result<Kind> {
    match fs::symlink_metadata(path) {
        Ok(data) if data.is_file() => Ok(Kind::File),
        Ok(data) if data.is_dir() => Ok(Kind::Folder),
        Ok(data) if data.is_symlink() => Ok(Kind::Symlink),
        Ok(_) => Ok(Kind::Other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Kind::Absent),
        Err(error) => Err(error).with_context(|| format!("cannot look at {}", path.display())),
    }
}

/// Sees to it that the output folder is a folder, or a symlink to one, or is not there yet.
pub(super) fn output(out: &Path) -> Result<()> {
    match fs::metadata(out) {
        Ok(data) if data.is_dir() => Ok(()),
        Ok(_) => bail!("{} is not a folder: move it elsewhere, or give another one", out.display()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot look at {}", out.display()))
        }
        Err(_) if kind(out)? == Kind::Absent => Ok(()),
        Err(_) => bail!("{} is a symlink that leads nowhere: remove it, or make its folder", out.display()),
    }
}

/// Sees to it that a name leads neither out of the folder nor to where files are staged.
pub(super) fn check_name(name: &str) -> Result<()> {
    let parts = Path::new(name).components();
    let plain = parts.map(|part| if let Component::Normal(part) = part { part.to_str() } else { None });
    let plain: Vec<&str> = plain.collect::<Option<_>>().unwrap_or_default();
    // A name that is written in a roundabout way is nobody's: it would be compared with others in vain.
    if plain.is_empty() || plain.join("/") != name {
        bail!("the path `{name}` may lead out of the folder");
    }
    if plain[0].eq_ignore_ascii_case(staging::FOLDER) {
        bail!("the path `{name}` lies where files are staged");
    }
    Ok(())
}

/// What stands where the file `name` goes; an error if that is not ours, or if the way there is not made of folders.
pub(super) fn look(out: &Path, name: &str) -> Result<Standing> {
    let mut path = out.to_path_buf();
    let mut parts = name.split('/').peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let is_last = parts.peek().is_none();
        match kind(&path)? {
            Kind::Absent => return Ok(Standing::Absent),
            Kind::Folder if !is_last => {}
            Kind::File if is_last && is_ours(&path)? => return Ok(Standing::Ours),
            Kind::File if is_last => {
                bail!("{} is in the way: it was not made by `cargo xtask gen`; move it elsewhere", path.display())
            }
            Kind::Symlink => bail!(
                "{} is in the way: it is a symlink, and what is made stays below {}; remove it",
                path.display(),
                out.display()
            ),
            _ if is_last => bail!("{} is in the way of a file, and is none; move it elsewhere", path.display()),
            _ => bail!("{} is in the way of a folder, and is none; move it elsewhere", path.display()),
        }
    }
    Ok(Standing::Absent)
}

/// Whether a file was made by us. Of a large file, only the beginning is read.
pub(super) fn is_ours(path: &Path) -> Result<bool> {
    let mut head = Vec::new();
    match fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head)) {
        Ok(_) => Ok(is_marked(&head)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Whether a text says that it was made by us.
pub(super) fn is_marked(text: &[u8]) -> bool {
    let head = &text[..text.len().min(HEAD as usize)];
    String::from_utf8_lossy(head).contains(MARK)
}

/// How many bytes the mark is looked for in.
const HEAD: u64 = 400;

/// Whether a file has just this text.
pub(crate) fn holds(path: &Path, text: &str) -> Result<bool> {
    let mut bytes = Vec::new();
    let enough = text.len() as u64 + 1;
    match fs::File::open(path).and_then(|file| file.take(enough).read_to_end(&mut bytes)) {
        Ok(_) => Ok(bytes == text.as_bytes()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}
