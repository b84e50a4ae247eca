//! The pages of vendors and areas, and the front page.

use super::{
    context::{CHANGES, ERRATA, FRONT, Site, errors_page, page},
    errata::About,
    fields::Fields,
    made::{Entry, Kind, Made},
    markdown::{self, external},
    owner::{notation, row},
    parts::{code, copy, heading, list, term},
    shell::{Body, crumbs},
};
use crate::{
    html::{Element, Html, el},
    model::{Callbacks, Credential, Declaration, Missing, Owner, Vendor},
    visible::is_link,
};

/// `1 endpoint`, `2 endpoints`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The number of endpoints and events of a scope, in words.
fn counts(site: &Site<'_>, scope: &str) -> String {
    let all: Vec<Owner<'_>> = site.owners_within(scope).collect();
    let endpoints = all.iter().filter(|owner| matches!(owner, Owner::Endpoint(..))).count();
    let words = [(endpoints, "endpoint"), (all.len() - endpoints, "event")];
    let words: Vec<String> =
        words.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(count, noun)).collect();
    if words.is_empty() { "not covered yet".to_owned() } else { words.join(", ") }
}

/// The link to the error codes of a vendor, if it has any.
fn errors_link(name: &str, vendor: &Vendor) -> Option<Html> {
    let count = vendor.errors.len();
    (count > 0).then(|| el("a").attr("href", &errors_page(name)).with(counted(count, "error code")).into())
}

/// The front page.
pub(super) fn front<'m>(site: &Site<'m>, errata: usize) -> Made<'m> {
    let model = site.model;
    let cards = model.vendors.iter().map(|(name, vendor)| {
        let first = vendor.doc.as_deref().and_then(|doc| doc.split("\n\n").next());
        let areas = site.areas(name).filter(|area| area.matches('.').count() == 1).map(|area| {
            let short = area.split_once('.').map_or(area, |(_, short)| short);
            let label = site.label(area);
            el("li").with(el("a").attr("href", &page(area)).with(short)).with(label.map(|_| " ")).with(term(label))
        });
        let areas = el("ul").class("inline").with(areas.collect::<Html>());
        let counts =
            Html::from(counts(site, name)).with(errors_link(name, vendor).map(|link| Html::from(", ").with(link)));
        el("li")
            .with(el("h2").with(el("a").attr("href", &page(name)).with(&vendor.title)))
            .with(first.map(|doc| el("p").with(markdown::line(doc, &markdown::no_mentions))))
            .with(el("p").class("quiet").with(counts))
            .with(areas)
    });
    let types = site.declared().count();
    let totals = format!(
        "{}, {}, {} with a page of their own, {}.",
        counted(model.endpoints.len(), "endpoint"),
        counted(model.events.len(), "event"),
        counted(types, "type"),
        counted(model.vendors.values().map(|vendor| vendor.errors.len()).sum(), "error code"),
    );
    let main = Html::new()
        .with(el("h1").with("Social-CRM APIs"))
        .with(el("p").class("lead").with("The APIs of social CRMs, as their doc pages state them: what each endpoint takes and returns, in English and with the vendors' own terms, with limits, rules, examples, and the places where the docs contradict themselves."))
        .with(el("p").with(totals))
        .with(el("p").class("keys").with("Search with ").with(el("kbd").with("/")).with(": names (").with(code("batchget")).with("), routes (").with(code("/cgi-bin/externalcontact/get")).with("), fields, error codes (").with(code("40001")).with(") and Chinese terms (").with("客户").with(")."))
        .with(el("ul").class("cards").with(cards.collect::<Html>()))
        .with(heading("h2", "about", "About this site"))
        .with(el("p").with("Each doc page is transcribed by hand into a schema. From the schemas come the Rust crate ").with(code("generated")).with(", its validators and OpenAPI descriptions, and this site, so all of them say the same. Where a page contradicts itself, the schema records what each part says, what we decided and why: ").with(el("a").attr("href", ERRATA).with(counted(errata, "contradiction"))).with("."))
        .with(el("p").with(el("a").attr("href", CHANGES).with("What changed")).with(" from version to version."));
    let body = Body {
        path: FRONT.to_owned(),
        title: "Social-CRM APIs".to_owned(),
        summary: "The APIs of social CRMs: endpoints, events, types and error codes".to_owned(),
        scope: String::new(),
        main: el("div").class("single").with(main).into(),
    };
    Made { body, errata: Vec::new(), about: String::new(), entries: Vec::new() }
}

/// The page of a vendor.
pub(super) fn vendor<'m>(site: &Site<'m>, name: &'m str, vendor: &'m Vendor) -> Made<'m> {
    let mentions = |text: &str| site.mentioned(name, text);
    let mut fields = Fields::new(site, name);
    let mut main = Html::new()
        .with(el("h1").with(&vendor.title))
        .with(vendor.doc.as_deref().map(|doc| markdown::blocks(doc, &mentions)))
        .with(list("facts", basics(name, vendor)));
    main.push(fields.errata_of(&vendor.errata, "vendor", true, About::Sent));
    main.push(areas(site, name));
    main.push(contents(site, name));
    main.push(vendor.callbacks.as_ref().map(callbacks));
    main.push(fields.other_errata());
    let body = Body {
        path: page(name),
        title: vendor.title.clone(),
        summary: format!("The API of {}", vendor.title),
        scope: name.to_owned(),
        main: el("div").class("single").with(main).into(),
    };
    let entry = Entry {
        kind: Kind::Area,
        name: name.to_owned(),
        title: vendor.title.clone(),
        also: String::new(),
        summary: counts(site, name),
        href: page(name),
        keys: Vec::new(),
        fields: Vec::new(),
    };
    Made { body, errata: fields.errata, about: name.to_owned(), entries: vec![entry] }
}

fn basics(name: &str, vendor: &Vendor) -> Vec<Html> {
    let base: Html = match &vendor.base_url {
        Some(base) => Html::from("Base URL: ").with(code(base)),
        None => "Base URL: one for each customer".into(),
    };
    let place = |place: &Credential| match place {
        Credential::Query(name) => Html::new().with(code(name)).with(" in the query"),
        Credential::Header(name) => Html::from("the header ").with(code(name)),
    };
    let credential = Html::from("Credential: ").with(place(&vendor.credential));
    let kinds = vendor.credentials.iter().map(|(name, kind)| {
        let label = kind.label.as_ref().map(|label| format!(" ({label})")).unwrap_or_default();
        Html::from("Credential ").with(code(name)).with(label).with(": ").with(place(&kind.place))
    });
    let envelope = &vendor.envelope;
    let mut replies =
        Html::from("Replies have ").with(code(&envelope.code)).with(" and ").with(code(&envelope.message));
    replies.push(envelope.data.as_ref().map(|data| Html::from("; the payload is in ").with(code(data))));
    replies.push(format!("; the code of success is {}", envelope.success));
    if envelope.absent_is_success {
        replies.push("; a reply without a code is a success, too");
    }
    let errors = errors_link(name, vendor);
    let docs: Option<Html> =
        is_link(&vendor.url).then(|| Html::from("Docs: ").with(external(&vendor.url).with(&vendor.url)));
    [base, credential].into_iter().chain(kinds).chain([replies]).chain(errors).chain(docs).collect()
}

fn areas(site: &Site<'_>, vendor: &str) -> Option<Html> {
    let rows = site.areas(vendor).map(|area| {
        let short = area.split_once('.').map_or(area, |(_, short)| short);
        let doc =
            site.model.areas.get(area).and_then(|area| area.doc.as_deref()).and_then(|doc| doc.split("\n\n").next());
        let name = el("div")
            .class("name")
            .with(el("a").attr("href", &page(area)).with(code(short)))
            .with(" ")
            .with(term(site.label(area)));
        let about = el("div")
            .class("about")
            .with(doc.map(|doc| el("p").with(markdown::line(doc, &markdown::no_mentions))))
            .with(el("p").class("quiet").with(counts(site, area)));
        el("li").with(name).with(about).into()
    });
    let rows: Vec<Html> = rows.collect();
    (!rows.is_empty()).then(|| {
        Html::from(heading("h2", "areas", "Areas"))
            .with(el("ul").class("rows").with(rows.into_iter().collect::<Html>()))
    })
}

/// The endpoints, events and types of a vendor or an area, without those of areas within it.
fn contents(site: &Site<'_>, scope: &str) -> Html {
    let (endpoints, events): (Vec<_>, Vec<_>) =
        site.owners(scope).partition(|owner| matches!(owner, Owner::Endpoint(..)));
    let mut out = Html::new();
    for (owners, id, title) in [(endpoints, "endpoints", "Endpoints"), (events, "pushed", "Events")] {
        if !owners.is_empty() {
            let rows: Html = owners.into_iter().map(row).collect();
            out = out.with(heading("h2", id, title)).with(el("ul").class("rows").with(rows));
        }
    }
    let types = site.declared().filter(|declaration| declaration.name().scope == scope).map(|declaration| {
        let name = declaration.name();
        let label = match declaration {
            Declaration::Object(_, object) => object.label.as_deref(),
            Declaration::Enum(_, decl) => decl.label.as_deref(),
            Declaration::Scalar(_, scalar) => scalar.label.as_deref(),
        };
        let href = site.type_page(name).unwrap_or_default();
        Html::from(el("a").attr("href", &href).with(code(&name.name))).with(label.map(|_| " ")).with(term(label))
    });
    if let Some(types) = list("columns", types) {
        out = out.with(heading("h2", "types", "Types")).with(types);
    }
    out
}

fn callbacks(callbacks: &Callbacks) -> Html {
    let heads = callbacks.heads.iter().map(|head| {
        let members: Vec<&str> = head.members().collect();
        let mut out = Html::from(el("b").with(head.name.replace('_', " "))).with(": ");
        for (at, member) in members.iter().enumerate() {
            out = out.with((at > 0).then_some(", ")).with(code(member));
        }
        out = out.with("; ");
        for (at, tag) in head.tags.iter().enumerate() {
            out = out.with((at > 0).then_some(" and ")).with(code(tag));
        }
        out.with(if head.tags.len() == 1 { " says which event it is" } else { " say which event it is" })
    });
    let sealed: Vec<String> =
        callbacks.sealed.iter().map(|sealed| format!("{} in {}", notation(sealed.notation), sealed.member)).collect();
    let within = callbacks.within.map(|seconds| format!(" within {}", counted(seconds as usize, "second")));
    Html::from(heading("h2", "events", "How events arrive"))
        .with(
            el("p")
                .with(format!(
                    "The vendor pushes events to your server, signed and encrypted ({}). Answer with ",
                    sealed.join(", ")
                ))
                .with(code(&callbacks.ack))
                .with(within)
                .with(". Each message has the members of one of these heads:"),
        )
        .with(list("plain", heads))
        .with(
            callbacks
                .body
                .as_ref()
                .map(|body| el("p").with("The event's own members are in ").with(code(body)).with(".")),
        )
}

/// The page of an area.
pub(super) fn area<'m>(site: &Site<'m>, name: &str) -> Made<'m> {
    let vendor = name.split('.').next().unwrap_or_default();
    let mentions = |text: &str| site.within(name, text).or_else(|| site.mentioned(name, text));
    let mut fields = Fields::new(site, name);
    let known = site.model.areas.get(name);
    let (around, short) = name.rsplit_once('.').unwrap_or((name, name));
    let mut main = Html::new()
        .with(crumbs(site, around))
        .with(el("h1").with(code(short)).with(site.label(name).map(|_| " ")).with(term(site.label(name))))
        .with(known.and_then(|area| area.doc.as_deref()).map(|doc| markdown::blocks(doc, &mentions)));
    main.push(known.map(|area| fields.errata_of(&area.errata, "area", true, About::Sent)));
    main.push(contents(site, name));
    main.push(areas(site, name));
    main.push(known.and_then(|area| missing(&area.missing)));
    main.push(fields.other_errata());
    let label = site.label(name).unwrap_or_default();
    let title = site.model.vendors.get(vendor).map_or(vendor, |vendor| &vendor.title);
    let entry = Entry {
        kind: Kind::Area,
        name: name.to_owned(),
        title: label.to_owned(),
        also: String::new(),
        summary: counts(site, name),
        href: page(name),
        keys: Vec::new(),
        fields: Vec::new(),
    };
    let body = Body {
        path: page(name),
        title: format!("{short} {label} · {title}"),
        summary: format!("The endpoints and events of {name}"),
        scope: name.to_owned(),
        main: el("div").class("single").with(main).into(),
    };
    Made { body, errata: fields.errata, about: name.to_owned(), entries: vec![entry] }
}

/// What the vendor has and no schema describes.
fn missing(missing: &[Missing]) -> Option<Html> {
    let rows = missing.iter().map(|missing| {
        let route = missing.route.as_ref().map(|route| Html::from(code(route)).with(" "));
        let label: Option<Element> = term(Some(&missing.label));
        Html::new().with(route).with(label).with(": ").with(missing.because.as_str())
    });
    Some(Html::from(heading("h2", "missing", "Not covered")).with(list("plain", rows)?))
}

/// The source of a vendor's error codes.
pub(super) fn errors_source(vendor: &Vendor) -> Option<Element> {
    vendor.errors_source.as_ref().map(|source| el("p").class("quiet").with("Source: ").with(copy(source)).with("."))
}
