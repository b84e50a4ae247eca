//! Git repositories with schemas, for `diff` and `changelog`.

use std::process::{Command, Output};

use crate::sandbox::{PAGE, Sandbox, stderr, stdout};

/// An endpoint that tests add to the page.
pub(crate) const WEIGH: &str = "  weigh:
    route: POST /weigh
    summary: Weigh an animal.
    body:
      animal: { type: string, required: true }
";

/// The manifest of the workspace, which has the version.
pub(crate) const MANIFEST: &str = "[workspace.package]\nversion = \"0.1.0\"\n";

/// A repository with the sandbox's schemas, committed on `main`.
pub(crate) fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("Cargo.toml", MANIFEST);
    git(&sandbox, &["init", "--quiet", "--initial-branch=main"]);
    commit(&sandbox, "Schemas");
    sandbox
}

pub(crate) fn git(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let mut command = isolated(Command::new("git"), sandbox);
    let identity = ["-c", "user.name=Test", "-c", "user.email=test@acme.example", "-c", "commit.gpgsign=false"];
    let output = command.args(identity).args(arguments).output().expect("git is installed");
    assert!(output.status.success(), "git {arguments:?}: {}", stderr(&output));
    stdout(&output)
}

pub(crate) fn commit(sandbox: &Sandbox, message: &str) {
    git(sandbox, &["add", "--all"]);
    git(sandbox, &["commit", "--quiet", "--message", message]);
}

/// Runs a command in the sandbox, independent of the settings of git and GitHub in the environment.
fn isolated(mut command: Command, sandbox: &Sandbox) -> Command {
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"] {
        command.env_remove(name);
    }
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CEILING_DIRECTORIES", sandbox.0.path().parent().expect("it is in a folder"));
    command.env("CARGO_MANIFEST_DIR", sandbox.0.path().join("xtask")).current_dir(sandbox.0.path());
    command
}

/// Runs the command in the sandbox.
pub(crate) fn run_in(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    isolated(Command::new(env!("CARGO_BIN_EXE_xtask")), sandbox).args(arguments).output().expect("the command starts")
}

/// Runs `diff` in the sandbox.
pub(crate) fn diff(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    run_in(sandbox, &[&["diff"], arguments].concat())
}

/// Removes the endpoint `feed` from the work tree, and adds `weigh`.
pub(crate) fn replace_feed(sandbox: &Sandbox) {
    let head = PAGE.split_once("  feed:").expect("it has the endpoint").0;
    sandbox.write("schemas/acme/feed.yaml", &format!("{head}{WEIGH}"));
}

/// Adds the endpoint `weigh` to the work tree.
pub(crate) fn add_weigh(sandbox: &Sandbox) {
    sandbox
        .write("schemas/acme/feed.yaml", &format!("{PAGE}{WEIGH}").replace("2026-01-01", "2026-01-01, documents: 2"));
}
