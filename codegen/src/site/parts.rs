//! Small parts of pages: terms, types, facts, links.

use super::{
    context::Site,
    markdown::{self, Mentions, external},
};
use crate::{
    emit::WORDS,
    html::{Element, Html, el, has_han, verbatim},
    model::{
        Direction, Effect, Enum, Field, JsonType, Owner, PageCopy, Primitive, Role, Scalar, Type, TypeName,
        words::{Values, Words, capitalized},
    },
    visible::is_link,
};

/// The wording of pages: enum values are called as on the wire.
pub(super) const SITE: Words = Words { values: Values::Wire, ..WORDS };

/// A phrase of [`SITE`].
pub(super) fn phrase(words: &str) -> Html {
    markdown::phrase(words, &markdown::no_mentions)
}

/// The vendor's term, which may be in English.
pub(super) fn term(label: Option<&str>) -> Option<Element> {
    let span = |label| match has_han(label) {
        true => el("span").class("term").attr("lang", "zh"),
        false => el("span").class("term"),
    };
    label.map(|label| span(label).with(verbatim(label)))
}

/// A name or a value.
pub(super) fn code(text: &str) -> Element {
    el("code").with(verbatim(text))
}

/// A list of sentences; nothing without any.
pub(super) fn list(class: &str, entries: impl IntoIterator<Item = Html>) -> Option<Element> {
    let entries: Vec<Html> = entries.into_iter().map(|entry| el("li").with(entry).into()).collect();
    (!entries.is_empty()).then(|| el("ul").class(class).with(entries.into_iter().collect::<Html>()))
}

/// A type in words, with links to the pages of types that have one.
pub(super) fn ty(site: &Site<'_>, ty: &Type) -> Html {
    let named = |name: &TypeName| match site.type_page(name) {
        Some(page) => el("a").attr("href", &page).with(code(&name.name)).into(),
        None => Html::new(),
    };
    let after = |name: &TypeName, kind: &str| match named(name) {
        link if link.is_empty() => kind.into(),
        link => link.with(format!(" {kind}")),
    };
    match ty {
        Type::Primitive(primitive) => primitive_words(*primitive).into(),
        Type::Scalar(name) => after(name, site.model.scalars.get(name).map_or("", |decl| decl.wire.as_str())),
        Type::Enum(name) => after(name, site.model.enums.get(name).map_or("", |decl| decl.wire.as_str())),
        Type::Object(name) => after(name, "object"),
        Type::List(of) => Html::from("list of ").with(self::ty(site, of)),
        Type::Map(of) => Html::from("map from strings to ").with(self::ty(site, of)),
        Type::JsonString(of) => Html::from("string with the JSON of ").with(self::ty(site, of)),
        Type::File => "file".into(),
    }
}

fn primitive_words(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Timestamp => "timestamp in seconds",
        Primitive::TimestampMs => "timestamp in milliseconds",
        Primitive::ErrorCode => "error code",
        Primitive::Json => "any JSON",
        Primitive::String
        | Primitive::Bool
        | Primitive::Int32
        | Primitive::Int64
        | Primitive::Uint32
        | Primitive::Uint64
        | Primitive::Float => primitive.as_str(),
    }
}

/// Whether a field must be given, in a word.
pub(super) fn need(field: &Field, direction: Option<Direction>) -> &'static str {
    let is_required = match direction {
        Some(direction) => field.is_required_in(direction),
        None => field.required,
    };
    let depends = field.depends.iter().any(|dependency| dependency.effect == Effect::Required);
    let is_conditional = depends || direction.is_none() && field.required_in.is_some();
    match (is_required, is_conditional) {
        (true, _) => "required",
        (false, true) => "conditional",
        (false, false) => "optional",
    }
}

/// The limits and rules of a field in words.
pub(super) fn facts(site: &Site<'_>, field: &Field, role: Role) -> Vec<Html> {
    let scalar = match &field.ty {
        Type::Scalar(name) => site.model.scalars.get(name),
        _ => None,
    };
    let mut facts: Vec<String> = SITE.direction(field);
    facts.extend(SITE.limits(&field.limits));
    facts.extend(scalar.into_iter().flat_map(scalar_facts));
    facts.extend(field.limits_if.iter().map(|limits| SITE.limits_if(limits)));
    if field.bool_as_int {
        facts.push("0 or 1 on the wire".to_owned());
    }
    facts.extend(field.default.as_ref().map(|default| format!("default {}", SITE.literal(default))));
    facts.extend(field.empty.map(|empty| SITE.empty(empty)));
    facts.extend(field.depends.iter().map(|dependency| match role {
        Role::Received => SITE.dependency_received(dependency),
        Role::Sent | Role::Both => SITE.dependency(dependency),
    }));
    let codes = |names: &[String]| names.iter().map(|name| (SITE.code)(name)).collect::<Vec<_>>().join(", ");
    if !field.also_names.is_empty() {
        facts.push(format!("also read as {}", codes(&field.also_names)));
    }
    if !field.also_types.is_empty() {
        let types: Vec<&str> = field.also_types.iter().map(|json_type| json_words(*json_type)).collect();
        facts.push(format!("may arrive as a {}", types.join(" or a ")));
    }
    facts.extend(field.item.iter().map(|item| format!("each element is an XML element {}", (SITE.code)(item))));
    facts.extend(field.length.iter().map(|name| format!("{} of its part is the number of bytes", (SITE.code)(name))));
    if field.name != field.wire {
        facts.push(format!("{} in Rust", (SITE.code)(&field.name)));
    }
    facts.iter().map(|fact| phrase(&capitalized(fact))).collect()
}

/// Facts about the values of a named scalar.
pub(super) fn scalar_facts(scalar: &Scalar) -> Vec<String> {
    let secret = scalar.secret.then(|| "a secret: never shown in logs and errors".to_owned());
    SITE.limits(&scalar.limits).into_iter().chain(secret).collect()
}

fn json_words(json_type: JsonType) -> &'static str {
    match json_type {
        JsonType::String => "string",
        JsonType::Number => "number",
        JsonType::Bool => "bool",
    }
}

/// The values of an enum in a table.
pub(super) fn values(decl: &Enum, mentions: Mentions<'_>) -> Element {
    let rows = decl.values.iter().map(|value| {
        let about = Html::new()
            .with(term(value.label.as_deref()))
            .with(value.doc.as_deref().map(|doc| markdown::blocks(doc, mentions)));
        let wire = value.wire.to_string();
        el("tr")
            .id(&format!("value.{}", value.name))
            .with(el("td").with(code(&wire)))
            .with(el("td").with(code(&value.name)))
            .with(el("td").with(about))
    });
    let head = ["On the wire", "Name", "Meaning"].map(|title| el("th").attr("scope", "col").with(title));
    let head = el("thead").with(el("tr").with(head.into_iter().collect::<Html>()));
    let table = el("table").class("values").with(head).with(el("tbody").with(rows.collect::<Html>()));
    el("div").class("scroll").attr("tabindex", "0").with(table)
}

/// A link to a copy of a page, with its date.
pub(super) fn copy(source: &PageCopy) -> Html {
    let title: Html = match source.url.as_deref().filter(|url| is_link(url)) {
        Some(url) => external(url).with(&source.title).into(),
        None => (&source.title).into(),
    };
    title.with(source.updated.as_ref().map(|updated| format!(", updated {updated}")))
}

/// A heading that can be linked to.
pub(super) fn heading(tag: &'static str, id: &str, title: impl Into<Html>) -> Element {
    el(tag).id(id).with(el("a").class("anchor").attr("href", &format!("#{id}")).with(title))
}

/// The vendor's term for an endpoint or an event: its label or, without one, the title of its page.
pub(super) fn label(owner: Owner<'_>) -> &str {
    let label = match owner {
        Owner::Endpoint(_, endpoint) => endpoint.label.as_deref(),
        Owner::Event(_, event) => event.label.as_deref(),
    };
    label.unwrap_or(&owner.page().title)
}
