//! What `interop` needs before it starts.

use std::{fs, process::Command};

use tempfile::TempDir;

use crate::sandbox::{PAGE, Sandbox, code, stderr};

#[test]
fn interop_names_missing_programs() {
    let empty = TempDir::new().expect("a temporary folder");
    let without_programs = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).env("PATH", empty.path()).output().expect("the command starts")
    };
    let output = without_programs(&["interop"]);
    assert_eq!(code(&output), 2);
    let printed = stderr(&output);
    assert!(printed.contains("`python3` cannot be run: install Python") && printed.contains("again"), "{printed}");

    assert_eq!(code(&without_programs(&["interop", "--frobnicate"])), 2);
    assert_eq!(code(&without_programs(&["interop", "wecom"])), 2);
    assert_eq!(code(&without_programs(&["interop", "--help"])), 0);
}

/// `interop` only asks python3 and npm for their versions before it reads the schemas, so links to any program will do.
#[cfg(unix)]
#[test]
fn interop_says_how_to_create_missing_descriptions() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("bin")).expect("the file is written");
    for program in ["python3", "npm"] {
        let link = sandbox.path(&format!("bin/{program}"));
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_xtask"), link).expect("the file is written");
    }
    let (schemas, out) = (sandbox.path("schemas"), sandbox.path("out"));
    let interop = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(["interop", "--schemas", &schemas, "--out", &out]).env("PATH", sandbox.path("bin"));
        command.output().expect("the command starts")
    };
    let output = interop();
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("out/openapi; `cargo xtask gen` creates it"), "{}", stderr(&output));
    sandbox.write("out/openapi/note.txt", "");
    assert!(stderr(&interop()).contains("there is no description in"), "{}", stderr(&interop()));
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("int32", "int33"));
    assert_eq!(code(&interop()), 1);
}
