//! The example of own endpoints, as a crate outside of the workspace.

use std::{fs, path::Path};

use tests::{nested::cargo, workspace};

/// The test `http` runs the tests of the example, which need the client and the mock.
#[test]
fn own_endpoints_need_nothing_from_inside() {
    let folder = workspace("generated/examples/own_endpoint");
    // A lock file of its own would be out of date after each change of a dependency.
    fs::copy(workspace("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file of the workspace");
    let output = cargo(&folder, &Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"))
        .args(["check", "--lib", "--offline"])
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
