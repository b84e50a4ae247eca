//! `gen` reads and writes safely, even if it is interrupted or something is in its way.

mod in_the_way;
mod interrupted;
mod no_room;
mod reading;
mod together;

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::FileTypeExt,
    path::Path,
    process::{Command, Stdio},
    time::SystemTime,
};

use crate::sandbox::{PAGE, Sandbox, code, run, stderr, stdout};

/// The contents of a folder: the text of a file or the kind of anything else, and the time of its last change.
type Tree = BTreeMap<String, (String, SystemTime)>;

fn tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut todo = vec![folder.to_path_buf()];
    while let Some(path) = todo.pop() {
        let data = fs::symlink_metadata(&path).expect("it exists");
        let kind = data.file_type();
        let what = if kind.is_file() {
            String::from_utf8_lossy(&fs::read(&path).expect("it can be read")).into_owned()
        } else if kind.is_symlink() {
            format!("a symlink to {:?}", fs::read_link(&path).expect("it can be read"))
        } else if kind.is_dir() {
            todo.extend(fs::read_dir(&path).expect("it is a folder").flatten().map(|entry| entry.path()));
            FOLDER.to_owned()
        } else {
            format!("a pipe: {}", kind.is_fifo())
        };
        tree.insert(path.display().to_string(), (what, data.modified().expect("it has a time")));
    }
    tree
}

const FOLDER: &str = "a folder";

/// Asserts that nothing has changed. Only names are printed, because texts are long.
fn assert_same(before: &Tree, after: &Tree) {
    let differ = |(name, what): &(&String, &(String, SystemTime))| before.get(*name) != Some(*what);
    let changed: Vec<&String> = after.iter().filter(differ).map(|(name, _)| name).collect();
    let gone: Vec<&String> = before.keys().filter(|name| !after.contains_key(*name)).collect();
    assert!(changed.is_empty() && gone.is_empty(), "changed or new: {changed:?}, gone: {gone:?}");
}

/// The files of a crate and their texts, without staged ones.
fn files(out: &Path) -> BTreeMap<String, String> {
    let name = |path: &str| Path::new(path).strip_prefix(out).expect("it is below").display().to_string();
    let all = tree(out).into_iter().filter(|(path, _)| Path::new(path).is_file());
    all.map(|(path, (text, _))| (name(&path), text)).filter(|(name, _)| !name.starts_with(".gen/")).collect()
}

impl Sandbox {
    /// Writes schemas to `schemas-N`. Variants have files in common, files that differ, and files of their own.
    fn variant(&self, number: usize) -> String {
        let folder = format!("schemas-{number}");
        self.write(&format!("{folder}/acme/vendor.yaml"), &self.read("schemas/acme/vendor.yaml"));
        self.write(&format!("{folder}/acme/feed.yaml"), &PAGE.replace("max: 900", &format!("max: {}", 901 + number)));
        for more in 0..12 {
            let own = PAGE.replace("  feed:", &format!("  own_{number}_{more}:")).replace("/feed", &format!("/{more}"));
            self.write(&format!("{folder}/acme/own{more}.yaml"), &own);
        }
        folder
    }

    /// The files that a variant generates when nothing interferes.
    fn undisturbed(&self, schemas: &str) -> BTreeMap<String, String> {
        let out = format!("undisturbed-{schemas}");
        let output = self.command(schemas, &out).output().expect("it starts");
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        files(Path::new(&self.path(&out)))
    }

    fn command(&self, schemas: &str, out: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(["gen", "--schemas", &self.path(schemas), "--out", &self.path(out)]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn tree(&self, name: &str) -> Tree {
        tree(Path::new(&self.path(name)))
    }

    fn files(&self) -> BTreeMap<String, String> {
        files(Path::new(&self.path("out")))
    }

    /// Asserts that a run fails with a message of these parts, and changes nothing in `out` but the times of folders.
    fn assert_refused(&self, mut command: Command, parts: &[&str]) {
        let contents = || self.tree("out").into_iter().filter(|(_, (what, _))| what != FOLDER).collect();
        let before: Tree = contents();
        let output = command.output().expect("it starts");
        let text = stderr(&output);
        assert_eq!(code(&output), 2, "{text}{}", stdout(&output));
        for part in parts {
            assert!(text.contains(part), "`{part}` is missing in {text}");
        }
        assert_same(&before, &contents());
    }
}
