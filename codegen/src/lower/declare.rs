//! Finds the declared types and the module in which each of them is emitted.
//!
//! Types of `vendor.yaml` belong to the vendor's module, those of `area.yaml` and of pages to the module of their area,
//! however many endpoints use them.

use super::{
    lowering::Lowering,
    scope::{Declarations, Declared, Scopes, Sort, Visible},
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Primitive, Type, TypeName},
    naming,
    syntax::{
        File,
        describe::{listed, reserved},
        meant,
        node::{Key, Kind, Node},
        unseen,
    },
};

/// The sections of a file that declare types.
const SECTIONS: [(&str, Sort); 3] = [("scalars", Sort::Scalar), ENUMS, ("types", Sort::Object)];

/// The section of enums: all that other vendors can see.
const ENUMS: (&str, Sort) = ("enums", Sort::Enum);

impl<'a> Lowering<'a> {
    /// Finds all declarations and the modules that they belong to.
    pub(super) fn declare(&mut self) -> Scopes<'a> {
        let syntax = self.syntax;
        let mut scopes = Scopes::default();
        let vendors = syntax.vendors.iter().chain(&syntax.areas).map(|(scope, file)| (scope.clone(), file));
        let described = syntax.pages.iter().filter(|page| page.is_shared()).map(|page| (page.scope(), &page.file));
        let mut shared: Vec<(String, &'a File)> = vendors.chain(described).collect();
        // What is around an area comes before it.
        shared.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (scope, file) in shared {
            self.declarations(file, &SECTIONS, &scope, &mut scopes, None);
        }
        for base in &syntax.bases {
            self.declarations(&base.file, &[ENUMS], &base.vendor, &mut scopes, None);
        }
        for (at, page) in syntax.pages.iter().enumerate() {
            scopes.pages.push(Declarations::new());
            if !page.is_shared() {
                self.declarations(&page.file, &SECTIONS, &page.scope(), &mut scopes, Some(at));
            }
        }
        for types in scopes.shared.values().chain(&scopes.pages) {
            let faulty =
                types.values().filter(|declared| declared.file.is_faulty_within(declared.key.entry(declared.node)));
            self.broken.extend(faulty.map(|declared| declared.name.to_string()));
        }
        scopes
    }

    /// Adds the declarations of a file: of the page with this index, or those that all files of a scope can see.
    fn declarations(
        &mut self,
        file: &'a File,
        sections: &[(&str, Sort)],
        scope: &str,
        scopes: &mut Scopes<'a>,
        page: Option<usize>,
    ) {
        for (section, sort) in sections.iter().copied() {
            for (key, node) in file.root.get(section).map(Node::entries).unwrap_or_default() {
                if !naming::is_free_type(&key.text) {
                    self.broken.insert(key.text.clone());
                    let vendor = scope.split('.').next().unwrap_or(scope);
                    let message = reserved(&key.text);
                    let help = format!("choose another name, such as `{}{}`", naming::vendor_type(vendor), key.text);
                    self.report(Diagnostic::new(Code::BadName, &file.path, key.span, message).help(help));
                    continue;
                }
                if let Some(other) = scopes.visible(scope, page).find(&key.text) {
                    let fault = declared_twice(file, key, other);
                    self.report(fault);
                    continue;
                }
                let name = TypeName::new(scope, &key.text);
                if file.is_faulty_within(key.entry(node)) {
                    // Where a misspelt name is used, it may be spelt correctly.
                    self.broken.extend([key.text.clone(), naming::upper_camel([key.text.as_str()])]);
                }
                let types = match page {
                    Some(page) => &mut scopes.pages[page],
                    None => scopes.shared.entry(scope.to_owned()).or_default(),
                };
                types.insert(&key.text, Declared { sort, name, file, key, node });
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
        if name == Type::FILE {
            return Some(Type::File);
        }
        if let Some(declared) = visible.find(name) {
            return Some(declared.ty());
        }
        if self.syntax.is_incomplete_around(visible.scope()) || self.broken.contains(name) {
            return None;
        }
        let known = visible.names().into_iter().chain(Type::built_in());
        let elsewhere = visible.elsewhere(name);
        let help = match (meant::notation(name), elsewhere, naming::nearest(name, known)) {
            (Some(meant), ..) => meant,
            (None, Some(other), _) => match other.file.path.split('/').next() == Some(visible.vendor()) {
                true => sharing(visible.scope(), &other.name.scope),
                false => "declare it for this vendor as well: vendors do not share types".to_owned(),
            },
            (None, None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None, None) => format!(
                "it can be {}, `[T]` or `{{ string: T }}`; or declare it under `scalars`, `enums` or `types`, here, in area.yaml or in vendor.yaml",
                listed(&Type::built_in())
            ),
        };
        let unseen = unseen::unseen(name).map(|why| format!(": {why}")).unwrap_or_default();
        let message = format!("there is no type `{name}`{unseen}");
        let fault = Diagnostic::new(Code::UnknownType, &file.path, span, message).help(help);
        self.report(fault.also_in(elsewhere.map(Declared::key_span), "declared here"));
        None
    }
}

/// Where to move a declaration so that pages of two areas can see it: the innermost area around both, or the vendor.
fn sharing(here: &str, there: &str) -> String {
    let common = naming::scopes_around(there).find(|around| naming::scopes_around(here).any(|scope| scope == *around));
    match common.filter(|common| common.contains('.')) {
        Some(area) => {
            let path = area.replace('.', "/");
            format!("move the declaration to {path}/area.yaml, where all pages of the area can see it")
        }
        None => "move the declaration to vendor.yaml, where all pages of the vendor can see it".to_owned(),
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
