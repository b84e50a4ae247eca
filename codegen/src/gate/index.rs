//! The members of a message by path, as rows of tables name them.

use std::collections::BTreeMap;

use facts::Row;

use crate::{
    members::{WireKind, WireMember},
    model::{Encoding, Message, Type},
};

/// The members of a message, by path.
pub(super) struct Index<'a> {
    pub(super) members: Vec<WireMember<'a>>,
    by_path: BTreeMap<String, Vec<usize>>,
    /// In XML, the names of the elements within lists, by the paths of the lists.
    items: BTreeMap<String, &'a str>,
}

/// What a schema has at the path of a row.
pub(super) enum Found<'i, 'a> {
    Members(Vec<&'i WireMember<'a>>),
    /// Anything can be there.
    Anything,
    Nothing,
}

impl<'a> Index<'a> {
    pub(super) fn new(members: Vec<WireMember<'a>>, message: &Message) -> Self {
        let mut by_path: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut items = BTreeMap::new();
        for (at, member) in members.iter().enumerate() {
            by_path.entry(member.path.clone()).or_default().push(at);
            let item = match member.kind {
                WireKind::Field(field) => field.item.as_deref(),
                WireKind::Selected(_, field) => field.item.as_deref(),
                _ => None,
            };
            if let Some(item) = item.filter(|_| message.encoding == Encoding::Xml) {
                items.insert(member.path.clone(), item);
            }
        }
        Self { members, by_path, items }
    }

    pub(super) fn find(&self, path: &str) -> Found<'_, 'a> {
        let members = self.at(path);
        if !members.is_empty() {
            return Found::Members(members);
        }
        let is_free = |member: &&WireMember<'_>| {
            let has_elements = member.model_type().is_some_and(|ty| matches!(ty, Type::Map(_) | Type::List(_)));
            let is_any = member.ty.is_none() && member.is_own();
            let is_map = matches!(member.model_type(), Some(Type::Map(_)));
            member.is_open
                || is_any
                || is_map && is_entry(path, &member.path)
                || has_elements && path.strip_prefix(&member.path) == Some(".*")
        };
        match prefixes(path).any(|prefix| self.at(prefix).iter().any(is_free)) {
            true => Found::Anything,
            false => Found::Nothing,
        }
    }

    /// The members at a path, in which entries of maps may have their own names.
    pub(super) fn at(&self, path: &str) -> Vec<&WireMember<'a>> {
        let path = self.without_items(path);
        let exact = self.by_path.get(&path);
        let free = || {
            let paths = self.by_path.iter().filter(|(known, _)| known.contains('*'));
            paths.filter(|(known, _)| fits(known, &path)).flat_map(|(_, members)| members)
        };
        let found: Vec<usize> = exact.map_or_else(|| free().copied().collect(), Clone::clone);
        found.into_iter().map(|at| &self.members[at]).collect()
    }

    /// A path without the names of the elements within lists.
    fn without_items(&self, path: &str) -> String {
        if self.items.is_empty() {
            return path.to_owned();
        }
        let mut plain = String::new();
        for name in path.split('.') {
            if self.items.get(&plain).is_some_and(|item| *item == name) {
                continue;
            }
            plain = if plain.is_empty() { name.to_owned() } else { format!("{plain}.{name}") };
        }
        plain
    }

    /// The paths, each with a dot at its end, of the objects that have most of the members of a type, and at least half.
    pub(super) fn mounts(&self, rows: &[&Row]) -> Vec<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            let mounts = self.by_path.keys().filter_map(|path| path.strip_suffix(row.path.as_str()));
            for mount in mounts.filter(|mount| mount.is_empty() || mount.ends_with('.')) {
                *counts.entry(mount).or_default() += 1;
            }
        }
        let most = counts.values().copied().max().unwrap_or_default();
        let best = counts.into_iter().filter(|(_, count)| *count == most && 2 * most >= rows.len());
        best.map(|(mount, _)| mount.to_owned()).collect()
    }
}

/// Whether a path is that of an entry of a map.
fn is_entry(path: &str, map: &str) -> bool {
    path.strip_prefix(map).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| !rest.contains('.'))
}

/// Whether a path of the schema, in which `*` is any name, is that of a row.
fn fits(known: &str, path: &str) -> bool {
    let (known, path) = (known.split('.'), path.split('.'));
    known.clone().count() == path.clone().count() && known.zip(path).all(|(known, name)| known == "*" || known == name)
}

/// The paths of the objects around a member, the nearest first.
pub(super) fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('.').map(|(at, _)| &path[..at])
}
