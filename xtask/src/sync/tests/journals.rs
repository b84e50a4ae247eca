//! Journals and staging folders that no run of ours left.

use super::{
    super::{journal::Journal, plan::Plan, recover},
    *,
};

/// A crate with a journal that says this, and staged files with these texts.
fn forged(journal: &str, staged: &[&str]) -> Crate {
    let made = Crate::new();
    fs::create_dir_all(staging::staged(made.out(), 0).parent().expect("it is in a folder")).expect("there is room");
    for (number, text) in staged.iter().enumerate() {
        fs::write(staging::staged(made.out(), number), text).expect("there is room");
    }
    fs::write(staging::journal(made.out()), journal).expect("there is room");
    made
}

fn journal(moves: &[&str], deletions: &[&str]) -> String {
    serde_json::json!({ "moves": moves, "deletions": deletions }).to_string()
}

#[test]
fn a_journal_is_followed_only_to_what_is_ours() {
    let ours = format!("// {MARK}\nforged\n");
    let ours = ours.as_str();
    let outside = TempDir::new().expect("there is room");
    let victim = outside.path().join("victim.rs");
    fs::write(&victim, ours).expect("there is room");
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
        (journal(&["src/nul\0.rs"], &[]), ours, "cannot look at"),
        (journal(&[".gen/lock"], &[]), ours, "lies where files are staged"),
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
        assert_eq!(fs::read_to_string(&victim).expect("it is there"), ours);
        // The advice helps.
        fs::remove_dir_all(staging::folder(made.out())).expect("it is there");
        run(made.out(), &new(), Mode::Write).expect("nothing is in the way");
        made.assert_mended(&text);
    }
}

#[cfg(unix)]
#[test]
fn no_symlink_of_the_staging_folder_is_followed() {
    use std::os::unix::fs::symlink;
    let outside = TempDir::new().expect("there is room");
    let victim = outside.path().join("0");
    for link in [".gen", ".gen/new", ".gen/lock", ".gen/journal", ".gen/journal.new", ".gen/new/0"] {
        fs::write(&victim, format!("// {MARK}\n")).expect("there is room");
        let made = Crate::new();
        let before = made.tree();
        let path = made.out().join(link);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("there is room");
        let target = if [".gen", ".gen/new"].contains(&link) { outside.path() } else { &victim };
        symlink(target, &path).expect("there is room");
        let error = run(made.out(), &new(), Mode::Write).expect_err("it is in the way");
        assert!(format!("{error:#}").contains("is in the way"), "{link}: {error:#}");
        assert_eq!(made.tree(), before, "{link}");
        assert_eq!(fs::read_to_string(&victim).expect("it is there"), format!("// {MARK}\n"), "{link}");
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
fn what_others_put_into_the_staging_folder_is_not_lost() {
    let made = Crate::new();
    let theirs = staging::folder(made.out()).join("theirs");
    fs::create_dir_all(&theirs).expect("there is room");
    run(made.out(), &new(), Mode::Write).expect("it is not in the way");
    assert!(made.holds(&new()) && theirs.exists());

    let theirs = staging::staged(made.out(), 0).with_file_name("theirs");
    fs::create_dir_all(theirs.parent().expect("it is in a folder")).expect("there is room");
    fs::write(&theirs, "by hand\n").expect("there is room");
    let error = run(made.out(), &old(), Mode::Write).expect_err("it is in the way");
    assert!(format!("{error:#}").contains("theirs is in the way"), "{error:#}");
    assert!(made.holds(&new()) && theirs.exists());
}

#[test]
fn a_journal_is_read_as_it_was_written() {
    let made = Crate::new();
    let files = new();
    let plan = Plan::make(made.out(), &files).expect("nothing is in the way");
    let journal = Journal::of(&plan);
    fs::create_dir(staging::folder(made.out())).expect("there is room");
    journal.commit(made.out()).expect("there is room");
    assert_eq!(Journal::read(made.out()).expect("it is whole"), Some(journal));
}
