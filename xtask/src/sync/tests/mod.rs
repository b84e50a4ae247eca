//! A crate that is about to change, with faults at each change of the disk.

mod journals;
mod plans;
mod sessions;
mod steps;

use std::{
    collections::BTreeMap,
    env, fs,
    path::Path,
    process::{Command, Output},
    time::SystemTime,
};

use anyhow::Result;
use codegen::emit::{File, MARK};
use tempfile::TempDir;

use super::{
    Changes, Folder, Mode,
    faults::{Fault, with_fault},
    paths,
};

/// Makes a folder hold files, or verifies that it does.
fn run(out: &Path, files: &[File], mode: Mode) -> Result<Changes> {
    super::run(&folder(out), files, mode)
}

fn folder(out: &Path) -> Folder<'_> {
    Folder { path: out, handwritten: &["by-hand.txt"] }
}

type Tree = BTreeMap<String, (Vec<u8>, SystemTime)>;

/// A folder with a generated crate, in which every kind of change is about to happen.
struct Crate(TempDir);

fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: format!("// {MARK}\n{text}\n") }
}

fn old() -> Vec<File> {
    let mut files: Vec<File> = ["endpoints.json", "src/a.rs", "src/b.rs", "src/gone/deep/x.rs", "src/lib.rs"]
        .into_iter()
        .map(|path| file(path, "old"))
        .collect();
    files.push(file("src/same.rs", "same"));
    files
}

fn new() -> Vec<File> {
    let mut files: Vec<File> = ["endpoints.json", "src/b.rs", "src/lib.rs", "src/new.rs", "src/young/deep/y.rs"]
        .into_iter()
        .map(|path| file(path, "new"))
        .collect();
    files.push(file("src/same.rs", "same"));
    files
}

/// Files that people wrote.
const FOREIGN: [&str; 2] = ["Cargo.toml", "src/mine.rs"];

impl Crate {
    fn new() -> Self {
        let made = Self(TempDir::new().expect("a temporary folder"));
        run(made.out(), &old(), Mode::Write).expect("it is written");
        for name in FOREIGN {
            fs::write(made.out().join(name), "by hand\n").expect("the file is written");
        }
        made
    }

    fn out(&self) -> &Path {
        self.0.path()
    }

    /// The crate's files, without staged ones.
    fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        collect(self.out(), self.out(), &mut tree);
        tree.retain(|name, _| !name.starts_with(paths::FOLDER));
        tree
    }

    fn is_staging(&self) -> bool {
        paths::folder(self.out()).exists()
    }

    fn is_committed(&self) -> bool {
        paths::journal(self.out()).exists()
    }

    /// Whether it holds these files and the foreign ones, and nothing else.
    fn holds(&self, files: &[File]) -> bool {
        let found: BTreeMap<String, Vec<u8>> =
            self.tree().into_iter().map(|(name, (bytes, _))| (name, bytes)).collect();
        let made = files.iter().map(|file| (file.path.clone(), file.text.clone().into_bytes()));
        found == made.chain(FOREIGN.map(|name| (name.to_owned(), b"by hand\n".to_vec()))).collect()
    }

    /// Asserts that it holds just the new files, and that no folder was left empty.
    fn assert_new(&self, what: &str) {
        assert!(self.holds(&new()) && !self.is_staging(), "{what}: {:?}", self.tree().keys());
        assert!(!self.out().join("src/gone").exists(), "{what}: an empty folder stayed");
    }

    /// Makes the call in another process.
    fn spawn(&self, call: &str, kill_at: usize) -> Output {
        Command::new(env::current_exe().expect("the test knows its program"))
            .args(["--exact", "sync::tests::steps::as_another_process", "--nocapture"])
            .envs([("SYNC_CALL", call), ("SYNC_KILL_AT", &kill_at.to_string())])
            .env("SYNC_OUT", self.out())
            .output()
            .expect("it starts")
    }
}

fn collect(top: &Path, folder: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).expect("it is a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(top, &path, tree);
        } else {
            let time = entry.metadata().and_then(|data| data.modified()).expect("files have times");
            let name = path.strip_prefix(top).expect("it is below").display().to_string();
            tree.insert(name, (fs::read(&path).expect("it can be read"), time));
        }
    }
}
