//! The Rust target: a crate for each vendor, with a file for each endpoint and each area, and the facade, the crate with
//! all vendors.
//!
//! **Architecture invariant:** no vendor's crate depends on another's, and the facade has no code: a changed page rebuilds
//!  its vendor, and nothing else that takes time.

mod call;
mod checks;
mod choice;
mod code;
mod doc;
mod enabled;
mod endpoint;
mod enumeration;
mod event;
mod example;
mod facade;
mod kinds;
mod literal;
mod markdown;
mod maxima;
mod mock;
mod object;
mod paging;
mod print;
mod rules;
mod sample;
mod scalar;
mod string;
mod table;
mod together;
mod types;
mod vendor;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use call::{Call, call};
pub(crate) use doc::WORDS;
pub(crate) use markdown::safe;
pub use sample::Paths;

use self::{
    checks::Checks,
    code::Code,
    doc::Doc,
    enabled::Enabled,
    print::{Item, SHOWS_FEATURES, UNFORMATTED},
    types::Context,
};
use super::{
    inputs::Inputs,
    piece::{Draft, Piece},
};
use crate::{
    model::{self, Declaration, Endpoint, MessageKind, Model, Object, Type, TypeName},
    naming,
};

pub(super) fn pieces(model: &Model) -> Vec<Piece<'_>> {
    let shared = Arc::new((Checks::new(model), Scopes::new(model)));
    let mut pieces = vec![
        Piece::new("src/lib.rs", Inputs::Model, || facade::draft(model)),
        Piece::new("src/mock.rs", Inputs::Model, || mock::draft(model)),
    ];
    pieces.extend(model.vendors.iter().map(|(name, decl)| {
        let shared = Arc::clone(&shared);
        let draft = move || vendor_file(model, &shared.0, &shared.1, name, decl);
        Piece::new(file_path(name), Inputs::Scope(name.clone()), draft)
    }));
    pieces.extend(shared.1.areas(model).into_iter().map(|area| {
        let shared = Arc::clone(&shared);
        let scope = area.clone();
        Piece::new(file_path(&area), Inputs::Scope(area), move || area_file(model, &shared.0, &shared.1, &scope))
    }));
    pieces.extend(model.endpoints.iter().map(|(name, decl)| {
        // The file is generated from the endpoint's part of the model, so nothing else can change it.
        let draft = move || {
            let part = model.restricted_to(name);
            endpoint_file(&part, &Checks::new(&part), &Scopes::new(&part), name, decl)
        };
        Piece::new(file_path(name), Inputs::Endpoint(name.clone()), draft)
    }));
    pieces.extend(model.events.iter().map(|(name, decl)| {
        let draft = move || {
            let part = model.restricted_to(name);
            event_file(&part, &Checks::new(&part), &Scopes::new(&part), name, decl)
        };
        Piece::new(file_path(name), Inputs::Endpoint(name.clone()), draft)
    }));
    pieces
}

/// The contents of each scope.
struct Scopes<'m> {
    objects: BTreeMap<&'m str, Vec<(&'m TypeName, &'m Object)>>,
    others: BTreeMap<&'m str, Vec<Declaration<'m>>>,
    /// Scopes below a scope: areas and endpoints.
    children: BTreeMap<String, BTreeSet<&'m str>>,
    /// The first user of each object: an object, its field, and the words for the place in it.
    users: BTreeMap<&'m TypeName, (&'m TypeName, String, &'static str)>,
}

impl<'m> Scopes<'m> {
    fn new(model: &'m Model) -> Self {
        let mut scopes = Self {
            objects: BTreeMap::new(),
            others: BTreeMap::new(),
            children: BTreeMap::new(),
            users: BTreeMap::new(),
        };
        for (name, object) in &model.objects {
            scopes.objects.entry(&name.scope).or_default().push((name, object));
        }
        for (name, decl) in &model.scalars {
            scopes.others.entry(&name.scope).or_default().push(Declaration::Scalar(name, decl));
        }
        for (name, decl) in &model.enums {
            scopes.others.entry(&name.scope).or_default().push(Declaration::Enum(name, decl));
        }
        let declared = model.objects.keys().chain(model.enums.keys()).chain(model.scalars.keys());
        let declared = declared.map(|name| name.scope.as_str());
        let named = model.endpoints.keys().chain(model.events.keys()).chain(model.areas.keys()).map(String::as_str);
        for name in named.chain(declared) {
            let mut at = name;
            while let Some((parent, child)) = at.rsplit_once('.') {
                scopes.children.entry(parent.to_owned()).or_default().insert(child);
                at = parent;
            }
        }
        scopes.find_users(model);
        scopes
    }

    /// Visits messages from the outside in, so that an object's first user comes before it.
    fn find_users(&mut self, model: &'m Model) {
        let endpoints = model.endpoints.values().map(|endpoint| endpoint.roots().to_vec());
        for roots in endpoints.chain(model.events.values().map(|event| vec![event.root()])) {
            model.visit(&roots, &mut |declaration| {
                let Declaration::Object(user, object) = declaration else { return };
                for (name, ty, part) in object_types(object) {
                    if let Some((used, _)) = ty.named().and_then(|name| model.objects.get_key_value(name)) {
                        let field = naming::value_ident(&name).to_string();
                        let place = match model.as_choice(user) {
                            Some(_) => user.name.clone(),
                            None => format!("{}::{}", user.name, field.trim_start_matches("r#")),
                        };
                        self.users.entry(used).or_insert((user, place, part));
                    }
                }
            });
        }
    }

    fn areas(&self, model: &Model) -> Vec<String> {
        let below = |(scope, children): (&String, &BTreeSet<&'m str>)| {
            children.iter().map(|child| format!("{scope}.{child}")).collect::<Vec<_>>()
        };
        self.children
            .iter()
            .flat_map(below)
            .filter(|scope| !model.endpoints.contains_key(scope) && !model.events.contains_key(scope))
            .collect()
    }

    /// The names of the scopes right below a scope.
    fn children(&self, scope: &str) -> impl Iterator<Item = &'m str> {
        self.children.get(scope).into_iter().flatten().copied()
    }

    fn child_modules(&self, scope: &str) -> impl Iterator<Item = Item> {
        self.children(scope).map(|child| child_module(child, &[]))
    }

    /// The docs of an object: its own or, if it has none, its first user.
    fn docs(&self, name: &TypeName, object: &Object) -> Doc {
        let docs = match (&object.doc, self.users.get(name)) {
            (Some(doc), _) => Doc::new(Some(doc)),
            (None, Some((user, place, part))) if user.scope == name.scope => {
                Doc::default().paragraph(&format!("{part} [`{place}`]."))
            }
            (None, _) => Doc::default().paragraph(&format!("{}.", markdown::code(&name.name))),
        };
        docs.paragraph(&doc::facts(object.label.as_deref(), None)).errata(&object.errata)
    }
}

/// The declaration of a module.
fn child_module(child: &str, attributes: &[String]) -> Item {
    let mut code = Code::default();
    attributes.iter().for_each(|attribute| code.attribute(Some(attribute)));
    code.attribute((child == model::Event::AREA).then_some("cfg(feature = \"callbacks\")"));
    code.line(format_args!("pub mod {};", naming::value_ident(child)));
    code.into()
}

/// The types that an object needs, each with the Rust name of its field and the words for its place in it.
fn object_types(object: &Object) -> Vec<(String, &Type, &'static str)> {
    let mut types = Vec::new();
    for member in &object.members {
        match member {
            crate::model::Member::Field(field) => types.push((field.name.clone(), &field.ty, part(&field.ty))),
            crate::model::Member::Choice(choice) => {
                types.extend(
                    choice.types().into_iter().map(|ty| (choice.name.clone(), ty, "The value of a variant of")),
                );
            }
        }
    }
    types
}

/// How the docs of a type refer to its place in a field of type `ty`.
fn part(ty: &Type) -> &'static str {
    match ty {
        Type::List(of) if matches!(**of, Type::Object(_)) => "An element of",
        Type::Map(of) if matches!(**of, Type::Object(_)) => "A value in the map",
        Type::JsonString(of) if matches!(**of, Type::Object(_)) => "The JSON in the string",
        Type::List(_) | Type::Map(_) | Type::JsonString(_) => "Used in",
        Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) | Type::Object(_) | Type::File => "The value of",
    }
}

/// The file of a scope, in the crate of its vendor.
fn file_path(scope: &str) -> String {
    match scope.split_once('.') {
        Some((vendor, below)) => format!("vendors/{vendor}/src/{}.rs", below.replace('.', "/")),
        None => format!("vendors/{scope}/src/lib.rs"),
    }
}

/// The import that modules with types need.
fn prelude() -> Item {
    Item::Text("use runtime::emitted::*;\n".to_owned())
}

/// An import of types from a module.
fn import(visibility: &str, module: &str, names: &[&str]) -> Item {
    let mut code = Code::default();
    match names {
        [name] => code.line(format_args!("{visibility}use {module}::{name};")),
        _ => code.filled(&format!("{visibility}use {module}::{{"), names, "};"),
    }
    code.into()
}

fn vendor_file(
    model: &Model,
    checks: &Checks,
    scopes: &Scopes<'_>,
    name: &str,
    vendor: &crate::model::Vendor,
) -> Draft {
    let context = Context { model, checks, scope: name };
    let endpoints: Vec<_> = model.endpoints.iter().filter(|(_, endpoint)| endpoint.vendor == name).collect();
    let enabled = Enabled::of(model, name);
    let mut items = vec![prelude()];
    items.extend(scopes.children(name).map(|child| {
        let feature = enabled.with(&format!("{name}.{child}"));
        child_module(child, &Vec::from_iter(feature.into_iter().chain(["rustfmt::skip".to_owned()])))
    }));
    items.extend(vendor::items(&enabled, vendor, &endpoints));
    if let Some(callbacks) = &vendor.callbacks {
        let events: Vec<_> = model.events.iter().filter(|(_, event)| event.vendor == name).collect();
        items.extend(event::of_vendor(&enabled, callbacks, &events));
    }
    items.extend(imports(context, scopes));
    items.extend(declarations(context, scopes));
    let docs = Doc::default()
        .paragraph(&format!("{}.", markdown::plain(&vendor.title)))
        .markdown(vendor.doc.as_deref())
        .paragraph(&format!("Docs: <{}>.", vendor.url))
        .folded_errata(vendor.errata.iter());
    print::module(&vendor.file, docs, vec![UNFORMATTED.to_owned(), SHOWS_FEATURES.to_owned()], items)
}

fn area_file(model: &Model, checks: &Checks, scopes: &Scopes<'_>, scope: &str) -> Draft {
    if let Some((around, model::Event::AREA)) = scope.rsplit_once('.') {
        return events_file(model, scopes, scope, around);
    }
    let context = Context { model, checks, scope };
    let declared = declarations(context, scopes);
    let shared = if declared.is_empty() { "" } else { ", and the types that they share" };
    let mut items: Vec<Item> = Vec::new();
    if !declared.is_empty() {
        items.push(prelude());
        items.extend(imports(context, scopes));
    }
    items.extend(scopes.child_modules(scope));
    items.extend(declared);
    let endpoints = format!("The endpoints of {}{shared}.", markdown::code(scope));
    let mut docs = Doc::default();
    if let Some(area) = model.areas.get(scope) {
        docs = docs.markdown(area.doc.as_deref());
    }
    docs = docs.paragraph(&endpoints);
    if let Some(area) = model.areas.get(scope) {
        docs = docs.paragraph(&doc::facts(area.label.as_deref(), None));
        docs = docs.folded_errata(area.errata.iter());
    }
    print::module(&format!("{}/", scope.replace('.', "/")), docs, Vec::new(), items)
}

/// The module of the events of a vendor or an area.
fn events_file(model: &Model, scopes: &Scopes<'_>, scope: &str, around: &str) -> Draft {
    let mut items: Vec<Item> = scopes.child_modules(scope).collect();
    let events =
        model.events.iter().filter(|(name, _)| name.rsplit_once('.').is_some_and(|(parent, _)| parent == scope));
    items.extend(events.map(|(_, event)| {
        let (module, ident) = (naming::value_ident(&event.name), naming::type_ident(&event.root().name));
        Item::Text(format!("pub use {module}::{ident};\n"))
    }));
    let docs = Doc::default().paragraph(&format!("The events of {}.", markdown::code(around)));
    print::module(&format!("{}/", around.replace('.', "/")), docs, Vec::new(), items)
}

fn event_file(model: &Model, checks: &Checks, scopes: &Scopes<'_>, name: &str, decl: &model::Event) -> Draft {
    let context = Context { model, checks, scope: name };
    let mut items = vec![prelude()];
    let mut needed = BTreeSet::new();
    model.visit(&[decl.root()], &mut |declaration| needed.extend(declaration.names()));
    items.extend(context.imports(&needed).into_iter().map(|(module, names)| import("pub ", &module, &names)));
    model.visit(&[decl.root()], &mut |declaration| match declaration {
        Declaration::Object(root, object) if root == decl.root() => {
            let docs = event::docs(decl).markdown(object.doc.as_deref());
            items.extend(object::items(context, root, object, docs, &event::aliases(decl)));
        }
        other if other.name().scope == name => items.extend(declaration_items(context, scopes, None, other)),
        _ => {}
    });
    items.push(event::event_impl(context, name, decl));
    let docs = Doc::default().paragraph(&format!("The event {}.", markdown::code(name)));
    print::module(&decl.file, docs, Vec::new(), items)
}

fn endpoint_file(model: &Model, checks: &Checks, scopes: &Scopes<'_>, name: &str, decl: &Endpoint) -> Draft {
    let context = Context { model, checks, scope: name };
    let mut items = vec![prelude()];
    let needed = needed_by(model, decl);
    items.extend(context.imports(&needed).into_iter().map(|(module, names)| import("pub ", &module, &names)));
    let mut shown = Vec::new();
    for root in decl.roots() {
        model.visit(&[root], &mut |declaration| {
            if declaration.name().scope == name && !shown.contains(declaration.name()) {
                shown.push(declaration.name().clone());
                items.extend(declaration_items(context, scopes, Some((name, decl)), declaration));
            }
        });
    }
    items.extend(endpoint::impls(context, name, decl));
    let expected =
        decl.deprecated.as_ref().map(|_| "expect(deprecated, reason = \"the endpoint itself is\")".to_owned());
    // A search for the title of the page, or for the vendor's term, finds the module.
    let label = decl.label.as_deref().filter(|label| *label != decl.page.title);
    let aliases = [Some(decl.page.title.as_str()), label].into_iter().filter_map(doc::alias_of);
    let attributes = aliases.map(|alias| format!("doc(alias = {})", string::literal(alias))).chain(expected).collect();
    print::module(&decl.file, endpoint::docs(model, decl), attributes, items)
}

/// The items of a vendor's or an area's scope.
fn declarations(context: Context<'_>, scopes: &Scopes<'_>) -> Vec<Item> {
    let others = scopes.others.get(context.scope).into_iter().flatten().copied();
    let objects = scopes.objects.get(context.scope).into_iter().flatten();
    let objects = objects.map(|(name, object)| Declaration::Object(name, object));
    others.chain(objects).flat_map(|declaration| declaration_items(context, scopes, None, declaration)).collect()
}

fn declaration_items(
    context: Context<'_>,
    scopes: &Scopes<'_>,
    endpoint: Option<(&str, &Endpoint)>,
    declaration: Declaration<'_>,
) -> Vec<Item> {
    match declaration {
        Declaration::Scalar(name, decl) => scalar::items(name, decl),
        Declaration::Enum(name, decl) => enumeration::items(name, decl),
        Declaration::Object(name, object) => {
            let kind = |endpoint: &Endpoint| {
                endpoint.messages().into_iter().find(|message| message.object == *name).map(|message| message.kind)
            };
            let (docs, attribute) = match endpoint.and_then(|(full, endpoint)| Some((full, endpoint, kind(endpoint)?)))
            {
                Some((full, endpoint, MessageKind::Request)) => {
                    let docs = Doc::default().paragraph(&format!(
                        "The request of {}. `Endpoint::to_http` converts it to an HTTP message.",
                        markdown::code(full)
                    ));
                    (docs.markdown(object.doc.as_deref()), endpoint::attribute(endpoint))
                }
                Some((full, _, MessageKind::Response | MessageKind::Event)) => {
                    let docs = Doc::default().paragraph(&format!(
                        "The reply of {}, without its envelope. `Reply::from_http` reads it from an HTTP message.",
                        markdown::code(full)
                    ));
                    (docs.markdown(object.doc.as_deref()), None)
                }
                None => (scopes.docs(name, object), None),
            };
            object::items(context, name, object, docs, attribute.as_slice())
        }
    }
}

/// Imports the types that the objects of a vendor's or an area's scope use from others: types of a vendor or an area around
/// it, and of areas within it whose pages add fields.
fn imports(context: Context<'_>, scopes: &Scopes<'_>) -> Vec<Item> {
    let used = used_in(scopes, context.scope);
    context.imports(&used).into_iter().map(|(module, names)| import("", &module, &names)).collect()
}

/// The types that the objects of a scope use.
fn used_in(scopes: &Scopes<'_>, scope: &str) -> BTreeSet<TypeName> {
    let objects = scopes.objects.get(scope).into_iter().flatten();
    objects.flat_map(|(_, object)| object_types(object)).filter_map(|(_, ty, _)| ty.named().cloned()).collect()
}

/// The types that an endpoint needs, directly or indirectly. Its module exports all of them, so the paths of types through
/// it do not depend on where they are declared.
fn needed_by(model: &Model, endpoint: &Endpoint) -> BTreeSet<TypeName> {
    let mut needed = BTreeSet::new();
    model.visit(&endpoint.roots(), &mut |declaration| needed.extend(declaration.names()));
    needed
}
