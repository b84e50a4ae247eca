//! Arguments that are refused, and the commands `dump` and `explain`.

use tempfile::TempDir;

use crate::sandbox::{Sandbox, code, run, stderr, stdout};

#[test]
fn dump_prints_the_model_or_an_outline() {
    let sandbox = Sandbox::new();
    let schemas = sandbox.path("schemas");
    let whole = stdout(&run(&["dump", "--schemas", &schemas]));
    assert!(whole.contains("acme.feed:") && whole.contains("path: /feed"), "{whole}");
    let outline = stdout(&run(&["dump", "feed", "--outline", "--schemas", &schemas]));
    assert!(
        outline.starts_with("POST /feed\n") && outline.contains("grams: int32  required  from 1 to 900"),
        "{outline}"
    );
}

#[test]
fn errors_about_arguments_say_how_to_fix_them() {
    let sandbox = Sandbox::new();
    let schemas = sandbox.path("schemas");
    let unknown = run(&["dump", "fed", "--schemas", &schemas]);
    assert_eq!(code(&unknown), 2);
    let printed = stderr(&unknown);
    assert!(printed.contains("no endpoint is called `fed`; did you mean `acme.feed`?\n"), "{printed}");
    let unlike = stderr(&run(&["dump", "nonsense", "--schemas", &schemas]));
    assert!(unlike.contains("no endpoint is called `nonsense`; the endpoints are:\n  acme.feed\n"), "{unlike}");

    let nowhere = run(&["gen", "--schemas", &sandbox.path("nowhere")]);
    assert_eq!(code(&nowhere), 2);
    assert!(stderr(&nowhere).contains("cannot read the folder"), "{}", stderr(&nowhere));

    let empty = TempDir::new().expect("a temporary folder");
    let empty = run(&["gen", "--schemas", &empty.path().display().to_string()]);
    assert_eq!(code(&empty), 2);
    assert!(stderr(&empty).contains("there is no schema in"), "{}", stderr(&empty));

    let file = run(&["validate", "feed", "request", "/no/such/file", "--schemas", &schemas]);
    assert_eq!(code(&file), 2);
    assert!(stderr(&file).contains("cannot read /no/such/file"), "{}", stderr(&file));

    assert_eq!(code(&run(&["validate", "feed", "sideways", "-"])), 2);
    assert_eq!(code(&run(&["frobnicate"])), 2);
    assert_eq!(code(&run(&["--help"])), 0);
}

#[test]
fn explain_prints_the_pages_of_codes() {
    let output = run(&["explain", "e012"]);
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).starts_with("E012 (error): "), "{}", stdout(&output));
    let all = stdout(&run(&["explain"]));
    assert!(all.lines().count() > 50 && all.contains("\nW001  "), "{all}");
    let two = stdout(&run(&["explain", "E6", "w13"]));
    assert!(two.contains("E006 (error)") && two.contains("W013 (warning)"), "{two}");
    let unknown = run(&["explain", "E999"]);
    assert_eq!(code(&unknown), 2);
    assert!(stderr(&unknown).contains("there is no code `E999`"), "{}", stderr(&unknown));
    let neither = run(&["explain", "nope"]);
    assert!(stderr(&neither).contains("there is no code or rule `nope`"), "{}", stderr(&neither));
}

#[test]
fn explain_prints_the_pages_of_rules() {
    let text = stdout(&run(&["explain", "endpoint-removed"]));
    assert!(text.starts_with("# endpoint-removed\n") && text.contains("version step: major"), "{text}");
    let all = stdout(&run(&["explain"]));
    assert!(all.contains("\nE043  ") && all.contains("\nendpoint-removed  "), "{all}");
    let unknown = run(&["explain", "endpoint-lost"]);
    assert_eq!(code(&unknown), 2);
    assert!(stderr(&unknown).contains("there is no rule `endpoint-lost`"), "{}", stderr(&unknown));
}
