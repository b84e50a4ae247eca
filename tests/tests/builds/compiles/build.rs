//! Writes the crates emitted for schemas to disk, and runs cargo on them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use codegen::{
    Source,
    emit::{
        self,
        features::{self, Areas, Feature},
    },
};
use tests::{nested, workspace};

/// The number of lines of cargo's output in a failure message.
const SHOWN: usize = 80;

/// A facade crate on disk, with the crates of its vendors.
pub(crate) struct Crate {
    folder: PathBuf,
    lines: usize,
    areas: BTreeMap<String, Areas>,
}

impl Crate {
    /// Writes accepted schemas and the crates emitted for them to a folder for tests.
    pub(crate) fn write(name: &str, sources: &[Source]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles").join(name);
        for old in ["src", "vendors", "schemas"] {
            let old = folder.join(old);
            if old.exists() {
                fs::remove_dir_all(&old).unwrap_or_else(|error| panic!("{}: {error}", old.display()));
            }
        }
        for source in sources {
            put(&folder.join("schemas").join(&source.path), &source.bytes);
        }
        let outcome = codegen::load(sources);
        let Some(model) = outcome.model else {
            panic!("schemas that are accepted separately are refused together: {:#?}", outcome.diagnostics.first());
        };
        let files = emit::files(&model);
        for file in &files {
            put(&folder.join(&file.path), file.text.as_bytes());
        }
        let areas = Areas::all(&model);
        put(&folder.join("Cargo.toml"), facade(&areas).as_bytes());
        put(&folder.join("README.md"), b"The front page of the docs.\n");
        for (vendor, of) in &areas {
            put(&folder.join("vendors").join(vendor).join("Cargo.toml"), of_vendor(vendor, of).as_bytes());
        }
        let lock = workspace("Cargo.lock");
        put(&folder.join("Cargo.lock"), &fs::read(&lock).unwrap_or_else(|error| panic!("{}: {error}", lock.display())));
        Self { folder, lines: files.iter().map(|file| file.text.lines().count()).sum(), areas }
    }

    /// Checks the code and the docs with warnings denied, and returns the number of lines of code.
    pub(crate) fn build(&self) -> usize {
        self.cargo(&["check", "--workspace", "--features", "callbacks,mock", "--offline", "--quiet"]);
        self.cargo(&["doc", "--workspace", "--no-deps", "--features", "callbacks,mock", "--offline", "--quiet"]);
        self.lines
    }

    /// Checks each area of a vendor without the others.
    pub(crate) fn build_each_area(&self, vendor: &str) {
        for area in self.areas[vendor].0.keys() {
            let features = format!("{},callbacks,mock", features::feature(vendor, area));
            let package = package(vendor);
            self.cargo(&[
                "check",
                "-p",
                &package,
                "--no-default-features",
                "--features",
                &features,
                "--offline",
                "--quiet",
            ]);
        }
    }

    /// Asserts that the only doctests are the calls of endpoints, which are compiled and not run.
    pub(crate) fn assert_doctests_are_calls(&self) {
        let said = self.cargo(&["test", "--doc", "--workspace", "--offline", "--", "--list"]);
        let others: Vec<&str> =
            said.lines().filter(|line| line.ends_with(": test") && !line.contains(" - compile")).collect();
        assert!(others.is_empty(), "docs of schemas are tests: {}\n{}", self.folder.display(), others.join("\n"));
    }

    fn cargo(&self, arguments: &[&str]) -> String {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("target");
        let output = nested::cargo(&self.folder, &target)
            .args(arguments)
            .output()
            .unwrap_or_else(|error| panic!("cargo: {error}"));
        let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        let head: Vec<&str> = err.lines().chain(out.lines()).take(SHOWN).collect();
        assert!(
            output.status.success(),
            "`cargo {}` fails in {}, where vendors/V/src/X.rs is generated from schemas/V/X.yaml:\n{}",
            arguments.join(" "),
            self.folder.display(),
            head.join("\n"),
        );
        out
    }
}

fn put(path: &Path, bytes: &[u8]) {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    fs::write(path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// The manifest of the facade crate.
fn facade(vendors: &BTreeMap<String, Areas>) -> String {
    let (of_default, features): (Vec<_>, Vec<_>) =
        features::of_facade(vendors).into_iter().partition(|feature| feature.name == "default");
    let vendors_but_default = vendors.keys().filter(|vendor| *vendor != "default").cloned();
    let enables = vendors_but_default.chain(of_default.into_iter().flat_map(|feature| feature.enables)).collect();
    let default = Feature { name: "default".to_owned(), enables };
    let features = nested::features(features.iter().chain([&default]));
    let dependency = |vendor: &String| {
        let package = package(vendor);
        format!(
            "vendor-{vendor} = {{ path = \"vendors/{vendor}\", package = {package:?}, optional = true, default-features = false }}\n"
        )
    };
    let dependencies: String = vendors.keys().map(dependency).collect();
    let (head, tail) = (head("compiles"), tail());
    format!("{head}{features}reqwest = []\n\n{tail}\n{dependencies}\n[profile.dev]\ndebug = false\n\n[workspace]\n")
}

/// The manifest of one vendor's crate.
fn of_vendor(vendor: &str, areas: &Areas) -> String {
    format!("{}{}\n{}", head(&package(vendor)), nested::features(&areas.features(vendor)), tail())
}

fn package(vendor: &str) -> String {
    format!("compiles-{vendor}")
}

fn head(package: &str) -> String {
    format!(
        "[package]\nname = {package:?}\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [lib]\npath = \"src/lib.rs\"\n\n"
    )
}

/// The end of a manifest, up to its dependencies.
fn tail() -> String {
    let runtime = workspace("runtime");
    format!(
        "[lints.rust]\nmissing_docs = \"warn\"\nunsafe_code = \"forbid\"\n\n\
         [dependencies]\nruntime = {{ package = \"social-crm-runtime\", path = {runtime:?} }}\n"
    )
}
