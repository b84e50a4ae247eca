//! Folders that may not be written to, and disks that are full.

use std::{
    fs::{self, Permissions},
    os::unix::{
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
};

use super::*;

/// Whom permissions mean nothing to, and who therefore has to become somebody else.
const ROOT: u32 = 0;
const NOBODY: u32 = 65534;

/// A manifest that lacks nothing.
const MANIFEST: &str = "\
[package]
name = \"zoo\"
[lib]
path = \"src/lib.rs\"
[features]
acme = [\"dep:vendor-acme\"]
client = [\"runtime/client\"]
mock = [\"runtime/mock\", \"vendor-acme?/mock\"]
[dependencies]
vendor-acme = { path = \"vendors/acme\", package = \"zoo-acme\", optional = true }
";

/// A sandbox whose crate is about to change, and which belongs to the user who then runs the command.
fn about_to_change() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("out/Cargo.toml", MANIFEST);
    sandbox.write("out/vendors/acme/Cargo.toml", "lib.path = \"src/lib.rs\"\nfeatures.mock = [\"runtime/mock\"]\n");
    sandbox.generate(&[]);
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("  feed:", "  nourish:"));
    fs::copy(env!("CARGO_BIN_EXE_xtask"), sandbox.path("xtask")).expect("there is room");
    fs::set_permissions(sandbox.path(""), Permissions::from_mode(0o755)).expect("it is ours");
    if is_root() {
        for path in tree(sandbox.0.path()).keys() {
            chown(path, Some(NOBODY), Some(NOBODY)).expect("root may do so");
        }
    }
    sandbox
}

/// Whether the test runs as root: a file belongs to who makes it.
fn is_root() -> bool {
    let made = tempfile::tempfile().and_then(|file| file.metadata());
    made.expect("there is room").uid() == ROOT
}

/// The command, as a user who is bound by permissions.
fn bound(sandbox: &Sandbox, more: &[&str]) -> Command {
    let mut command = Command::new(sandbox.path("xtask"));
    command.args(["gen", "--schemas", &sandbox.path("schemas"), "--out", &sandbox.path("out")]).args(more);
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

fn allow(sandbox: &Sandbox, name: &str, mode: u32) {
    fs::set_permissions(sandbox.path(name), Permissions::from_mode(mode)).expect("it is ours");
}

#[test]
fn a_folder_that_may_not_be_written_to_is_told_and_left() {
    let sandbox = about_to_change();
    for folder in ["out", "out/openapi", "out/vendors/acme/src"] {
        allow(&sandbox, folder, 0o555);
        sandbox.assert_refused(bound(&sandbox, &[]), &["nothing was changed in", "Permission denied"]);
        assert!(!sandbox.exists("out/.gen"));
        allow(&sandbox, folder, 0o755);
    }
    let output = bound(&sandbox, &[]).output().expect("it starts");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}

#[test]
fn a_folder_that_may_not_be_written_to_can_be_checked_and_found_to_be_as_it_should() {
    let sandbox = about_to_change();
    sandbox.write("schemas/acme/feed.yaml", PAGE);
    for folder in ["out/vendors/acme/src", "out/src", "out"] {
        allow(&sandbox, folder, 0o555);
    }
    for more in [&["--check"][..], &[]] {
        let output = bound(&sandbox, more).output().expect("it starts");
        let told = stderr(&output);
        // But for the schema's own warning there is nothing to say.
        let more_than_that = told.contains("error") || told.contains("note: ");
        assert!(code(&output) == 0 && !more_than_that, "{told}");
    }
    for folder in ["out", "out/src", "out/vendors/acme/src"] {
        allow(&sandbox, folder, 0o755);
    }
}

#[test]
fn a_file_that_may_not_be_read_is_told() {
    let sandbox = about_to_change();
    allow(&sandbox, "schemas/acme/feed.yaml", 0);
    let output = bound(&sandbox, &[]).output().expect("it starts");
    assert_eq!(code(&output), 2);
    let expected = format!("error: cannot read {}: Permission denied", sandbox.path("schemas/acme/feed.yaml"));
    assert!(stderr(&output).starts_with(&expected), "{}", stderr(&output));
}

#[test]
fn a_full_disk_is_told_and_leaves_the_old_crate() {
    for blocks in ["0", "1", "2"] {
        let sandbox = Sandbox::new();
        sandbox.generate(&[]);
        sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("max: 900", "max: 901").replace("  feed:", "  nourish:"));
        let mut command = Command::new("sh");
        // Files that grow beyond the limit get an error, as they do on a full disk.
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
