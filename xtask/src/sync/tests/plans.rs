//! Plans, and paths that are refused.

use super::*;

#[test]
fn paths_stay_in_the_folder_and_differ_in_more_than_case() {
    let made = Crate::new();
    let before = made.tree();
    for (paths, why) in [
        (["/etc/x.rs", "a.rs"], "may lead out"),
        (["../x.rs", "a.rs"], "may lead out"),
        (["src//x.rs", "a.rs"], "may lead out"),
        (["src/x.rs", "src/X.rs"], "`src/x.rs` and `src/X.rs` are the same, or differ only in case"),
        (["src/x.rs", "src/x.rs"], "are the same"),
        ([".GEN/x.rs", "a.rs"], "is in the staging folder"),
    ] {
        let error = run(made.out(), &paths.map(|path| file(path, "")), Mode::Write).expect_err("it is refused");
        assert!(format!("{error:#}").contains(why), "{error:#}");
    }
    let unmarked = File { path: "src/x.rs".to_owned(), text: String::new() };
    let error = run(made.out(), &[unmarked], Mode::Write).expect_err("it is refused");
    assert!(format!("{error:#}").contains("without the mark"), "{error:#}");
    assert_eq!(made.tree(), before);
}

#[test]
fn subfolders_without_expected_files_are_not_searched() {
    let made = Crate::new();
    let changes = run(made.out(), &[file("schema.json", "")], Mode::Write).expect("it is written");
    assert_eq!((changes.written.len(), changes.deleted.len(), changes.foreign.len()), (1, 0, 0));
    assert!(made.out().join("src/lib.rs").exists());
}

#[test]
fn a_run_without_changes_does_not_touch_the_disk() {
    let made = Crate::new();
    let (_, steps) = with_fault(None, || run(made.out(), &old(), Mode::Write).expect("it succeeds"));
    assert_eq!(steps, 0);
    let (_, steps) = with_fault(None, || run(made.out(), &new(), Mode::Verify).expect("it succeeds"));
    assert_eq!(steps, 0);
}

#[test]
fn handwritten_files_are_neither_deleted_nor_foreign() {
    let made = Crate::new();
    fs::write(made.out().join("src/by-hand.txt"), format!("// {MARK}\n")).expect("the file is written");
    let changes = run(made.out(), &old(), Mode::Write).expect("it succeeds");
    assert_eq!((changes.deleted.len(), changes.foreign), (0, vec!["src/mine.rs".into()]));
    fs::create_dir(made.out().join("src/deep")).expect("the folder is created");
    fs::rename(made.out().join("src/by-hand.txt"), made.out().join("src/deep/by-hand.rs")).expect("it exists");
    let changes = run(made.out(), &old(), Mode::Write).expect("it succeeds");
    assert_eq!(changes.deleted, [Path::new("src/deep/by-hand.rs")], "other names are deleted");
}

#[test]
fn files_and_folders_that_are_too_many_to_sync_one_by_one_are_written_too() {
    let made = Crate::new();
    let paths = (0..300).map(|number| format!("src/{number}/x.rs")).chain(["endpoints.json".to_owned()]);
    let files: Vec<File> = paths.map(|path| file(&path, "new")).collect();
    let changes = run(made.out(), &files, Mode::Write).expect("it is written");
    assert_eq!(changes.written.len(), 301);
    assert!(made.holds(&files) && !made.is_staging());
}
