//! Reads the schemas of a revision with git's plumbing: nothing is checked out or written.

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use anyhow::{Context, Result, bail};
use codegen::Source;

use crate::sources::EXTENSIONS;

/// The names of the main branch. The fetched one comes first: the local one may be old, or have commits of the change.
const MAIN: [&str; 2] = ["origin/main", "main"];

/// A folder in a repository.
pub(crate) struct Repository {
    folder: PathBuf,
    /// The folder's path in the repository: empty, or with a `/` at its end.
    prefix: String,
}

impl Repository {
    /// Finds the repository of a folder.
    pub(crate) fn around(folder: &Path) -> Result<Self> {
        if !folder.is_dir() {
            bail!("cannot read the folder {}", folder.display());
        }
        let mut repository = Self { folder: folder.to_path_buf(), prefix: String::new() };
        let output = repository.git(&["rev-parse", "--show-prefix"])?;
        if !output.status.success() {
            let error = error(&output);
            if error.contains("not a git repository") {
                bail!("{} is not in a git repository; compare two folders with --from and --to", folder.display());
            }
            bail!("git cannot read the repository of {}: {error}", folder.display());
        }
        String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').clone_into(&mut repository.prefix);
        Ok(repository)
    }

    /// The full name of a revision's commit.
    pub(crate) fn commit(&self, revision: &str) -> Result<String> {
        match self.find(revision)? {
            Some(commit) => Ok(commit),
            None => bail!(
                "there is no revision `{revision}` here{}",
                self.shallow_advice()?.unwrap_or_else(advice_to_fetch)
            ),
        }
    }

    /// The commit of `HEAD`, if it exists.
    pub(crate) fn head(&self) -> Result<Option<String>> {
        self.find("HEAD")
    }

    /// The merge base of the work tree and the main branch, and the name of that branch.
    pub(crate) fn merge_base(&self) -> Result<(String, &'static str)> {
        let found = MAIN.iter().find_map(|name| self.find(name).transpose().map(|commit| (name, commit)));
        let Some((main, commit)) = found else {
            bail!(
                "there is no branch `main` to compare with; name a revision, as in `cargo xtask diff HEAD~1`, or fetch it: \
                 `git fetch origin main:refs/remotes/origin/main`"
            );
        };
        let commit = commit?;
        if self.head()?.is_none() {
            bail!("there is no commit yet to compare with; compare two folders with --from and --to");
        }
        let output = self.git(&["merge-base", "HEAD", &commit])?;
        let base = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if !output.status.success() || base.is_empty() {
            let why = self.shallow_advice()?.unwrap_or_else(|| "; name a revision to compare with".to_owned());
            bail!("HEAD and `{main}` have no commit in common{why}");
        }
        Ok((base, main))
    }

    /// The schemas and examples of the folder in a commit, selected as on disk.
    pub(crate) fn sources(&self, commit: &str) -> Result<Vec<Source>> {
        let tree = format!("{commit}:{}", self.prefix);
        let output = self.git(&["ls-tree", "-r", "-z", "--full-tree", &tree])?;
        if !output.status.success() {
            bail!("there is no folder {} in {}", self.folder.display(), short(commit));
        }
        let mut files = Vec::new();
        for entry in output.stdout.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
            let entry = String::from_utf8_lossy(entry);
            let Some((head, path)) = entry.split_once('\t') else { bail!("git printed an unknown entry: {entry}") };
            let words: Vec<&str> = head.split(' ').collect();
            let [_, "blob", object] = words[..] else { continue };
            if is_source(path) {
                files.push((path.to_owned(), object.to_owned()));
            }
        }
        let blobs = self.blobs(files.iter().map(|(_, object)| object.as_str()))?;
        Ok(files.into_iter().zip(blobs).map(|((path, _), bytes)| Source { path, bytes }).collect())
    }

    /// The contents of objects, read by one process.
    fn blobs<'a>(&self, objects: impl Iterator<Item = &'a str>) -> Result<Vec<Vec<u8>>> {
        let objects: Vec<&str> = objects.collect();
        let list: String = objects.iter().map(|object| format!("{object}\n")).collect();
        let mut command = self.command(&["cat-file", "--batch"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("git cannot be started: install it")?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let mut answer = Vec::new();
        std::thread::scope(|scope| {
            // Writing and reading in turn could deadlock once both pipes are full.
            scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(list.as_bytes())));
            stdout.map_or(Ok(0), |mut stdout| stdout.read_to_end(&mut answer))
        })
        .context("cannot read the output of git")?;
        child.wait().context("cannot wait for git")?;
        let mut rest = answer.as_slice();
        objects.iter().map(|object| blob(&mut rest).with_context(|| format!("git has no object {object}"))).collect()
    }

    /// The commit of a revision, if it exists.
    fn find(&self, revision: &str) -> Result<Option<String>> {
        let commit = format!("{revision}^{{commit}}");
        let output = self.git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        let found = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok(Some(found).filter(|found| output.status.success() && !found.is_empty()))
    }

    /// The advice for a shallow clone, if this is one.
    fn shallow_advice(&self) -> Result<Option<String>> {
        let output = self.git(&["rev-parse", "--is-shallow-repository"])?;
        let is_shallow = output.stdout.starts_with(b"true");
        Ok(is_shallow.then(|| {
            ": this is a shallow clone, whose history is incomplete; run `git fetch --unshallow`, or let the workflow check \
             out with `fetch-depth: 0`"
                .to_owned()
        }))
    }

    fn git(&self, arguments: &[&str]) -> Result<Output> {
        self.command(arguments).stdin(Stdio::null()).output().context("git cannot be started: install it")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        // Messages of git are parsed, so they must not be translated.
        command.arg("-C").arg(&self.folder).args(arguments).env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
        command
    }
}

/// The abbreviated name of a commit.
pub(crate) fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}

/// The advice for a missing revision.
fn advice_to_fetch() -> String {
    "; look for it with `git branch --all` and `git tag`, or fetch it".to_owned()
}

/// The error message of git.
fn error(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    text.strip_prefix("fatal: ").map(str::to_owned).unwrap_or(text)
}

/// Whether a path is that of a schema or an example: it is not hidden and has one of their extensions.
fn is_source(path: &str) -> bool {
    let is_hidden = path.split('/').any(|part| part.starts_with('.'));
    let is_known = path.rsplit_once('.').is_some_and(|(_, extension)| EXTENSIONS.contains(&extension));
    is_known && !is_hidden
}

/// Takes one object off git's output: a line that ends with the size, the bytes, and a line break.
fn blob(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let size: usize = std::str::from_utf8(&rest[..end]).ok()?.rsplit(' ').next()?.parse().ok()?;
    let bytes = rest.get(end + 1..end + 1 + size)?.to_vec();
    *rest = rest.get(end + 2 + size..)?;
    Some(bytes)
}
