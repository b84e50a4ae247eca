//! Killed runs, and how the next run repairs what they left.

use std::{
    fs,
    thread::sleep,
    time::{Duration, Instant},
};

use super::*;

#[test]
fn a_run_killed_at_any_moment_leaves_the_old_crate_or_the_new_one_or_a_repairable_one() {
    let sandbox = Sandbox::new();
    let (old, new) = (sandbox.variant(0), sandbox.variant(1));
    let (old_files, new_files) = (sandbox.undisturbed(&old), sandbox.undisturbed(&new));
    sandbox.command(&old, "out").output().expect("it starts");
    let start = Instant::now();
    sandbox.command(&new, "out").output().expect("it starts");
    let whole = start.elapsed();

    let (mut were_old, mut were_new, mut were_completed) = (0, 0, 0);
    for moment in 1..=30 {
        sandbox.command(&old, "out").output().expect("it starts");
        assert!(sandbox.files() == old_files);
        let mut killed = sandbox.command(&new, "out").spawn().expect("it starts");
        sleep(whole * moment / 30);
        killed.kill().expect("it exists");
        killed.wait().expect("it has ended");
        let awaits = sandbox.exists("out/.gen/journal");
        match sandbox.files() {
            _ if awaits => were_completed += 1,
            files if files == old_files => were_old += 1,
            files => {
                were_new += 1;
                assert!(files == new_files, "neither old nor new: {:?}", files.keys());
            }
        }
        let output = sandbox.command(&new, "out").output().expect("it starts");
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(stderr(&output).contains("it was completed"), awaits, "{}", stderr(&output));
        assert!(sandbox.files() == new_files, "{:?}", sandbox.files().keys());
        assert!(!sandbox.exists("out/.gen"));
    }
    eprintln!("killed 30 times: {were_old} old, {were_new} new, {were_completed} completed by the next run");
    assert!(were_old > 0, "no run was killed in time");
}

/// A folder whose run was interrupted after its point of no return, with one file still to move and one to delete.
fn interrupted() -> (Sandbox, String) {
    let sandbox = Sandbox::new();
    sandbox.generate(&[]);
    let text = sandbox.read("out/vendors/acme/src/feed.rs");
    sandbox.write("out/vendors/acme/src/late/gone.rs", &text);
    let text = text.replace("i32", "i64");
    sandbox.write("out/.gen/new/0", &text);
    let journal = r#"{"moves": ["vendors/acme/src/feed.rs"], "deletions": ["vendors/acme/src/late/gone.rs"]}"#;
    sandbox.write("out/.gen/journal", journal);
    (sandbox, text)
}

#[test]
fn an_interrupted_run_is_completed_even_if_the_schemas_have_errors_now() {
    let (sandbox, text) = interrupted();
    sandbox.write("schemas/acme/feed.yaml", "page: 1\n");
    let output = sandbox.generate(&[]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("it was completed"), "{}", stderr(&output));
    assert!(stderr(&output).contains("feed.yaml:1:7"), "{}", stderr(&output));
    assert_eq!(sandbox.read("out/vendors/acme/src/feed.rs"), text);
    assert!(!sandbox.exists("out/vendors/acme/src/late") && !sandbox.exists("out/.gen"));
}

#[test]
fn check_reports_an_interrupted_run_and_changes_nothing() {
    let (sandbox, _) = interrupted();
    let before = sandbox.tree("out");
    let output = sandbox.generate(&["--check"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("was interrupted; `cargo xtask gen` completes it"), "{}", stderr(&output));
    assert!(stdout(&output).contains("unfinished "), "{}", stdout(&output));
    assert_same(&before, &sandbox.tree("out"));

    assert_eq!(code(&sandbox.generate(&[])), 0);
    assert_eq!(code(&sandbox.generate(&["--check"])), 0);
}

#[test]
fn staged_files_without_a_journal_are_removed_and_not_stale() {
    let sandbox = Sandbox::new();
    sandbox.generate(&[]);
    sandbox.write("out/.gen/new/0", "half a fi");
    sandbox.write("out/.gen/journal.new", "{");
    assert_eq!(code(&sandbox.generate(&["--check"])), 0);
    let output = sandbox.generate(&[]);
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).contains("an earlier run was interrupted; what it left"), "{}", stderr(&output));
    assert!(stdout(&output).contains("0 written"), "{}", stdout(&output));
    assert!(!sandbox.exists("out/.gen"));
}

#[test]
fn completing_an_interrupted_run_does_not_overwrite_foreign_files() {
    let (sandbox, _) = interrupted();
    sandbox.write("out/vendors/acme/src/feed.rs", "// by hand\n");
    sandbox.assert_refused(
        sandbox.command("schemas", "out"),
        &["cannot be followed", "feed.rs is in the way: it was not made by", "delete "],
    );
    fs::remove_file(sandbox.path("out/vendors/acme/src/feed.rs")).expect("it exists");
    assert_eq!(code(&sandbox.generate(&[])), 0);
}

#[test]
fn a_run_without_changes_leaves_all_times_unchanged() {
    let sandbox = Sandbox::new();
    sandbox.generate(&[]);
    let (before, times) = (sandbox.tree("out"), sandbox.times());
    sleep(Duration::from_millis(20));
    assert_eq!(code(&sandbox.generate(&[])), 0);
    assert_same(&before, &sandbox.tree("out"));

    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("max: 900", "max: 901"));
    assert_eq!(code(&sandbox.generate(&[])), 0);
    let changed = |(old, new): (&(String, SystemTime), &(String, SystemTime))| (old != new).then(|| new.0.clone());
    let changed: Vec<String> = times.iter().zip(&sandbox.times()).filter_map(changed).collect();
    let expected = ["out/openapi/acme.json", "out/vendors/acme/src/feed.rs"].map(|name| sandbox.path(name));
    assert_eq!(changed, expected, "only files whose contents changed");
}
