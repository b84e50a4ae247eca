//! Only regular files are read as schemas and examples.

use std::{fs, os::unix::fs::symlink, process::Output};

use super::*;

/// Runs `dump`, which reads schemas and writes nothing.
fn dump(sandbox: &Sandbox) -> Output {
    run(&["dump", "--outline", "--schemas", &sandbox.path("schemas")])
}

fn assert_refused(sandbox: &Sandbox, expected: &str) {
    let output = dump(sandbox);
    assert_eq!(code(&output), 2, "{}", stdout(&output));
    assert!(stderr(&output).contains(expected), "{}", stderr(&output));
}

#[test]
fn pipes_and_devices_are_not_opened() {
    for ending in ["yaml", "yml", "json"] {
        let sandbox = Sandbox::new();
        let pipe = sandbox.path(&format!("schemas/acme/x.{ending}"));
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("it starts").success());
        assert_refused(&sandbox, &format!("{pipe} is not a file"));
        fs::remove_file(&pipe).expect("it exists");
        symlink("/dev/zero", &pipe).expect("the file is written");
        assert_refused(&sandbox, &format!("{pipe} is not a file"));
    }
}

#[test]
fn a_symlink_to_a_file_is_followed_and_one_to_a_folder_is_not() {
    let sandbox = Sandbox::new();
    sandbox.write("elsewhere/more.yaml", &PAGE.replace("feed", "more"));
    symlink(sandbox.path("elsewhere/more.yaml"), sandbox.path("schemas/acme/more.yaml")).expect("the file is written");
    assert!(stdout(&dump(&sandbox)).contains("POST /more"));

    let link = sandbox.path("schemas/acme/folder");
    symlink(sandbox.path("schemas"), &link).expect("the file is written");
    assert_refused(&sandbox, &format!("{link} is a symlink to a folder, which is not followed"));
    fs::remove_file(&link).expect("it exists");

    let link = sandbox.path("schemas/acme/gone.yaml");
    symlink(sandbox.path("nowhere"), &link).expect("the file is written");
    assert_refused(&sandbox, &format!("cannot read {link}"));
}

#[test]
fn hidden_files_and_folders_are_ignored() {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/.git/x.yaml", "no schema");
    sandbox.write("schemas/acme/.gen/new/x.json", "no example");
    sandbox.write("schemas/acme/.x.yaml", "no schema");
    symlink(sandbox.path("schemas"), sandbox.path("schemas/.link")).expect("the file is written");
    assert_eq!(code(&dump(&sandbox)), 0, "{}", stderr(&dump(&sandbox)));
}

#[test]
fn a_file_that_is_too_large_is_not_read_to_its_end() {
    let sandbox = Sandbox::new();
    let path = sandbox.path("schemas/acme/x.json");
    // A sparse file takes no space on disk, but does not fit into memory.
    let file = fs::File::create(&path).expect("the file is written");
    file.set_len(1 << 40).expect("a sparse file takes no space");
    for _ in 0..2 {
        let output = dump(&sandbox);
        let text = stderr(&output);
        assert_eq!(code(&output), 1, "{text}");
        assert!(text.contains("error[E041]: the file is larger than 16 MiB") && text.contains(&path), "{text}");
        file.set_len(16 * 1024 * 1024 + 1).expect("a sparse file takes no space");
    }
}
