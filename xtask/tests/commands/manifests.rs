//! The notes of `gen` about manifests.

use crate::sandbox::{Sandbox, code, stderr};

#[test]
fn missing_lines_of_the_manifest_are_listed() {
    let sandbox = Sandbox::new();
    let notes = |manifest: &str| {
        sandbox.write("out/Cargo.toml", manifest);
        let printed = stderr(&sandbox.generate(&[]));
        printed.lines().filter_map(|line| Some(line.split_once(": write `")?.1.to_owned())).collect::<Vec<_>>()
    };
    assert!(stderr(&sandbox.generate(&[])).contains("write one, with the dependency `runtime`"));
    let (package, root) = ("[package]\nname = \"zoo\"\n", "path = \"src/lib.rs\"");
    let [callbacks, client, mock] = ["callbacks", "client", "mock"]
        .map(|feature| format!("{feature} = [\"runtime/{feature}\", \"vendor-acme?/{feature}\"]"));
    let feature = "acme = [\"dep:vendor-acme\"]";
    let dependency = "vendor-acme = { path = \"vendors/acme\", package = \"zoo-acme\", optional = true }";
    let below = |line: &str, section: &str| format!("{line}` below [{section}]");
    assert_eq!(
        notes(&format!("{package}[features]\nacme = []\nmock = [\"runtime/mock\"]\n# {feature}\n")),
        [
            below(root, "lib"),
            below(&callbacks, "features"),
            below(&client, "features"),
            below(&mock, "features"),
            below(feature, "features"),
            below(dependency, "dependencies")
        ]
    );
    let features = format!("{callbacks}\n{client}\n{mock}\n{feature}");
    let whole = format!("{package}[lib]\n{root}\n[features]\n{features}\n[dependencies]\n{dependency}\n");
    assert_eq!(notes(&whole), Vec::<String>::new());
}

#[test]
fn missing_manifests_of_vendors_are_reported_and_existing_ones_are_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("out/Cargo.toml", "name = \"zoo\"\n");
    let printed = stderr(&sandbox.generate(&[]));
    assert!(printed.contains("/vendors/acme/Cargo.toml: write one, with the name `zoo-acme`"), "{printed}");
    sandbox.write("out/vendors/acme/Cargo.toml", "[features]\n");
    let printed = stderr(&sandbox.generate(&[]));
    let features = ["callbacks", "client", "mock"].map(|feature| format!("{feature} = [\"runtime/{feature}\"]"));
    for feature in &features {
        let lacks = format!("/vendors/acme/Cargo.toml is incomplete: write `{feature}` below [features]");
        assert!(printed.contains(&lacks), "{printed}");
    }
    let whole = format!("[lib]\npath = \"src/lib.rs\"\n[features]\n{}\n", features.join("\n"));
    sandbox.write("out/vendors/acme/Cargo.toml", &whole);
    assert!(!stderr(&sandbox.generate(&[])).contains("vendors/acme/Cargo.toml"));
    assert_eq!(code(&sandbox.generate(&["--check"])), 0, "no manifest is foreign");
}
