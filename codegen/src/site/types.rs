//! The pages of types that vendors and areas share: objects, enums and named scalars.

use super::{
    context::{Site, module, page},
    errata::About,
    fields::{Fields, block, role},
    made::{Entry, Kind, Made},
    markdown,
    owner::history,
    parts::{self, code, heading, list, phrase, term},
    shell::{Body, crumbs},
};
use crate::{
    html::{Element, Html, el},
    model::{Declaration, TypeName, words::capitalized},
};

/// The page of a declaration.
pub(super) fn declaration<'m>(site: &Site<'m>, declaration: Declaration<'m>) -> Made<'m> {
    let name = declaration.name();
    let vendor = name.scope.split('.').next().unwrap_or_default();
    let mentions = |text: &str| site.mentioned(&name.scope, text);
    let mut fields = Fields::new(site, &name.scope);
    let (kind, label, doc) = match declaration {
        Declaration::Object(_, object) => (format!("Object, {}", role(object.role)), &object.label, &object.doc),
        Declaration::Enum(_, decl) => (format!("Enum of {}", decl.wire.as_str()), &decl.label, &decl.doc),
        Declaration::Scalar(_, scalar) => (format!("Named {}", scalar.wire.as_str()), &scalar.label, &scalar.doc),
    };
    let mut main = Html::new()
        .with(crumbs(site, &name.scope))
        .with(el("h1").with(code(&name.name)).with(label.as_ref().map(|_| " ")).with(term(label.as_deref())))
        .with(el("p").class("route").with(kind.as_str()).with(" · ").with(code(&format!(
            "{}::{}",
            module(&name.scope),
            name.name
        ))));
    match declaration {
        Declaration::Object(name, object) => {
            main.push(fields.about(object, "type"));
            main.push(heading("h2", "members", "Members"));
            main.push(fields.of_type(name, object));
            let examples: Html =
                object.examples.iter().map(|example| block(example.text.trim()).class("json")).collect();
            if !examples.is_empty() {
                main = main.with(heading("h2", "examples", "Examples")).with(examples);
            }
        }
        Declaration::Enum(_, decl) => {
            main.push(doc.as_deref().map(|doc| markdown::blocks(doc, &mentions)));
            let from = decl.from.as_ref().map(|from| {
                el("p")
                    .with("It has the values of ")
                    .with(parts::ty(site, &crate::model::Type::Enum(from.clone())))
                    .with(", as this page changes them.")
            });
            main.push(from);
            main.push(el("p").class("quiet").with(match decl.closed {
                true => "Requests may only have these values; replies may have others.",
                false => "Other values are accepted, too: vendors add some without notice.",
            }));
            main.push(fields.errata_of(&decl.errata, "enum", true, About::Sent));
            main.push(heading("h2", "values", "Values"));
            main.push(parts::values(decl, &mentions));
            for value in decl.values.iter().filter(|value| !value.errata.is_empty()) {
                main.push(el("p").with("About ").with(code(&value.wire.to_string())).with(":"));
                main.push(fields.errata_of(&value.errata, &format!("value.{}", value.name), true, About::Sent));
            }
        }
        Declaration::Scalar(_, scalar) => {
            main.push(doc.as_deref().map(|doc| markdown::blocks(doc, &mentions)));
            let facts = parts::scalar_facts(scalar);
            main.push(list("facts", facts.iter().map(|fact| phrase(&capitalized(fact)))));
            main.push(fields.errata_of(&scalar.errata, "scalar", true, About::Sent));
        }
    }
    main.push(history(site, declaration.file(), &name.name, &mentions));
    main.push(users(site, name));
    main.push(fields.other_errata());
    let path = site.type_page(name).unwrap_or_default();
    let summary = doc.clone().unwrap_or_default().lines().next().unwrap_or_default().to_owned();
    let values = match declaration {
        Declaration::Enum(_, decl) => {
            let words = decl.values.iter().map(|value| super::fields::Searched {
                id: format!("value.{}", value.name),
                label: value.label.clone().unwrap_or_default(),
            });
            words.collect()
        }
        Declaration::Object(..) | Declaration::Scalar(..) => Vec::new(),
    };
    let Fields { errata, mut searched, .. } = fields;
    searched.extend(values);
    let entry = Entry {
        kind: Kind::Type,
        name: name.to_string(),
        title: label.clone().unwrap_or_default(),
        also: String::new(),
        summary: summary.clone(),
        href: path.clone(),
        keys: Vec::new(),
        fields: searched,
    };
    let vendor = site.model.vendors.get(vendor).map_or(vendor, |vendor| &vendor.title);
    let title = format!("{} {} · {vendor}", name.name, label.as_deref().unwrap_or_default());
    let main = el("div").class("single").with(main).into();
    let body = Body { path, title, summary, scope: name.scope.clone(), main };
    Made { body, errata, about: name.to_string(), entries: vec![entry] }
}

/// The endpoints and events that need a type.
fn users(site: &Site<'_>, name: &TypeName) -> Html {
    let users = site.users(name).map(|user| Html::from(el("a").attr("href", &page(user)).with(code(user))));
    let users: Option<Element> = list("columns", users);
    Html::from(heading("h2", "users", "Used by")).with(match users {
        Some(users) => Html::from(users),
        None => el("p").class("quiet").with("Nothing uses it.").into(),
    })
}
