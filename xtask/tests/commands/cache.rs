//! The cache of `gen` saves time and never changes the result.

use std::{
    collections::BTreeMap,
    fs,
    io::ErrorKind,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use crate::sandbox::{self, PAGE, Sandbox, VENDOR, code, stderr, stdout};

const SHARED: &str = "\
types:
  Animal:
    name: { type: string, doc: What it is called. }
";

/// A page that uses the vendor's shared type in its reply.
const OTHER: &str = "\
# yaml-language-server: $schema=../../schema.json
page: { title: Zoo, url: https://acme.example/zoo, updated: 2026-01-01 }
endpoints:
  list:
    route: GET /list
    summary: List the animals.
    response:
      animals: { type: [Animal] }
";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/acme/vendor.yaml", &format!("{VENDOR}{SHARED}"));
    sandbox.write("schemas/acme/zoo/list.yaml", OTHER);
    sandbox
}

/// The files of a folder and their texts.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut tree = BTreeMap::new();
    let mut todo = vec![folder.to_path_buf()];
    while let Some(next) = todo.pop() {
        for entry in fs::read_dir(&next).expect("it is a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it is below").display().to_string();
                tree.insert(name, fs::read_to_string(&path).expect("it is a text"));
            }
        }
    }
    tree
}

/// Runs with the cache; returns the files that were written or deleted.
pub(crate) fn cached(sandbox: &Sandbox) -> Vec<String> {
    let cache = sandbox.path("cache");
    let output = sandbox.generate(&["--cache", &cache, "--verbose"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let out = sandbox.path("out/");
    let printed = stdout(&output);
    let named = printed.lines().filter(|line| line.starts_with("written") || line.starts_with("deleted"));
    named.filter_map(|line| line.split_once(&out)).map(|(_, name)| name.to_owned()).collect()
}

/// Asserts that the crate is what a run without the cache generates.
pub(crate) fn assert_fresh(sandbox: &Sandbox, what: &str) {
    let fresh = sandbox.path("fresh");
    let _ = fs::remove_dir_all(&fresh);
    let schemas = sandbox.path("schemas");
    let output = sandbox::run(&["gen", "--schemas", &schemas, "--out", &fresh]);
    assert_eq!(code(&output), 0, "{what}: {}", stderr(&output));
    let (made, fresh) = (tree(Path::new(&sandbox.path("out"))), tree(Path::new(&fresh)));
    let differ: Vec<&String> =
        made.keys().chain(fresh.keys()).filter(|name| made.get(*name) != fresh.get(*name)).collect();
    assert!(differ.is_empty(), "{what}: {differ:?}");
    assert_eq!(code(&sandbox.generate(&["--check"])), 0, "{what}");
}

/// A file of the cache: a vendor's record, or its share.
pub(crate) fn stored(sandbox: &Sandbox, name: &str) -> PathBuf {
    let folders: Vec<PathBuf> = fs::read_dir(sandbox.path("cache"))
        .expect("it is a folder")
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    assert_eq!(folders.len(), 1, "{folders:?}");
    folders[0].join(name)
}

/// Generates from the schemas of the fixture, which have no warnings; returns the milliseconds of a phase.
fn phase(sandbox: &Sandbox, name: &str) -> f64 {
    phase_of(Path::new(env!("CARGO_BIN_EXE_xtask")), sandbox, name)
}

/// Like [`phase`], with another program.
fn phase_of(program: &Path, sandbox: &Sandbox, name: &str) -> f64 {
    let (out, cache) = (sandbox.path("out"), sandbox.path("cache"));
    let arguments = ["gen", "--schemas", "../tests/fixture/schemas", "--out", &out, "--cache", &cache, "--timings"];
    let output = loop {
        match Command::new(program).args(arguments).output() {
            // Another test may be starting a process, which inherits this test's open files for a moment.
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => continue,
            output => break output.expect("it starts"),
        }
    };
    let printed = stderr(&output);
    let line = printed.lines().find(|line| line.starts_with('{')).expect("the times are printed");
    let times: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
    times[name].as_f64().expect("the phase is listed")
}

#[test]
fn a_run_without_changes_writes_nothing() {
    let sandbox = sandbox();
    assert!(!cached(&sandbox).is_empty());
    let stored = ["acme", "all.shared"].map(|name| stored(&sandbox, name));
    let written =
        || stored.each_ref().map(|path| fs::metadata(path).and_then(|data| data.modified()).expect("it exists"));
    let before = (sandbox.times(), written());
    assert!(cached(&sandbox).is_empty());
    assert_eq!((sandbox.times(), written()), before);
    assert!(!sandbox.exists("out/.gen"));
    // The summary is the same without the cache.
    let counts = |text: String| text.rsplit_once("; ").expect("it ends with a time").0.to_owned();
    let with = stdout(&sandbox.generate(&["--cache", &sandbox.path("cache")]));
    assert_eq!(counts(with), counts(stdout(&sandbox.generate(&[]))));
}

#[test]
fn an_unchanged_run_without_warnings_parses_nothing() {
    let sandbox = Sandbox::new();
    assert!(phase(&sandbox, "parse") > 0.0);
    assert_eq!((phase(&sandbox, "parse"), phase(&sandbox, "emit")), (0.0, 0.0));
    // An edited generated file is detected without parsing, and is generated again.
    sandbox
        .write("out/vendors/acme/src/lib.rs", &sandbox.read("out/vendors/acme/src/lib.rs").replace("45009", "4500999"));
    assert!(phase(&sandbox, "emit") > 0.0);
    assert!(!sandbox.read("out/vendors/acme/src/lib.rs").contains("4500999"));
}

#[test]
fn every_change_of_the_schemas_is_noticed() {
    let sandbox = sandbox();
    cached(&sandbox);
    let steps: [(&str, &str, String); 7] = [
        ("a page", "schemas/acme/feed.yaml", PAGE.replace("max: 900", "max: 901")),
        (
            "a doc of a shared type",
            "schemas/acme/vendor.yaml",
            format!("{VENDOR}{}", SHARED.replace("called", "named")),
        ),
        (
            "the vendor itself",
            "schemas/acme/vendor.yaml",
            format!("{VENDOR}{SHARED}").replace("access_token }", "token }"),
        ),
        // The shared type is now sent and received, which changes the other page's code as well.
        ("a second user", "schemas/acme/feed.yaml", format!("{PAGE}      animal: {{ type: Animal }}\n")),
        ("a new page", "schemas/acme/zoo/more.yaml", OTHER.replace("list", "more")),
        ("a text of a page", "schemas/acme/zoo/list.yaml", OTHER.replace("List the", "Name the")),
        ("back to the first page", "schemas/acme/feed.yaml", PAGE.to_owned()),
    ];
    for (what, path, text) in steps {
        sandbox.write(path, &text);
        assert!(!cached(&sandbox).is_empty(), "{what}");
        assert_fresh(&sandbox, what);
        assert!(cached(&sandbox).is_empty(), "{what}");
    }
    fs::remove_file(sandbox.path("schemas/acme/zoo/more.yaml")).expect("it exists");
    assert!(cached(&sandbox).contains(&"vendors/acme/src/zoo/more.rs".to_owned()));
    assert_fresh(&sandbox, "a removed page");
}

#[test]
fn changed_facts_are_noticed() {
    const FACTS: &str = "\
page: { digest: \"5d6e7f80\", reader: 3 }
parts:
- part: { method: POST, path: /feed, line: 3 }
  request:
  - { path: grams, type: int, text: \"1a2b3c04\", line: 13 }
";
    let sandbox = Sandbox::new();
    let rest = "    errors: [40014]\n    examples: { request: [request.json], response: [ok.json] }\n";
    sandbox.write("schemas/acme/feed.yaml", &format!("{}{rest}", PAGE.replace("grams: {", "grams: { doc: How much.,")));
    sandbox.write("schemas/acme/feed/request.json", r#"{"grams": 1}"#);
    sandbox.write("schemas/acme/feed/ok.json", r#"{"errcode": 0, "errmsg": "ok"}"#);
    sandbox.write("schemas/acme/feed/facts.yaml", FACTS);
    let run = || sandbox.generate(&["--cache", &sandbox.path("cache"), "--timings"]);
    assert_eq!((code(&run()), stderr(&run()).contains("\"parse\":0.0,")), (0, true));
    sandbox.write("schemas/acme/feed/facts.yaml", &FACTS.replace("type: int", "type: string"));
    let output = run();
    assert!(code(&output) == 1 && stderr(&output).contains("E053"), "{}", stderr(&output));
}

#[test]
fn only_the_changed_page_is_generated_again() {
    let sandbox = sandbox();
    cached(&sandbox);
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("Feed an animal", "Feed one animal"));
    let changed = cached(&sandbox);
    assert!(
        changed.contains(&"vendors/acme/src/feed.rs".to_owned())
            && !changed.contains(&"vendors/acme/src/zoo/list.rs".to_owned())
    );
}

#[test]
fn edits_of_the_crate_are_found_and_undone() {
    let sandbox = sandbox();
    cached(&sandbox);
    let damage: [(&str, &dyn Fn()); 3] = [
        ("edited", &|| {
            let text = sandbox.read("out/vendors/acme/src/feed.rs");
            sandbox.write("out/vendors/acme/src/feed.rs", &text.replace("i32", "i64"));
        }),
        ("deleted", &|| fs::remove_file(sandbox.path("out/vendors/acme/src/feed.rs")).expect("it exists")),
        ("one too many", &|| {
            sandbox.write("out/vendors/acme/src/old.rs", &sandbox.read("out/vendors/acme/src/feed.rs"))
        }),
    ];
    for (what, harm) in damage {
        harm();
        assert_eq!(code(&sandbox.generate(&["--check", "--cache", &sandbox.path("cache")])), 1, "{what}");
        assert_eq!(cached(&sandbox).len(), 1, "{what}");
        assert_fresh(&sandbox, what);
    }
}

#[test]
fn a_record_that_cannot_be_trusted_is_not_used() {
    let sandbox = sandbox();
    cached(&sandbox);
    let record = stored(&sandbox, "acme");
    let text = fs::read_to_string(&record).expect("it is a text");
    let (seal, rest) = text.split_once('\n').expect("it has a seal");
    // If used, each of these records would make the next run accept the wrong file.
    let wrong = "pub struct Wrong;\n";
    let feed = format!("// {}\n{wrong}", codegen::emit::MARK);
    let forged = {
        let line = rest.lines().find(|line| line.ends_with("vendors/acme/src/feed.rs")).expect("it is recorded");
        let inputs = line.split(' ').next().expect("it has digests");
        let made = codegen::digest::Digest::of(feed.as_bytes());
        rest.replace(line, &format!("{inputs} {made} vendors/acme/src/feed.rs"))
    };
    let other_program = codegen::digest::Digest::of(&("another program", forged.as_str()));
    for (what, text) in [
        ("damaged", format!("{seal}\n{forged}")),
        ("another program's", format!("{other_program}\n{forged}")),
        ("cut off", text[..text.len() / 2].to_owned()),
        ("empty", String::new()),
        ("something else", "{}".to_owned()),
    ] {
        fs::write(&record, text).expect("the file is written");
        sandbox.write("out/vendors/acme/src/feed.rs", &feed);
        assert_eq!(cached(&sandbox), ["vendors/acme/src/feed.rs"], "{what}");
        assert_fresh(&sandbox, what);
    }
    fs::remove_dir_all(sandbox.path("cache")).expect("it exists");
    assert!(cached(&sandbox).is_empty());
    assert_fresh(&sandbox, "no cache");
}

/// Writes a copy of the program under test with an extra byte at its end: it works as well, but is another program.
fn write_program(path: &Path, last: u8) {
    let mut bytes = fs::read(env!("CARGO_BIN_EXE_xtask")).expect("it was built");
    bytes.push(last);
    fs::write(path, bytes).expect("the file is written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("the test owns the file");
}

#[test]
fn another_program_generates_everything_again() {
    let sandbox = Sandbox::new();
    phase(&sandbox, "parse");
    let program = sandbox.0.path().join("other");
    write_program(&program, 0);
    assert!(phase_of(&program, &sandbox, "emit") > 0.0);
}

#[test]
fn a_replaced_program_is_detected_despite_equal_path_length_and_time() {
    let sandbox = Sandbox::new();
    let (program, other) = (sandbox.0.path().join("program"), sandbox.0.path().join("other"));
    let time = || fs::metadata(&program).and_then(|data| data.modified()).expect("files have times");
    let set_time = |path: &Path, time| {
        let file = fs::File::options().write(true).open(path).expect("the test owns the file");
        file.set_modified(time).expect("the test owns the file");
    };
    write_program(&program, 0);
    let first = time();
    assert!(phase_of(&program, &sandbox, "emit") > 0.0);
    assert_eq!(phase_of(&program, &sandbox, "emit"), 0.0, "the same program uses its record");
    // Written in place, so that even the inode is the same.
    write_program(&program, 1);
    set_time(&program, first);
    assert!(phase_of(&program, &sandbox, "emit") > 0.0, "overwritten");
    assert_eq!(phase_of(&program, &sandbox, "emit"), 0.0, "the same program uses its record");
    write_program(&other, 2);
    set_time(&other, first);
    fs::rename(&other, &program).expect("both are files");
    assert_eq!(time(), first);
    assert!(phase_of(&program, &sandbox, "emit") > 0.0, "replaced");
}

#[test]
fn warnings_are_reported_by_each_run() {
    let sandbox = sandbox();
    sandbox.write("schemas/acme/zoo/list.yaml", &OTHER.replace("../../schema.json", "../schema.json"));
    for _ in 0..2 {
        let output = sandbox.generate(&["--cache", &sandbox.path("cache")]);
        assert!(stderr(&output).contains("W019"), "{}", stderr(&output));
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_a_note() {
    let sandbox = sandbox();
    sandbox.write("cache", "a file where the folder would be");
    let output = sandbox.generate(&["--cache", &sandbox.path("cache")]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("note: the next run cannot use the cache: "), "{}", stderr(&output));
    assert!(stdout(&output).contains(" written, "), "{}", stdout(&output));
    assert_eq!(code(&sandbox.generate(&["--check"])), 0);
}

#[test]
fn crates_of_the_workspace_are_cached_in_its_target_folder() {
    let sandbox = sandbox();
    let generate = |out: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(["gen", "--out", out]).current_dir(sandbox.path(""));
        let output = command.env("CARGO_MANIFEST_DIR", sandbox.path("xtask")).output().expect("it starts");
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    };
    let elsewhere = Sandbox::new();
    generate(&elsewhere.path("out"));
    assert!(!sandbox.exists("target"), "crates elsewhere are not cached");
    for _ in 0..2 {
        generate("out");
        assert_eq!(fs::read_dir(sandbox.path("target/gen")).expect("it is a folder").count(), 1);
    }
}
