//! The cache of `gen` with several vendors: what has not changed is not loaded, and the result is as if it had been.

use std::{fs, thread::sleep, time::Duration};

use crate::{
    cache::{assert_fresh, cached, stored},
    sandbox::{Sandbox, VENDOR, code, stderr, stdout},
};

/// A page without warnings: what the vendor's cache has is used only if there was nothing to report.
const PAGE: &str = "\
# yaml-language-server: $schema=../schema.json
page: { title: Feed, url: https://acme.example/feed, updated: 2026-01-01 }
endpoints:
  feed:
    route: POST /feed
    summary: Feed an animal.
    errors: [40014]
    examples: { request: [request.json], response: [ok.json] }
    body:
      grams: { type: int32, required: true, range: { min: 1, max: 900 }, doc: How much. }
";

/// An enum that another vendor can derive its own from.
const MOOD: &str = "\
enums:
  Mood: { wire: int32, doc: How it feels., values: { calm: { value: 0, label: 平静 }, wild: { value: 1, label: 狂野 } } }
";

/// An enum that is derived from it.
const DERIVED: &str = "\
enums:
  Mood: { from: acme.Mood, doc: How it feels here. }
";

/// A page that sends an enum.
fn moody() -> String {
    format!("{PAGE}      mood: {{ type: Mood, doc: Its mood. }}\n")
}

/// Two vendors that have nothing to do with each other, and one that derives an enum from the first.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    for vendor in ["acme", "other", "zoo"] {
        let mood = if vendor == "other" { "" } else { ", \"mood\": 1" };
        sandbox.write(&format!("schemas/{vendor}/feed/request.json"), &format!("{{\"grams\": 1{mood}}}"));
        sandbox.write(&format!("schemas/{vendor}/feed/ok.json"), r#"{"errcode": 0, "errmsg": "ok"}"#);
    }
    sandbox.write("schemas/acme/vendor.yaml", &format!("{VENDOR}{MOOD}"));
    sandbox.write("schemas/acme/feed.yaml", &moody());
    sandbox.write("schemas/other/vendor.yaml", VENDOR);
    sandbox.write("schemas/other/feed.yaml", PAGE);
    sandbox.write("schemas/zoo/vendor.yaml", &format!("{VENDOR}{DERIVED}"));
    sandbox.write("schemas/zoo/feed.yaml", &moody());
    sandbox
}

/// Runs with the cache, and asserts that the crate is as without it. Returns the vendors with changed files.
fn changed(sandbox: &Sandbox, what: &str) -> Vec<String> {
    let files = cached(sandbox);
    assert_fresh(sandbox, what);
    assert!(cached(sandbox).is_empty(), "{what}");
    let of = |vendor: &&str| files.iter().any(|file| file.starts_with(&format!("vendors/{vendor}/")));
    ["acme", "other", "zoo"].into_iter().filter(of).map(str::to_owned).collect()
}

/// Damages what the cache has of a vendor so that a run which loads the vendor is noticed: it stores it again.
fn forget(sandbox: &Sandbox, vendor: &str) {
    let path = stored(sandbox, vendor);
    let text = fs::read_to_string(&path).expect("it exists");
    fs::write(&path, text.replacen('\n', "\n\n", 1)).expect("the file is written");
}

#[test]
fn only_changed_vendors_are_loaded() {
    let sandbox = sandbox();
    cached(&sandbox);
    let times = |name: &str| fs::metadata(stored(&sandbox, name)).and_then(|data| data.modified()).expect("it exists");
    let before = ["acme", "zoo", "zoo.share"].map(times);
    sandbox.write("schemas/other/feed.yaml", &PAGE.replace("max: 900", "max: 901"));
    assert_eq!(changed(&sandbox, "a page"), ["other"]);
    assert_eq!(["acme", "zoo", "zoo.share"].map(times), before);
    // The files of all vendors have the new vendor's part and the old ones of the others.
    sandbox.write("schemas/other/feed.yaml", &PAGE.replace("Feed an animal", "Feed animals"));
    assert!(cached(&sandbox).contains(&"endpoints.json".to_owned()));
    assert_fresh(&sandbox, "a row of a table");
}

#[test]
fn a_vendor_follows_the_one_that_it_derives_an_enum_from() {
    let sandbox = sandbox();
    cached(&sandbox);
    sandbox.write("schemas/acme/vendor.yaml", &format!("{VENDOR}{}", MOOD.replace("狂野", "野")));
    assert_eq!(changed(&sandbox, "a value of the base"), ["acme", "zoo"]);
    sandbox.write("schemas/acme/feed.yaml", &moody().replace("max: 900", "max: 901"));
    assert_eq!(changed(&sandbox, "a page of the base"), ["acme"]);
    sandbox.write("schemas/zoo/vendor.yaml", &format!("{VENDOR}{MOOD}"));
    assert_eq!(changed(&sandbox, "an enum of its own"), ["zoo"]);
    sandbox.write("schemas/acme/vendor.yaml", &format!("{VENDOR}{MOOD}"));
    assert_eq!(changed(&sandbox, "what was the base"), ["acme"]);
}

#[test]
fn warnings_about_a_base_depend_on_who_derives_from_it() {
    let sandbox = sandbox();
    sandbox.write("schemas/acme/feed.yaml", PAGE);
    sandbox.write("schemas/acme/feed/request.json", r#"{"grams": 1}"#);
    let run = || {
        let output = sandbox.generate(&["--cache", &sandbox.path("cache")]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        stderr(&output).contains("no page uses `Mood`")
    };
    assert!(!run() && !run(), "another vendor uses it");
    sandbox.write("schemas/zoo/vendor.yaml", &format!("{VENDOR}{MOOD}"));
    assert!(run() && run(), "nobody uses it");
    sandbox.write("schemas/zoo/vendor.yaml", &format!("{VENDOR}{DERIVED}"));
    assert!(!run() && !run(), "another vendor uses it again");
}

#[test]
fn vendors_come_and_go() {
    let sandbox = sandbox();
    cached(&sandbox);
    let share = stored(&sandbox, "other.share");
    fs::rename(sandbox.path("schemas/other"), sandbox.path("aside")).expect("it exists");
    let deleted = cached(&sandbox);
    assert!(deleted.contains(&"vendors/other/src/feed.rs".to_owned()) && deleted.contains(&"src/lib.rs".to_owned()));
    assert_fresh(&sandbox, "a removed vendor");
    assert!(!share.exists() && !stored(&sandbox, "other").exists());
    fs::rename(sandbox.path("aside"), sandbox.path("schemas/other")).expect("it exists");
    assert_eq!(changed(&sandbox, "a vendor that is back"), ["other"]);
}

#[test]
fn an_error_changes_nothing_and_is_reported_until_it_is_fixed() {
    let sandbox = sandbox();
    cached(&sandbox);
    let run = || sandbox.generate(&["--cache", &sandbox.path("cache")]);
    let times = sandbox.times();
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("int32", "int33"));
    sandbox.write("schemas/other/feed.yaml", &PAGE.replace("max: 900", "max: 901"));
    sandbox.write("schemas/zoo/feed.yaml", &PAGE.replace("required", "requird"));
    for _ in 0..2 {
        let output = run();
        let printed = stderr(&output);
        assert_eq!(code(&output), 1, "{printed}");
        let at: Vec<usize> =
            ["acme/feed.yaml:10", "zoo/feed.yaml:10"].iter().filter_map(|place| printed.find(place)).collect();
        assert!(at.len() == 2 && at.is_sorted(), "errors of all vendors, in order: {printed}");
        let whole = sandbox.generate(&[]);
        assert_eq!(stderr(&whole), printed, "the cache changes nothing");
        assert_eq!(sandbox.times(), times, "nothing is written");
        assert!(!sandbox.exists("out/.gen"));
    }
    sandbox.write("schemas/acme/feed.yaml", &moody());
    sandbox.write("schemas/zoo/feed.yaml", &moody());
    assert_eq!(changed(&sandbox, "fixed"), ["other"]);
}

#[test]
fn warnings_of_one_vendor_do_not_hide_changes_of_another() {
    let sandbox = sandbox();
    sandbox.write("schemas/other/feed.yaml", &PAGE.replace("../schema.json", "../../schema.json"));
    for max in ["901", "902", "902"] {
        sandbox.write("schemas/acme/feed.yaml", &moody().replace("900", max));
        let output = sandbox.generate(&["--cache", &sandbox.path("cache")]);
        assert!(stderr(&output).contains("W019"), "{}", stderr(&output));
        assert_fresh(&sandbox, "with a warning");
    }
    let refused = sandbox.generate(&["--cache", &sandbox.path("cache"), "--deny-warnings"]);
    assert_eq!(code(&refused), 1);
    assert!(stderr(&refused).contains("warnings are denied"), "{}", stderr(&refused));
}

#[test]
fn vendors_that_can_only_be_loaded_together_are() {
    let sandbox = sandbox();
    let hidden = DERIVED.replace("acme.Mood", "\"\\x61cme.Mood\"");
    sandbox.write("schemas/zoo/vendor.yaml", &format!("{VENDOR}{hidden}"));
    changed(&sandbox, "an enum whose base cannot be seen in the text");
    sandbox.write("schemas/acme/vendor.yaml", &format!("{VENDOR}{}", MOOD.replace("狂野", "野")));
    assert_eq!(changed(&sandbox, "its base"), ["acme", "zoo"]);
}

#[test]
fn a_share_is_only_used_with_its_inputs() {
    let sandbox = sandbox();
    cached(&sandbox);
    let (record, share) = (stored(&sandbox, "other"), stored(&sandbox, "other.share"));
    let old = fs::read(&record).expect("it exists");
    sandbox.write("schemas/other/feed.yaml", &PAGE.replace("Feed an animal", "Feed animals"));
    cached(&sandbox);
    // As if the run had ended between the two files, and the page had been reset.
    sandbox.write("schemas/other/feed.yaml", PAGE);
    fs::write(&record, old).expect("the file is written");
    sandbox.write("schemas/acme/feed.yaml", &moody().replace("900", "901"));
    changed(&sandbox, "a share of other inputs");
    fs::remove_file(share).expect("it exists");
    sandbox.write("schemas/acme/feed.yaml", &moody().replace("900", "902"));
    changed(&sandbox, "a lost share");
    forget(&sandbox, "zoo");
    changed(&sandbox, "a damaged record");
}

#[test]
fn shares_are_not_read_if_nothing_has_changed() {
    let sandbox = sandbox();
    // The vendor with the most files is not the first one by name.
    for more in ["a", "b"] {
        let page = PAGE.replace("/feed", &format!("/{more}")).replace("  feed:", &format!("  {more}:"));
        sandbox.write(&format!("schemas/other/{more}.yaml"), &page);
        for name in ["request.json", "ok.json"] {
            sandbox
                .write(&format!("schemas/other/{more}/{name}"), &sandbox.read(&format!("schemas/other/feed/{name}")));
        }
    }
    cached(&sandbox);
    let share = stored(&sandbox, "acme.share");
    fs::remove_file(&share).expect("it exists");
    assert!(cached(&sandbox).is_empty() && !share.exists(), "no vendor was loaded");
    sandbox.write("schemas/other/a.yaml", &sandbox.read("schemas/other/a.yaml").replace("max: 900", "max: 901"));
    assert_eq!(changed(&sandbox, "a lost share"), ["other"]);
    assert!(share.exists());
}

#[test]
fn edits_of_files_that_all_vendors_share_are_undone() {
    let sandbox = sandbox();
    cached(&sandbox);
    let text = sandbox.read("out/endpoints.json");
    sandbox.write("out/endpoints.json", &text.replace("Feed an animal", "Feed animals"));
    assert_eq!(cached(&sandbox), ["endpoints.json"]);
    assert_fresh(&sandbox, "an edited table");
    let summary = stdout(&sandbox.generate(&["--cache", &sandbox.path("cache")]));
    assert!(summary.starts_with("3 endpoints, 6 types, 2 enums; files: 0 written, 14 unchanged"), "{summary}");
}

#[test]
fn files_that_were_not_read_again_are_read_when_they_change() {
    let sandbox = sandbox();
    cached(&sandbox);
    // Files are remembered if they have not changed within a second.
    sleep(Duration::from_millis(1200));
    assert!(cached(&sandbox).is_empty());
    let stamps = fs::read_to_string(stored(&sandbox, "all.stamps")).expect("it exists");
    for (path, key, old, new) in [
        ("out/vendors/acme/src/feed.rs", "o/vendors/acme/src/feed.rs", "pub grams: i32", "pub grams: i64"),
        ("schemas/other/feed.yaml", "s/other/feed.yaml", "max: 900", "max: 901"),
    ] {
        assert!(stamps.contains(&format!("\t{key}\n")), "{stamps}");
        let text = sandbox.read(path);
        let file = fs::File::options().write(true).open(sandbox.path(path)).expect("it exists");
        let time = file.metadata().and_then(|data| data.modified()).expect("files have times");
        sandbox.write(path, &text.replace(old, new));
        file.set_modified(time).expect("the test owns the file");
        assert!(!cached(&sandbox).is_empty(), "{path}");
        assert_fresh(&sandbox, path);
    }
}
