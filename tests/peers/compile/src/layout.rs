//! The layout of a contestant's workspace: the crate under test, and two programs that use it.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use codegen::emit::File;

/// The folder of the crate under test, in the workspace.
pub(crate) const CRATE: &str = "generated";

/// Writes the files that differ, so that cargo sees only real changes.
pub(crate) fn write(folder: &Path, files: &[File]) -> Result<()> {
    for file in files {
        let path = folder.join(&file.path);
        if fs::read_to_string(&path).is_ok_and(|text| text == file.text) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, &file.text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// The files around the crate: the workspace's manifest, the locked versions of this workspace, and the programs.
pub(crate) fn workspace(uses: &Uses) -> Vec<File> {
    vec![
        file("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"app\", \"one\"]\n".to_owned()),
        file("Cargo.lock", include_str!("../../Cargo.lock").to_owned()),
        file("app/Cargo.toml", program("app", "")),
        file("app/src/main.rs", main(&uses.all)),
        file(
            "one/Cargo.toml",
            program("one", &format!(", default-features = false, features = [\"{}\"]", uses.vendor)),
        ),
        file("one/src/main.rs", main(&uses.one)),
    ]
}

/// The types that the programs read and write, as paths in the crate.
pub(crate) struct Uses {
    /// Those of all vendors.
    pub(crate) all: Vec<String>,
    /// The vendor of the program that uses only one.
    pub(crate) vendor: String,
    /// Those of that vendor.
    pub(crate) one: Vec<String>,
}

/// A package: its name, its default features, all features, and its dependencies.
pub(crate) fn manifest(name: &str, default: &[&str], features: &[(String, String)], dependencies: &[String]) -> String {
    let mut out = format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n");
    if !features.is_empty() {
        out.push_str(&format!("\n[features]\ndefault = {default:?}\n"));
        features.iter().for_each(|(name, needs)| out.push_str(&format!("{name} = [{needs}]\n")));
    }
    out.push_str("\n[dependencies]\n");
    dependencies.iter().for_each(|line| out.push_str(&format!("{line}\n")));
    out
}

pub(crate) fn file(path: &str, text: String) -> File {
    File { path: path.to_owned(), text }
}

fn program(name: &str, features: &str) -> String {
    let depends = format!("generated = {{ path = \"../generated\"{features} }}");
    let serde = "serde = { version = \"1\", default-features = false, features = [\"std\"] }".to_owned();
    manifest(name, &[], &[], &[depends, serde, "serde_json = \"1\"".to_owned()])
}

/// A program that reads one of several types from its input and writes it to its output.
fn main(types: &[String]) -> String {
    let arm = |(at, path): (usize, &String)| format!("        \"{at}\" => again::<generated::{path}>(&text),\n");
    let arms: String = types.iter().enumerate().map(arm).collect();
    MAIN.replace("        ARMS\n", &arms)
}

const MAIN: &str = r#"fn again<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) -> String {
    let value: T = serde_json::from_str(text).expect("the text is that of the type");
    serde_json::to_string(&value).expect("what was read can be written")
}

fn main() {
    let text = std::io::read_to_string(std::io::stdin()).expect("the input is text");
    let out = match std::env::args().nth(1).unwrap_or_default().as_str() {
        ARMS
        _ => text,
    };
    println!("{out}");
}
"#;
