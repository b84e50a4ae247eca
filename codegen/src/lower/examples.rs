//! The example files that endpoints and objects list. Whether they match the schema is checked once the model is complete.

use std::collections::BTreeSet;

use super::lowering::{Lowering, text};
use crate::{
    diagnostic::{Code, Diagnostic, FileSpan, Span},
    model::{Example, WrongExample},
    naming,
    syntax::{File, Syntax, describe::listed as in_words, examples, json, node::Node},
    xml,
};

/// The greatest number of unused examples for which similar page names are searched: more have a common cause.
const SUGGESTIONS: usize = 20;

impl Lowering<'_> {
    /// The examples that a list names, and those that it calls wrong. Missing files and invalid JSON are reported.
    pub(super) fn examples(&mut self, file: &File, list: Option<&Node>) -> (Vec<Example>, Vec<WrongExample>) {
        let (mut right, mut wrong) = (Vec::new(), Vec::new());
        for entry in list.map(Node::elements).unwrap_or_default() {
            let Some((name, span)) = examples::file_of(entry) else { continue };
            let path = format!("{}/{name}", folder_of(file));
            let Some(example) = self.example(path, FileSpan::new(&file.path, span)) else { continue };
            match text(entry, "wrong") {
                Some(reason) => wrong.push(WrongExample { example, wrong: reason }),
                None => right.push(example),
            }
        }
        (right, wrong)
    }

    fn example(&mut self, path: String, listed: FileSpan<'_>) -> Option<Example> {
        if self.syntax.incomplete.contains(&path) {
            return None;
        }
        let Some(bytes) = self.syntax.examples.get(&path) else {
            let message = format!("there is no file `{path}`");
            let help = self.instead_of_missing(&path);
            self.report(Diagnostic::new(Code::ExampleMissing, listed.file, listed.span, message).help(help));
            return None;
        };
        if path.ends_with(".xml") {
            return self.xml_example(path.clone(), bytes, listed);
        }
        match serde_json::from_slice(bytes) {
            Ok(value) => {
                let duplicates = json::duplicate_members(&path, bytes).into_iter();
                self.faults.extend(duplicates.map(|fault| fault.also_in(listed, "listed as an example here")));
                Some(Example { text: String::from_utf8_lossy(bytes).into_owned(), value, file: path })
            }
            Err(error) => {
                let at = json::character_at(bytes, error.line(), error.column());
                let error = error.to_string();
                let why = error.rsplit_once(" at line ").map_or(error.as_str(), |(why, _)| why);
                self.report(
                    Diagnostic::new(Code::ExampleNotJson, &path, at, format!("this is not JSON: {why}"))
                        .help("write the JSON that the example means")
                        .also_in(listed, "listed as an example here"),
                );
                None
            }
        }
    }

    fn xml_example(&mut self, path: String, bytes: &[u8], listed: FileSpan<'_>) -> Option<Example> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        match xml::read(&text) {
            Ok(value) => Some(Example { text, value, file: path }),
            Err(error) => {
                let before: usize = text.split_inclusive('\n').take(error.line - 1).map(str::len).sum();
                let line = text[before..].lines().next().unwrap_or_default();
                let start = before + line.chars().take(error.column - 1).map(char::len_utf8).sum::<usize>();
                let end = text[start..].chars().next().map_or(start, |next| start + next.len_utf8());
                let message = format!("this is not XML: {}", error.message);
                self.report(
                    Diagnostic::new(Code::ExampleNotJson, &path, Span { start, end }, message)
                        .help("write the XML that the example means")
                        .also_in(listed, "listed as an example here"),
                );
                None
            }
        }
    }

    /// What to do about an example that does not exist.
    fn instead_of_missing(&self, path: &str) -> String {
        if let Some(near) = self.misnamed(path) {
            return match (near.rsplit_once('/'), path.rsplit_once('/')) {
                (Some((there, name)), Some((here, _))) if there == here => format!("did you mean `{name}`?"),
                _ => format!("move `{near}` there: the folder has the page's name"),
            };
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = self.syntax.examples.keys().filter_map(|other| other.strip_prefix(folder)?.strip_prefix('/'));
        let beside: Vec<&str> = beside.filter(|name| !name.contains('/')).collect();
        match beside[..] {
            [] => format!("store the example there: the folder `{folder}` has the page's name"),
            _ => format!("store the example there, or name an existing one: {}", in_words(&beside)),
        }
    }

    /// The file that was probably meant by the path of a missing example: one that no page lists, with a similar name in
    /// the same folder, or with the same name in a folder without a page.
    fn misnamed(&self, path: &str) -> Option<&str> {
        let (folder, name) = path.rsplit_once('/')?;
        let unlisted = self.syntax.examples.keys().filter(|other| !self.listed_examples.contains(*other));
        let unlisted: Vec<(&str, &str)> = unlisted.filter_map(|other| other.rsplit_once('/')).collect();
        let beside = unlisted.iter().filter(|(other, _)| *other == folder).map(|(_, name)| *name);
        let (there, found) = match naming::nearest(name, beside) {
            Some(near) => (folder, near),
            None => {
                let has_page = |folder: &str| self.syntax.file(&format!("{folder}.yaml")).is_some();
                let same = unlisted.iter().filter(|(other, found)| *found == name && !has_page(other));
                (naming::nearest(folder, same.map(|(other, _)| *other))?, name)
            }
        };
        let found = self.syntax.examples.get_key_value(&format!("{there}/{found}"));
        found.map(|(path, _)| path.as_str())
    }

    /// Reports JSON files that no page lists: their entry is missing or misspelt.
    pub(super) fn unused_examples(&mut self) {
        let listed = &self.listed_examples;
        let missing = listed.iter().filter(|path| !self.syntax.examples.contains_key(*path));
        // A misspelt name was already reported where it is listed.
        let misnamed: BTreeSet<&str> = missing.filter_map(|path| self.misnamed(path)).collect();
        let is_incomplete = |path: &str| {
            let page = page_of(path);
            self.syntax.incomplete.contains(&page)
                || self.syntax.file(&page).is_some_and(|file| !file.faulty.is_empty())
        };
        let paths = self.syntax.examples.keys().map(String::as_str);
        let unused = paths.filter(|path| !listed.contains(*path) && !misnamed.contains(path) && !is_incomplete(path));
        let faults: Vec<_> = unused.enumerate().map(|(at, path)| self.unused_example(path, at < SUGGESTIONS)).collect();
        self.faults.extend(faults);
    }

    fn unused_example(&self, path: &str, suggest: bool) -> Diagnostic {
        let message = format!("no page lists `{path}` as an example");
        let fault = Diagnostic::new(Code::ExampleUnused, path, Span::default(), message);
        let page = page_of(path);
        let Some(file) = self.syntax.file(&page) else {
            let pages = self.syntax.pages.iter().map(|page| page.file.path.as_str()).filter(|_| suggest);
            let near = naming::nearest(&page, pages);
            return fault.help(match near.map(|near| near.trim_end_matches(".yaml")) {
                Some(near) => {
                    format!("there is no page `{page}`; if it is an example of `{near}.yaml`, move it to `{near}/`")
                }
                None if page.is_empty() => {
                    "move it to the folder of its page, where examples belong, or remove it".to_owned()
                }
                None => format!("there is no page `{page}`; move the file to the folder of its page, or remove it"),
            });
        };
        let endpoints = file.root.get("endpoints").map(Node::entries).unwrap_or_default();
        let place = match endpoints {
            [(key, endpoint)] => Some(endpoint.key("examples").unwrap_or(key)),
            _ => file.root.key("endpoints"),
        };
        fault
            .help("add it to the `examples` of its endpoint or the `$examples` of its object, or remove the file")
            .also_in(place.map(|key| FileSpan::new(&page, key.span)), "not listed here")
    }
}

/// The folder with the examples of a file.
fn folder_of(file: &File) -> &str {
    file.path.trim_end_matches(".yaml")
}

/// The path of the file that an example belongs to.
fn page_of(path: &str) -> String {
    path.rsplit_once('/').map(|(folder, _)| format!("{folder}.yaml")).unwrap_or_default()
}

/// The paths of all examples that files list.
pub(super) fn listed(syntax: &Syntax) -> BTreeSet<String> {
    let listed = syntax.files().flat_map(|file| {
        let entries = examples::lists(&file.root).into_iter().flat_map(Node::elements);
        let names = entries.filter_map(examples::file_of);
        names.map(move |(name, _)| format!("{}/{name}", folder_of(file)))
    });
    listed.collect()
}
