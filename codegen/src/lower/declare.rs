//! Finds the declared types and the module in which each of them is emitted.
//!
//! Types of `vendor.yaml` belong to the vendor's module. Types of a page belong to the module of the endpoint that uses
//! them or, if several endpoints do, to that of the page's area.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    lowering::Lowering,
    scope::{Declarations, Declared, Scopes, Sort, Visible},
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Primitive, Type, TypeName},
    naming,
    syntax::{
        File, Page,
        describe::{listed, reserved},
        meant,
        node::{Key, Kind, Node},
        path::PARTS,
        unseen,
    },
};

/// The sections of a file that declare types.
const SECTIONS: [(&str, Sort); 3] = [("scalars", Sort::Scalar), ("enums", Sort::Enum), ("types", Sort::Object)];

impl<'a> Lowering<'a> {
    /// Finds all declarations and the modules that they belong to.
    pub(super) fn declare(&mut self) -> Scopes<'a> {
        let syntax = self.syntax;
        let mut scopes = Scopes::default();
        for (vendor, file) in &syntax.vendors {
            let types = self.declarations(file, vendor, None);
            scopes.vendors.insert(vendor, types);
        }
        for page in &syntax.pages {
            let types = self.declarations(&page.file, &page.scope(), scopes.vendors.get(page.vendor.as_str()));
            scopes.pages.push(types);
        }
        for (page, types) in syntax.pages.iter().zip(&mut scopes.pages) {
            self.assign_modules(page, types);
        }
        for types in scopes.vendors.values().chain(&scopes.pages) {
            let faulty =
                types.values().filter(|declared| declared.file.is_faulty_within(declared.key.entry(declared.node)));
            self.broken.extend(faulty.map(|declared| declared.name.to_string()));
        }
        scopes
    }

    /// The declarations of a file; `above` are those of its vendor.
    fn declarations(&mut self, file: &'a File, scope: &str, above: Option<&Declarations<'a>>) -> Declarations<'a> {
        let mut types = Declarations::new();
        for (section, sort) in SECTIONS {
            for (key, node) in file.root.get(section).map(Node::entries).unwrap_or_default() {
                if !naming::is_free_type(&key.text) {
                    self.broken.insert(key.text.clone());
                    let vendor = scope.split('.').next().unwrap_or(scope);
                    let message = reserved(&key.text);
                    let help = format!("choose another name, such as `{}{}`", naming::vendor_type(vendor), key.text);
                    self.report(Diagnostic::new(Code::BadName, &file.path, key.span, message).help(help));
                    continue;
                }
                if let Some(other) = types.get(key.text.as_str()).or_else(|| above?.get(key.text.as_str())) {
                    let fault = declared_twice(file, key, other);
                    self.report(fault);
                    continue;
                }
                let name = TypeName::new(scope, &key.text);
                if file.is_faulty_within(key.entry(node)) {
                    // Where a misspelt name is used, it may be spelt correctly.
                    self.broken.extend([key.text.clone(), naming::upper_camel([key.text.as_str()])]);
                }
                types.insert(&key.text, Declared { sort, name, file, key, node });
            }
        }
        types
    }

    /// Moves each type of a page that only one endpoint uses to the endpoint's module.
    fn assign_modules(&mut self, page: &'a Page, types: &mut Declarations<'a>) {
        let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (endpoint, node) in page.file.root.get("endpoints").map(Node::entries).unwrap_or_default() {
            let mut todo = Vec::new();
            for part in PARTS {
                node.get(part).into_iter().for_each(|fields| types_in(fields, &mut todo));
            }
            while let Some(name) = todo.pop() {
                let Some((&name, declared)) = types.get_key_value(name) else { continue };
                if users.entry(name).or_default().insert(&endpoint.text) {
                    types_of(declared, &mut todo);
                }
            }
        }
        for (name, declared) in types {
            match users.get(name).map(|users| users.iter().collect::<Vec<_>>()).as_deref() {
                Some([endpoint]) => declared.name.scope = format!("{}.{endpoint}", declared.name.scope),
                Some(_) => {}
                None => {
                    let message = format!("nothing uses `{name}`");
                    let help = "remove it, or use it as the `type` of the field that it was made for";
                    let Declared { file, key, .. } = declared;
                    self.report(Diagnostic::new(Code::UnusedType, &file.path, key.span, message).help(help));
                }
            }
        }
    }

    /// The type that a node names.
    pub(super) fn ty(&mut self, visible: Visible<'_, 'a>, file: &File, node: &Node) -> Option<Type> {
        match &node.kind {
            Kind::List(elements) => self.ty(visible, file, elements.first()?).map(|of| Type::List(Box::new(of))),
            Kind::Map(entries) => self.ty(visible, file, &entries.first()?.1).map(|of| Type::Map(Box::new(of))),
            _ => self.named_type(visible, file, node.text()?, node.span),
        }
    }

    fn named_type(&mut self, visible: Visible<'_, 'a>, file: &File, name: &str, span: Span) -> Option<Type> {
        if let Some(primitive) = Primitive::ALL.into_iter().find(|primitive| primitive.as_str() == name) {
            return Some(Type::Primitive(primitive));
        }
        if let Some(declared) = visible.find(name) {
            return Some(declared.ty());
        }
        if self.syntax.is_incomplete_vendor(visible.vendor()) || self.broken.contains(name) {
            return None;
        }
        let known = visible.names().into_iter().chain(Primitive::ALL.map(Primitive::as_str));
        let elsewhere = visible.elsewhere(name);
        let help = match (meant::ty(name), elsewhere, naming::nearest(name, known)) {
            (Some(meant), ..) => meant.to_owned(),
            (None, Some(other), _) => match other.file.path.split('/').next() == Some(visible.vendor()) {
                true => "move the declaration to vendor.yaml, where all pages of the vendor can see it".to_owned(),
                false => "declare it for this vendor as well: vendors do not share types".to_owned(),
            },
            (None, None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None, None) => format!(
                "it can be {}, `[T]` or `{{ string: T }}`; or declare it under `scalars`, `enums` or `types`, here or in vendor.yaml",
                listed(&Primitive::ALL.map(Primitive::as_str))
            ),
        };
        let unseen = unseen::unseen(name).map(|why| format!(": {why}")).unwrap_or_default();
        let message = format!("there is no type `{name}`{unseen}");
        let fault = Diagnostic::new(Code::UnknownType, &file.path, span, message).help(help);
        self.report(fault.also_in(elsewhere.map(Declared::key_span), "declared here"));
        None
    }
}

fn declared_twice(file: &File, key: &Key, other: &Declared<'_>) -> Diagnostic {
    let message = format!("`{}` is declared twice", key.text);
    let help = match other.file.path == file.path {
        true => "rename one of the two",
        false => "use the existing one, or rename this one",
    };
    Diagnostic::new(Code::NameClash, &file.path, key.span, message).help(help).also_in(other.key_span(), "first here")
}

/// Adds the names of the types that a declaration needs.
fn types_of<'a>(declared: &Declared<'a>, names: &mut Vec<&'a str>) {
    match declared.sort {
        Sort::Object => types_in(declared.node, names),
        Sort::Enum => names.extend(declared.node.get("from").and_then(Node::text)),
        Sort::Scalar => {}
    }
}

/// Adds the names of the types in a map of fields, inline objects included.
fn types_in<'a>(fields: &'a Node, names: &mut Vec<&'a str>) {
    for (key, field) in fields.entries() {
        if key.text.starts_with('$') {
            continue;
        }
        let variants = field.get("of").map(Node::entries).unwrap_or_default();
        for node in variants.iter().map(|(_, variant)| variant).chain([field]) {
            node.get("type").into_iter().for_each(|ty| types_named_by(ty, names));
            for inline in ["object", "objects"] {
                node.get(inline).into_iter().for_each(|fields| types_in(fields, names));
            }
        }
    }
}

fn types_named_by<'a>(ty: &'a Node, names: &mut Vec<&'a str>) {
    names.extend(ty.text());
    ty.elements().iter().for_each(|of| types_named_by(of, names));
    ty.entries().iter().for_each(|(_, of)| types_named_by(of, names));
}
