//! The notes of `gen` about manifests.

use crate::sandbox::{Sandbox, code, stderr};

/// The notes of a run: for each manifest and section, the path and the lines that are to be written.
fn notes(sandbox: &Sandbox) -> Vec<(String, Vec<String>)> {
    let printed = stderr(&sandbox.generate(&[]));
    let mut notes: Vec<(String, Vec<String>)> = Vec::new();
    for line in printed.lines() {
        let head = line.strip_prefix("note: ").filter(|head| head.ends_with(':'));
        match (head, notes.last_mut()) {
            (Some(head), _) => notes.push((head.trim_end_matches(':').to_owned(), Vec::new())),
            (None, Some((_, lines))) if line.contains(" = ") => lines.push(line.to_owned()),
            _ => {}
        }
    }
    notes
}

const FACADE: [&str; 4] = [
    "callbacks = [\"runtime/callbacks\", \"vendor-acme?/callbacks\"]",
    "client = [\"runtime/client\", \"vendor-acme?/client\"]",
    "mock = [\"runtime/mock\", \"vendor-acme?/mock\"]",
    "acme = [\"vendor-acme/areas\"]",
];

const VENDOR: [&str; 5] = [
    "default = [\"areas\"]",
    "areas = []",
    "callbacks = [\"runtime/callbacks\"]",
    "client = [\"runtime/client\"]",
    "mock = [\"runtime/mock\"]",
];

const VISIT: &str = "page: { title: Visits, url: https://acme.example/visits, updated: 2024-05-01 }
endpoints:
  visit:
    route: POST /zoo/visit
    summary: Announce a visit.
";

const ROOT: &str = "path = \"src/lib.rs\"";

#[test]
fn missing_lines_of_the_manifest_are_listed() {
    let sandbox = Sandbox::new();
    assert!(stderr(&sandbox.generate(&[])).contains("write one, with the dependency `runtime`"));
    sandbox.write("out/vendors/acme/Cargo.toml", &format!("[lib]\n{ROOT}\n[features]\n{}\n", VENDOR.join("\n")));
    let dependency =
        "vendor-acme = { path = \"vendors/acme\", package = \"zoo-acme\", optional = true, default-features = false }";
    let written = |manifest: &str| {
        sandbox.write("out/Cargo.toml", manifest);
        notes(&sandbox)
            .into_iter()
            .map(|(head, lines)| {
                let (_, section) =
                    head.split_once("/out/Cargo.toml is incomplete: write below ").expect("it is the facade");
                (section.to_owned(), lines)
            })
            .collect::<Vec<_>>()
    };
    let package = "[package]\nname = \"zoo\"\n";
    let all = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        written(&format!("{package}[features]\nacme = []\nmock = [\"runtime/mock\"]\n# {}\n", FACADE[3])),
        [
            ("[lib]".to_owned(), all(&[ROOT])),
            ("[features]".to_owned(), all(&FACADE)),
            ("[dependencies]".to_owned(), all(&[dependency])),
        ]
    );
    let whole = |dependency: &str| {
        format!("{package}[lib]\n{ROOT}\n[features]\n{}\n[dependencies]\n{dependency}\n", FACADE.join("\n"))
    };
    assert_eq!(written(&whole(dependency)), []);
    let with_defaults = dependency.replace(", default-features = false", "");
    assert_eq!(written(&whole(&with_defaults)), [("[dependencies]".to_owned(), all(&[dependency]))]);
}

#[test]
fn missing_manifests_of_vendors_are_reported_and_existing_ones_are_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("out/Cargo.toml", "[package]\nname = \"zoo\"\n");
    let of_vendor =
        || notes(&sandbox).into_iter().filter(|(head, _)| head.contains("/vendors/acme/")).collect::<Vec<_>>();
    let [(head, lines)] = &of_vendor()[..] else { panic!("one note") };
    assert!(head.contains("/vendors/acme/Cargo.toml: write one, with the name `zoo-acme`"), "{head}");
    assert_eq!(lines[..], VENDOR);
    sandbox.write("out/vendors/acme/Cargo.toml", "[features]\n");
    let [(root, _), (head, lines)] = &of_vendor()[..] else { panic!("two notes") };
    assert!(root.ends_with("below [lib]") && head.ends_with("below [features]"), "{root} {head}");
    assert_eq!(lines[..], VENDOR);
    // Another order, more values and more features are no fault.
    let more = VENDOR.map(|line| line.replace("\"]", "\", \"more\"]"));
    let whole = format!("[features]\nmore = []\n{}\n[lib]\n{ROOT}\n", more.join("\n"));
    sandbox.write("out/vendors/acme/Cargo.toml", &whole);
    assert_eq!(of_vendor(), []);
    assert_eq!(code(&sandbox.generate(&["--check"])), 0, "no manifest is foreign");
}

#[test]
fn areas_are_features() {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/acme/zoo/visit.yaml", VISIT);
    let notes = notes(&sandbox);
    let [(_, of_vendor)] = &notes[..] else { panic!("one note has lines: {notes:?}") };
    assert!(of_vendor.contains(&"areas = [\"acme-zoo\"]".to_owned()), "{of_vendor:?}");
    assert!(of_vendor.contains(&"acme-zoo = []".to_owned()), "{of_vendor:?}");
    // The second run reads the areas from the cache.
    assert_eq!(self::notes(&sandbox), notes);
}
