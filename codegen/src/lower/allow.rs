//! Warnings that a file allows: a person has looked at them, and says why the schema is right.

use std::collections::BTreeMap;

use super::{
    Lowering,
    errata::{Lost, find},
    text,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    syntax::{File, node::Node},
};

/// An entry of `allow`.
pub(super) struct Allowed<'a> {
    file: &'a File,
    lint: String,
    /// The part of the file that it speaks about.
    part: Span,
    /// Where the entry names the warning and the place.
    named: (Span, Span),
}

impl<'a> Lowering<'a> {
    /// What is allowed. Paths that lead nowhere are reported.
    pub(super) fn allowed(&mut self) -> Vec<Allowed<'a>> {
        let syntax = self.syntax;
        let mut allowed = Vec::new();
        for file in syntax.vendors.values().chain(syntax.pages.iter().map(|page| &page.file)) {
            for entry in file.root.get("allow").map(Node::elements).unwrap_or_default() {
                let (Some(lint), Some(at)) = (entry.get("lint"), entry.get("at")) else { continue };
                match find(&file.root, at.text().unwrap_or_default()) {
                    Ok((key, node)) => allowed.push(Allowed {
                        file,
                        lint: text(entry, "lint").unwrap_or_default(),
                        part: key.entry(node),
                        named: (lint.span, at.span),
                    }),
                    Err(Lost { part, .. }) if file.is_faulty_around(part) => {}
                    Err(lost) => self.fault(lost.fault(file, at)),
                }
            }
        }
        allowed
    }
}

/// Removes the warnings that are allowed, and adds one for each entry that allows nothing.
pub(super) fn allow(allowed: &[Allowed<'_>], faults: &mut Vec<Diagnostic>) {
    let covers =
        |entry: &Allowed<'_>, fault: &Diagnostic| fault.code.id() == entry.lint && entry.part.contains(fault.span);
    let mut by_file: BTreeMap<&str, Vec<&Allowed<'_>>> = BTreeMap::new();
    allowed.iter().for_each(|entry| by_file.entry(&entry.file.path).or_default().push(entry));
    let mut found: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    faults.iter().for_each(|fault| found.entry(&fault.file).or_default().push(fault));
    let found = |entry: &&Allowed<'_>| {
        found.get(entry.file.path.as_str()).into_iter().flatten().any(|fault| covers(entry, fault))
    };
    let stale: Vec<Diagnostic> = allowed
        .iter()
        .filter(|entry| !found(entry))
        .map(|entry| {
            let (lint, at) = entry.named;
            let message = format!("there is no {} at this place", entry.lint);
            let fault = Diagnostic::new(Code::StaleAllow, &entry.file.path, lint, message);
            fault.help("remove the entry: what it allowed was mended").also(at, "the place")
        })
        .collect();
    faults.retain(|fault| {
        let mut entries = by_file.get(fault.file.as_str()).into_iter().flatten();
        !entries.any(|entry| covers(entry, fault))
    });
    faults.extend(stale);
}
