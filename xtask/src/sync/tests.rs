//! Runs that are killed, or fail, at every single change of the disk.
//!
//! A killed run is this test program once more, as another process, which sends itself SIGKILL at the step that it was
//! told. A failing run is a call in this process in which one step, or every step from one on, gives an error.

use std::{
    cell::Cell,
    collections::BTreeMap,
    env, fs, io,
    path::Path,
    process::{Command, Output},
    time::SystemTime,
};

use codegen::emit::{File, MARK};
use tempfile::TempDir;

use super::{Mode, journal::Journal, recover, run, staging};

/// What happens at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The process is killed.
    Kill,
    /// This one change fails.
    Once,
    /// It fails, and so does every later one.
    Always,
}

thread_local! {
    static FAULT: Cell<Option<(Fault, usize)>> = const { Cell::new(None) };
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// What `disk` calls before every change.
pub(super) fn step() -> io::Result<()> {
    let now = STEPS.get() + 1;
    STEPS.set(now);
    match FAULT.get() {
        Some((Fault::Kill, at)) if at == now => kill_myself(),
        Some((Fault::Once, at)) if at == now => Err(io::Error::other("the disk is full")),
        Some((Fault::Always, at)) if at <= now => Err(io::Error::other("the disk is gone")),
        _ => Ok(()),
    }
}

fn kill_myself() -> ! {
    let _ = Command::new("kill").args(["-9", &std::process::id().to_string()]).status();
    std::process::abort()
}

/// Calls something with a fault at a step; what it gave, and how many steps there were.
fn with_fault<T>(fault: Option<(Fault, usize)>, call: impl FnOnce() -> T) -> (T, usize) {
    STEPS.set(0);
    FAULT.set(fault);
    let given = call();
    FAULT.set(None);
    (given, STEPS.get())
}

type Tree = BTreeMap<String, (Vec<u8>, SystemTime)>;

/// A folder with a crate that was made once, in which something of every kind is about to change.
struct Crate(TempDir);

fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: format!("// {MARK}\n{text}\n") }
}

fn old() -> Vec<File> {
    let mut files: Vec<File> = ["endpoints.json", "src/a.rs", "src/b.rs", "src/gone/deep/x.rs", "src/lib.rs"]
        .into_iter()
        .map(|path| file(path, "old"))
        .collect();
    files.push(file("src/same.rs", "same"));
    files
}

fn new() -> Vec<File> {
    let mut files: Vec<File> = ["endpoints.json", "src/b.rs", "src/lib.rs", "src/new.rs", "src/young/deep/y.rs"]
        .into_iter()
        .map(|path| file(path, "new"))
        .collect();
    files.push(file("src/same.rs", "same"));
    files
}

const FOREIGN: [&str; 2] = ["Cargo.toml", "src/mine.rs"];

impl Crate {
    fn new() -> Self {
        let made = Self(TempDir::new().expect("there is room"));
        run(made.out(), &old(), Mode::Write).expect("it is written");
        for name in FOREIGN {
            fs::write(made.out().join(name), "by hand\n").expect("there is room");
        }
        made
    }

    fn out(&self) -> &Path {
        self.0.path()
    }

    /// The crate's files; what is staged does not count.
    fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        collect(self.out(), self.out(), &mut tree);
        tree.retain(|name, _| !name.starts_with(staging::FOLDER));
        tree
    }

    fn is_staging(&self) -> bool {
        staging::folder(self.out()).exists()
    }

    fn is_committed(&self) -> bool {
        staging::journal(self.out()).exists()
    }

    /// Whether it holds these files, those of others, and nothing else.
    fn holds(&self, files: &[File]) -> bool {
        let found: BTreeMap<String, Vec<u8>> =
            self.tree().into_iter().map(|(name, (bytes, _))| (name, bytes)).collect();
        let made = files.iter().map(|file| (file.path.clone(), file.text.clone().into_bytes()));
        found == made.chain(FOREIGN.map(|name| (name.to_owned(), b"by hand\n".to_vec()))).collect()
    }

    /// Asserts that the next run leaves just the new crate, and that no folder is left empty.
    fn assert_mended(&self, what: &str) {
        assert!(self.holds(&new()) && !self.is_staging(), "{what}: {:?}", self.tree().keys());
        assert!(!self.out().join("src/gone").exists(), "{what}: an empty folder stayed");
    }

    /// Runs in a process of its own and gives what it said.
    fn spawn(&self, call: &str, kill_at: usize) -> Output {
        Command::new(env::current_exe().expect("there is a program"))
            .args(["--exact", "sync::tests::as_another_process", "--nocapture"])
            .envs([("SYNC_CALL", call), ("SYNC_KILL_AT", &kill_at.to_string())])
            .env("SYNC_OUT", self.out())
            .output()
            .expect("it starts")
    }
}

fn collect(top: &Path, folder: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).expect("it is a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(top, &path, tree);
        } else {
            let time = entry.metadata().and_then(|data| data.modified()).expect("files have times");
            let name = path.strip_prefix(top).expect("it is below").display().to_string();
            tree.insert(name, (fs::read(&path).expect("it can be read"), time));
        }
    }
}

/// Not a test of its own: what the others run as another process.
#[test]
fn as_another_process() {
    let (Some(out), Ok(call)) = (env::var_os("SYNC_OUT"), env::var("SYNC_CALL")) else { return };
    let kill_at = env::var("SYNC_KILL_AT").ok().and_then(|at| at.parse().ok()).expect("a number");
    let out = Path::new(&out);
    let (result, _) = with_fault(Some((Fault::Kill, kill_at)), || match call.as_str() {
        "recover" => recover(out),
        _ => run(out, &new(), Mode::Write).map(drop),
    });
    result.expect("it was killed, or is done");
}

#[cfg(unix)]
fn was_killed(output: &Output) -> bool {
    use std::os::unix::process::ExitStatusExt;
    let signal = output.status.signal();
    assert!(signal == Some(9) || output.status.success(), "{output:?}");
    signal == Some(9)
}

const COMPLETED: &str = "it was completed";
const REMOVED: &str = "was removed";

/// Looks at what a killed run left, and runs again; whether that had something to repair.
#[cfg(unix)]
fn assert_repaired(made: &Crate, before: &Tree, what: &str) -> bool {
    let committed = made.is_committed();
    let is_whole = made.tree() == *before || made.holds(&new());
    assert!(is_whole || committed, "{what}: neither old nor new: {:?}", made.tree().keys());
    let leftovers = staging::is_used(made.out()).expect("it can be seen");
    let said = String::from_utf8_lossy(&made.spawn("run", usize::MAX).stderr).into_owned();
    made.assert_mended(what);
    assert_eq!(said.contains(COMPLETED), committed, "{what}: {said}");
    assert_eq!(said.contains(REMOVED), leftovers && !committed, "{what}: {said}");
    committed || leftovers
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_at_any_step_leaves_the_old_crate_or_the_new_one_or_one_that_is_repaired() {
    let (mut points, mut repaired, mut committed) = (0, 0, 0);
    for step in 1.. {
        let made = Crate::new();
        let before = made.tree();
        if !was_killed(&made.spawn("run", step)) {
            made.assert_mended("nobody killed it");
            break;
        }
        points += 1;
        committed += usize::from(made.is_committed());
        repaired += usize::from(assert_repaired(&made, &before, &format!("killed at step {step}")));
    }
    eprintln!("{points} kill points; {repaired} were repaired, of which {committed} were completed");
    assert!(points > 40 && repaired > 30 && committed > 15, "{points} {repaired} {committed}");
}

#[cfg(unix)]
#[test]
fn a_repair_that_is_killed_at_any_step_is_repaired() {
    let made = Crate::new();
    let (_, steps) = with_fault(None, || run(made.out(), &new(), Mode::Write).expect("it is written"));
    let mut points = 0;
    // A run is killed at some steps, and what mends it at every one.
    for first in (1..=steps).step_by(11) {
        for second in 1.. {
            let made = Crate::new();
            let before = made.tree();
            assert!(was_killed(&made.spawn("run", first)));
            if !was_killed(&made.spawn("recover", second)) {
                break;
            }
            points += 1;
            assert_repaired(&made, &before, &format!("killed at step {first}, its repair at {second}"));
        }
    }
    eprintln!("{points} kill points of repairs");
    assert!(points > 50, "{points}");
}

#[test]
fn a_first_run_that_fails_at_any_step_leaves_nothing() {
    for step in 1.. {
        let top = TempDir::new().expect("there is room");
        let out = top.path().join("not/there/yet");
        let (result, steps) = with_fault(Some((Fault::Once, step)), || run(&out, &new(), Mode::Write));
        if steps < step {
            break;
        }
        let text = result.map_err(|error| format!("{error:#}"));
        if text.as_ref().is_err_and(|text| text.starts_with("nothing was changed in")) {
            assert!(!top.path().join("not").exists(), "step {step}: {text:?}");
        }
    }
}

#[test]
fn a_change_that_fails_leaves_the_old_crate_or_one_that_the_next_run_completes() {
    for fault in [Fault::Once, Fault::Always] {
        let (mut kept, mut partly) = (0, 0);
        for step in 1.. {
            let made = Crate::new();
            let before = made.tree();
            let (result, steps) = with_fault(Some((fault, step)), || run(made.out(), &new(), Mode::Write));
            if steps < step {
                break;
            }
            let what = format!("{fault:?} at step {step}");
            match result.map_err(|error| format!("{error:#}")) {
                Ok(_) => assert!(made.holds(&new()), "{what}"),
                Err(text) if text.starts_with("nothing was changed in") => {
                    kept += 1;
                    assert!(made.tree() == before && !made.is_committed(), "{what}: {text}");
                    assert!(fault == Fault::Always || !made.is_staging(), "{what}: {text}");
                }
                Err(text) if text.contains("is written in part; the next `cargo xtask gen` completes it") => {
                    partly += 1;
                    assert!(made.is_committed(), "{what}: {text}");
                }
                Err(text) => assert!(text.contains("is written, but not cleared up") && made.holds(&new()), "{text}"),
            }
            run(made.out(), &new(), Mode::Write).expect("nothing fails now");
            made.assert_mended(&what);
        }
        assert!(kept > 20 && partly > 5, "{fault:?}: {kept} {partly}");
    }
}

#[test]
fn a_run_without_changes_does_not_touch_the_disk() {
    let made = Crate::new();
    let (_, steps) = with_fault(None, || run(made.out(), &old(), Mode::Write).expect("it is well"));
    assert_eq!(steps, 0);
    let (_, steps) = with_fault(None, || run(made.out(), &new(), Mode::Verify).expect("it is well"));
    assert_eq!(steps, 0);
}

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
fn a_journal_is_read_as_it_was_written() {
    let made = Crate::new();
    let files = new();
    let plan = super::Plan::make(made.out(), &files).expect("nothing is in the way");
    let journal = Journal::of(&plan);
    fs::create_dir(staging::folder(made.out())).expect("there is room");
    journal.commit(made.out()).expect("there is room");
    assert_eq!(Journal::read(made.out()).expect("it is whole"), Some(journal));
}
