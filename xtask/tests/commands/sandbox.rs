//! A temporary folder with schemas, and the command under test.

use std::{
    fs,
    io::Write,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

pub(crate) use self::minimal::{PAGE, VENDOR};

// Included, because a dependency on the crate `tests` would build a JSON Schema validator for these tests.
#[expect(unreachable_pub, reason = "public in the crate `tests`")]
#[path = "../../../tests/src/minimal.rs"]
mod minimal;

/// Runs the command.
pub(crate) fn run(arguments: &[&str]) -> Output {
    run_with_input(arguments, "")
}

/// Runs the command with this standard input.
pub(crate) fn run_with_input(arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    command.stdin.take().expect("its input is piped").write_all(input.as_ref()).expect("it reads its input");
    command.wait_with_output().expect("the command ends")
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("the command was not killed")
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A temporary folder with the schemas of one vendor and one page; the crate is generated into `out`.
pub(crate) struct Sandbox(pub(crate) TempDir);

impl Sandbox {
    pub(crate) fn new() -> Self {
        let sandbox = Self(TempDir::new().expect("a temporary folder"));
        sandbox.write("schemas/acme/vendor.yaml", VENDOR);
        sandbox.write("schemas/acme/feed.yaml", PAGE);
        sandbox
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the file is written");
        fs::write(path, text).expect("the file is written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).expect("the file exists")
    }

    pub(crate) fn exists(&self, name: &str) -> bool {
        self.0.path().join(name).exists()
    }

    pub(crate) fn generate(&self, more: &[&str]) -> Output {
        let (schemas, out) = (self.path("schemas"), self.path("out"));
        let mut arguments = vec!["gen", "--schemas", schemas.as_str(), "--out", out.as_str()];
        arguments.extend(more);
        run(&arguments)
    }

    /// The names and modification times of all files of the crate.
    pub(crate) fn times(&self) -> Vec<(String, std::time::SystemTime)> {
        let mut times = Vec::new();
        let mut todo = vec![self.0.path().join("out")];
        while let Some(folder) = todo.pop() {
            for entry in fs::read_dir(&folder).expect("it is a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    todo.push(path);
                } else {
                    let time = entry.metadata().and_then(|data| data.modified()).expect("files have times");
                    times.push((path.display().to_string(), time));
                }
            }
        }
        times.sort();
        times
    }
}
