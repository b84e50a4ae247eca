//! How the errors and warnings of schemas are reported.

use std::{fs, path::Path, process::Command};

use tempfile::TempDir;

use crate::sandbox::{PAGE, Sandbox, VENDOR, code, stderr, stdout};

/// Copies a folder.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder is created");
    for entry in fs::read_dir(from).expect("the folder exists") {
        let (from, name) = entry.map(|entry| (entry.path(), entry.file_name())).expect("the entry is readable");
        if from.is_dir() {
            copy(&from, &to.join(name));
        } else {
            fs::copy(&from, to.join(name)).expect("the file is copied");
        }
    }
}

#[test]
fn all_errors_of_all_files_are_reported_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("int32", "int33").replace("POST /feed", "POST feed"));
    sandbox.write("schemas/acme/bad.yaml", "page: 1\n");
    sandbox.write("schemas/acme/twice.yaml", &PAGE.replace("page:", "pages: 1\npage:"));
    let output = sandbox.generate(&[]);
    let text = stderr(&output);
    assert_eq!(code(&output), 1);
    // Syntax errors in some files do not hide semantic errors in others.
    for place in ["bad.yaml:1:7", "twice.yaml:2:1", "feed.yaml:5:12", "feed.yaml:8:22"] {
        assert!(text.contains(place), "{place} is missing in\n{text}");
    }
    assert!(text.contains("error: the schemas have 4 errors; nothing was done"), "{text}");
    assert!(!sandbox.exists("out"));
}

#[test]
fn faults_are_printed_in_the_requested_format() {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("int32", "int23"));
    let printed = |format: &str| {
        let output = sandbox.generate(&["--format", format]);
        assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
        stderr(&output)
    };
    assert!(printed("human").contains("\n8 |       grams: { type: int23"), "{}", printed("human"));
    assert!(printed("human").contains("cargo xtask explain E012"), "{}", printed("human"));
    let page = sandbox.path("schemas/acme/feed.yaml");
    let short = format!("{page}:8:22: error[E012]: there is no type `int23`; did you mean `int32`?\n");
    assert_eq!(printed("short"), short + "error: the schemas have 1 error; nothing was done\n");
    let json: serde_json::Value = serde_json::from_str(&printed("json")).expect("one object in one line");
    assert_eq!((&json["code"], &json["line"], &json["file"]), (&"E012".into(), &8.into(), &page.into()));
    assert!(printed("github").starts_with("::error file="), "{}", printed("github"));
}

#[test]
fn only_terminals_get_colours() {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("int32", "int23"));
    assert!(!stderr(&sandbox.generate(&[])).contains('\u{1b}'));
}

#[test]
fn warnings_stop_a_command_only_if_denied() {
    let sandbox = Sandbox::new();
    sandbox
        .write("schemas/acme/vendor.yaml", &format!("{VENDOR}scalars:\n  Never: {{ wire: string, doc: Not used. }}\n"));
    let output = sandbox.generate(&[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("warning[W001]"), "{}", stderr(&output));
    let output = sandbox.generate(&["--check", "--deny-warnings"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("and warnings are denied; nothing was done"), "{}", stderr(&output));
}

/// The README shows the error for one misspelt key.
#[test]
fn the_error_in_the_readme_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace");
    let page = fs::read_to_string(root.join("schemas/wecom/kf/customer/batchget.yaml")).expect("the page exists");
    let sandbox = TempDir::new().expect("a temporary folder");
    copy(&root.join("schemas"), &sandbox.path().join("schemas"));
    let folder = sandbox.path().join("schemas/wecom/kf/customer");
    fs::write(folder.join("batchget.yaml"), page.replacen("required:", "requierd:", 1)).expect("the file is written");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["gen", "--schemas", "schemas", "--out", "out"])
        .current_dir(sandbox.path())
        .output()
        .expect("the command starts");
    let printed = stderr(&output);
    let readme = fs::read_to_string(root.join("README.md")).expect("there is a README");
    let shown =
        readme.split("```text\n").find(|rest| rest.starts_with("error[")).and_then(|rest| rest.split("```").next());
    let shown = shown.expect("it shows an error");
    assert!(printed.contains(shown), "the README shows\n{shown}\nbut the command prints:\n{printed}");
}

#[test]
fn examples_are_checked_although_another_vendor_has_errors() {
    let sandbox = Sandbox::new();
    sandbox.write("schemas/acme/feed.yaml", &format!("{PAGE}    examples: {{ request: [request.json] }}\n"));
    sandbox.write("schemas/acme/feed/request.json", "{ \"grams\": \"many\" }");
    sandbox.write("schemas/globex/vendor.yaml", "vendor: 1\n");
    let text = stderr(&sandbox.generate(&[]));
    assert!(text.contains("error[E033]: /grams: ") && text.contains("error[E008]"), "{text}");
    assert!(text.contains("are checked once there are no errors"), "{text}");
}
