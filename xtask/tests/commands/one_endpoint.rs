//! Commands about one endpoint: faults of other pages neither stop them nor are printed.

use crate::sandbox::{PAGE, Sandbox, code, run, stderr, stdout};

/// The line without which a file has a warning.
const LANGUAGE: &str = "# yaml-language-server: $schema=../schema.json\n";

/// A page with another endpoint.
fn other() -> String {
    PAGE.replace("feed", "water").replace("Feed", "Water")
}

/// Schemas with one good page, and its crate.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    assert_eq!(code(&sandbox.generate(&[])), 0);
    sandbox
}

/// Runs `gen --check feed`.
fn check(sandbox: &Sandbox, more: &[&str]) -> (i32, String, String) {
    let (schemas, out) = (sandbox.path("schemas"), sandbox.path("out"));
    let mut arguments = vec!["gen", "--check", "feed", "--schemas", &schemas, "--out", &out];
    arguments.extend(more);
    let output = run(&arguments);
    (code(&output), stdout(&output), stderr(&output))
}

#[test]
fn faults_of_other_pages_do_not_matter() {
    let sandbox = sandbox();
    let schemas = sandbox.path("schemas");
    let dump = || {
        let output = run(&["dump", "feed", "--schemas", &schemas]);
        (code(&output), stdout(&output), stderr(&output))
    };
    let (clean, dumped) = (check(&sandbox, &[]), dump());
    assert_eq!((clean.0, dumped.0), (0, 0), "{}", clean.2);
    for (page, text) in [
        ("schemas/acme/warning.yaml", other().replace(LANGUAGE, "")),
        ("schemas/acme/water.yaml", other().replace("type: int32", "type: Nowhere")),
        ("schemas/acme/broken.yaml", "page: [".to_owned()),
    ] {
        sandbox.write(page, &text);
        assert_eq!(check(&sandbox, &[]), clean, "{page}");
        assert_eq!(dump(), dumped, "{page}");
    }
}

#[test]
fn faults_of_its_own_page_are_reported() {
    let sandbox = sandbox();
    sandbox.write("schemas/acme/broken.yaml", "page: [");
    // The warning is found although another page has an error.
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace(LANGUAGE, ""));
    let (_, _, errors) = check(&sandbox, &[]);
    assert!(
        errors.contains("warning[W019]") && errors.contains("acme/feed.yaml") && !errors.contains("broken"),
        "{errors}"
    );
    let (status, _, errors) = check(&sandbox, &["--deny-warnings"]);
    assert!(status == 1 && errors.contains("warnings are denied"), "{errors}");
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("int32", "int23"));
    let (status, _, errors) = check(&sandbox, &[]);
    assert!(status == 1 && errors.contains("`int23`") && !errors.contains("broken"), "{errors}");
    // An endpoint that cannot be read is looked for in the text of the files with errors.
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("POST /feed", "POST: /feed: x"));
    let (status, _, errors) = check(&sandbox, &[]);
    assert!(status == 1 && errors.contains("acme/feed.yaml") && !errors.contains("broken"), "{errors}");
}

#[test]
fn its_file_is_compared() {
    let sandbox = sandbox();
    sandbox.write("schemas/acme/feed.yaml", &PAGE.replace("max: 900", "max: 901"));
    let (status, found, _) = check(&sandbox, &[]);
    assert!(status == 1 && found.starts_with("changed ") && found.contains("feed.rs"), "{found}");
    let refused = run(&["gen", "feed", "--schemas", &sandbox.path("schemas")]);
    assert_eq!(code(&refused), 2, "an endpoint needs --check");
}
