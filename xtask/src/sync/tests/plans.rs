//! What is planned, and what is refused.

use super::*;

#[test]
fn made_paths_have_to_stay_in_the_folder_and_apart() {
    let made = Crate::new();
    let before = made.tree();
    for (paths, why) in [
        (["/etc/x.rs", "a.rs"], "may lead out"),
        (["../x.rs", "a.rs"], "may lead out"),
        (["src//x.rs", "a.rs"], "may lead out"),
        (["src/x.rs", "src/X.rs"], "`src/x.rs` and `src/X.rs` are the same, or differ only in case"),
        (["src/x.rs", "src/x.rs"], "are the same"),
        ([".GEN/x.rs", "a.rs"], "lies where files are staged"),
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
fn a_folder_that_holds_only_files_at_its_top_is_not_searched() {
    let made = Crate::new();
    let changes = run(made.out(), &[file("schema.json", "")], Mode::Write).expect("it is written");
    assert_eq!((changes.written.len(), changes.deleted.len(), changes.foreign.len()), (1, 0, 0));
    assert!(made.out().join("src/lib.rs").exists());
}

#[test]
fn a_run_without_changes_does_not_touch_the_disk() {
    let made = Crate::new();
    let (_, steps) = with_fault(None, || run(made.out(), &old(), Mode::Write).expect("it is well"));
    assert_eq!(steps, 0);
    let (_, steps) = with_fault(None, || run(made.out(), &new(), Mode::Verify).expect("it is well"));
    assert_eq!(steps, 0);
}
