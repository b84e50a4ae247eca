//! Which named types there are, and where each lives.
//!
//! What `vendor.yaml` declares lives in the vendor's scope. What a page declares lives with the endpoint that uses it or,
//! if several do, in the page's area.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use crate::{
    diagnostic::{Code, Diagnostic, Related, Span},
    model::{Primitive, Type, TypeName},
    naming,
    syntax::{
        File, Page,
        describe::listed,
        meant,
        node::{Key, Kind, Node},
        unseen,
    },
};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Scalar,
    Enum,
    Object,
}

const SORTS: [(&str, Sort); 3] = [("scalars", Sort::Scalar), ("enums", Sort::Enum), ("types", Sort::Object)];

/// A named type as it was declared.
#[derive(Clone, Debug)]
pub(super) struct Declared<'a> {
    pub(super) sort: Sort,
    pub(super) name: TypeName,
    pub(super) file: &'a File,
    pub(super) key: &'a Key,
    pub(super) node: &'a Node,
}

impl Declared<'_> {
    fn ty(&self) -> Type {
        match self.sort {
            Sort::Scalar => Type::Scalar(self.name.clone()),
            Sort::Enum => Type::Enum(self.name.clone()),
            Sort::Object => Type::Object(self.name.clone()),
        }
    }
}

/// Named types by their names.
pub(super) type Names<'a> = BTreeMap<&'a str, Declared<'a>>;

/// All named types.
#[derive(Debug, Default)]
pub(super) struct Scopes<'a> {
    pub(super) vendors: BTreeMap<&'a str, Names<'a>>,
    /// In the order of the pages.
    pub(super) pages: Vec<Names<'a>>,
}

impl<'a> Scopes<'a> {
    /// What can be seen from a file of a vendor: a page, if `page` is its number.
    pub(super) fn seen<'s>(&'s self, vendor: &'s str, page: Option<usize>) -> Seen<'s, 'a> {
        Seen { scopes: self, vendor, page }
    }

    /// Every declaration with what can be seen from it.
    pub(super) fn all<'s>(&'s self, pages: &'s [Page]) -> impl Iterator<Item = (Seen<'s, 'a>, &'s Declared<'a>)> {
        let vendors = self
            .vendors
            .iter()
            .flat_map(|(vendor, names)| names.values().map(|declared| (self.seen(vendor, None), declared)));
        let pages = self.pages.iter().enumerate().flat_map(move |(at, names)| {
            names.values().map(move |declared| (self.seen(&pages[at].vendor, Some(at)), declared))
        });
        vendors.chain(pages)
    }
}

/// What can be seen from one file.
#[derive(Clone, Copy)]
pub(super) struct Seen<'s, 'a> {
    scopes: &'s Scopes<'a>,
    vendor: &'s str,
    page: Option<usize>,
}

impl<'s, 'a> Seen<'s, 'a> {
    /// The declaration of a name: the page's, else the vendor's.
    pub(super) fn find(&self, name: &str) -> Option<&'s Declared<'a>> {
        let page = self.page.and_then(|page| self.scopes.pages[page].get(name));
        page.or_else(|| self.scopes.vendors.get(self.vendor)?.get(name))
    }

    /// The declaration of an enum of another vendor: `wecom.AddWay`.
    pub(super) fn find_foreign(&self, name: &str) -> Option<&'s Declared<'a>> {
        let (vendor, name) = name.split_once('.')?;
        self.scopes.vendors.get(vendor)?.get(name)
    }

    /// What can be seen from the file of a declaration that was found from here.
    pub(super) fn within_file_of(&self, found: &'s Declared<'a>) -> Self {
        match found.name.scope.contains('.') {
            true => *self,
            false => Self { scopes: self.scopes, vendor: &found.name.scope, page: None },
        }
    }

    /// A declaration of a name that cannot be seen from here.
    pub(super) fn elsewhere(&self, name: &str) -> Option<&'s Declared<'a>> {
        let name = name.rsplit_once('.').map_or(name, |(_, name)| name);
        let pages = self.scopes.pages.iter().filter_map(|names| names.get(name));
        pages.chain(self.scopes.vendors.values().filter_map(|names| names.get(name))).next()
    }

    /// The vendor whose file this is.
    pub(super) fn vendor(&self) -> &'s str {
        self.vendor
    }

    /// Every enum that another one can be derived from here, by the name that it has here.
    pub(super) fn bases(&self) -> Vec<String> {
        let enums = |names: &&'s Names<'a>| -> Vec<&'s str> {
            names.iter().filter(|(_, declared)| declared.sort == Sort::Enum).map(|(name, _)| *name).collect()
        };
        let page = self.page.map(|page| &self.scopes.pages[page]);
        let own = page.into_iter().chain(self.scopes.vendors.get(self.vendor));
        let own = own.flat_map(|names| enums(&names)).map(str::to_owned);
        let foreign = self
            .scopes
            .vendors
            .iter()
            .filter(|(vendor, _)| **vendor != self.vendor)
            .flat_map(|(vendor, names)| enums(&names).into_iter().map(move |name| format!("{vendor}.{name}")));
        own.chain(foreign).collect()
    }

    /// Every name that can be seen.
    pub(super) fn names(&self) -> Vec<&'s str> {
        let page = self.page.map(|page| &self.scopes.pages[page]);
        let vendor = self.scopes.vendors.get(self.vendor);
        page.into_iter().chain(vendor).flat_map(|names| names.keys().copied()).collect()
    }
}

impl<'a> Lowering<'a> {
    /// Finds every declaration and where it lives.
    pub(super) fn declare(&mut self) -> Scopes<'a> {
        let syntax = self.syntax;
        let mut scopes = Scopes::default();
        for (vendor, file) in &syntax.vendors {
            let names = self.names(file, vendor, None);
            scopes.vendors.insert(vendor, names);
        }
        for page in &syntax.pages {
            let names = self.names(&page.file, &page.scope(), scopes.vendors.get(page.vendor.as_str()));
            scopes.pages.push(names);
        }
        for (at, page) in syntax.pages.iter().enumerate() {
            self.settle(page, &mut scopes.pages[at]);
        }
        for names in scopes.vendors.values().chain(&scopes.pages) {
            let faulty =
                names.values().filter(|declared| declared.file.is_faulty_within(declared.key.entry(declared.node)));
            self.broken.extend(faulty.map(|declared| declared.name.to_string()));
        }
        scopes
    }

    fn names(&mut self, file: &'a File, scope: &str, above: Option<&Names<'a>>) -> Names<'a> {
        let mut names = Names::new();
        for (section, sort) in SORTS {
            for (key, node) in file.root.get(section).map(Node::entries).unwrap_or_default() {
                if !naming::is_free_type(&key.text) {
                    self.broken.insert(key.text.clone());
                    let message = format!("`{}` means something else in Rust", key.text);
                    let help = format!(
                        "choose another name, such as `{}{}`",
                        naming::vendor_type(scope_vendor(scope)),
                        key.text
                    );
                    self.add(Code::BadName, file, key.span, message).help = Some(help);
                    continue;
                }
                let other = names.get(key.text.as_str()).or_else(|| above?.get(key.text.as_str()));
                if let Some(other) = other {
                    let fault = clash(file, key, other);
                    self.fault(fault);
                    continue;
                }
                let name = TypeName::new(scope, &key.text);
                if file.is_faulty_within(key.entry(node)) {
                    // A name that is none is looked for as it should be, too.
                    self.broken.extend([key.text.clone(), naming::upper_camel([key.text.as_str()])]);
                }
                names.insert(&key.text, Declared { sort, name, file, key, node });
            }
        }
        names
    }

    /// Moves each of a page's names to the one endpoint that uses it.
    fn settle(&mut self, page: &'a Page, names: &mut Names<'a>) {
        let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (endpoint, node) in page.file.root.get("endpoints").map(Node::entries).unwrap_or_default() {
            let mut todo = Vec::new();
            for part in ["query", "headers", "body", "response"] {
                node.get(part).into_iter().for_each(|fields| types_in(fields, &mut todo));
            }
            while let Some(name) = todo.pop() {
                let Some((&name, declared)) = names.get_key_value(name) else { continue };
                if users.entry(name).or_default().insert(&endpoint.text) {
                    names_in(declared, &mut todo);
                }
            }
        }
        for (name, declared) in names {
            match users.get(name).map(|users| users.iter().collect::<Vec<_>>()).as_deref() {
                Some([endpoint]) => declared.name.scope = format!("{}.{endpoint}", declared.name.scope),
                Some(_) => {}
                None => {
                    let message = format!("nothing uses `{name}`");
                    self.add(Code::UnusedType, declared.file, declared.key.span, message).help =
                        Some("remove it, or name it as the `type` of the field that it was made for".to_owned());
                }
            }
        }
    }

    /// The type that a node names.
    pub(super) fn ty(&mut self, seen: Seen<'_, 'a>, file: &File, node: &Node) -> Option<Type> {
        match &node.kind {
            Kind::List(elements) => self.ty(seen, file, elements.first()?).map(|of| Type::List(Box::new(of))),
            Kind::Map(entries) => self.ty(seen, file, &entries.first()?.1).map(|of| Type::Map(Box::new(of))),
            _ => self.named_type(seen, file, node.text()?, node.span),
        }
    }

    fn named_type(&mut self, seen: Seen<'_, 'a>, file: &File, name: &str, span: Span) -> Option<Type> {
        if let Some(primitive) = Primitive::ALL.into_iter().find(|primitive| primitive.as_str() == name) {
            return Some(Type::Primitive(primitive));
        }
        if let Some(declared) = seen.find(name) {
            return Some(declared.ty());
        }
        if self.syntax.is_doubtful_vendor(seen.vendor) || self.broken.contains(name) {
            return None;
        }
        let known = seen.names().into_iter().chain(Primitive::ALL.map(Primitive::as_str));
        let elsewhere = seen.elsewhere(name);
        let help = match (meant::ty(name), elsewhere, naming::nearest(name, known)) {
            (Some(meant), ..) => meant.to_owned(),
            (None, Some(other), _) => match other.file.path.split('/').next() == Some(seen.vendor) {
                true => "move the declaration to vendor.yaml, where all pages of the vendor see it".to_owned(),
                false => "declare it for this vendor as well: vendors share no types".to_owned(),
            },
            (None, None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None, None) => format!(
                "it can be {}, `[T]` or `{{ string: T }}`; or declare it under `scalars`, `enums` or `types`, here or in vendor.yaml",
                listed(&Primitive::ALL.map(Primitive::as_str))
            ),
        };
        let unseen = unseen::unseen(name).map(|why| format!(": {why}")).unwrap_or_default();
        let fault = self.add(Code::UnknownType, file, span, format!("there is no type `{name}`{unseen}"));
        fault.help = Some(help);
        if let Some(other) = elsewhere {
            let related =
                Related { file: other.file.path.clone(), span: other.key.span, message: "declared here".to_owned() };
            fault.related.push(related);
        }
        None
    }
}

fn clash(file: &File, key: &Key, other: &Declared<'_>) -> Diagnostic {
    let message = format!("`{}` is declared twice", key.text);
    let help = match other.file.path == file.path {
        true => "rename one of the two",
        false => "use the one that is there already, or rename this one",
    };
    Diagnostic::new(Code::NameClash, &file.path, key.span, message).help(help).also_in(
        &other.file.path,
        other.key.span,
        "first here",
    )
}

/// The vendor that a scope belongs to.
fn scope_vendor(scope: &str) -> &str {
    scope.split('.').next().unwrap_or(scope)
}

/// The names that a declaration needs.
fn names_in<'a>(declared: &Declared<'a>, names: &mut Vec<&'a str>) {
    match declared.sort {
        Sort::Object => types_in(declared.node, names),
        Sort::Enum => names.extend(declared.node.get("from").and_then(Node::text)),
        Sort::Scalar => {}
    }
}

/// The names of types in a map of fields, inline objects included.
fn types_in<'a>(fields: &'a Node, names: &mut Vec<&'a str>) {
    for (key, field) in fields.entries() {
        if key.text.starts_with('$') {
            continue;
        }
        let variants = field.get("of").map(Node::entries).unwrap_or_default();
        for node in variants.iter().map(|(_, variant)| variant).chain([field]) {
            node.get("type").into_iter().for_each(|ty| names_of_type(ty, names));
            for inline in ["object", "objects"] {
                node.get(inline).into_iter().for_each(|fields| types_in(fields, names));
            }
        }
    }
}

fn names_of_type<'a>(ty: &'a Node, names: &mut Vec<&'a str>) {
    names.extend(ty.text());
    ty.elements().iter().for_each(|of| names_of_type(of, names));
    ty.entries().iter().for_each(|(_, of)| names_of_type(of, names));
}
