//! What `gen` remembers saves time, and never changes what it makes.

#![cfg(unix)]

mod sandbox;

use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

use sandbox::{PAGE, Sandbox, VENDOR, code, stderr, stdout};

const SHARED: &str = "\
types:
  Animal:
    name: { type: string, doc: What it is called. }
";

/// Uses what the vendor shares, in its reply.
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

/// The files of a folder, with their texts.
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

/// Runs with the cache; which files were written or deleted.
fn cached(sandbox: &Sandbox) -> Vec<String> {
    let cache = sandbox.path("cache");
    let output = sandbox.generate(&["--cache", &cache, "--verbose"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let out = sandbox.path("out/");
    let said = stdout(&output);
    let named = said.lines().filter(|line| line.starts_with("written") || line.starts_with("deleted"));
    named.filter_map(|line| line.split_once(&out)).map(|(_, name)| name.to_owned()).collect()
}

/// Asserts that the crate is what a run makes that remembers nothing.
fn assert_fresh(sandbox: &Sandbox, what: &str) {
    let fresh = sandbox.path("fresh");
    let _ = fs::remove_dir_all(&fresh);
    let schemas = sandbox.path("schemas");
    let output = sandbox::run(&["gen", "--schemas", &schemas, "--out", &fresh], "");
    assert_eq!(code(&output), 0, "{what}: {}", stderr(&output));
    let (made, fresh) = (tree(Path::new(&sandbox.path("out"))), tree(Path::new(&fresh)));
    let differ: Vec<&String> =
        made.keys().chain(fresh.keys()).filter(|name| made.get(*name) != fresh.get(*name)).collect();
    assert!(differ.is_empty(), "{what}: {differ:?}");
    assert_eq!(code(&sandbox.generate(&["--check"])), 0, "{what}");
}

/// The one file of the cache.
fn record(sandbox: &Sandbox) -> String {
    let folder = fs::read_dir(sandbox.path("cache")).expect("it is a folder");
    let names: Vec<String> = folder.flatten().map(|entry| entry.path().display().to_string()).collect();
    assert_eq!(names.len(), 1, "{names:?}");
    names[0].clone()
}

/// How many milliseconds a phase of a run on the real schemas took, which have no warnings.
fn phase(sandbox: &Sandbox, name: &str) -> f64 {
    let (out, cache) = (sandbox.path("real"), sandbox.path("cache"));
    let output = sandbox::run(&["gen", "--schemas", "../schemas", "--out", &out, "--cache", &cache, "--timings"], "");
    let told = stderr(&output);
    let line = told.lines().find(|line| line.starts_with('{')).expect("the times are told");
    let times: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
    times[name].as_f64().expect("there is such a phase")
}

#[test]
fn a_run_without_changes_makes_nothing_and_writes_nothing() {
    let sandbox = sandbox();
    assert!(!cached(&sandbox).is_empty());
    let (before, record) = (sandbox.times(), record(&sandbox));
    let written = fs::metadata(&record).and_then(|data| data.modified()).expect("it is there");
    assert!(cached(&sandbox).is_empty());
    assert_eq!(sandbox.times(), before);
    assert_eq!(fs::metadata(&record).and_then(|data| data.modified()).expect("it is there"), written);
    assert!(!sandbox.exists("out/.gen"));
    // Without the cache, the same is said of the same files.
    let counts = |text: String| text.rsplit_once("; ").expect("it ends with a time").0.to_owned();
    let with = stdout(&sandbox.generate(&["--cache", &sandbox.path("cache")]));
    assert_eq!(counts(with), counts(stdout(&sandbox.generate(&[]))));
}

#[test]
fn if_nothing_changed_and_there_was_nothing_to_tell_nothing_is_parsed() {
    let sandbox = Sandbox::new();
    assert!(phase(&sandbox, "parse") > 0.0);
    assert_eq!((phase(&sandbox, "parse"), phase(&sandbox, "emit")), (0.0, 0.0));
    // A file that somebody edited is found without the schemas, and made anew with them.
    sandbox.write(
        "real/vendors/wecom/src/lib.rs",
        &sandbox.read("real/vendors/wecom/src/lib.rs").replace("40014", "40015"),
    );
    assert!(phase(&sandbox, "emit") > 0.0);
    assert!(!sandbox.read("real/vendors/wecom/src/lib.rs").contains("40015"));
}

#[test]
fn every_change_of_the_schemas_is_seen() {
    let sandbox = sandbox();
    cached(&sandbox);
    let steps: [(&str, &str, String); 7] = [
        ("a page", "schemas/acme/feed.yaml", PAGE.replace("max: 900", "max: 901")),
        (
            "a doc of a shared type",
            "schemas/acme/vendor.yaml",
            format!("{VENDOR}{}", SHARED.replace("called", "named")),
        ),
        ("the vendor itself", "schemas/acme/vendor.yaml", format!("{VENDOR}{SHARED}").replace("Token", "X-Token")),
        // A shared type is sent and received from now on: what the other page makes of it changes as well.
        ("a second user", "schemas/acme/feed.yaml", format!("{PAGE}      animal: {{ type: Animal }}\n")),
        ("a new page", "schemas/acme/zoo/more.yaml", OTHER.replace("list", "more")),
        ("what a page says anew", "schemas/acme/zoo/list.yaml", OTHER.replace("List the", "Name the")),
        ("all of it back again", "schemas/acme/feed.yaml", PAGE.to_owned()),
    ];
    for (what, path, text) in steps {
        sandbox.write(path, &text);
        assert!(!cached(&sandbox).is_empty(), "{what}");
        assert_fresh(&sandbox, what);
        assert!(cached(&sandbox).is_empty(), "{what}");
    }
    fs::remove_file(sandbox.path("schemas/acme/zoo/more.yaml")).expect("it is there");
    assert!(cached(&sandbox).contains(&"vendors/acme/src/zoo/more.rs".to_owned()));
    assert_fresh(&sandbox, "a page that is gone");
}

#[test]
fn one_page_that_changed_is_made_again_and_no_other() {
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
fn what_somebody_did_to_the_crate_is_undone_and_found() {
    let sandbox = sandbox();
    cached(&sandbox);
    let damage: [(&str, &dyn Fn()); 3] = [
        ("edited", &|| {
            let text = sandbox.read("out/vendors/acme/src/feed.rs");
            sandbox.write("out/vendors/acme/src/feed.rs", &text.replace("i32", "i64"));
        }),
        ("deleted", &|| fs::remove_file(sandbox.path("out/vendors/acme/src/feed.rs")).expect("it is there")),
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
fn a_cache_that_cannot_be_relied_on_is_not() {
    let sandbox = sandbox();
    cached(&sandbox);
    let record = record(&sandbox);
    let text = fs::read_to_string(&record).expect("it is a text");
    let (seal, rest) = text.split_once('\n').expect("it has a seal");
    // Each would make the next run take what stands there for right, if it were believed.
    let wrong = "pub struct Wrong;\n";
    let feed = format!("// {}\n{wrong}", codegen::emit::MARK);
    let believed = {
        let line = rest.lines().find(|line| line.ends_with("vendors/acme/src/feed.rs")).expect("it is remembered");
        let inputs = line.split(' ').next().expect("it has digests");
        let made = codegen::digest::Digest::of(feed.as_bytes());
        rest.replace(line, &format!("{inputs} {made} vendors/acme/src/feed.rs"))
    };
    let other_program = codegen::digest::Digest::of(&("another program", believed.as_str()));
    for (what, text) in [
        ("damaged", format!("{seal}\n{believed}")),
        ("another program's", format!("{other_program}\n{believed}")),
        ("cut off", text[..text.len() / 2].to_owned()),
        ("empty", String::new()),
        ("something else", "{}".to_owned()),
    ] {
        fs::write(&record, text).expect("there is room");
        sandbox.write("out/vendors/acme/src/feed.rs", &feed);
        assert_eq!(cached(&sandbox), ["vendors/acme/src/feed.rs"], "{what}");
        assert_fresh(&sandbox, what);
    }
    fs::remove_dir_all(sandbox.path("cache")).expect("it is there");
    assert!(cached(&sandbox).is_empty());
    assert_fresh(&sandbox, "no cache");
}

#[test]
fn another_program_makes_everything_anew() {
    let sandbox = Sandbox::new();
    phase(&sandbox, "parse");
    // A program with one more byte at its end runs just as well, and is another one.
    let program = sandbox.path("other");
    let mut bytes = fs::read(env!("CARGO_BIN_EXE_xtask")).expect("it was built");
    bytes.push(0);
    fs::write(&program, bytes).expect("there is room");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let (out, cache) = (sandbox.path("real"), sandbox.path("cache"));
    let arguments = ["gen", "--schemas", "../schemas", "--out", &out, "--cache", &cache, "--timings"];
    let output = Command::new(program).args(arguments).output().expect("it starts");
    let told = stderr(&output);
    assert!(told.contains("\"emit\":") && !told.contains("\"emit\":0.0,"), "{told}");
}

#[test]
fn what_there_is_to_tell_is_told_each_time() {
    let sandbox = sandbox();
    sandbox.write("schemas/acme/zoo/list.yaml", &OTHER.replace("../../schema.json", "../schema.json"));
    for _ in 0..2 {
        let output = sandbox.generate(&["--cache", &sandbox.path("cache")]);
        assert!(stderr(&output).contains("W019"), "{}", stderr(&output));
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_told_of_and_stops_nothing() {
    let sandbox = sandbox();
    sandbox.write("cache", "a file where the folder would be");
    let output = sandbox.generate(&["--cache", &sandbox.path("cache")]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("note: nothing is remembered for the next run: "), "{}", stderr(&output));
    assert!(stdout(&output).contains(" written, "), "{}", stdout(&output));
    assert_eq!(code(&sandbox.generate(&["--check"])), 0);
}
