//! Splits schemas into parts, one for each vendor, that can be loaded one after the other.
//!
//! All that a vendor needs of others are the enums that it derives its own from (`from: wecom.AddWay`), and all that its
//! lints need to know of others is which of its enums these derive theirs from. Both are found by searching the texts, so
//! that a vendor can be skipped without parsing its files. What was found is compared with the syntax later.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::TypeName,
    source::Source,
    syntax::{LANGUAGE, LEDGER, Syntax, is_facts, node::Node},
};

/// The enums of other vendors that each vendor derives its own from, by the vendor's name: `wecom.AddWay`.
pub type Derivations = BTreeMap<String, BTreeSet<String>>;

/// The files of schemas by vendor.
#[derive(Debug)]
pub struct Vendors<'s> {
    /// By the names of the vendors' folders, in the order of their paths.
    files: BTreeMap<&'s str, Vec<&'s Source>>,
    ledger: Option<&'s Source>,
}

/// The files of one vendor, and what it needs of others.
#[derive(Debug)]
pub struct Part<'s> {
    pub(crate) vendor: &'s str,
    /// Its own files and the ledger.
    pub(crate) files: Vec<&'s Source>,
    /// The files of other vendors that declare the enums which it derives its own from, directly or not.
    pub(crate) bases: Vec<&'s Source>,
    derives: BTreeSet<String>,
    pub(crate) derived_elsewhere: BTreeSet<String>,
}

impl<'s> Vendors<'s> {
    /// Splits schemas; `None` if a file belongs to no vendor, which is an error.
    #[must_use]
    pub fn split(sources: &'s [Source]) -> Option<Self> {
        let mut vendors = Self { files: BTreeMap::new(), ledger: None };
        for source in sources.iter().filter(|source| source.path != LANGUAGE) {
            match source.path.split_once('/') {
                Some((vendor, _)) => vendors.files.entry(vendor).or_default().push(source),
                None if source.path == LEDGER => vendors.ledger = Some(source),
                None => return None,
            }
        }
        vendors.files.values_mut().for_each(|files| files.sort_by(|a, b| a.path.cmp(&b.path)));
        Some(vendors)
    }

    /// The names of the vendors.
    pub fn names(&self) -> impl Iterator<Item = &'s str> {
        self.files.keys().copied()
    }

    /// What each vendor derives its enums from. `named` returns the names of a file's [`named`].
    #[must_use]
    pub fn derivations(&self, named: impl Fn(&Source) -> BTreeSet<String>) -> Derivations {
        let derived = |(vendor, files): (&&str, &Vec<&Source>)| {
            let is_of_other = |name: &String| {
                let other = name.split_once('.').map_or("", |(other, _)| other);
                other != *vendor && self.files.contains_key(other)
            };
            let names = files.iter().flat_map(|file| named(file)).filter(is_of_other);
            ((*vendor).to_owned(), names.collect())
        };
        self.files.iter().map(derived).collect()
    }

    /// The part of a vendor, with the [`derivations`](Self::derivations) of all vendors.
    #[must_use]
    pub fn part(&self, vendor: &str, derivations: &Derivations) -> Option<Part<'s>> {
        let (vendor, files) = self.files.get_key_value(vendor)?;
        let of = |vendor: &str| derivations.get(vendor).into_iter().flatten();
        let (mut bases, mut todo) = (BTreeSet::new(), vec![*vendor]);
        while let Some(next) = todo.pop() {
            let named = of(next).filter_map(|name| name.split_once('.').map(|(other, _)| other));
            todo.extend(named.filter(|other| other != vendor && bases.insert(*other)));
        }
        let declaring = bases.iter().filter_map(|base| self.files.get(base)).flatten();
        let declaring = declaring.filter(|file| is_beside_vendor(&file.path));
        let others = derivations.iter().filter(|(other, _)| other != vendor).flat_map(|(_, names)| names);
        let is_own = |name: &&String| name.split_once('.').is_some_and(|(of, _)| of == *vendor);
        Some(Part {
            vendor,
            files: files.iter().copied().chain(self.ledger).collect(),
            bases: declaring.copied().collect(),
            derives: of(vendor).cloned().collect(),
            derived_elsewhere: others.filter(is_own).cloned().collect(),
        })
    }
}

impl<'s> Part<'s> {
    /// The vendor's name.
    #[must_use]
    pub fn vendor(&self) -> &'s str {
        self.vendor
    }

    /// All files that the result depends on.
    pub fn sources(&self) -> impl Iterator<Item = &'s Source> {
        self.files.iter().chain(&self.bases).copied()
    }

    /// The enums of the vendor that others derive theirs from: the lints depend on these, too.
    #[must_use]
    pub fn derived_elsewhere(&self) -> &BTreeSet<String> {
        &self.derived_elsewhere
    }

    /// Whether a diagnostic about a file is reported for this part: not if it is about another vendor's.
    pub(crate) fn reports(&self, path: &str) -> bool {
        path.split_once('/').is_none_or(|(vendor, _)| vendor == self.vendor)
    }

    /// Whether a type is declared by this vendor, and not by one that it derives enums from.
    pub(crate) fn has(&self, name: &TypeName) -> bool {
        name.scope.split('.').next() == Some(self.vendor)
    }

    /// Whether the files of the part derive enums from just those that were found by searching their texts.
    pub(crate) fn is_as_found(&self, syntax: &Syntax) -> bool {
        let declared = syntax.files().filter_map(|file| file.root.get("enums")).flat_map(Node::entries);
        let from = declared.filter_map(|(_, node)| node.get("from")?.text());
        let of_other = |name: &&str| name.split_once('.').is_some_and(|(vendor, _)| vendor != self.vendor);
        from.filter(of_other).map(str::to_owned).collect::<BTreeSet<_>>() == self.derives
    }
}

/// Whether a file may declare types.
fn is_page(path: &str) -> bool {
    path.ends_with(".yaml") && !is_facts(path)
}

/// Whether other vendors can see the enums that a file declares: they see what all files of its vendor see.
fn is_beside_vendor(path: &str) -> bool {
    is_page(path) && path.matches('/').count() == 1 && !path.ends_with("/errors.yaml")
}

/// The names with a dot that follow `from:` in a file, on the same line: `wecom.AddWay`.
#[must_use]
pub fn named(source: &Source) -> BTreeSet<String> {
    let text = std::str::from_utf8(&source.bytes).ok().filter(|_| is_page(&source.path));
    let names = text.into_iter().flat_map(|text| text.split("from:").skip(1)).map(|rest| {
        let rest = rest.trim_start_matches([' ', '\t', '"', '\'']);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
        &rest[..end]
    });
    names.filter(|name| name.contains('.')).map(str::to_owned).collect()
}
