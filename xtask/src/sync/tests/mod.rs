//! A crate that is about to change, and faults at any change of the disk.

mod journals;
mod plans;
mod steps;

use std::{
    cell::Cell,
    collections::BTreeMap,
    env, fs, io,
    path::Path,
    process::{Command, Output},
    time::SystemTime,
};

use codegen::emit::{File, MARK};
use tempfile::TempDir;

use super::{Mode, run, staging};

/// What happens at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The process is killed.
    Kill,
    /// This one change fails.
    Once,
    /// It fails, and so does every later one.
    Always,
}

thread_local! {
    static FAULT: Cell<Option<(Fault, usize)>> = const { Cell::new(None) };
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// What `disk` calls before every change.
pub(super) fn step() -> io::Result<()> {
    let now = STEPS.get() + 1;
    STEPS.set(now);
    match FAULT.get() {
        Some((Fault::Kill, at)) if at == now => kill_myself(),
        Some((Fault::Once, at)) if at == now => Err(io::Error::other("the disk is full")),
        Some((Fault::Always, at)) if at <= now => Err(io::Error::other("the disk is gone")),
        _ => Ok(()),
    }
}

fn kill_myself() -> ! {
    let _ = Command::new("kill").args(["-9", &std::process::id().to_string()]).status();
    std::process::abort()
}

/// Calls something with a fault at a step; what it gave, and how many steps there were.
fn with_fault<T>(fault: Option<(Fault, usize)>, call: impl FnOnce() -> T) -> (T, usize) {
    STEPS.set(0);
    FAULT.set(fault);
    let given = call();
    FAULT.set(None);
    (given, STEPS.get())
}

type Tree = BTreeMap<String, (Vec<u8>, SystemTime)>;

/// A folder with a crate that was made once, in which something of every kind is about to change.
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

const FOREIGN: [&str; 2] = ["Cargo.toml", "src/mine.rs"];

impl Crate {
    fn new() -> Self {
        let made = Self(TempDir::new().expect("there is room"));
        run(made.out(), &old(), Mode::Write).expect("it is written");
        for name in FOREIGN {
            fs::write(made.out().join(name), "by hand\n").expect("there is room");
        }
        made
    }

    fn out(&self) -> &Path {
        self.0.path()
    }

    /// The crate's files; what is staged does not count.
    fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        collect(self.out(), self.out(), &mut tree);
        tree.retain(|name, _| !name.starts_with(staging::FOLDER));
        tree
    }

    fn is_staging(&self) -> bool {
        staging::folder(self.out()).exists()
    }

    fn is_committed(&self) -> bool {
        staging::journal(self.out()).exists()
    }

    /// Whether it holds these files, those of others, and nothing else.
    fn holds(&self, files: &[File]) -> bool {
        let found: BTreeMap<String, Vec<u8>> =
            self.tree().into_iter().map(|(name, (bytes, _))| (name, bytes)).collect();
        let made = files.iter().map(|file| (file.path.clone(), file.text.clone().into_bytes()));
        found == made.chain(FOREIGN.map(|name| (name.to_owned(), b"by hand\n".to_vec()))).collect()
    }

    /// Asserts that the next run leaves just the new crate, and that no folder is left empty.
    fn assert_mended(&self, what: &str) {
        assert!(self.holds(&new()) && !self.is_staging(), "{what}: {:?}", self.tree().keys());
        assert!(!self.out().join("src/gone").exists(), "{what}: an empty folder stayed");
    }

    /// Runs in a process of its own and gives what it said.
    fn spawn(&self, call: &str, kill_at: usize) -> Output {
        Command::new(env::current_exe().expect("there is a program"))
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
