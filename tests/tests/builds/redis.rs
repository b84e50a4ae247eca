//! The example of a store in Redis, with a real server.

use std::{
    io::{self, Write},
    path::Path,
    process::Command,
};

use tests::{nested::cargo, workspace};

/// Builds the example and runs its tests, if there is a server: building takes a minute.
#[test]
fn the_example_works_with_a_real_server() {
    if let Err(error) = Command::new("redis-server").arg("--version").output() {
        // Unlike `eprintln`, this is not captured.
        let _ = writeln!(io::stderr(), "skipped: redis-server cannot be started: {error}");
        return;
    }
    let output = cargo(&workspace("generated/examples/redis"), &Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"))
        .args(["test", "--locked"])
        .output()
        .expect("cargo runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}\n{errors}");
    assert!(printed.contains("3 passed") && !errors.contains("skipped"), "{printed}");
}
