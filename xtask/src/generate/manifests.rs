//! Reports what the manifests of a generated crate lack.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use codegen::emit::features::{self, Areas, Feature};
use toml::{Table, Value};

use crate::terminal::eprint_line;

/// Prints what is missing from the manifests of the crate in `out` and of its vendors' crates.
pub(super) fn advise(out: &Path, vendors: &BTreeMap<String, Areas>) {
    let path = out.join("Cargo.toml");
    let manifest = Manifest::read(&path);
    let package = manifest.as_ref().and_then(Manifest::package).unwrap_or("generated");
    match &manifest {
        Some(manifest) => manifest.require(&facade_lines(package, vendors)),
        None => eprint_line(&format!(
            "note: there is no {}: write one, with the dependency `runtime` and a feature for every vendor",
            path.display()
        )),
    }
    let readme = out.join("README.md");
    if !readme.is_file() {
        eprint_line(&format!(
            "note: there is no {}: write one, it is the front page of the crate's docs",
            readme.display()
        ));
    }
    for (vendor, areas) in vendors {
        let path = out.join("vendors").join(vendor).join("Cargo.toml");
        let lines = vendor_lines(vendor, areas);
        match Manifest::read(&path) {
            Some(manifest) => manifest.require(&lines),
            None => {
                let features = lines.iter().filter(|line| line.section == "features").map(|line| line.text.as_str());
                eprint_line(&format!(
                    "note: there is no {}: write one, with the name `{package}-{vendor}`, the dependency `runtime` and the \
                     features:\n{}",
                    path.display(),
                    features.collect::<Vec<_>>().join("\n")
                ));
            }
        }
    }
    for folder in removed(out, vendors) {
        let (folder, path) = (folder.display(), path.display());
        eprint_line(&format!("note: the vendor of {folder} has no schema any more: remove it there and from {path}"));
    }
}

/// The lines that the manifest of a vendor's crate needs.
fn vendor_lines(vendor: &str, areas: &Areas) -> Vec<Line> {
    let features = areas.features(vendor);
    std::iter::once(Line::root()).chain(features.iter().map(Line::feature)).collect()
}

/// The lines that the manifest of the crate with all vendors needs.
fn facade_lines(package: &str, vendors: &BTreeMap<String, Areas>) -> Vec<Line> {
    let features = features::of_facade(vendors);
    let mut lines: Vec<Line> = std::iter::once(Line::root()).chain(features.iter().map(Line::feature)).collect();
    lines.extend(vendors.keys().map(|vendor| Line::dependency(package, vendor)));
    lines
}

/// A line that a manifest needs.
struct Line {
    section: &'static str,
    key: String,
    text: String,
    /// Whether a value is what the line asks for.
    fits: Box<dyn Fn(&Value) -> bool>,
}

impl Line {
    /// The path of the crate root. Without the line, Cargo searches for a root, and fails if it is not generated yet.
    fn root() -> Self {
        Self {
            section: "lib",
            key: "path".to_owned(),
            text: "path = \"src/lib.rs\"".to_owned(),
            fits: Box::new(|value| value.as_str() == Some("src/lib.rs")),
        }
    }

    /// A feature, which may enable more than is asked for.
    fn feature(feature: &Feature) -> Self {
        let Feature { name, enables } = feature.clone();
        let text = format!("{name} = {enables:?}");
        let has = |value: &Value, wanted: &str| {
            value.as_array().is_some_and(|values| values.iter().any(|value| value.as_str() == Some(wanted)))
        };
        let fits = Box::new(move |value: &Value| value.is_array() && enables.iter().all(|wanted| has(value, wanted)));
        Self { section: "features", key: name, text, fits }
    }

    /// The dependency on the crate of a vendor.
    fn dependency(package: &str, vendor: &str) -> Self {
        let path = format!("vendors/{vendor}");
        let text = format!(
            "vendor-{vendor} = {{ path = {path:?}, package = \"{package}-{vendor}\", optional = true, default-features = false }}"
        );
        let is = |value: &Value, key: &str, wanted: bool| value.get(key).and_then(Value::as_bool) == Some(wanted);
        let fits = Box::new(move |value: &Value| {
            let same_path = value.get("path").and_then(Value::as_str) == Some(path.as_str());
            same_path && is(value, "optional", true) && is(value, "default-features", false)
        });
        Self { section: "dependencies", key: format!("vendor-{vendor}"), text, fits }
    }
}

/// A manifest on disk.
struct Manifest<'p> {
    path: &'p Path,
    table: Table,
}

impl<'p> Manifest<'p> {
    /// Only regular files are opened: opening a pipe would block. A manifest that is no TOML is treated as an empty one.
    fn read(path: &'p Path) -> Option<Self> {
        let text = path.is_file().then(|| fs::read_to_string(path).ok()).flatten()?;
        Some(Self { path, table: text.parse().unwrap_or_default() })
    }

    /// The name of its package.
    fn package(&self) -> Option<&str> {
        self.table.get("package")?.get("name")?.as_str()
    }

    /// Prints the lines that are missing, or have other values.
    fn require(&self, lines: &[Line]) {
        let is_missing = |line: &&Line| {
            let value = self.table.get(line.section).and_then(|section| section.get(&line.key));
            !value.is_some_and(|value| (line.fits)(value))
        };
        let missing: Vec<&Line> = lines.iter().filter(is_missing).collect();
        for of_section in missing.chunk_by(|one, other| one.section == other.section) {
            let texts: String = of_section.iter().map(|line| format!("\n{}", line.text)).collect();
            let (path, section) = (self.path.display(), of_section[0].section);
            eprint_line(&format!("note: {path} is incomplete: write below [{section}]:{texts}"));
        }
    }
}

/// The folders of crates whose vendors have been removed from the schemas.
fn removed(out: &Path, vendors: &BTreeMap<String, Areas>) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(out.join("vendors")).into_iter().flatten().flatten();
    let is_known =
        |path: &Path| path.file_name().and_then(|name| name.to_str()).is_some_and(|name| vendors.contains_key(name));
    entries.map(|entry| entry.path()).filter(|path| path.join("Cargo.toml").is_file() && !is_known(path)).collect()
}
