//! Things that are in the way of generated files.

use std::{fs, os::unix::fs::symlink};

use super::*;

/// Puts something in the way of a file that is about to change, and asserts that the run says so and changes nothing.
fn assert_in_the_way(name: &str, put: impl FnOnce(&Path), says: &[&str]) {
    let sandbox = Sandbox::new();
    sandbox.generate(&[]);
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("max: 900", "max: 901"));
    sandbox.write("outside/lib.rs", &sandbox.read("out/src/lib.rs"));
    let path = sandbox.0.path().join("out").join(name);
    fs::rename(&path, sandbox.path("outside/was")).expect("it exists");
    put(&path);
    let before = sandbox.tree("");
    let says: Vec<&str> = [&["nothing was changed in", "is in the way"], says].concat();
    sandbox.assert_refused(sandbox.command("schemas", "out"), &says);
    let mut check = sandbox.command("schemas", "out");
    check.arg("--check");
    sandbox.assert_refused(check, &says[1..]);
    assert_same(&before, &sandbox.tree(""));
}

fn link(target: &'static str) -> impl FnOnce(&Path) {
    move |path| {
        let top = path.ancestors().find(|folder| folder.ends_with("out")).and_then(Path::parent).expect("it is in one");
        symlink(top.join(target), path).expect("the file is written");
    }
}

#[test]
fn a_symlink_is_not_followed() {
    let says = &["it is a symlink", "remove it"];
    assert_in_the_way("src", link("outside/was"), says);
    assert_in_the_way("vendors/acme/src", link("outside/was"), says);
    assert_in_the_way("src/lib.rs", link("outside/lib.rs"), says);
    assert_in_the_way("src/lib.rs", link("nowhere"), says);
    assert_in_the_way("vendors/acme/src", link("nowhere"), says);
    assert_in_the_way("endpoints.json", link("outside/was"), says);
}

#[test]
fn a_pipe_is_not_opened() {
    let pipe = |path: &Path| {
        assert!(Command::new("mkfifo").arg(path).status().expect("it starts").success());
    };
    assert_in_the_way("src/lib.rs", pipe, &["in the way of a file", "move it elsewhere"]);
    assert_in_the_way("vendors/acme/src", pipe, &["in the way of a folder", "move it elsewhere"]);
    assert_in_the_way("src", pipe, &["in the way of a folder", "move it elsewhere"]);
}

#[test]
fn a_folder_in_the_way_of_a_file_stays() {
    let folder = |path: &Path| fs::create_dir(path).expect("the file is written");
    assert_in_the_way("src/lib.rs", folder, &["in the way of a file", "move it elsewhere"]);
    assert_in_the_way("endpoints.json", folder, &["in the way of a file", "move it elsewhere"]);
}

#[test]
fn a_file_in_the_way_stays() {
    let file = |path: &Path| fs::write(path, "by hand\n").expect("the file is written");
    assert_in_the_way("src/lib.rs", file, &["it was not made by `cargo xtask gen`", "move it elsewhere"]);
    assert_in_the_way("vendors/acme/src", file, &["in the way of a folder", "move it elsewhere"]);
    assert_in_the_way("src", file, &["in the way of a folder", "move it elsewhere"]);
}

#[test]
fn foreign_things_beside_generated_files_are_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.generate(&[]);
    sandbox.write("outside/x.rs", &sandbox.read("out/src/lib.rs"));
    symlink(sandbox.path("outside"), sandbox.path("out/src/folder")).expect("the file is written");
    symlink(sandbox.path("outside/x.rs"), sandbox.path("out/src/file.rs")).expect("the file is written");
    assert!(Command::new("mkfifo").arg(sandbox.path("out/src/pipe.rs")).status().expect("it starts").success());
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("max: 900", "max: 901"));
    assert_eq!(code(&sandbox.generate(&[])), 0);
    assert!(sandbox.exists("outside/x.rs") && sandbox.exists("out/src/file.rs") && sandbox.exists("out/src/pipe.rs"));
    let listed = stdout(&sandbox.generate(&["--check"]));
    assert_eq!(listed.matches("foreign  ").count(), 3, "{listed}");
}

#[test]
fn the_output_folder_may_be_a_symlink() {
    let sandbox = Sandbox::new();
    sandbox.write("real/Cargo.toml", "");
    symlink(sandbox.path("real"), sandbox.path("out")).expect("the file is written");
    assert_eq!(code(&sandbox.generate(&[])), 0);
    assert!(sandbox.exists("real/vendors/acme/src/feed.rs") && !sandbox.exists("real/.gen"));

    symlink(sandbox.path("nowhere"), sandbox.path("dangling")).expect("the file is written");
    for (out, says) in [("dangling", "is a dangling symlink"), ("real/Cargo.toml", "is not a folder")] {
        for more in [&[][..], &["--check"]] {
            let output = sandbox.command("schemas", out).args(more).output().expect("it starts");
            assert_eq!(code(&output), 2);
            assert!(stderr(&output).contains(says), "{}", stderr(&output));
        }
    }
    assert!(!sandbox.exists("nowhere"));
}

#[test]
fn a_manifest_that_is_a_pipe_is_not_opened() {
    let sandbox = Sandbox::new();
    sandbox.generate(&[]);
    assert!(Command::new("mkfifo").arg(sandbox.path("out/Cargo.toml")).status().expect("it starts").success());
    assert_eq!(code(&sandbox.generate(&[])), 0);
}
