//! Compiles code that was written for old schemas against the crates emitted for new ones.

use std::{
    collections::BTreeSet,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use codegen::{
    Source,
    emit::{self, features::Areas},
    model::Model,
};

use crate::{
    consumer::consumer,
    nested::{self, cargo},
    workspace,
};

/// Two versions of schemas.
#[derive(Clone, Debug)]
pub struct Versions {
    /// A unique name of lower-case letters, digits and dashes.
    pub name: String,
    /// The old schemas.
    pub old: Vec<Source>,
    /// The new schemas.
    pub new: Vec<Source>,
}

/// The names of the versions whose old code does not compile against the new schemas.
///
/// All crates are written to one workspace in `folder`, so that their dependencies are built once.
///
/// # Panics
/// If schemas have errors, if cargo cannot run, or if code does not compile against its own version.
#[must_use]
pub fn broken(folder: &Path, versions: &[Versions]) -> BTreeSet<String> {
    let mut members = String::new();
    for version in versions {
        let sides = [("old", &version.old), ("new", &version.new)].map(|(side, sources)| {
            let outcome = codegen::load(sources);
            let model = outcome.model.unwrap_or_else(|| panic!("{}, {side}: {:#?}", version.name, outcome.diagnostics));
            let files = emit::files(&model);
            for vendor in model.vendors.keys() {
                let package = format!("{}-{side}-{vendor}", version.name);
                vendor_crate(&folder.join(&package), &package, &model, vendor, &files);
                let _ = writeln!(members, "    {package:?},");
            }
            (side, model, files)
        });
        let uses = consumer(&sides[0].2);
        for (side, model, _) in &sides {
            let package = format!("{}-uses-{side}", version.name);
            let crates = model.vendors.keys().map(|vendor| (vendor, format!("{}-{side}-{vendor}", version.name)));
            consumer_crate(&folder.join(&package), &package, crates, &uses);
            let _ = writeln!(members, "    {package:?},");
        }
    }
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n[profile.dev]\ndebug = false\n");
    put(&folder.join("Cargo.toml"), &manifest);
    put(&folder.join("Cargo.lock"), &read(&workspace("Cargo.lock")));
    let failed = failures(folder);
    let unusable: Vec<&String> = failed.iter().filter(|package| !package.ends_with("-uses-new")).collect();
    assert!(unusable.is_empty(), "code does not compile against its own schemas: {unusable:?}");
    failed.iter().filter_map(|package| package.strip_suffix("-uses-new")).map(str::to_owned).collect()
}

/// Writes the crate of one vendor.
fn vendor_crate(folder: &Path, package: &str, model: &Model, vendor: &str, files: &[emit::File]) {
    let runtime = workspace("runtime");
    let features = nested::features(&Areas::of(model, vendor).features(vendor));
    let manifest = format!(
        "{}{features}\n[dependencies]\nruntime = {{ package = \"social-crm-runtime\", path = {runtime:?} }}\n",
        head(package)
    );
    put(&folder.join("Cargo.toml"), &manifest);
    for file in files {
        if let Some(path) = file.path.strip_prefix(&format!("vendors/{vendor}/")) {
            put(&folder.join(path), &file.text);
        }
    }
}

/// Writes a crate that uses the crates of vendors, given as vendor and package.
fn consumer_crate<'a>(folder: &Path, package: &str, vendors: impl Iterator<Item = (&'a String, String)>, text: &str) {
    let runtime = workspace("runtime");
    let mut manifest = format!(
        "{}[dependencies]\nruntime = {{ package = \"social-crm-runtime\", path = {runtime:?} }}\n",
        head(package)
    );
    for (vendor, package) in vendors {
        let _ = writeln!(
            manifest,
            "vendor-{vendor} = {{ path = \"../{package}\", package = {package:?}, features = [\"callbacks\"] }}"
        );
    }
    put(&folder.join("Cargo.toml"), &manifest);
    put(&folder.join("src/lib.rs"), text);
}

fn head(package: &str) -> String {
    format!(
        "[package]\nname = {package:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[lib]\npath = \"src/lib.rs\"\n\n"
    )
}

/// The packages that do not compile.
fn failures(folder: &Path) -> BTreeSet<String> {
    // Shared with the folders beside it.
    let output = cargo(folder, &folder.with_file_name("target"))
        .args(["check", "--workspace", "--keep-going", "--offline"])
        .output()
        .unwrap_or_else(|error| panic!("cargo: {error}"));
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let name = |line: &str| Some(line.strip_prefix("error: could not compile `")?.split('`').next()?.to_owned());
    let failed: BTreeSet<String> = stderr.lines().filter_map(name).collect();
    assert!(output.status.success() || !failed.is_empty(), "cargo fails:\n{stderr}");
    put(&folder.join("cargo.log"), &stderr);
    failed
}

/// Writes a file unless it has this text, so that cargo rebuilds only changed crates.
fn put(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    let parent: PathBuf = path.parent().unwrap_or(path).to_path_buf();
    fs::create_dir_all(&parent).unwrap_or_else(|error| panic!("{}: {error}", parent.display()));
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
