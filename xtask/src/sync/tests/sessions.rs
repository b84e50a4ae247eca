//! Sessions whose files arrive one after the other, while other runs change the folder.

use super::{
    super::{Outdated, Session, compare},
    *,
};

/// Adds files to a session.
fn add(session: &mut Session<'_>, out: &Path, files: &[File]) {
    for file in files {
        let compared = compare(out, &file.path, |found, _| found == file.text.as_bytes());
        session.add(&file.path, compared, file.text.clone()).expect("nothing is in the way");
    }
}

#[test]
fn a_file_that_changed_after_it_was_compared_is_noticed() {
    let made = Crate::new();
    let files = new();
    let mut session = Session::open(folder(made.out()), Mode::Write).expect("it begins");
    add(&mut session, made.out(), &files);
    // Another run undoes what this one found to be the same.
    fs::write(made.out().join("src/same.rs"), &file("src/same.rs", "other").text).expect("the file is written");
    let error = session.finish().expect_err("it is noticed");
    assert!(error.is::<Outdated>(), "{error:#}");
    assert!(!made.is_committed());
    session.restart().expect("it begins anew");
    add(&mut session, made.out(), &files);
    let changes = session.finish().expect("it has the lock");
    assert_eq!((changes.written.len(), changes.unchanged, changes.deleted.len()), (6, 0, 2));
    made.assert_new("restarted");
}

#[test]
fn a_dropped_session_leaves_nothing() {
    let made = Crate::new();
    let before = made.tree();
    let mut session = Session::open(folder(made.out()), Mode::Write).expect("it begins");
    add(&mut session, made.out(), &new());
    assert!(made.is_staging(), "more is staged than is kept");
    drop(session);
    assert!(!made.is_staging());
    assert_eq!(made.tree(), before);
}
