//! The pages of error codes, and the index of errata.

use super::{
    context::{ERRATA, Site, error_id, errors_page, page},
    errata::{self, About},
    fields::Fields,
    made::{Entry, Kind, Made},
    markdown,
    parts::{code, heading, term},
    scopes::errors_source,
    shell::{Body, crumbs},
};
use crate::{
    html::{Element, Html, el},
    model::{Vendor, words::capitalized},
};

/// The page with the error codes of a vendor.
pub(super) fn errors<'m>(site: &Site<'m>, name: &'m str, vendor: &'m Vendor) -> Made<'m> {
    let mentions = |text: &str| site.mentioned(name, text);
    let mut fields = Fields::new(site, name);
    let mut rows = Html::new();
    let mut entries = Vec::new();
    for (number, error) in &vendor.errors {
        let id = error_id(*number);
        let constant = error.name.to_uppercase();
        let explained = site.explained(name, *number).iter().map(|endpoint| {
            let below = endpoint.strip_prefix(name).and_then(|below| below.strip_prefix('.')).unwrap_or(endpoint);
            Html::from(" ").with(el("a").attr("href", &format!("{}#errors", page(endpoint))).with(code(below)))
        });
        let explained: Html = explained.collect();
        let explained = (!explained.is_empty()).then(|| el("p").class("quiet").with("Explained by").with(explained));
        let meaning = Html::new()
            .with(term(error.label.as_deref()).map(|term| el("p").with(term)))
            .with(error.doc.as_deref().map(|doc| markdown::blocks(doc, &mentions)))
            .with(fields.errata_of(&error.errata, &id, true, About::Received))
            .with(explained);
        let row = el("tr")
            .id(&id)
            .with(
                el("th")
                    .attr("scope", "row")
                    .with(el("a").class("anchor").attr("href", &format!("#{id}")).with(code(&number.to_string()))),
            )
            .with(
                el("td")
                    .with(code(&constant))
                    .with(error.advice.map(|advice| el("p").class("quiet").with(capitalized(advice.words())))),
            )
            .with(el("td").with(meaning));
        rows.push(row);
        entries.push(Entry {
            kind: Kind::Error,
            name: number.to_string(),
            title: error.label.clone().unwrap_or_default(),
            also: String::new(),
            summary: if error.label.is_none() {
                error.doc.clone().unwrap_or_default().trim().to_owned()
            } else {
                String::new()
            },
            href: format!("{}#{id}", errors_page(name)),
            keys: vec![constant],
            fields: Vec::new(),
        });
    }
    let head = ["Code", "Constant and advice", "Meaning"].map(|title| el("th").attr("scope", "col").with(title));
    let head = el("thead").with(el("tr").with(head.into_iter().collect::<Html>()));
    let table = el("table").class("codes").with(head).with(el("tbody").with(rows));
    let intro = format!("{} codes; others may occur. In Rust, they are constants of ", vendor.errors.len());
    let main = Html::new()
        .with(crumbs(site, name))
        .with(el("h1").with("Error codes"))
        .with(
            el("p")
                .with(intro)
                .with(code(&format!("generated::{name}::ErrorCode")))
                .with(", and ")
                .with(code("advice()"))
                .with(" of an error returns the advice."),
        )
        .with(errors_source(vendor))
        .with(table)
        .with(fields.other_errata());
    let body = Body {
        path: errors_page(name),
        title: format!("Error codes · {}", vendor.title),
        summary: format!("The error codes of {}", vendor.title),
        scope: name.to_owned(),
        main: el("div").class("single").with(main).into(),
    };
    Made { body, errata: fields.errata, about: format!("{name}: error codes"), entries }
}

/// The index of all contradictions, by page. One that is about several endpoints of a doc page is listed once.
pub(super) fn errata<'m>(site: &Site<'m>, pages: &[Made<'m>]) -> Made<'m> {
    let mut main = Html::new();
    for (name, vendor) in &site.model.vendors {
        let mentions = |text: &str| site.mentioned(name, text);
        let own: Vec<&Made<'m>> = pages.iter().filter(|made| made.body.scope.split('.').next() == Some(name)).collect();
        let mut sections = Html::new();
        for made in own {
            let rows = made.errata.iter().filter(|found| !found.is_repeated).map(|found| {
                let href = format!("{}#{}", made.body.path, found.id);
                let place = el("a").attr("href", &href).with(errata::place(&found.id));
                errata::listed(found.erratum, None, place.into(), &mentions)
            });
            let rows: Vec<Element> = rows.collect();
            if !rows.is_empty() {
                let title = el("a").attr("href", &made.body.path).with(code(&made.about));
                let rows: Html = rows.into_iter().collect();
                sections = sections.with(el("h3").with(title)).with(el("ul").class("errata").with(rows));
            }
        }
        if !sections.is_empty() {
            main = main.with(heading("h2", name, &vendor.title)).with(sections);
        }
    }
    let count = count(pages);
    let lead = format!(
        "{count} places where doc pages contradict themselves or their server: what each part says, what we decided, and why."
    );
    let main =
        Html::new().with(el("h1").with("Contradictions of the docs")).with(el("p").class("lead").with(lead)).with(main);
    let body = Body {
        path: ERRATA.to_owned(),
        title: "Contradictions of the docs".to_owned(),
        summary: "Where doc pages contradict themselves".to_owned(),
        scope: String::new(),
        main: el("div").class("single").with(main).into(),
    };
    Made { body, errata: Vec::new(), about: String::new(), entries: Vec::new() }
}

/// The number of contradictions.
pub(super) fn count(pages: &[Made<'_>]) -> usize {
    pages.iter().flat_map(|made| &made.errata).filter(|found| !found.is_repeated).count()
}
