//! The state of lowering, and how values are read from nodes.

use std::collections::{BTreeMap, BTreeSet};

use super::places::{Place, Places, Site};
use crate::{
    diagnostic::{Code, Diagnostic, FileSpan, Span},
    model::{Model, TypeName},
    syntax::{
        File, Syntax,
        node::{Key, Kind, Node},
    },
};

/// An entry of `adds`.
#[derive(Clone, Copy)]
pub(super) struct Addition<'a> {
    /// The index of the page.
    pub(super) page: usize,
    pub(super) key: &'a Key,
    pub(super) fields: &'a Node,
}

/// The state of lowering.
pub(super) struct Lowering<'a> {
    pub(super) syntax: &'a Syntax,
    pub(super) faults: Vec<Diagnostic>,
    pub(super) model: Model,
    /// The names of types that are in use, and where they were declared.
    pub(super) taken: BTreeMap<TypeName, FileSpan<'a>>,
    /// Names of types with faults. What follows from those is not reported.
    pub(super) broken: BTreeSet<String>,
    /// The declared objects that are being lowered: a circle of `$from` leads back to one of them.
    pub(super) lowering: Vec<TypeName>,
    /// The derived objects, each after the one that it is derived from.
    pub(super) derived: Vec<TypeName>,
    /// What pages add to declared objects that are not lowered yet.
    pub(super) added_to: BTreeMap<TypeName, Vec<Addition<'a>>>,
    /// What pages add to other objects.
    pub(super) added_elsewhere: Vec<Addition<'a>>,
    /// The paths of all examples that pages list.
    pub(super) listed_examples: BTreeSet<String>,
    pub(super) places: Places<'a>,
}

impl<'a> Lowering<'a> {
    pub(super) fn report(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    /// Reserves the name of a type. If it is in use in its scope, that is reported.
    pub(super) fn reserve(&mut self, name: &TypeName, file: &'a File, span: Span, help: &str) -> bool {
        if let Some(other) = self.taken.get(name).copied() {
            let message = format!("there is another type `{}` in `{}`", name.name, name.scope);
            let fault = Diagnostic::new(Code::NameClash, &file.path, span, message);
            self.report(fault.help(help).also_in(other, "the other one"));
            return false;
        }
        self.taken.insert(name.clone(), FileSpan::new(&file.path, span));
        true
    }

    /// Records where a part of the model comes from.
    pub(super) fn place(&mut self, file: &'a File, key: &'a Key, node: &'a Node, place: Place) {
        self.places.insert(place, Site { file, key, node });
    }
}

/// What to do about two types of one name in a vendor or an area.
pub(super) fn share(scope: &str) -> String {
    let file = if scope.contains('.') { "area.yaml" } else { "vendor.yaml" };
    format!(
        "if they are the same, declare it once in {file}, where several pages see it; otherwise rename one of the two"
    )
}

/// The text behind a key.
pub(super) fn text(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::text).map(|text| text.trim().to_owned())
}

/// Whether a key is `true`.
pub(super) fn flag(node: &Node, key: &str) -> bool {
    node.get(key).is_some_and(|value| value.kind == Kind::Bool(true))
}

/// The texts of a list behind a key, with their positions.
pub(super) fn texts<'n>(node: &'n Node, key: &str) -> Vec<(&'n str, Span)> {
    let elements = node.get(key).map(Node::elements).unwrap_or_default();
    elements.iter().filter_map(|element| element.text().map(|text| (text, element.span))).collect()
}
