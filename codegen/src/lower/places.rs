//! Where each part of the model comes from in the schema files.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    diagnostic::{FileSpan, Span},
    model::{Model, TypeName},
    syntax::{
        File,
        node::{Key, Node},
        path::SchemaPath,
    },
};

/// A part of the model that diagnostics and errata can be about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Field(TypeName, String),
    Choice(TypeName),
    Variant(TypeName, usize),
    Object(TypeName),
    Enum(TypeName),
    EnumValue(TypeName, String),
    Scalar(TypeName),
    Endpoint(String),
    Event(String),
    Page(String),
    Area(String),
    Vendor(String),
    ErrorCode(String, i64),
}

/// The entry of a file that a part of the model was lowered from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'a> {
    pub(crate) file: &'a File,
    pub(crate) key: &'a Key,
    pub(crate) node: &'a Node,
}

impl<'a> Site<'a> {
    /// A span of its file.
    pub(crate) fn span(self, span: Span) -> FileSpan<'a> {
        FileSpan::new(&self.file.path, span)
    }

    /// The span of its key.
    pub(crate) fn key_span(self) -> FileSpan<'a> {
        self.span(self.key.span)
    }

    /// The span of the value of one of its keys, or of its own key if it does not have that one.
    pub(crate) fn value_span(self, key: &str) -> FileSpan<'a> {
        self.span(self.node.get(key).map_or(self.key.span, |value| value.span))
    }
}

/// The parts of the model with their sites.
#[derive(Debug, Default)]
pub(crate) struct Places<'a> {
    sites: BTreeMap<Arc<Place>, Site<'a>>,
    /// By file and the first byte of the key.
    keys: BTreeMap<(&'a str, usize), Arc<Place>>,
}

impl<'a> Places<'a> {
    pub(super) fn insert(&mut self, place: Place, site: Site<'a>) {
        let place = Arc::new(place);
        self.keys.insert((&site.file.path, site.key.span.start), Arc::clone(&place));
        self.sites.insert(place, site);
    }

    /// The site of a part of the model.
    pub(crate) fn of(&self, place: &Place) -> Option<Site<'a>> {
        self.sites.get(place).copied()
    }

    /// The site of a part of the model or, if an object inherits it, that of the same part of the object's base.
    pub(crate) fn source_of(&self, place: &Place, model: &Model) -> Option<Site<'a>> {
        let mut place = place.clone();
        loop {
            if let Some(site) = self.of(&place) {
                return Some(site);
            }
            let (Place::Field(name, _) | Place::Choice(name) | Place::Variant(name, _)) = &mut place else {
                return None;
            };
            *name = model.objects.get(name)?.from.as_ref()?.base.clone();
        }
    }

    /// The part of the model that was lowered from the entry with this key.
    pub(super) fn at<'s>(&'s self, file: &'s File, key: &Key) -> Option<&'s Place> {
        self.keys.get(&(file.path.as_str(), key.span.start)).map(Arc::as_ref)
    }

    /// The errata of a file that are about a part of the model.
    pub(crate) fn errata_of(&self, file: &'a File, place: &Place) -> impl Iterator<Item = &'a Node> {
        let entries = file.root.get("errata").map(Node::elements).unwrap_or_default();
        entries.iter().filter(move |entry| {
            let path = SchemaPath::parse(entry.get("at").and_then(Node::text).unwrap_or_default());
            path.find(&file.root).is_ok_and(|(key, _)| self.at(file, key) == Some(place))
        })
    }
}
