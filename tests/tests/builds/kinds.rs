//! Kinds of credentials: what must not compile.

use std::{fs, path::Path};

use tests::{nested::cargo, workspace};

/// A function that calls an endpoint of keepers. `VENDOR` is the vendor of its client.
const CALL: &str = "
use runtime::client::{Client, Transport};
pub async fn open(client: &Client<VENDOR, impl Transport>) {
    drop(client.call(&acme::zoo::open_gate::Request::new(1)).await);
}
";

#[test]
fn a_client_of_another_kind_cannot_call_an_endpoint() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kinds");
    fs::create_dir_all(folder.join("src")).expect("a folder");
    let (runtime, acme) = (workspace("runtime"), workspace("tests/fixture/vendors/acme"));
    let manifest = format!(
        "[package]\nname = \"kinds\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         runtime = {{ package = \"social-crm-runtime\", path = {runtime:?}, features = [\"client\"] }}\n\
         acme = {{ package = \"fixture-acme\", path = {acme:?}, features = [\"client\", \"acme-zoo\"] }}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(workspace("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file of the workspace");
    let check = |vendor: &str| {
        fs::write(folder.join("src/lib.rs"), CALL.replace("VENDOR", vendor)).expect("code");
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("target");
        let output = cargo(&folder, &target).args(["check", "--offline"]).output().expect("cargo runs");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (compiles, errors) = check("acme::AcmeKeeper");
    assert!(compiles, "{errors}");
    let (compiles, errors) = check("acme::Acme");
    assert!(!compiles);
    assert!(errors.contains("expected `Acme`, found `AcmeKeeper`"), "{errors}");
}
