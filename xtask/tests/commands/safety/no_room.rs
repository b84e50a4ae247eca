//! Folders without write permission, and full disks.

use std::{
    fs::{self, Permissions},
    os::unix::{
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
};

use super::*;

/// Permissions do not apply to root, so the tests switch to another user.
const ROOT: u32 = 0;
const NOBODY: u32 = 65534;

/// A complete manifest.
const MANIFEST: &str = "\
[package]
name = \"zoo\"
[lib]
path = \"src/lib.rs\"
[features]
acme = [\"vendor-acme/areas\"]
callbacks = [\"runtime/callbacks\", \"vendor-acme?/callbacks\"]
client = [\"runtime/client\", \"vendor-acme?/client\"]
mock = [\"runtime/mock\", \"vendor-acme?/mock\"]
[dependencies]
vendor-acme = { path = \"vendors/acme\", package = \"zoo-acme\", optional = true, default-features = false }
";

/// A sandbox whose crate is about to change, owned by the user who runs the command.
fn about_to_change() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("out/Cargo.toml", MANIFEST);
    sandbox.write("out/README.md", "The front page.\n");
    sandbox.write(
        "out/vendors/acme/Cargo.toml",
        "lib.path = \"src/lib.rs\"\nfeatures.default = [\"areas\"]\nfeatures.areas = []\nfeatures.callbacks = [\"runtime/callbacks\"]\nfeatures.client = [\"runtime/client\"]\nfeatures.mock = [\"runtime/mock\"]\n",
    );
    sandbox.generate(&[]);
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("  feed:", "  nourish:"));
    fs::copy(env!("CARGO_BIN_EXE_xtask"), sandbox.path("xtask")).expect("the file is written");
    fs::set_permissions(sandbox.path(""), Permissions::from_mode(0o755)).expect("the test owns the file");
    if is_root() {
        for path in tree(sandbox.0.path()).keys() {
            chown(path, Some(NOBODY), Some(NOBODY)).expect("root may do so");
        }
    }
    sandbox
}

/// Whether the test runs as root, judged by the owner of a new file.
fn is_root() -> bool {
    let made = tempfile::tempfile().and_then(|file| file.metadata());
    made.expect("the file is written").uid() == ROOT
}

/// The command, run by a user to whom permissions apply.
fn unprivileged(sandbox: &Sandbox, more: &[&str]) -> Command {
    let mut command = Command::new(sandbox.path("xtask"));
    command.args(["gen", "--schemas", &sandbox.path("schemas"), "--out", &sandbox.path("out")]).args(more);
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

fn set_mode(sandbox: &Sandbox, name: &str, mode: u32) {
    fs::set_permissions(sandbox.path(name), Permissions::from_mode(mode)).expect("the test owns the file");
}

#[test]
fn a_read_only_folder_is_reported_and_unchanged() {
    let sandbox = about_to_change();
    for folder in ["out", "out/openapi", "out/vendors/acme/src"] {
        set_mode(&sandbox, folder, 0o555);
        sandbox.assert_refused(unprivileged(&sandbox, &[]), &["nothing was changed in", "Permission denied"]);
        assert!(!sandbox.exists("out/.gen"));
        set_mode(&sandbox, folder, 0o755);
    }
    let output = unprivileged(&sandbox, &[]).output().expect("it starts");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}

#[test]
fn a_read_only_folder_that_is_up_to_date_can_be_checked() {
    let sandbox = about_to_change();
    sandbox.write("schemas/acme/feed.yaml", PAGE);
    for folder in ["out/vendors/acme/src", "out/src", "out"] {
        set_mode(&sandbox, folder, 0o555);
    }
    for more in [&["--check"][..], &[]] {
        let output = unprivileged(&sandbox, more).output().expect("it starts");
        let printed = stderr(&output);
        // Only the warning about the schema is printed.
        let is_more = printed.contains("error") || printed.contains("note: ");
        assert!(code(&output) == 0 && !is_more, "{printed}");
    }
    for folder in ["out", "out/src", "out/vendors/acme/src"] {
        set_mode(&sandbox, folder, 0o755);
    }
}

#[test]
fn an_unreadable_schema_is_reported() {
    let sandbox = about_to_change();
    set_mode(&sandbox, "schemas/acme/feed.yaml", 0);
    let output = unprivileged(&sandbox, &[]).output().expect("it starts");
    assert_eq!(code(&output), 2);
    let expected = format!("error: cannot read {}: Permission denied", sandbox.path("schemas/acme/feed.yaml"));
    assert!(stderr(&output).starts_with(&expected), "{}", stderr(&output));
}

#[test]
fn a_full_disk_is_reported_and_leaves_the_old_crate() {
    for blocks in ["0", "1", "2"] {
        let sandbox = Sandbox::new();
        sandbox.generate(&[]);
        sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("max: 900", "max: 901").replace("  feed:", "  nourish:"));
        let mut command = Command::new("sh");
        // Writing beyond the limit fails, as it does on a full disk.
        command.args(["-c", "trap '' XFSZ; ulimit -f $0; exec \"$@\"", blocks, env!("CARGO_BIN_EXE_xtask")]);
        command.args(["gen", "--schemas", &sandbox.path("schemas"), "--out", &sandbox.path("out")]);
        let before = sandbox.times();
        let output = command.output().expect("it starts");
        let text = stderr(&output);
        assert_eq!(code(&output), 2, "{text}");
        assert!(text.contains("nothing was changed in") && text.contains("cannot write"), "{text}");
        assert!(text.contains("File too large"), "{text}");
        assert_eq!(sandbox.times(), before);
        assert!(!sandbox.exists("out/.gen"));
        assert_eq!(code(&sandbox.generate(&[])), 0);
        assert!(sandbox.exists("out/vendors/acme/src/nourish.rs"));
    }
}
