//! Warnings that a file allows: the author has checked them, and gives the reason why the schema is right.

use std::collections::BTreeMap;

use crate::{
    diagnostic::{Code, Diagnostic, Span},
    syntax::{File, Syntax, node::Node, path::SchemaPath},
};

/// An entry of `allow` whose path exists.
pub(crate) struct Entry<'a> {
    file: &'a File,
    lint: String,
    /// The part of the file in which it allows the warning.
    part: Span,
    /// The spans of its `lint` and its `at`.
    written: (Span, Span),
}

impl Entry<'_> {
    fn covers(&self, fault: &Diagnostic) -> bool {
        fault.code.id() == self.lint && self.part.contains(fault.span)
    }
}

/// The entries of all files. Paths that do not exist are reported.
pub(crate) fn entries<'a>(syntax: &'a Syntax, faults: &mut Vec<Diagnostic>) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    for file in syntax.files() {
        for entry in file.root.get("allow").map(Node::elements).unwrap_or_default() {
            let (Some(lint), Some(at)) = (entry.get("lint"), entry.get("at")) else { continue };
            match SchemaPath::parse(at.text().unwrap_or_default()).find(&file.root) {
                Ok((key, node)) => entries.push(Entry {
                    file,
                    lint: lint.text().unwrap_or_default().trim().to_owned(),
                    part: key.entry(node),
                    written: (lint.span, at.span),
                }),
                Err(error) if file.is_faulty_around(error.within) || file.is_faulty_around(at.span) => {}
                Err(error) => faults.push(error.diagnostic(file, at)),
            }
        }
    }
    entries
}

/// Removes the warnings that are allowed, and reports entries that allow nothing.
pub(crate) fn apply(entries: &[Entry<'_>], faults: &mut Vec<Diagnostic>) {
    let mut by_file: BTreeMap<&str, Vec<(&Entry<'_>, bool)>> = BTreeMap::new();
    entries.iter().for_each(|entry| by_file.entry(&entry.file.path).or_default().push((entry, false)));
    faults.retain(|fault| {
        let mut allowed = false;
        for (entry, used) in by_file.get_mut(fault.file.as_str()).into_iter().flatten() {
            let covers = entry.covers(fault);
            *used |= covers;
            allowed |= covers;
        }
        !allowed
    });
    let unused = by_file.into_values().flatten().filter(|(_, used)| !used);
    faults.extend(unused.map(|(entry, _)| {
        let (lint, at) = entry.written;
        let message = format!("this place does not have the warning {}", entry.lint);
        Diagnostic::new(Code::StaleAllow, &entry.file.path, lint, message)
            .help("remove the entry if the warning was fixed; otherwise correct `lint` or `at`")
            .also(at, "the place")
    }));
}
