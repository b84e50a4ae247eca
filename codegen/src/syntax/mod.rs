//! Files as they were written: YAML with positions, held against the tables of the language.

mod form;
pub mod grammar;
pub mod pattern;
pub(crate) mod yaml;

use std::collections::BTreeMap;

use crate::{
    Source,
    diagnostic::{Code, Diagnostic, Span},
    naming,
    syntax::{grammar::Shape, yaml::Node},
};

/// The JSON Schema of the language, at the root of a schemas folder: it is made by the generator, and no example.
pub const LANGUAGE: &str = "schema.json";

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Syntax {
    /// By vendor's name.
    pub(crate) vendors: BTreeMap<String, File>,
    /// In the order of their paths.
    pub(crate) pages: Vec<Page>,
    /// JSON files by path.
    pub(crate) examples: BTreeMap<String, Vec<u8>>,
}

/// A file whose form is right.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) root: Node,
}

/// A page's file and where it stands.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) file: File,
    pub(crate) vendor: String,
    pub(crate) area: Vec<String>,
}

impl Page {
    /// The name of the vendor and the areas: `wecom.kf.customer`.
    pub(crate) fn scope(&self) -> String {
        let mut scope = self.vendor.clone();
        for area in &self.area {
            scope.push('.');
            scope.push_str(area);
        }
        scope
    }
}

/// Reads all files. The order in which they come does not matter.
pub(crate) fn parse(sources: &[Source], faults: &mut Vec<Diagnostic>) -> Syntax {
    let mut sorted: Vec<&Source> = sources.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut syntax = Syntax::default();
    for source in sorted {
        if source.path == LANGUAGE {
            continue;
        }
        if source.path.ends_with(".json") {
            syntax.examples.insert(source.path.clone(), source.bytes.clone());
        } else if let Some((vendor, area)) = place(&source.path, faults) {
            let Some(root) = read(source, area.is_none(), faults) else { continue };
            let file = File { path: source.path.clone(), root };
            match area {
                None => drop(syntax.vendors.insert(vendor, file)),
                Some(area) => syntax.pages.push(Page { file, vendor, area }),
            }
        }
    }
    syntax
}

/// What is wrong with the form of a page or, by its path, of a vendor's file: all that the tables of the language say,
/// and nothing of what names and values mean.
///
/// # Errors
/// If the text is not YAML, or YAML that the language does without.
pub fn form_faults(path: &str, text: &str) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let root = yaml::parse(path, text.strip_prefix('\u{feff}').unwrap_or(text))?;
    let mut folders = path.split('/');
    let vendor = folders.nth(1) == Some("vendor.yaml") && folders.next().is_none();
    Ok(form::faults(&File { path: path.to_owned(), root }, record_of(vendor)))
}

/// The vendor and, for a page, the areas that a path tells.
fn place(path: &str, faults: &mut Vec<Diagnostic>) -> Option<(String, Option<Vec<String>>)> {
    let mut misplaced = |message: String, help: &str| {
        faults.push(Diagnostic::new(Code::MisplacedFile, path, Span::default(), message).help(help));
        None
    };
    let Some(stem) = path.strip_suffix(".yaml") else {
        return misplaced(format!("`{path}` is no schema file"), "schema files end in .yaml, examples in .json");
    };
    let mut folders: Vec<&str> = stem.split('/').collect();
    let name = folders.pop().unwrap_or_default();
    let Some((vendor, area)) = folders.split_first() else {
        return misplaced(
            format!("`{path}` belongs to no vendor"),
            "move it to <vendor>/vendor.yaml or <vendor>/<area>/<page>.yaml",
        );
    };
    if let Some(bad) = folders.iter().chain([&name]).find(|name| !naming::is_snake(name)) {
        return misplaced(format!("`{bad}` cannot be a folder or a file of schemas"), "use snake_case");
    }
    if let Some(taken) = folders.iter().find(|name| !naming::is_free_module(name)) {
        return misplaced(format!("a module `{taken}` would hide one that emitted code needs"), "rename the folder");
    }
    let own = naming::vendor_type(vendor);
    if !naming::is_free_type(&own) || own == "ErrorCode" {
        return misplaced(format!("a vendor's type cannot be called `{own}`"), "rename the vendor's folder");
    }
    if name == "vendor" && area.is_empty() {
        return Some(((*vendor).to_owned(), None));
    }
    Some(((*vendor).to_owned(), Some(area.iter().map(|&area| area.to_owned()).collect())))
}

fn read(source: &Source, vendor: bool, faults: &mut Vec<Diagnostic>) -> Option<Node> {
    let text = match std::str::from_utf8(&source.bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let at = error.valid_up_to();
            let message = format!("byte {} is not UTF-8", at + 1);
            let fault = Diagnostic::new(Code::NotUtf8, &source.path, Span { start: at, end: at }, message);
            faults.push(fault.help("save the file as UTF-8"));
            return None;
        }
    };
    let root = match yaml::parse(&source.path, text) {
        Ok(root) => root,
        Err(mut found) => {
            faults.append(&mut found);
            return None;
        }
    };
    let before = faults.len();
    grammar::check(&source.path, &root, Shape::Record(record_of(vendor)), faults);
    (faults.len() == before).then_some(root)
}

fn record_of(vendor: bool) -> &'static grammar::Record {
    if vendor { &grammar::VENDOR_FILE } else { &grammar::PAGE_FILE }
}
