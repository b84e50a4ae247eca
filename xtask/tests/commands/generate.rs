//! `gen`: what it writes, deletes and lists.

use std::{fs, path::Path};

use crate::{
    repository::run_in,
    sandbox::{PAGE, Sandbox, VENDOR, code, run, stderr, stdout},
};

#[test]
fn gen_writes_a_crate_and_prints_one_line() {
    let sandbox = Sandbox::new();
    let output = sandbox.generate(&[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let line = stdout(&output);
    let counts = line.rsplit_once("; ").expect("it ends with a time").0;
    assert_eq!(counts, "1 endpoint, 2 types, 0 enums; files: 8 written, 0 unchanged, 0 deleted");
    assert_eq!(line.lines().count(), 1);
    assert!(sandbox.read("out/vendors/acme/src/feed.rs").contains("pub grams: i32"));
    assert!(sandbox.exists("out/endpoints.json"));
    assert!(sandbox.read("out/openapi/acme.json").contains("\"operationId\": \"acme.feed\""));
}

#[test]
fn a_second_run_writes_nothing() {
    let sandbox = Sandbox::new();
    sandbox.generate(&[]);
    let before = sandbox.times();
    let output = sandbox.generate(&[]);
    assert!(stdout(&output).contains("files: 0 written, 8 unchanged, 0 deleted"), "{}", stdout(&output));
    assert_eq!(sandbox.times(), before);
}

#[test]
fn outdated_files_are_deleted_and_foreign_files_stay() {
    let sandbox = Sandbox::new();
    sandbox.generate(&[]);
    sandbox.write("out/src/mine.rs", "// by hand\n");
    sandbox.write("out/Cargo.toml", "# by hand\n");
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("  feed:", "  nourish:"));
    let output = sandbox.generate(&[]);
    assert!(stdout(&output).contains("1 deleted"), "{}", stdout(&output));
    assert!(!sandbox.exists("out/vendors/acme/src/feed.rs") && sandbox.exists("out/vendors/acme/src/nourish.rs"));
    assert!(sandbox.exists("out/src/mine.rs") && sandbox.exists("out/Cargo.toml"));
    sandbox.write("schemas/acme/feed.yaml", PAGE);
    let text = stdout(&sandbox.generate(&["--verbose"]));
    for line in ["written  ", "deleted  "] {
        assert!(text.lines().any(|found| found.starts_with(line) && found.contains("/vendors/acme/src/")), "{text}");
    }
}

#[test]
fn the_files_of_a_removed_vendor_are_deleted() {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/other/vendor.yaml", VENDOR);
    sandbox.write("schemas/other/feed.yaml", PAGE);
    sandbox.generate(&[]);
    sandbox.write("out/openapi/mine.json", "{}\n");
    sandbox.write("out/vendors/other/Cargo.toml", "# by hand\n");
    assert!(sandbox.exists("out/openapi/other.json") && sandbox.exists("out/vendors/other/src/feed.rs"));
    fs::remove_dir_all(sandbox.path("schemas/other")).expect("it exists");
    let stale = stdout(&sandbox.generate(&["--check"]));
    assert!(stale.contains("extra ") && stale.contains("openapi/other.json"), "{stale}");
    let printed = stderr(&sandbox.generate(&[]));
    assert!(
        printed.contains("note: the vendor of") && printed.contains("/vendors/other has no schema any more"),
        "{printed}"
    );
    assert!(!sandbox.exists("out/openapi/other.json") && !sandbox.exists("out/vendors/other/src"));
    assert!(sandbox.exists("out/vendors/other/Cargo.toml"), "handwritten files stay");
    assert!(sandbox.exists("out/openapi/acme.json") && sandbox.exists("out/openapi/mine.json"));
}

#[test]
fn check_writes_nothing_and_lists_stale_files() {
    let sandbox = Sandbox::new();
    let output = sandbox.generate(&["--check"]);
    assert_eq!(code(&output), 1);
    assert_eq!(stdout(&output).matches("missing ").count(), 8, "{}", stdout(&output));
    assert!(!sandbox.exists("out"));

    sandbox.generate(&[]);
    assert_eq!(code(&sandbox.generate(&["--check"])), 0);

    let text = sandbox.read("out/vendors/acme/src/feed.rs");
    sandbox.write("out/vendors/acme/src/feed.rs", &text.replace("i32", "i64"));
    sandbox.write("out/vendors/acme/src/old.rs", &text);
    sandbox.write("out/src/mine.rs", "// by hand\n");
    fs::remove_file(sandbox.path("out/src/lib.rs")).expect("it exists");
    let before = sandbox.times();
    let output = sandbox.generate(&["--check"]);
    assert_eq!(code(&output), 1);
    let lines: Vec<String> = stdout(&output).lines().map(|line| line.replace(&sandbox.path("out"), "out")).collect();
    assert_eq!(
        lines,
        [
            "changed  out/vendors/acme/src/feed.rs",
            "missing  out/src/lib.rs",
            "extra    out/vendors/acme/src/old.rs",
            "foreign  out/src/mine.rs",
            "run `cargo xtask gen`; it does not touch foreign files, so move those elsewhere",
        ]
    );
    assert_eq!(sandbox.times(), before);
}

#[test]
fn a_file_in_the_way_is_not_touched() {
    let sandbox = Sandbox::new();
    sandbox.write("out/vendors/acme/src/lib.rs", "// by hand\n");
    let output = sandbox.generate(&[]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("lib.rs is in the way"), "{}", stderr(&output));
    assert_eq!(sandbox.read("out/vendors/acme/src/lib.rs"), "// by hand\n");
    assert!(!sandbox.exists("out/src/lib.rs"));
}

#[test]
fn deleted_sources_are_generated_again_with_the_same_bytes() {
    let sandbox = Sandbox::new();
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixture/schemas").display().to_string();
    let out = sandbox.path("out");
    let generate = || run(&["gen", "--schemas", &schemas, "--out", &out]);
    assert_eq!(code(&generate()), 0);
    let read = || -> Vec<(String, String)> {
        sandbox
            .times()
            .into_iter()
            .map(|(path, _)| (path.clone(), fs::read_to_string(path).expect("it is text")))
            .collect()
    };
    let before = read();
    fs::remove_dir_all(sandbox.path("out/src")).expect("it exists");
    assert_eq!(code(&generate()), 0);
    assert_eq!(read(), before);
}

#[test]
fn the_crate_is_not_generated_among_the_schemas() {
    let sandbox = Sandbox::new();
    let schemas = sandbox.path("schemas");
    for out in [schemas.clone(), format!("{schemas}/acme"), format!("{schemas}/acme/../new")] {
        let output = run(&["gen", "--schemas", &schemas, "--out", &out]);
        assert_eq!(code(&output), 2, "{}", stdout(&output));
        assert!(stderr(&output).contains("choose another folder with --out"), "{}", stderr(&output));
    }
    assert!(!sandbox.exists("schemas/src") && !sandbox.exists("schemas/schema.json"));
}

#[test]
fn the_readme_has_the_table_of_what_is_covered() {
    const BEGIN: &str = "<!-- families: generated by `cargo xtask gen` -->";
    const END: &str = "<!-- end of families -->";
    let sandbox = Sandbox::new();
    sandbox.write("schemas/acme/zoo/area.yaml", "area: { label: 动物园, missing: [] }\n");
    sandbox.write("schemas/acme/zoo/feed.yaml", &PAGE.replace("/feed", "/zoo/feed"));
    sandbox.write("README.md", &format!("# Zoo\n\n{BEGIN}\nold\n{END}\n\nMore.\n"));
    assert_eq!(code(&run_in(&sandbox, &["gen", "--out", "out"])), 0);
    assert!(sandbox.read("README.md").contains("\nold\n"), "the crate elsewhere is not the README's");

    let made = run_in(&sandbox, &["gen"]);
    assert_eq!(code(&made), 0, "{}", stderr(&made));
    let table = "| family | endpoints | events | missing |\n|---|---:|---:|---|\n| `acme` Acme | 1 | 0 |  |\n| `acme.zoo` 动物园 | 1 | 0 |  |\n";
    let expected = format!("# Zoo\n\n{BEGIN}\n{table}{END}\n\nMore.\n");
    assert_eq!(sandbox.read("README.md"), expected);
    assert_eq!(code(&run_in(&sandbox, &["gen", "--check"])), 0);

    let missing = "area: { label: 动物园, missing: [{ route: POST /zoo/groom, label: 刷毛, because: it is new. }, { label: 新事件, because: it is new }] }\n";
    sandbox.write("schemas/acme/zoo/area.yaml", missing);
    run_in(&sandbox, &["gen"]);
    let row = "| `acme.zoo` 动物园 | 1 of 2 | 0 | `groom`, 新事件 |\n";
    assert!(sandbox.read("README.md").contains(row), "{}", sandbox.read("README.md"));
    assert!(
        sandbox
            .read("generated/COVERAGE.md")
            .contains("\nMissing:\n\n- 刷毛 `POST /zoo/groom`: it is new\n- 新事件: it is new\n")
    );

    sandbox.write("README.md", &expected);
    let stale = run_in(&sandbox, &["gen", "--check"]);
    assert_eq!(code(&stale), 1);
    assert!(stdout(&stale).contains("changed  README.md"), "{}", stdout(&stale));
    sandbox.write("README.md", "# Zoo\n");
    let failed = run_in(&sandbox, &["gen"]);
    assert!(stderr(&failed).contains("README.md needs the lines"), "{}", stderr(&failed));
}
