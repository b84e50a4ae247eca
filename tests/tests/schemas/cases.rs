//! Cases of schemas: the errors of invalid ones, and the outlines and the code of valid ones. `generated/` must be up
//! to date.
//!
//! `explain.rs` tests one case of each code; these are the others.
//!
//! The cases are folders in `tests/cases`, the snapshots are in `tests/tests/snapshots`. A new case is a new folder;
//! `INSTA_UPDATE=always cargo test -p tests --test schemas` writes its snapshots.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use codegen::{
    Outcome, Source,
    diagnostic::{Code, Diagnostic, Format, Severity, Texts, render},
    emit::{self, outline::outline},
    load,
    model::Model,
};
use tests::{
    cases::{names, sources},
    files, model, path_below, workspace,
};

/// The files that a case of `accept` shows in addition to those of its areas and endpoints.
const SHOWN: &[(&str, &[&str])] = &[
    // The vendor's list of error codes, and what the area calls missing.
    ("area_features", &["vendors/parks/src/lib.rs"]),
    ("area_file", &["COVERAGE.md", "vendors/acme/src/lib.rs"]),
    ("credentials", &["vendors/acme/src/lib.rs"]),
    ("credential_header_base_url_given", &["vendors/acme/src/lib.rs"]),
    ("deprecated", &["vendors/acme/src/lib.rs"]),
    ("errata", &["vendors/acme/src/lib.rs"]),
    ("events", &["vendors/acme/src/lib.rs"]),
    ("enum_derived", &["vendors/acme/src/lib.rs", "vendors/globex/src/lib.rs"]),
    ("envelope_nested_with_trace", &["vendors/acme/src/lib.rs"]),
    ("keywords_as_names", &["vendors/acme/src/lib.rs"]),
    ("named_scalars", &["vendors/acme/src/lib.rs"]),
    ("permissions_errors_omitted", &["vendors/acme/src/lib.rs"]),
    ("two_areas", &["src/lib.rs", "vendors/acme/src/lib.rs"]),
];

#[test]
fn reject() {
    each("reject", |case| {
        let sources = sources("reject", case);
        let Outcome { model, diagnostics } = load(&sources);
        let text = rendered(&diagnostics, &sources);
        let code = code_of(case);
        assert!(!diagnostics.is_empty(), "{case} is accepted");
        assert!(
            diagnostics.iter().all(|found| found.code == code),
            "{case} must have {code} and no other error:\n{text}"
        );
        assert!(model.is_none(), "{case} has a model");
        assert!(diagnostics.iter().all(|found| found.help.is_some()), "{case}: an error has no help:\n{text}");
        snapshot("reject", case, &text);
    });
}

#[test]
fn errors_of_all_files_are_reported_together() {
    let sources = sources("", "faults_of_several_files");
    let Outcome { model, diagnostics } = load(&sources);
    assert!(model.is_none());
    let places: Vec<_> = diagnostics.iter().map(|found| (found.file.as_str(), found.span)).collect();
    assert!(places.is_sorted(), "by file and position: {places:?}");
    let faulty: BTreeSet<_> = places.iter().map(|(file, _)| *file).collect();
    assert_eq!(faulty.len(), sources.len(), "every file has an error: {faulty:?}");
    snapshot("", "faults_of_several_files", &rendered(&diagnostics, &sources));
}

#[test]
fn accept() {
    let shown: BTreeMap<_, _> = SHOWN.iter().copied().collect();
    each("accept", |case| {
        let model = accepted(case);
        let outlines: Vec<_> = model.owners().map(|owner| outline(&model, owner)).collect();
        snapshot("accept", &format!("{case}.outline"), &outlines.join("\n"));
        snapshot("accept", &format!("{case}.code"), &code(&model, shown.get(case).copied().unwrap_or_default()));
    });
}

#[test]
fn shown_files_belong_to_cases() {
    let cases = names("accept");
    for (case, _) in SHOWN {
        assert!(
            cases.iter().any(|other| other == case),
            "SHOWN lists {case}, but tests/cases/accept/{case} does not exist"
        );
    }
}

#[test]
fn no_snapshot_is_left_over() {
    let accepted = names("accept").into_iter().flat_map(|case| [format!("{case}.code"), format!("{case}.outline")]);
    let kinds: [(&str, BTreeSet<String>); 3] = [
        ("accept", accepted.collect()),
        ("outline", model().owners().map(|owner| owner.name().to_owned()).collect()),
        ("reject", names("reject").into_iter().collect()),
    ];
    for (kind, wanted) in kinds {
        for path in files(&workspace("tests/tests/snapshots").join(kind)) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().replace(".snap", "");
            assert!(wanted.contains(&name), "{} belongs to no case; delete it", path.display());
        }
    }
}

#[test]
fn outlines_of_the_schemas() {
    let model = model();
    for owner in model.owners() {
        snapshot("outline", owner.name(), &outline(model, owner));
    }
}

/// The number of orders of the sources that are tried.
const ORDERS: usize = 1;

#[test]
fn emitted_files_do_not_depend_on_the_order_of_sources() {
    let mut sources = tests::sources(&workspace("schemas"));
    let first = made(&sources);
    sources.reverse();
    assert_eq!(made(&sources), first, "reversed");
    // As many orders as there are sources would take minutes. A step that does not divide their number leads to all kinds of
    // neighbours and beginnings.
    let model = load(&sources).model;
    for turn in 1..=ORDERS {
        let step = sources.len() / (ORDERS + 1) + 1;
        sources.rotate_left(step);
        assert!(load(&sources).model == model, "reversed, then rotated {turn} times by {step}");
    }
}

#[test]
fn errors_do_not_depend_on_the_order_of_files() {
    each("reject", |case| {
        let mut sources = sources("reject", case);
        let first = load(&sources).diagnostics;
        sources.reverse();
        assert_eq!(load(&sources).diagnostics, first, "{case}, reversed");
    });
}

#[test]
fn generated_is_up_to_date() {
    const FIX: &str = "run `cargo xtask gen`";
    let folder = workspace("generated");
    let made: BTreeMap<_, _> = emit::files(model()).into_iter().map(|file| (file.path, file.text)).collect();
    for (path, text) in &made {
        match fs::read_to_string(folder.join(path)) {
            Ok(found) => assert!(found == *text, "generated/{path} is stale; {FIX}"),
            Err(error) => panic!("generated/{path}: {error}; {FIX}"),
        }
    }
    for file in ["src", "vendors", "openapi"].iter().flat_map(|made| files(&folder.join(made))) {
        let path = path_below(&folder, &file);
        if ["/Cargo.toml", "/LICENSE-APACHE", "/LICENSE-MIT"].iter().any(|handwritten| path.ends_with(handwritten)) {
            continue;
        }
        assert!(made.contains_key(&path), "generated/{path} is no longer generated; {FIX}");
    }
}

/// Runs a check for every case, and then lists all cases that fail.
fn each(kind: &str, check: impl Fn(&str)) {
    let cases = names(kind);
    let failed: Vec<_> =
        cases.iter().filter(|case| catch_unwind(AssertUnwindSafe(|| check(case))).is_err()).cloned().collect();
    assert!(failed.is_empty(), "{} of {} cases fail: {}", failed.len(), cases.len(), failed.join(", "));
}

/// The code that a case's name starts with.
fn code_of(case: &str) -> Code {
    let id = case.split('_').next().unwrap_or_default();
    *Code::ALL.iter().find(|code| code.id() == id).unwrap_or_else(|| panic!("{case}: there is no code {id}"))
}

fn rendered(diagnostics: &[Diagnostic], sources: &[Source]) -> String {
    let texts = Texts::new("", sources);
    diagnostics.iter().map(|found| render(found, &texts, Format::Human)).collect::<Vec<_>>().join("\n\n")
}

/// The model of a case, which must have no errors.
fn accepted(case: &str) -> Model {
    let sources = sources("accept", case);
    let Outcome { model, diagnostics } = load(&sources);
    let errors: Vec<_> = diagnostics.into_iter().filter(|fault| fault.code.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{case} must have no error:\n{}", rendered(&errors, &sources));
    model.unwrap_or_else(|| panic!("{case} has no model"))
}

/// The emitted files of the areas and the endpoints, and those in `shown`.
fn code(model: &Model, shown: &[&str]) -> String {
    let mut wanted: BTreeSet<&str> = shown.iter().copied().collect();
    let is_module =
        |path: &str| path.starts_with("vendors/") && path.ends_with(".rs") && !path.ends_with("/src/lib.rs");
    let files = emit::files(model).into_iter();
    let files: Vec<_> = files.filter(|file| wanted.remove(file.path.as_str()) || is_module(&file.path)).collect();
    assert!(wanted.is_empty(), "nothing emits {wanted:?}");
    files.iter().map(|file| format!("//==== {}\n\n{}", file.path, file.text)).collect::<Vec<_>>().join("\n")
}

/// The outline and the files emitted for sources.
fn made(sources: &[Source]) -> (String, Vec<emit::File>) {
    let Outcome { model, diagnostics } = load(sources);
    let model = model.unwrap_or_else(|| panic!("the schemas have errors: {diagnostics:#?}"));
    (codegen::dump(&model), emit::files(&model))
}

fn snapshot(folder: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new("../snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
