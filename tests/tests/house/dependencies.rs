//! The types need no HTTP client, no server and no async runtime, and a vendor needs no other vendor.

use std::{collections::BTreeSet, process::Command};

use tests::workspace;

/// Parts of the names of crates that only features may add.
const HEAVY: &[&str] = &[
    "aes",
    "async",
    "base64",
    "body",
    "cbc",
    "futures",
    "getrandom",
    "h2",
    "hyper",
    "mio",
    "openssl",
    "reqwest",
    "ring",
    "roxmltree",
    "rustls",
    "sha1",
    "socket2",
    "subtle",
    "tls",
    "tokio",
    "tower",
    "tracing",
    "url",
];

/// The names of all crates that a package of the workspace needs, including its own.
fn needed(package: &str, arguments: &[&str]) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", package, "--edges", "normal", "--prefix", "none", "--format", "{p}", "--offline"])
        .args(arguments)
        .current_dir(workspace("."))
        .output()
        .unwrap_or_else(|error| panic!("cargo: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    lines.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

fn heavy(names: &[String]) -> Vec<&String> {
    let is_heavy = |name: &str| HEAVY.iter().any(|part| name.split(['-', '_']).any(|word| word == *part));
    names.iter().filter(|name| is_heavy(name) && *name != "form_urlencoded").collect()
}

#[test]
fn types_need_no_heavy_crates() {
    let names = needed("social-crm", &[]);
    assert!(names.iter().any(|name| name == "serde_json"), "{names:?}");
    assert_eq!(heavy(&names), Vec::<&String>::new());
}

#[test]
fn the_mock_needs_a_server_and_no_client() {
    let names = needed("social-crm", &["--features", "mock"]);
    let heavy = heavy(&names);
    assert!(heavy.iter().any(|name| *name == "hyper"), "`HEAVY` has the right names");
    assert!(!heavy.iter().any(|name| ["reqwest", "rustls", "openssl"].contains(&name.as_str())), "{heavy:?}");
}

#[test]
fn a_vendor_needs_no_other() {
    let model = tests::model();
    for vendor in model.vendors.keys() {
        let own = format!("social-crm-{vendor}");
        let of_vendors = |names: Vec<String>| -> BTreeSet<String> {
            names.into_iter().filter(|name| name.starts_with("social-crm-") && name != "social-crm-runtime").collect()
        };
        let only = BTreeSet::from([own.clone()]);
        assert_eq!(of_vendors(needed(&own, &[])), only, "the crate of the vendor");
        let alone = needed("social-crm", &["--no-default-features", "--features", vendor]);
        assert_eq!(of_vendors(alone), only, "the feature `{vendor}`");
    }
}
