//! Concurrent runs.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStderr},
    thread::sleep,
    time::Duration,
};

use super::*;

#[test]
fn concurrent_runs_leave_the_crate_of_one_of_them() {
    for (count, rounds) in [(2, 6), (8, 3)] {
        let sandbox = Sandbox::new();
        let schemas: Vec<String> = (0..count).map(|number| sandbox.variant(number)).collect();
        let expected: Vec<_> = schemas.iter().map(|schemas| sandbox.undisturbed(schemas)).collect();
        for _ in 0..rounds {
            let start = |schemas: &String| sandbox.command(schemas, "out").spawn().expect("it starts");
            let runs: Vec<Child> = schemas.iter().map(start).collect();
            for run in runs {
                let output = run.wait_with_output().expect("it ends");
                assert_eq!(code(&output), 0, "{}", stderr(&output));
                assert!(!stderr(&output).contains("interrupted"), "{}", stderr(&output));
            }
            assert!(expected.contains(&sandbox.files()), "{:?}", sandbox.files().keys());
            assert!(!sandbox.exists("out/.gen"));
        }
    }
}

/// Takes the lock of `out` in this process, under another process id.
fn hold(sandbox: &Sandbox, process: u32) -> fs::File {
    sandbox.write("out/.gen/lock", &format!("{process}\n"));
    let file = fs::File::open(sandbox.path("out/.gen/lock")).expect("it exists");
    file.lock().expect("no other process has it");
    file
}

/// A run that has printed that it waits for a process.
fn waiting(sandbox: &Sandbox, process: u32) -> (Child, BufReader<ChildStderr>) {
    let mut run = sandbox.command("schemas", "out").spawn().expect("it starts");
    let mut errors = BufReader::new(run.stderr.take().expect("it has errors"));
    assert_waits(sandbox, &mut errors, process);
    (run, errors)
}

fn assert_waits(sandbox: &Sandbox, errors: &mut BufReader<ChildStderr>, process: u32) {
    let mut line = String::new();
    errors.read_line(&mut line).expect("it is text");
    let expected = format!(
        "note: another `cargo xtask gen` (process {process}) is writing to {}; waiting for it\n",
        sandbox.path("out")
    );
    assert_eq!(line, expected);
}

fn assert_still_waits(sandbox: &Sandbox, run: &mut Child) {
    sleep(Duration::from_millis(200));
    assert_eq!(run.try_wait().expect("it exists"), None);
    assert!(!sandbox.exists("out/src"));
}

fn assert_done(sandbox: &Sandbox, run: Child, mut errors: BufReader<ChildStderr>) {
    let output = run.wait_with_output().expect("it ends");
    let mut rest = String::new();
    errors.read_to_string(&mut rest).expect("it is text");
    assert_eq!(code(&output), 0, "{rest}");
    assert!(sandbox.exists("out/vendors/acme/src/feed.rs") && !sandbox.exists("out/.gen"), "{rest}");
}

#[test]
fn a_run_waits_for_the_lock_and_names_its_holder() {
    let sandbox = Sandbox::new();
    let lock = hold(&sandbox, 4242);
    let (mut run, errors) = waiting(&sandbox, 4242);
    assert_still_waits(&sandbox, &mut run);
    drop(lock);
    assert_done(&sandbox, run, errors);
}

#[test]
fn a_lock_on_a_deleted_file_does_not_count() {
    let sandbox = Sandbox::new();
    let first = hold(&sandbox, 4242);
    let (mut run, mut errors) = waiting(&sandbox, 4242);
    fs::remove_file(sandbox.path("out/.gen/lock")).expect("it exists");
    let second = hold(&sandbox, 4343);
    assert_still_waits(&sandbox, &mut run);
    drop(first);
    assert_waits(&sandbox, &mut errors, 4343);
    assert_still_waits(&sandbox, &mut run);
    fs::remove_dir_all(sandbox.path("out")).expect("it exists");
    drop(second);
    assert_done(&sandbox, run, errors);
}

#[test]
fn check_does_not_wait_for_the_lock() {
    let sandbox = Sandbox::new();
    sandbox.generate(&[]);
    let _lock = hold(&sandbox, 4242);
    assert_eq!(code(&sandbox.generate(&["--check"])), 0);
}
