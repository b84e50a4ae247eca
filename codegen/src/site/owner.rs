//! The pages of endpoints and events.

use super::{
    context::{Site, error_id, errors_page, module, page, scope_of},
    errata::About,
    examples,
    fields::{Fields, block},
    made::{Entry, Kind, Made},
    markdown::{self, Mentions, external, line},
    parts::{SITE, code, copy, heading, label, list, phrase, term},
    shell::{Body, crumbs},
};
use crate::{
    html::{Element, Html, el},
    model::{
        Access, Deprecation, Direction, Encoding, Endpoint, Event, Location, Member, Notation, Note, Owner, Page,
        Permission, Vendor,
    },
    naming,
    visible::is_link,
};

/// The page of an endpoint.
pub(super) fn endpoint<'m>(site: &Site<'m>, name: &'m str, endpoint: &'m Endpoint) -> Made<'m> {
    let vendor = site.model.vendor_of(endpoint);
    let mentions = |text: &str| site.mentioned(name, text).filter(|href| *href != page(name));
    let mut fields = Fields::new(site, name);
    let mut text = Html::new()
        .with(route(vendor, endpoint))
        .with(endpoint.deprecated.as_ref().map(|deprecated| deprecation(deprecated, &mentions)))
        .with(endpoint.doc.as_deref().map(|doc| markdown::blocks(doc, &mentions)))
        .with(list("facts", behaviour(endpoint)));
    text.push(fields.errata_of(&endpoint.page.errata, "page", true, About::Page));
    text.push(fields.errata_of(&endpoint.errata, "endpoint", true, About::Page));
    text.push(request(&mut fields, site, endpoint));
    text.push(reply(&mut fields, site, vendor, endpoint));
    text.push(errors(site, vendor, endpoint));
    text.push(about_page(site, Owner::Endpoint(name, endpoint), &endpoint.permissions, &endpoint.notes, &mentions));
    text.push(history(site, &endpoint.file, &endpoint.name, &mentions));
    text.push(fields.other_errata());
    let aside = Html::new()
        .with(examples::curl(site, endpoint, &mentions))
        .with(examples::rust(site, endpoint))
        .with(examples::published(&endpoint.response, "Reply", true, &mentions))
        .with(examples::published(&endpoint.request, "Request", false, &mentions));
    let main = whole(site, Owner::Endpoint(name, endpoint), text, aside);
    let keys = vec![endpoint.path.clone()];
    made(site, Owner::Endpoint(name, endpoint), main, fields, keys)
}

/// The page of an event.
pub(super) fn event<'m>(site: &Site<'m>, name: &'m str, event: &'m Event) -> Made<'m> {
    let mentions = |text: &str| site.mentioned(name, text).filter(|href| *href != page(name));
    let mut fields = Fields::new(site, name);
    let tags: Html = event.tags.iter().map(|tag| Html::from(code(tag)).with(" ")).collect();
    let mut text = Html::new()
        .with(el("p").class("route").with(el("span").class("method").with("EVENT")).with(" ").with(tags))
        .with(event.deprecated.as_ref().map(|deprecated| deprecation(deprecated, &mentions)))
        .with(event.doc.as_deref().map(|doc| markdown::blocks(doc, &mentions)));
    text.push(fields.errata_of(&event.page.errata, "page", true, About::Page));
    text.push(fields.errata_of(&event.errata, "event", true, About::Page));
    let object = &site.model.objects[event.root()];
    text.push(heading("h2", "event", "Members"));
    text.push(
        el("p")
            .class("quiet")
            .with("The message also has the ")
            .with(el("a").attr("href", &format!("{}#events", page(&event.vendor))).with("members of all events"))
            .with("."),
    );
    text.push(fields.about(object, "event"));
    text.push(members(fields.message(event.root(), Direction::Received, "event", |_| true), object.members.is_empty()));
    text.push(about_page(site, Owner::Event(name, event), &event.permissions, &event.notes, &mentions));
    text.push(history(site, &event.file, &event.name, &mentions));
    text.push(fields.other_errata());
    let variant = naming::type_ident(&event.root().name);
    let rust = format!(
        "use {}::Event;\n\nif let Event::{variant}(event) = &delivery.event {{\n    println!(\"{{event:?}}\");\n}}",
        module(&event.vendor)
    );
    let rust = el("details").class("example").flag("open", true).with(el("summary").with("Rust")).with(block(&rust));
    let aside = Html::new().with(examples::published(&event.message, "Message", true, &mentions)).with(rust);
    let main = whole(site, Owner::Event(name, event), text, aside);
    let keys = event.tags.clone();
    made(site, Owner::Event(name, event), main, fields, keys)
}

fn summary(owner: Owner<'_>) -> &str {
    match owner {
        Owner::Endpoint(_, endpoint) => &endpoint.summary,
        Owner::Event(_, event) => &event.summary,
    }
}

/// A line about an endpoint or an event, for lists.
pub(super) fn row(owner: Owner<'_>) -> Html {
    let last = owner.name().rsplit('.').next().unwrap_or_default();
    let is_deprecated = match owner {
        Owner::Endpoint(_, endpoint) => endpoint.deprecated.is_some(),
        Owner::Event(_, event) => event.deprecated.is_some(),
    };
    let deprecated = is_deprecated.then(|| el("span").class("need deprecated").with("deprecated"));
    let wire: Html = match owner {
        Owner::Endpoint(_, endpoint) => {
            Html::from(el("span").class("method").with(endpoint.method.as_str())).with(" ").with(code(&endpoint.path))
        }
        Owner::Event(_, event) => {
            let tags: Html = event.tags.iter().map(|tag| Html::from(" ").with(code(tag))).collect();
            Html::from(el("span").class("method").with("EVENT")).with(tags)
        }
    };
    let name = el("div")
        .class("name")
        .with(el("a").attr("href", &page(owner.name())).with(code(last)))
        .with(" ")
        .with(term(Some(label(owner))))
        .with(deprecated.is_some().then_some(" "))
        .with(deprecated);
    let about = el("div")
        .class("about")
        .with(el("p").with(line(summary(owner), &markdown::no_mentions)))
        .with(el("p").class("wire").with(wire));
    el("li").with(name).with(about).into()
}

/// A link to the vendor's page, with its date.
fn source(page: &Page) -> Html {
    let title: Html =
        if is_link(&page.url) { external(&page.url).with(&page.title).into() } else { (&page.title).into() };
    title.with(format!(", {}", page.age()))
}

fn whole(site: &Site<'_>, owner: Owner<'_>, text: Html, aside: Html) -> Html {
    let last = owner.name().rsplit('.').next().unwrap_or_default();
    let title = el("h1").with(code(last)).with(" ").with(term(Some(label(owner))));
    let head = el("div")
        .class("head")
        .with(crumbs(site, &scope_of(owner)))
        .with(title)
        .with(el("p").class("quiet").with("Vendor's page: ").with(source(owner.page())).with("."))
        .with(el("p").class("lead").with(line(summary(owner), &markdown::no_mentions)));
    let aside = el("aside").class("examples").attr("aria-label", "Examples").with(aside);
    el("div").class("sides").with(head).with(el("div").class("text").with(text)).with(aside).into()
}

fn made<'m>(site: &Site<'m>, owner: Owner<'m>, main: Html, fields: Fields<'_, 'm>, keys: Vec<String>) -> Made<'m> {
    let Fields { mut errata, searched, .. } = fields;
    if !site.is_first_of_page(owner) {
        // What is about a whole doc page is the same for all of its endpoints.
        let of_page = &owner.page().errata;
        errata
            .iter_mut()
            .for_each(|found| found.is_repeated = of_page.iter().any(|other| std::ptr::eq(other, found.erratum)));
    }
    let (name, label) = (owner.name(), label(owner));
    let last = name.rsplit('.').next().unwrap_or_default();
    let vendor = &site.model.vendors[owner.vendor()].title;
    let kind = match owner {
        Owner::Endpoint(..) => Kind::Endpoint,
        Owner::Event(..) => Kind::Event,
    };
    let body = Body {
        path: page(name),
        title: format!("{last} {label} · {vendor}"),
        summary: summary(owner).to_owned(),
        scope: scope_of(owner),
        main,
    };
    let entry = Entry {
        kind,
        name: name.to_owned(),
        title: label.to_owned(),
        also: Some(&owner.page().title).filter(|title| *title != label).cloned().unwrap_or_default(),
        summary: summary(owner).to_owned(),
        href: page(name),
        keys,
        fields: searched,
    };
    Made { body, errata, about: name.to_owned(), entries: vec![entry] }
}

fn route(vendor: &Vendor, endpoint: &Endpoint) -> Element {
    let base = vendor.base_url.as_deref().map(|base| el("span").class("base").with(base));
    let url = el("code").with(base).with(&endpoint.path);
    el("p").class("route").with(el("span").class("method").with(endpoint.method.as_str())).with(" ").with(url)
}

fn deprecation(deprecated: &Deprecation, mentions: Mentions<'_>) -> Element {
    let Deprecation { replacement, endpoint, note, since } = deprecated;
    let replacement: Html = match endpoint {
        Some(name) => el("a").attr("href", &page(name)).with(code(replacement)).into(),
        None => code(replacement).into(),
    };
    let since = since.as_ref().map(|since| format!(" (since {since})"));
    let note = note.as_deref().map(|note| Html::from(" ").with(line(note, mentions)));
    el("p")
        .class("deprecation")
        .with(el("b").with("Deprecated: "))
        .with("use ")
        .with(replacement)
        .with(" instead")
        .with(since)
        .with(".")
        .with(note)
}

/// Facts about calls of an endpoint.
fn behaviour(endpoint: &Endpoint) -> Vec<Html> {
    let mut facts: Vec<Html> = Vec::new();
    if endpoint.defies_its_method() {
        facts.push(match endpoint.reads {
            true => "A call changes nothing, so it may be repeated.".into(),
            false => "A call changes something, although it is a GET.".into(),
        });
    }
    facts.extend(endpoint.paging.as_ref().map(|paging| phrase(&SITE.paging(paging))));
    if let Some(grants) = &endpoint.grants {
        let calls = match &grants.kind {
            Some(kind) => Html::from(" in the reply is the credential ").with(code(kind)).with(" of other calls, for "),
            None => " in the reply is the credential of other calls, for ".into(),
        };
        let called = if endpoint.is_authenticated() { "" } else { "Called without a credential: " };
        let granted = Html::from(called).with(code(&grants.credential)).with(calls);
        facts.push(granted.with(code(&grants.expires_in)).with(" seconds."));
    }
    facts.extend(endpoint.credential.as_ref().map(|kind| Html::from("Credential: ").with(code(kind)).with(".")));
    facts.extend(endpoint.absent_is_success.map(|absent| {
        let word = if absent { "success" } else { "error" };
        format!("A reply without a code is a {word}.").into()
    }));
    if endpoint.request.encoding == Encoding::Form {
        facts.push("The request is a form (multipart/form-data).".into());
    }
    if endpoint.response.encoding == Encoding::File {
        facts.push("The reply is the file itself; an error is JSON.".into());
    }
    facts
}

fn members(members: Html, is_empty: bool) -> Html {
    if is_empty { el("p").class("quiet").with("None.").into() } else { members }
}

fn request<'m>(fields: &mut Fields<'_, 'm>, site: &Site<'m>, endpoint: &'m Endpoint) -> Html {
    let name = &endpoint.request.object;
    let object = &site.model.objects[name];
    let mut out: Html = heading("h2", "request", "Request").into();
    out.push(fields.about(object, "request"));
    if object.members.is_empty() {
        return out.with(members(Html::new(), true));
    }
    let has_body = endpoint.request.encoding != Encoding::Parameters;
    let location = |member: &Member| match member {
        Member::Field(field) => field.location,
        Member::Choice(_) if has_body => Location::Body,
        Member::Choice(_) => Location::Query,
    };
    let body = match endpoint.request.encoding {
        Encoding::Form => "Parts of the form",
        Encoding::Parameters | Encoding::Json | Encoding::Xml | Encoding::File => "Body",
    };
    let parts = [(Location::Query, "Query"), (Location::Header, "Headers"), (Location::Body, body)];
    for (part, title) in parts {
        if object.members.iter().any(|member| location(member) == part) {
            out.push(el("h3").with(title));
            out.push(fields.message(name, Direction::Sent, "request", |member| location(member) == part));
        }
    }
    out
}

fn reply<'m>(fields: &mut Fields<'_, 'm>, site: &Site<'m>, vendor: &Vendor, endpoint: &'m Endpoint) -> Html {
    let name = &endpoint.response.object;
    let object = &site.model.objects[name];
    let mut out: Html = heading("h2", "reply", "Reply").into();
    let envelope = &vendor.envelope;
    if endpoint.response.encoding != Encoding::File {
        let place = match &envelope.data {
            Some(data) => Html::from("These members are in ").with(code(data)).with(". The reply also has "),
            None => "The reply also has ".into(),
        };
        let success = format!(" ({} on success) and ", envelope.success);
        let place = place.with(code(&envelope.code)).with(success).with(code(&envelope.message)).with(".");
        out.push(el("p").class("quiet").with(place));
    }
    out.push(fields.about(object, "reply"));
    out.push(members(fields.message(name, Direction::Received, "reply", |_| true), object.members.is_empty()));
    out
}

/// The error codes that the page of an endpoint explains.
fn errors(site: &Site<'_>, vendor: &Vendor, endpoint: &Endpoint) -> Option<Html> {
    let mentions = |name: &str| site.mentioned(&endpoint.vendor, name);
    let rows = endpoint.errors.iter().filter_map(|code| {
        let error = vendor.errors.get(code)?;
        let href = format!("{}#{}", errors_page(&endpoint.vendor), error_id(*code));
        let head = Html::from(el("a").attr("href", &href).with(self::code(&code.to_string())))
            .with(" ")
            .with(self::code(&error.name.to_uppercase()));
        let doc = error.doc.as_deref().map(|doc| Html::from(" ").with(line(doc, &mentions)));
        Some(head.with(" ").with(term(error.label.as_deref())).with(doc))
    });
    let rows = list("codes", rows)?;
    Some(Html::from(heading("h2", "errors", "Error codes")).with(rows))
}

/// Who may call, notes, and where all of this is from.
fn about_page(
    site: &Site<'_>,
    owner: Owner<'_>,
    permissions: &[Permission],
    notes: &[Note],
    mentions: Mentions<'_>,
) -> Html {
    let page = owner.page();
    let mut out = Html::new();
    let permissions = permissions.iter().map(|permission| {
        let access: Html = match &permission.access {
            Access::Needs(needs) => needs.into(),
            Access::Supported => "supported".into(),
            Access::Unsupported => el("span").class("unsupported").with("not supported").into(),
        };
        Html::from(el("b").with(&permission.app)).with(": ").with(access)
    });
    if let Some(permissions) = list("plain", permissions) {
        out = out.with(heading("h2", "permissions", "Permissions")).with(permissions);
    }
    let notes = notes.iter().map(|note| {
        let since = note.since.as_ref().map(|since| el("time").with(format!("Since {since}: ")));
        Html::new().with(since).with(line(&note.text, mentions))
    });
    if let Some(notes) = list("plain", notes) {
        out = out.with(heading("h2", "notes", "Notes")).with(notes);
    }
    let sources = std::iter::once(source(page)).chain(page.sources.iter().map(copy));
    let others = site.model.owners().filter(|other| other.file() == owner.file() && other.name() != owner.name());
    let others: Vec<Element> = others
        .map(|other| {
            el("a")
                .attr("href", &self::page(other.name()))
                .with(code(other.name().rsplit('.').next().unwrap_or_default()))
        })
        .collect();
    let same = (!others.is_empty()).then(|| {
        let links: Html = others.into_iter().map(|link| Html::from(" ").with(link)).collect();
        el("p").with("On the same page:").with(links)
    });
    out.with(heading("h2", "sources", "Sources")).with(list("plain", sources)).with(same)
}

/// The entries of the changelog about an endpoint, an event or a type.
pub(super) fn history(site: &Site<'_>, file: &str, name: &str, mentions: Mentions<'_>) -> Option<Html> {
    let entries = site
        .changes
        .about(file, name)
        .map(|(version, html)| Html::from(el("b").with(version)).with(" ").with(html.rendered(mentions)));
    let entries = list("plain", entries)?;
    Some(Html::from(heading("h2", "changes", "What changed")).with(entries))
}

/// How events of a vendor are delivered.
pub(super) fn notation(notation: Notation) -> &'static str {
    match notation {
        Notation::Xml => "XML",
        Notation::Json => "JSON",
    }
}
