//! `gen` shows its progress on a terminal if it takes longer than a second, and nowhere else.

use std::{
    fs::{self, File},
    io::Read,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::sandbox::Sandbox;

/// Runs `gen` with standard error as given, while another run seems to hold the lock for this time.
fn delayed(more: &[&str], stderr: Stdio, delay: Duration) -> String {
    let sandbox = Sandbox::new();
    sandbox.write("out/.gen/lock", "4242\n");
    let lock = File::open(sandbox.path("out/.gen/lock")).expect("it exists");
    lock.lock().expect("no other process has it");
    let mut run = Command::new(env!("CARGO_BIN_EXE_xtask"));
    run.args(["gen", "--schemas", &sandbox.path("schemas"), "--out", &sandbox.path("out"), "--format"]).args(more);
    run.env("TERM", "xterm").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(stderr);
    let mut run = run.spawn().expect("it starts");
    thread::sleep(delay);
    drop(lock);
    let mut errors = String::new();
    if let Some(mut pipe) = run.stderr.take() {
        pipe.read_to_string(&mut errors).expect("it is text");
    }
    assert!(run.wait().expect("it ends").success(), "{errors}");
    assert!(fs::exists(sandbox.path("out/src/lib.rs")).expect("it can be seen"));
    errors
}

/// The same with a terminal as standard error; what is written to it.
fn on_terminal(more: &[&str], delay: Duration) -> String {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("the system has terminals");
    grantpt(&terminal).and_then(|()| unlockpt(&terminal)).expect("it is this test's");
    let name = ptsname(&terminal, Vec::new()).expect("it has a name");
    let other_end = File::options().read(true).write(true).open(name.to_str().expect("it is text")).expect("it exists");
    let reader = thread::spawn(move || {
        let (mut terminal, mut written) = (File::from(terminal), Vec::new());
        // Reading fails when the other end is closed.
        let _ = terminal.read_to_end(&mut written);
        String::from_utf8_lossy(&written).into_owned()
    });
    delayed(more, other_end.into(), delay);
    reader.join().expect("it reads to the end")
}

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_millis(1800);

#[test]
fn a_long_run_shows_its_progress_on_a_terminal() {
    let written = on_terminal(&["human"], LONG);
    assert!(written.contains("reading (1s)"), "{written:?}");
    // Notes and warnings are not mixed with it, and it is removed at the end.
    assert!(written.contains("note: another `cargo xtask gen` (process 4242)"), "{written:?}");
    let end = written.rfind("reading (").expect("it is shown");
    assert!(written[end..].contains("\u{1b}[2K"), "{written:?}");
}

#[test]
fn a_short_run_shows_no_progress() {
    assert!(!on_terminal(&["human"], SHORT).contains("reading"));
}

#[test]
fn programs_and_files_get_no_progress() {
    assert!(!on_terminal(&["json"], LONG).contains("reading"));
    let piped = delayed(&["human"], Stdio::piped(), LONG);
    assert!(!piped.contains("reading") && !piped.contains('\u{1b}'), "{piped:?}");
}
