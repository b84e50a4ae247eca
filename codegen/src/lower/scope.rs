//! Named types by the scopes that declare them, and which of them a file can see.

use std::collections::BTreeMap;

use crate::{
    diagnostic::FileSpan,
    model::{Type, TypeName},
    naming,
    syntax::{
        File,
        node::{Key, Node},
    },
};

/// The sort of type that a name refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Scalar,
    Enum,
    Object,
}

/// A named type as it was declared.
#[derive(Clone, Debug)]
pub(super) struct Declared<'a> {
    pub(super) sort: Sort,
    pub(super) name: TypeName,
    pub(super) file: &'a File,
    pub(super) key: &'a Key,
    pub(super) node: &'a Node,
}

impl<'a> Declared<'a> {
    pub(super) fn ty(&self) -> Type {
        match self.sort {
            Sort::Scalar => Type::Scalar(self.name.clone()),
            Sort::Enum => Type::Enum(self.name.clone()),
            Sort::Object => Type::Object(self.name.clone()),
        }
    }

    /// The span of its name.
    pub(super) fn key_span(&self) -> FileSpan<'a> {
        FileSpan::new(&self.file.path, self.key.span)
    }
}

/// The types that one file declares, by name.
pub(super) type Declarations<'a> = BTreeMap<&'a str, Declared<'a>>;

/// All named types.
#[derive(Debug, Default)]
pub(super) struct Scopes<'a> {
    /// What vendor.yaml and area.yaml files declare, and pages without endpoints, by the full name of the vendor or the
    /// area.
    pub(super) shared: BTreeMap<String, Declarations<'a>>,
    /// In the order of the pages; those of a page without endpoints are in `shared`.
    pub(super) pages: Vec<Declarations<'a>>,
}

impl<'a> Scopes<'a> {
    /// What the page with this index can see or, without one, every file of a vendor or an area.
    pub(super) fn visible<'s>(&'s self, scope: &'s str, page: Option<usize>) -> Visible<'s, 'a> {
        Visible { scopes: self, scope, page }
    }

    /// Every declaration with what its file can see.
    pub(super) fn all(&self) -> impl Iterator<Item = (Visible<'_, 'a>, &Declared<'a>)> {
        let shared = self.shared.values().flat_map(Declarations::values);
        let shared = shared.map(|declared| (self.visible(&declared.name.scope, None), declared));
        let pages = self.pages.iter().enumerate().flat_map(move |(at, types)| {
            types.values().map(move |declared| (self.visible(&declared.name.scope, Some(at)), declared))
        });
        shared.chain(pages)
    }
}

/// What one file can see.
#[derive(Clone, Copy)]
pub(super) struct Visible<'s, 'a> {
    scopes: &'s Scopes<'a>,
    /// The vendor or the area that the file belongs to.
    scope: &'s str,
    page: Option<usize>,
}

impl<'s, 'a> Visible<'s, 'a> {
    /// The declarations of the page, then those of the areas from inside out, then those of the vendor.
    fn own(&self) -> impl Iterator<Item = &'s Declarations<'a>> {
        let page = self.page.map(|page| &self.scopes.pages[page]);
        page.into_iter().chain(naming::scopes_around(self.scope).filter_map(|scope| self.scopes.shared.get(scope)))
    }

    /// The declaration of a name: the page's, else the nearest area's, else the vendor's.
    pub(super) fn find(&self, name: &str) -> Option<&'s Declared<'a>> {
        self.own().find_map(|types| types.get(name))
    }

    /// The declaration of an enum of another vendor: `wecom.AddWay`.
    pub(super) fn find_foreign(&self, name: &str) -> Option<&'s Declared<'a>> {
        let (vendor, name) = name.split_once('.')?;
        self.scopes.shared.get(vendor)?.get(name)
    }

    /// What the file of a declaration can see that was found from here.
    pub(super) fn within_file_of(&self, found: &'s Declared<'a>) -> Self {
        let is_own = |page: usize| self.scopes.pages[page].values().any(|own| own.name == found.name);
        Self { scopes: self.scopes, scope: &found.name.scope, page: self.page.filter(|page| is_own(*page)) }
    }

    /// A declaration of the same name that is not visible here.
    pub(super) fn elsewhere(&self, name: &str) -> Option<&'s Declared<'a>> {
        let name = name.rsplit_once('.').map_or(name, |(_, name)| name);
        let pages = self.scopes.pages.iter().filter_map(|types| types.get(name));
        pages.chain(self.scopes.shared.values().filter_map(|types| types.get(name))).next()
    }

    /// All named types.
    pub(super) fn scopes(&self) -> &'s Scopes<'a> {
        self.scopes
    }

    /// The vendor or the area that the file belongs to.
    pub(super) fn scope(&self) -> &'s str {
        self.scope
    }

    /// The vendor that the file belongs to.
    pub(super) fn vendor(&self) -> &'s str {
        self.scope.split('.').next().unwrap_or(self.scope)
    }

    /// Every enum that another one can be derived from here, by the name that it has here.
    pub(super) fn bases(&self) -> Vec<String> {
        let own = self.own().flat_map(enums).map(str::to_owned);
        let vendors = self.scopes.shared.iter().filter(|(scope, _)| !scope.contains('.'));
        let others = vendors.filter(|(vendor, _)| *vendor != self.vendor());
        let foreign = others.flat_map(|(vendor, types)| enums(types).map(move |name| format!("{vendor}.{name}")));
        own.chain(foreign).collect()
    }

    /// Every visible name.
    pub(super) fn names(&self) -> Vec<&'s str> {
        self.own().flat_map(|types| types.keys().copied()).collect()
    }
}

/// The names of the enums among declarations.
fn enums<'s>(types: &'s Declarations<'_>) -> impl Iterator<Item = &'s str> {
    types.iter().filter(|(_, declared)| declared.sort == Sort::Enum).map(|(name, _)| *name)
}
