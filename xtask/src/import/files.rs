//! Writes the files of a draft: all of them, or none.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

/// Writes files below a folder. Nothing is overwritten, and if one cannot be written, none is.
pub(super) fn write(folder: &Path, files: &[(String, String)]) -> Result<()> {
    if let Some((path, _)) = files.iter().find(|(path, _)| folder.join(path).symlink_metadata().is_ok()) {
        bail!("{} is there already: move or remove it", folder.join(path).display());
    }
    let mut written = Written::default();
    for (path, text) in files {
        written.create(&folder.join(path), text)?;
    }
    written.keep();
    Ok(())
}

/// What has been created, which is removed again unless it is kept.
#[derive(Default)]
struct Written {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Written {
    fn create(&mut self, path: &Path, text: &str) -> Result<()> {
        let context = || format!("cannot write {}", path.display());
        let missing = path.ancestors().skip(1).take_while(|folder| !folder.exists());
        let missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(&folder).with_context(context)?;
            self.folders.push(folder);
        }
        let mut file = fs::File::create_new(path).with_context(context)?;
        self.files.push(path.to_path_buf());
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).with_context(context)
    }

    fn keep(mut self) {
        self.files.clear();
        self.folders.clear();
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        // Another error was reported.
        self.files.drain(..).for_each(|file| drop(fs::remove_file(file)));
        self.folders.drain(..).rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
}
