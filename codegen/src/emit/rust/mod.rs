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
mod scopes;
mod string;
mod table;
mod together;
mod types;
mod users;
mod vendor;

use std::{collections::BTreeSet, sync::Arc};

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
    scopes::Scopes,
    types::Context,
    users::Users,
};
use super::{
    inputs::Inputs,
    piece::{Draft, File, Piece},
    shares::Shares,
};
use crate::{
    model::{self, Declaration, Endpoint, MessageKind, Model, TypeName},
    naming,
};

pub(super) fn pieces(model: &Model) -> Vec<Piece<'_>> {
    let shared = Arc::new((Scopes::new(model), Checks::new(model), Users::new(model)));
    let mut pieces = Vec::new();
    pieces.extend(model.vendors.iter().map(|(name, decl)| {
        let shared = Arc::clone(&shared);
        let draft = move || {
            let (scopes, checks, users) = &*shared;
            vendor_file(Context { model, checks, scope: name }, scopes, users, decl)
        };
        Piece::new(file_path(name), Inputs::Scope(name.clone()), draft)
    }));
    pieces.extend(shared.0.areas(model).into_iter().map(|area| {
        let shared = Arc::clone(&shared);
        let scope = area.clone();
        let draft = move || {
            let (scopes, checks, users) = &*shared;
            area_file(Context { model, checks, scope: &scope }, scopes, users)
        };
        Piece::new(file_path(&area), Inputs::Scope(area), draft)
    }));
    // The file of an endpoint is generated from its part of the model, so nothing else can change it.
    pieces.extend(model.endpoints.iter().map(|(name, decl)| {
        let draft = move || {
            let part = model.restricted_to(name);
            endpoint_file(Context { model: &part, checks: &Checks::new(&part), scope: name }, &Users::new(&part), decl)
        };
        Piece::new(file_path(name), Inputs::Endpoint(name.clone()), draft)
    }));
    pieces.extend(model.events.iter().map(|(name, decl)| {
        let draft = move || {
            let part = model.restricted_to(name);
            event_file(Context { model: &part, checks: &Checks::new(&part), scope: name }, &Users::new(&part), decl)
        };
        Piece::new(file_path(name), Inputs::Endpoint(name.clone()), draft)
    }));
    pieces
}

/// The files of the facade.
pub(super) fn shared(shares: &Shares) -> Vec<File> {
    let drafts = [("src/lib.rs", facade::draft(shares)), ("src/mock.rs", mock::draft(shares))];
    drafts.map(|(path, draft)| File { path: path.to_owned(), text: draft.print() }).into()
}

/// The declaration of a module.
fn child_module(child: &str, attributes: &[String]) -> Item {
    let mut code = Code::default();
    attributes.iter().for_each(|attribute| code.attribute(Some(attribute)));
    code.attribute((child == model::Event::AREA).then_some("cfg(feature = \"callbacks\")"));
    code.line(format_args!("pub mod {};", naming::value_ident(child)));
    code.into()
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

fn vendor_file(context: Context<'_>, scopes: &Scopes<'_>, users: &Users<'_>, vendor: &model::Vendor) -> Draft {
    let Context { model, scope: name, .. } = context;
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
    items.extend(declarations(context, scopes, users));
    let docs = Doc::default()
        .paragraph(&format!("{}.", markdown::plain(&vendor.title)))
        .markdown(vendor.doc.as_deref())
        .paragraph(&format!("Docs: <{}>.", vendor.url))
        .folded_errata(vendor.errata.iter());
    print::module(&vendor.file, docs, vec![UNFORMATTED.to_owned(), SHOWS_FEATURES.to_owned()], items)
}

fn area_file(context: Context<'_>, scopes: &Scopes<'_>, users: &Users<'_>) -> Draft {
    let Context { model, scope, .. } = context;
    if let Some((around, model::Event::AREA)) = scope.rsplit_once('.') {
        return events_file(model, scopes, scope, around);
    }
    let declared = declarations(context, scopes, users);
    let shared = if declared.is_empty() { "" } else { ", and the types that they share" };
    let mut items: Vec<Item> = Vec::new();
    if !declared.is_empty() {
        items.push(prelude());
        items.extend(imports(context, scopes));
    }
    items.extend(scopes.children(scope).map(|child| child_module(child, &[])));
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
    let mut items: Vec<Item> = scopes.children(scope).map(|child| child_module(child, &[])).collect();
    let events =
        model.events.iter().filter(|(name, _)| name.rsplit_once('.').is_some_and(|(parent, _)| parent == scope));
    items.extend(events.map(|(_, event)| {
        let (module, ident) = (naming::value_ident(&event.name), naming::type_ident(&event.root().name));
        Item::Text(format!("pub use {module}::{ident};\n"))
    }));
    let docs = Doc::default().paragraph(&format!("The events of {}.", markdown::code(around)));
    print::module(&format!("{}/", around.replace('.', "/")), docs, Vec::new(), items)
}

fn event_file(context: Context<'_>, users: &Users<'_>, decl: &model::Event) -> Draft {
    let Context { model, scope: name, .. } = context;
    let mut items = vec![prelude()];
    let mut needed = BTreeSet::new();
    model.visit(&[decl.root()], &mut |declaration| needed.extend(declaration.names()));
    items.extend(context.imports(&needed).into_iter().map(|(module, names)| import("pub ", &module, &names)));
    model.visit(&[decl.root()], &mut |declaration| match declaration {
        Declaration::Object(root, object) if root == decl.root() => {
            let docs = event::docs(decl).markdown(object.doc.as_deref());
            items.extend(object::items(context, root, object, docs, &event::aliases(decl)));
        }
        other if other.name().scope == name => items.extend(declaration_items(context, users, None, other)),
        _ => {}
    });
    items.push(event::event_impl(context, name, decl));
    let docs = Doc::default().paragraph(&format!("The event {}.", markdown::code(name)));
    print::module(&decl.file, docs, Vec::new(), items)
}

fn endpoint_file(context: Context<'_>, users: &Users<'_>, decl: &Endpoint) -> Draft {
    let Context { model, scope: name, .. } = context;
    let mut items = vec![prelude()];
    let needed = needed_by(model, decl);
    items.extend(context.imports(&needed).into_iter().map(|(module, names)| import("pub ", &module, &names)));
    let mut shown = Vec::new();
    for root in decl.roots() {
        model.visit(&[root], &mut |declaration| {
            if declaration.name().scope == name && !shown.contains(declaration.name()) {
                shown.push(declaration.name().clone());
                items.extend(declaration_items(context, users, Some((name, decl)), declaration));
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
fn declarations(context: Context<'_>, scopes: &Scopes<'_>, users: &Users<'_>) -> Vec<Item> {
    let declared = scopes.declared(context.scope);
    declared.flat_map(|declaration| declaration_items(context, users, None, declaration)).collect()
}

fn declaration_items(
    context: Context<'_>,
    users: &Users<'_>,
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
                None => (users.docs(name, object), None),
            };
            object::items(context, name, object, docs, attribute.as_slice())
        }
    }
}

/// Imports the types that the objects of a vendor's or an area's scope use from others: types of a vendor or an area around
/// it, and of areas within it whose pages add fields.
fn imports(context: Context<'_>, scopes: &Scopes<'_>) -> Vec<Item> {
    let used = scopes.used(context.scope);
    context.imports(&used).into_iter().map(|(module, names)| import("", &module, &names)).collect()
}

/// The types that an endpoint needs, directly or indirectly. Its module exports all of them, so the paths of types through
/// it do not depend on where they are declared.
fn needed_by(model: &Model, endpoint: &Endpoint) -> BTreeSet<TypeName> {
    let mut needed = BTreeSet::new();
    model.visit(&endpoint.roots(), &mut |declaration| needed.extend(declaration.names()));
    needed
}
