//! The example of own endpoints, as a crate outside of the workspace.

use std::path::Path;

use tests::{nested::cargo, workspace};

/// The test `http` runs the tests of the example, which need the client and the mock.
#[test]
fn own_endpoints_need_nothing_from_inside() {
    let folder = workspace("generated/examples/own_endpoint");
    let output = cargo(&folder, &Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"))
        .args(["check", "--lib", "--locked"])
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
