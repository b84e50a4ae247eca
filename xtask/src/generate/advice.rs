//! What the manifests of a crate that is made lack.
//!
//! **Architecture invariant:** no manifest is made. Cargo would not load the workspace without it, and this command with
//! it: what is made could not be made anew.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::tell;

/// Tells what the manifests of the crate in `out` and of its vendors' crates lack.
pub(super) fn advise<'a>(out: &Path, vendors: impl Iterator<Item = &'a String>) {
    let vendors: BTreeSet<&str> = vendors.map(String::as_str).collect();
    let path = out.join("Cargo.toml");
    let manifest = Manifest::read(&path);
    let package = manifest.as_ref().and_then(Manifest::package).unwrap_or("generated");
    match &manifest {
        Some(manifest) => facade(package, &vendors).iter().for_each(|line| manifest.want(line)),
        None => {
            let path = path.display();
            tell(&format!(
                "note: there is no {path}: write one, with the dependency `runtime` and a feature for every vendor"
            ));
        }
    }
    for vendor in &vendors {
        let path = out.join("vendors").join(vendor).join("Cargo.toml");
        match Manifest::read(&path) {
            Some(manifest) => of_vendor().iter().for_each(|line| manifest.want(line)),
            None => tell(&format!(
                "note: there is no {}: write one, with the name `{package}-{vendor}`, the dependency `runtime` and the \
                 feature `mock = [\"runtime/mock\"]`",
                path.display()
            )),
        }
    }
    for folder in forsaken(out, &vendors) {
        let (folder, path) = (folder.display(), path.display());
        tell(&format!("note: no schema makes the vendor of {folder} any more: remove it there and from {path}"));
    }
}

/// What the manifest of a vendor's crate has to say.
fn of_vendor() -> [Line; 2] {
    [Line::root(), Line::feature("mock", &["runtime/mock".to_owned()])]
}

/// What the manifest of the crate that has all vendors has to say.
fn facade(package: &str, vendors: &BTreeSet<&str>) -> Vec<Line> {
    let mut lines = vec![Line::root(), Line::feature("client", &["runtime/client".to_owned()])];
    let mocks = vendors.iter().map(|vendor| format!("vendor-{vendor}?/mock"));
    lines.push(Line::feature("mock", &std::iter::once("runtime/mock".to_owned()).chain(mocks).collect::<Vec<_>>()));
    for vendor in vendors {
        lines.push(Line::feature(vendor, &[format!("dep:vendor-{vendor}")]));
        let text = format!(
            "vendor-{vendor} = {{ path = \"vendors/{vendor}\", package = \"{package}-{vendor}\", optional = true }}"
        );
        lines.push(Line { section: "dependencies", signs: vec![format!("\"vendors/{vendor}\"")], text });
    }
    lines
}

/// A line that a manifest has to have.
struct Line {
    section: &'static str,
    /// By these it is known to be there, however it is written.
    signs: Vec<String>,
    text: String,
}

impl Line {
    /// The root of a crate: cargo looks for one that is not named, and finds none before it is made.
    fn root() -> Self {
        Self { section: "lib", signs: vec!["\"src/lib.rs\"".to_owned()], text: "path = \"src/lib.rs\"".to_owned() }
    }

    fn feature(name: &str, values: &[String]) -> Self {
        let signs = values.iter().map(|value| format!("\"{value}\"")).collect();
        Self { section: "features", signs, text: format!("{name} = {values:?}") }
    }
}

/// A manifest as text: it is looked at for what it lacks, and for nothing else.
struct Manifest<'p> {
    path: &'p Path,
    text: String,
}

impl<'p> Manifest<'p> {
    /// What is no file is not opened: a pipe would be waited for.
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

    /// Tells of a line that is not there, or not as it has to be.
    fn want(&self, line: &Line) {
        if !line.signs.iter().all(|sign| self.text.contains(sign.as_str())) {
            let (path, text, section) = (self.path.display(), &line.text, line.section);
            tell(&format!("note: {path} lacks something: write `{text}` below [{section}]"));
        }
    }
}

/// The folders of crates whose vendors are not there any more.
fn forsaken(out: &Path, vendors: &BTreeSet<&str>) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(out.join("vendors")).into_iter().flatten().flatten();
    let is_known =
        |path: &Path| path.file_name().and_then(|name| name.to_str()).is_some_and(|name| vendors.contains(name));
    entries.map(|entry| entry.path()).filter(|path| path.join("Cargo.toml").is_file() && !is_known(path)).collect()
}
