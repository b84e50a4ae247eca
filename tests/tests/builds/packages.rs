//! The packages that are published are whole: a crate that depends on them, and has nothing else of this repository, compiles.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tests::{nested, workspace};

/// The published packages, in the order in which they need each other.
fn published() -> Vec<String> {
    let vendors = tests::model().vendors.keys().map(|vendor| format!("social-crm-{vendor}"));
    ["social-crm-runtime".to_owned()].into_iter().chain(vendors).chain(["social-crm".to_owned()]).collect()
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&output.stderr));
}

fn put(path: &Path, text: &str) {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Packages everything, and returns the folders of the unpacked packages.
fn packaged(folder: &Path) -> Vec<(String, PathBuf)> {
    let target = folder.join("target");
    let mut package = nested::cargo(&workspace("."), &target);
    package.args(["package", "--no-verify", "--allow-dirty", "--offline", "--quiet"]);
    for name in published() {
        package.args(["--package", &name]);
    }
    run(&mut package);
    let version = env!("CARGO_PKG_VERSION");
    let unpacked = published().into_iter().map(|name| {
        let archive = target.join("package").join(format!("{name}-{version}.crate"));
        run(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(folder));
        let path = folder.join(format!("{name}-{version}"));
        (name, path)
    });
    unpacked.collect()
}

#[test]
fn packages_are_whole() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    let packages = packaged(&folder);
    let mut patches = String::new();
    for (name, path) in &packages {
        for file in ["LICENSE-APACHE", "LICENSE-MIT", "src/lib.rs"] {
            assert!(path.join(file).is_file(), "{name} has no {file}");
        }
        let manifest = fs::read_to_string(path.join("Cargo.toml")).unwrap_or_default();
        for key in ["description", "keywords", "categories", "license"] {
            assert!(manifest.contains(&format!("\n{key} = ")), "{name} has no {key}");
        }
        patches.push_str(&format!("{name} = {{ path = {path:?} }}\n"));
    }
    let user = folder.join("user");
    let manifest = format!(
        "[package]\nname = \"user\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nsocial-crm = {{ version = \"{}\", default-features = false, features = [\"mock\", \"wecom-kf\"] }}\n\n\
         [patch.crates-io]\n{patches}\n[profile.dev]\ndebug = false\n\n[workspace]\n",
        env!("CARGO_PKG_VERSION")
    );
    put(&user.join("Cargo.toml"), &manifest);
    let lock = fs::read_to_string(workspace("Cargo.lock")).unwrap_or_default();
    put(&user.join("Cargo.lock"), &lock);
    put(&user.join("src/lib.rs"), USER);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("target");
    run(nested::cargo(&user, &target).args(["check", "--offline", "--quiet"]));
}

/// Code that uses a vendor, the mock and a rule.
const USER: &str = r#"
use generated::{Validate, mock, wecom::kf::customer::batchget};

pub fn start() -> std::io::Result<usize> {
    let server = mock::start()?;
    assert!(batchget::Request::new(["wm1"]).validate().is_ok());
    Ok(server.calls::<batchget::Request>().len())
}
"#;
