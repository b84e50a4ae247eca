//! Reports what the manifests of a generated crate lack.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::terminal::eprint_line;

/// Prints what is missing from the manifests of the crate in `out` and of its vendors' crates.
pub(super) fn advise(out: &Path, vendors: &[String]) {
    let vendors: BTreeSet<&str> = vendors.iter().map(String::as_str).collect();
    let path = out.join("Cargo.toml");
    let manifest = Manifest::read(&path);
    let package = manifest.as_ref().and_then(Manifest::package).unwrap_or("generated");
    match &manifest {
        Some(manifest) => facade_lines(package, &vendors).iter().for_each(|line| manifest.require(line)),
        None => eprint_line(&format!(
            "note: there is no {}: write one, with the dependency `runtime` and a feature for every vendor",
            path.display()
        )),
    }
    for vendor in &vendors {
        let path = out.join("vendors").join(vendor).join("Cargo.toml");
        match Manifest::read(&path) {
            Some(manifest) => vendor_lines().iter().for_each(|line| manifest.require(line)),
            None => eprint_line(&format!(
                "note: there is no {}: write one, with the name `{package}-{vendor}`, the dependency `runtime` and the \
                 features `callbacks = [\"runtime/callbacks\"]`, `client = [\"runtime/client\"]` and \
                 `mock = [\"runtime/mock\"]`",
                path.display()
            )),
        }
    }
    for folder in removed(out, &vendors) {
        let (folder, path) = (folder.display(), path.display());
        eprint_line(&format!("note: the vendor of {folder} has no schema any more: remove it there and from {path}"));
    }
}

/// The lines that the manifest of a vendor's crate needs.
fn vendor_lines() -> [Line; 4] {
    let feature = |name: &str| Line::feature(name, &[format!("runtime/{name}")]);
    [Line::root(), feature("callbacks"), feature("client"), feature("mock")]
}

/// The lines that the manifest of the crate with all vendors needs.
fn facade_lines(package: &str, vendors: &BTreeSet<&str>) -> Vec<Line> {
    let mut lines = vec![Line::root()];
    for feature in ["callbacks", "client", "mock"] {
        let of_vendors = vendors.iter().map(|vendor| format!("vendor-{vendor}?/{feature}"));
        let values: Vec<String> = std::iter::once(format!("runtime/{feature}")).chain(of_vendors).collect();
        lines.push(Line::feature(feature, &values));
    }
    for vendor in vendors {
        lines.push(Line::feature(vendor, &[format!("dep:vendor-{vendor}")]));
        let text = format!(
            "vendor-{vendor} = {{ path = \"vendors/{vendor}\", package = \"{package}-{vendor}\", optional = true }}"
        );
        lines.push(Line { section: "dependencies", signs: vec![format!("\"vendors/{vendor}\"")], text });
    }
    lines
}

/// A line that a manifest needs.
struct Line {
    section: &'static str,
    /// Texts that a manifest with this line contains, whatever its layout.
    signs: Vec<String>,
    text: String,
}

impl Line {
    /// The path of the crate root. Without the line, Cargo searches for a root, and fails if it is not generated yet.
    fn root() -> Self {
        Self { section: "lib", signs: vec!["\"src/lib.rs\"".to_owned()], text: "path = \"src/lib.rs\"".to_owned() }
    }

    fn feature(name: &str, values: &[String]) -> Self {
        let signs = values.iter().map(|value| format!("\"{value}\"")).collect();
        Self { section: "features", signs, text: format!("{name} = {values:?}") }
    }
}

/// The text of a manifest, without comments.
struct Manifest<'p> {
    path: &'p Path,
    text: String,
}

impl<'p> Manifest<'p> {
    /// Only regular files are opened: opening a pipe would block.
    fn read(path: &'p Path) -> Option<Self> {
        let text = path.is_file().then(|| fs::read_to_string(path).ok()).flatten()?;
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
        Some(Self { path, text: lines.join("\n") })
    }

    /// The name of its package.
    fn package(&self) -> Option<&str> {
        let mut entries = self.text.lines().filter_map(|line| line.split_once('='));
        entries.find(|(key, _)| key.trim() == "name").map(|(_, value)| value.trim().trim_matches('"'))
    }

    /// Prints a line that is missing, or has other values.
    fn require(&self, line: &Line) {
        if !line.signs.iter().all(|sign| self.text.contains(sign.as_str())) {
            let (path, text, section) = (self.path.display(), &line.text, line.section);
            eprint_line(&format!("note: {path} is incomplete: write `{text}` below [{section}]"));
        }
    }
}

/// The folders of crates whose vendors have been removed from the schemas.
fn removed(out: &Path, vendors: &BTreeSet<&str>) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(out.join("vendors")).into_iter().flatten().flatten();
    let is_known =
        |path: &Path| path.file_name().and_then(|name| name.to_str()).is_some_and(|name| vendors.contains(name));
    entries.map(|entry| entry.path()).filter(|path| path.join("Cargo.toml").is_file() && !is_known(path)).collect()
}
