//! What the schemas of a vendor already know: types by the names of members, routes, pages.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    members::{WireKind, members},
    model::{Credential, Model, Owner, Primitive, Type, TypeName},
    naming,
};
use facts::vocabulary;

/// What is known of a vendor.
pub(crate) struct Known {
    vendor: String,
    /// The types that members of a name have or, if they are lists, their elements, by the name on the wire.
    types: BTreeMap<String, Vec<Uses>>,
    /// The areas of endpoints, by the folder of their routes.
    areas: BTreeMap<String, Vec<String>>,
    /// The types that pages share.
    shared: BTreeSet<TypeName>,
    /// The names of declared types, with the scopes in which they are.
    names: BTreeSet<(String, String)>,
    /// The files of pages, by URL, by route and by the tags of events.
    files: BTreeMap<String, String>,
    /// The members that all replies or events have.
    pub(crate) around: BTreeSet<String>,
    /// The member of a reply with the payload.
    pub(crate) data: Option<String>,
    /// The code of success and its member.
    pub(crate) success: Option<(String, i64)>,
    /// The parameters with credentials, each with its kind; `None` is the usual kind.
    pub(crate) credentials: BTreeMap<String, Option<String>>,
}

/// A type of members with one name.
struct Uses {
    ty: Type,
    /// What pages call it, if that is known.
    word: Option<vocabulary::Type>,
    /// How many members have it.
    count: usize,
}

impl Known {
    /// What a model knows of a vendor; `None` if it has no such vendor.
    pub(crate) fn of(model: &Model, vendor: &str) -> Option<Self> {
        let declared = model.vendors.get(vendor)?;
        let envelope = &declared.envelope;
        let mut around: BTreeSet<String> = [&envelope.code, &envelope.message].map(Clone::clone).into();
        around.extend(envelope.trace.clone());
        let heads = declared.callbacks.iter().flat_map(|callbacks| &callbacks.heads);
        around.extend(heads.flat_map(|head| head.members()).map(str::to_owned));
        let mut known = Self {
            vendor: vendor.to_owned(),
            types: BTreeMap::new(),
            areas: BTreeMap::new(),
            shared: shared(model),
            names: BTreeSet::new(),
            files: BTreeMap::new(),
            around,
            data: envelope.data.clone(),
            success: Some((envelope.code.clone(), envelope.success)),
            credentials: std::iter::once(None)
                .chain(declared.credentials.keys().map(Some))
                .map(|kind| match declared.place(kind.map(String::as_str)) {
                    Credential::Query(name) | Credential::Header(name) => (name.clone(), kind.cloned()),
                })
                .collect(),
        };
        let names = model.objects.keys().chain(model.enums.keys()).chain(model.scalars.keys());
        known.names.extend(names.map(|name| (name.scope.clone(), name.name.clone())));
        model.owners().filter(|owner| owner.vendor() == vendor).for_each(|owner| known.learn(model, owner));
        Some(known)
    }

    fn learn(&mut self, model: &Model, owner: Owner<'_>) {
        self.files.insert(owner.page().url.clone(), owner.file().to_owned());
        if let Owner::Event(_, event) = owner {
            self.files.insert(event.tags.join("/"), event.file.clone());
        }
        if let Owner::Endpoint(_, endpoint) = owner {
            self.files.insert(format!("{} {}", endpoint.method.as_str(), endpoint.path), endpoint.file.clone());
            self.areas.insert(folder_of(&endpoint.path).to_owned(), endpoint.area.clone());
        }
        for message in owner.messages() {
            for member in members(model, owner, message) {
                let (WireKind::Field(_) | WireKind::Selected(..), Some(ty)) = (&member.kind, member.model_type())
                else {
                    continue;
                };
                let name = member.path.rsplit('.').next().unwrap_or_default().to_owned();
                let (ty, word) = match ty {
                    Type::List(of) => (of.as_ref(), None),
                    ty => (ty, member.ty),
                };
                let known = self.types.entry(name).or_default();
                match known.iter_mut().find(|uses| uses.ty == *ty) {
                    Some(uses) => (uses.word, uses.count) = (uses.word.or(word), uses.count + 1),
                    None => known.push(Uses { ty: ty.clone(), word, count: 1 }),
                }
            }
        }
    }

    /// The type that at least three of four members of a name have, or their elements, as a page of an area writes it, and what
    /// pages call it, if that is known. Built-in types are left out unless they say more than a page does, such as a time.
    pub(crate) fn type_of(&self, name: &str, area: &[String]) -> Option<(String, Option<vocabulary::Type>)> {
        let uses = self.types.get(name)?;
        let all: usize = uses.iter().map(|uses| uses.count).sum();
        let most = uses.iter().max_by_key(|uses| uses.count).filter(|most| most.count * 4 >= all * 3)?;
        Some((self.written(&most.ty, area)?, most.word))
    }

    fn written(&self, ty: &Type, area: &[String]) -> Option<String> {
        match ty {
            Type::Scalar(name) | Type::Enum(name) | Type::Object(name) => {
                self.is_visible(name, area).then(|| name.name.clone())
            }
            Type::Primitive(Primitive::Timestamp) => Some("timestamp".to_owned()),
            Type::Primitive(_) | Type::List(_) | Type::Map(_) | Type::JsonString(_) | Type::File => None,
        }
    }

    /// Whether pages of an area can name a type: it belongs to the vendor, or to an area around them.
    fn is_visible(&self, name: &TypeName, area: &[String]) -> bool {
        if !self.shared.contains(name) {
            return false;
        }
        let mut scope = self.vendor.clone();
        if name.scope == scope {
            return true;
        }
        area.iter().any(|part| {
            scope = format!("{scope}.{part}");
            name.scope == scope
        })
    }

    /// Whether a type of an area, or one that its pages see, has a name.
    pub(crate) fn is_taken(&self, name: &str, area: &[String]) -> bool {
        let mut scope = self.vendor.clone();
        let mut scopes = vec![scope.clone()];
        for part in area {
            scope = format!("{scope}.{part}");
            scopes.push(scope.clone());
        }
        scopes.into_iter().any(|scope| self.names.contains(&(scope, name.to_owned())))
    }

    /// The file of a page with this URL, one of these routes, or an event with one of these tags.
    pub(crate) fn file_of(&self, url: Option<&str>, mut parts: impl Iterator<Item = String>) -> Option<&str> {
        let by_url = url.and_then(|url| self.files.get(url));
        by_url.or_else(|| parts.find_map(|route| self.files.get(&route))).map(String::as_str)
    }

    /// The area of a route: that of endpoints beside it, else the folders of the route that the vendor's routes do not share.
    pub(crate) fn area_of(&self, path: &str) -> Vec<String> {
        let folder = folder_of(path);
        if let Some(area) = self.areas.get(folder) {
            return area.clone();
        }
        let common = self.areas.keys().map(|folder| folder.split('/').collect::<Vec<_>>()).reduce(|one, other| {
            let shared = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
            one[..shared].to_vec()
        });
        let common = common.map_or(0, |common| common.len());
        folder.split('/').skip(common).filter_map(naming::snake).collect()
    }
}

/// The types that vendor.yaml and area.yaml declare. Only these are seen by other pages.
fn shared(model: &Model) -> BTreeSet<TypeName> {
    let objects = model.objects.iter().map(|(name, decl)| (name, &decl.file));
    let enums = model.enums.iter().map(|(name, decl)| (name, &decl.file));
    let scalars = model.scalars.iter().map(|(name, decl)| (name, &decl.file));
    let all = objects.chain(enums).chain(scalars);
    let shared = all.filter(|(_, file)| file.ends_with("/area.yaml") || file.ends_with("/vendor.yaml"));
    shared.map(|(name, _)| name.clone()).collect()
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
