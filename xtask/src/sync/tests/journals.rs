//! Journals and staging folders that were not written by a run.

use super::{
    super::{journal::Journal, recover},
    *,
};

/// A crate with a journal and staged files of these texts.
fn forged(journal: &str, staged: &[&str]) -> Crate {
    let made = Crate::new();
    fs::create_dir_all(paths::staged(made.out(), 0).parent().expect("it is in a folder")).expect("the file is written");
    for (number, text) in staged.iter().enumerate() {
        fs::write(paths::staged(made.out(), number), text).expect("the file is written");
    }
    fs::write(paths::journal(made.out()), journal).expect("the file is written");
    made
}

fn journal(moves: &[&str], deletions: &[&str]) -> String {
    serde_json::json!({ "moves": moves, "deletions": deletions }).to_string()
}

#[test]
fn a_journal_is_followed_only_to_generated_files() {
    let ours = format!("// {MARK}\nforged\n");
    let ours = ours.as_str();
    let outside = TempDir::new().expect("a temporary folder");
    let victim = outside.path().join("victim.rs");
    fs::write(&victim, ours).expect("the file is written");
    let absolute = victim.display().to_string();
    let cases: Vec<(String, &str, &str)> = vec![
        (journal(&["../outside.rs"], &[]), ours, "may lead out of the folder"),
        (journal(&["src/../../outside.rs"], &[]), ours, "may lead out of the folder"),
        (journal(&["src/./lib.rs"], &[]), ours, "may lead out of the folder"),
        (journal(&["src/lib.rs/"], &[]), ours, "may lead out of the folder"),
        (journal(&[""], &[]), ours, "may lead out of the folder"),
        (journal(&[&absolute], &[]), ours, "may lead out of the folder"),
        (journal(&[], &[&absolute]), ours, "may lead out of the folder"),
        (journal(&[], &["../outside.rs"]), ours, "may lead out of the folder"),
        (journal(&["src/nul\0.rs"], &[]), ours, "cannot access"),
        (journal(&[".gen/lock"], &[]), ours, "is in the staging folder"),
        (journal(&["src/mine.rs"], &[]), ours, "mine.rs is in the way: it was not made by"),
        (journal(&[], &["Cargo.toml"]), ours, "Cargo.toml is in the way: it was not made by"),
        (journal(&[], &["src"]), ours, "is in the way of a file"),
        (journal(&["src/lib.rs/x.rs"], &[]), ours, "is in the way of a folder"),
        (journal(&["src/lib.rs"], &[]), "by hand\n", "0 was not made by"),
        (String::new(), ours, "EOF"),
        ("{\"moves\": [\"src/li".to_owned(), ours, "EOF"),
        ("{\"moves\": []}".to_owned(), ours, "nothing else"),
        ("{\"moves\": [], \"deletions\": [], \"more\": []}".to_owned(), ours, "nothing else"),
        ("{\"moves\": [1], \"deletions\": []}".to_owned(), ours, "invalid type"),
        ("[".repeat(100_000), ours, "invalid type"),
    ];
    for (text, staged, why) in cases {
        let made = forged(&text, &[staged]);
        let before = made.tree();
        for error in [recover(made.out()), run(made.out(), &new(), Mode::Write).map(drop)] {
            let error = format!("{:#}", error.expect_err("it is forged"));
            assert!(error.contains(why) && error.contains("delete"), "{text}: {error}");
        }
        assert_eq!(made.tree(), before, "{text}");
        assert_eq!(fs::read_to_string(&victim).expect("it exists"), ours);
        // The advice of the message works.
        fs::remove_dir_all(paths::folder(made.out())).expect("it exists");
        run(made.out(), &new(), Mode::Write).expect("nothing is in the way");
        made.assert_new(&text);
    }
}

#[cfg(unix)]
#[test]
fn no_symlink_of_the_staging_folder_is_followed() {
    use std::os::unix::fs::symlink;
    let outside = TempDir::new().expect("a temporary folder");
    let victim = outside.path().join("0");
    for link in [".gen", ".gen/new", ".gen/lock", ".gen/journal", ".gen/journal.new", ".gen/new/0"] {
        fs::write(&victim, format!("// {MARK}\n")).expect("the file is written");
        let made = Crate::new();
        let before = made.tree();
        let path = made.out().join(link);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the file is written");
        let target = if [".gen", ".gen/new"].contains(&link) { outside.path() } else { &victim };
        symlink(target, &path).expect("the file is written");
        let error = run(made.out(), &new(), Mode::Write).expect_err("it is in the way");
        assert!(format!("{error:#}").contains("is in the way"), "{link}: {error:#}");
        assert_eq!(made.tree(), before, "{link}");
        assert_eq!(fs::read_to_string(&victim).expect("it exists"), format!("// {MARK}\n"), "{link}");
    }
}

#[test]
fn a_deletion_is_completed() {
    let made = forged(&journal(&[], &["src/gone/deep/x.rs", "src/a.rs", "src/not/there.rs"]), &[]);
    recover(made.out()).expect("it is completed");
    let names: Vec<String> = made.tree().into_keys().collect();
    assert_eq!(names, ["Cargo.toml", "endpoints.json", "src/b.rs", "src/lib.rs", "src/mine.rs", "src/same.rs"]);
    assert!(!made.out().join("src/gone").exists() && !made.is_staging());
}

#[test]
fn foreign_files_in_the_staging_folder_are_not_deleted() {
    let made = Crate::new();
    let theirs = paths::folder(made.out()).join("theirs");
    fs::create_dir_all(&theirs).expect("the file is written");
    run(made.out(), &new(), Mode::Write).expect("it is not in the way");
    assert!(made.holds(&new()) && theirs.exists());

    let theirs = paths::staged(made.out(), 0).with_file_name("theirs");
    fs::create_dir_all(theirs.parent().expect("it is in a folder")).expect("the file is written");
    fs::write(&theirs, "by hand\n").expect("the file is written");
    let error = run(made.out(), &old(), Mode::Write).expect_err("it is in the way");
    assert!(format!("{error:#}").contains("theirs is in the way"), "{error:#}");
    assert!(made.holds(&new()) && theirs.exists());
}

#[test]
fn a_journal_survives_a_round_trip() {
    let made = Crate::new();
    let moves = new().into_iter().map(|file| file.path).collect();
    let journal = Journal::new(moves, &["src/gone/deep/x.rs".into()]);
    fs::create_dir(paths::folder(made.out())).expect("the file is written");
    journal.commit(made.out()).expect("the file is written");
    assert_eq!(Journal::read(made.out()).expect("it is complete"), Some(journal));
}
