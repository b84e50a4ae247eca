//! Several runs at once.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStderr},
    thread::sleep,
    time::Duration,
};

use super::*;

#[test]
fn of_runs_at_once_one_has_its_way_entirely() {
    for (count, rounds) in [(2, 6), (8, 3)] {
        let sandbox = Sandbox::new();
        let schemas: Vec<String> = (0..count).map(|number| sandbox.variant(number)).collect();
        let made: Vec<_> = schemas.iter().map(|schemas| sandbox.made(schemas)).collect();
        for _ in 0..rounds {
            let start = |schemas: &String| sandbox.command(schemas, "out").spawn().expect("it starts");
            let runs: Vec<Child> = schemas.iter().map(start).collect();
            for run in runs {
                let output = run.wait_with_output().expect("it ends");
                assert_eq!(code(&output), 0, "{}", stderr(&output));
                assert!(!stderr(&output).contains("interrupted"), "{}", stderr(&output));
            }
            assert!(made.contains(&sandbox.files()), "{:?}", sandbox.files().keys());
            assert!(!sandbox.exists("out/.gen"));
        }
    }
}

/// Whoever holds the lock of `out`: this process, in the name of another one.
fn hold(sandbox: &Sandbox, process: u32) -> fs::File {
    sandbox.write("out/.gen/lock", &format!("{process}\n"));
    let file = fs::File::open(sandbox.path("out/.gen/lock")).expect("it is there");
    file.lock().expect("nobody else has it");
    file
}

/// A run that has said that it waits for a process.
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
    assert_eq!(run.try_wait().expect("it is there"), None);
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
fn a_run_waits_for_the_lock_and_says_for_whom() {
    let sandbox = Sandbox::new();
    let lock = hold(&sandbox, 4242);
    let (mut run, errors) = waiting(&sandbox, 4242);
    assert_still_waits(&sandbox, &mut run);
    drop(lock);
    assert_done(&sandbox, run, errors);
}

#[test]
fn a_run_does_not_take_a_lock_that_was_deleted_for_one_that_holds() {
    let sandbox = Sandbox::new();
    let first = hold(&sandbox, 4242);
    let (mut run, mut errors) = waiting(&sandbox, 4242);
    fs::remove_file(sandbox.path("out/.gen/lock")).expect("it is there");
    let second = hold(&sandbox, 4343);
    assert_still_waits(&sandbox, &mut run);
    drop(first);
    assert_waits(&sandbox, &mut errors, 4343);
    assert_still_waits(&sandbox, &mut run);
    fs::remove_dir_all(sandbox.path("out")).expect("it is there");
    drop(second);
    assert_done(&sandbox, run, errors);
}

#[test]
fn who_writes_nothing_waits_for_nobody() {
    let sandbox = Sandbox::new();
    sandbox.generate(&[]);
    let _lock = hold(&sandbox, 4242);
    assert_eq!(code(&sandbox.generate(&["--check"])), 0);
}
