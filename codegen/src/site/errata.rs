//! Errata: which ones are shown at their place, and their texts.

use super::{
    markdown::{Mentions, line},
    parts::{SITE, code},
};
use crate::{
    html::{Element, Html, el},
    model::Erratum,
};

/// Keys that describe the doc page. Callers never send or receive them.
const ABOUT_THE_PAGE: [&str; 9] = ["url", "title", "updated", "read", "route", "documents", "label", "summary", "from"];
/// Keys of members that only matter to those who send them.
const ONLY_SENT: [&str; 7] =
    ["name", "required", "forbidden_unless", "forbidden_if", "required_if", "required_unless", "ignored_if"];
/// The number of characters from which a reason is too long for a headline.
const LONG_REASON: usize = 160;

/// Where an erratum is on a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// The doc page, or an endpoint or an event as a whole.
    Page,
    /// Something that callers send, or send and receive.
    Sent,
    /// Something that callers only receive.
    Received,
}

/// Whether an erratum matters to callers, and is shown at its place.
pub(super) fn matters(erratum: &Erratum, about: About) -> bool {
    match erratum.kind.as_deref() {
        Some("server" | "stricter") => return true,
        Some("pages") if about == About::Page => return false,
        _ => {}
    }
    let is_minor = |key: &str| {
        let name = key.trim_start_matches('$');
        ABOUT_THE_PAGE.contains(&name) || about == About::Received && ONLY_SENT.contains(&name)
    };
    let is_all_minor = !erratum.used.is_empty() && erratum.used.iter().all(|(key, _)| is_minor(key));
    !erratum.also_accept.is_empty() || !is_all_minor
}

/// An erratum at its place: the headline, and the details to be opened.
pub(super) fn shown(erratum: &Erratum, id: &str, mentions: Mentions<'_>) -> Element {
    let title = match erratum.kind.as_deref() {
        Some("server") => "The server contradicts the docs: ",
        Some("stricter") => "We are stricter than the docs: ",
        _ => "The docs contradict themselves: ",
    };
    let summary = el("summary").with(el("b").with(title)).with(headline(erratum, mentions));
    el("details").class("erratum").id(id).with(summary).with(reasons(erratum, mentions))
}

/// An erratum in a list, with a link to the place that it is about.
pub(super) fn listed(erratum: &Erratum, id: Option<&str>, place: Html, mentions: Mentions<'_>) -> Element {
    let head = el("p").with(el("b").with(place)).with(": ").with(headline(erratum, mentions));
    let item = el("li").class("erratum");
    let item = match id {
        Some(id) => item.id(id),
        None => item,
    };
    item.with(head).with(reasons(erratum, mentions))
}

/// Whether the headline has the reason.
fn is_short(reason: &str) -> bool {
    reason.chars().count() <= LONG_REASON
}

fn reason(erratum: &Erratum) -> &str {
    erratum.because.trim().trim_end_matches('.')
}

/// The decision and, if it is short, the reason.
fn headline(erratum: &Erratum, mentions: Mentions<'_>) -> Html {
    let decision = match &erratum.decision {
        Some(decision) => line(decision.trim().trim_end_matches('.'), mentions),
        None => enumerated(erratum.used.iter().map(|(key, value)| used(key, value)).collect()),
    };
    let also = &erratum.also_accept;
    let also = (!also.is_empty()).then(|| {
        let also = also.iter().map(|text| code(text).into()).collect();
        Html::from("; also accepted: ").with(enumerated(also))
    });
    let reason = reason(erratum);
    let because = is_short(reason).then(|| match &erratum.decision {
        // A decision is a sentence, or several.
        Some(_) => Html::from(". Reason: ").with(line(reason, mentions)),
        None => Html::from(", because ").with(line(reason, mentions)),
    });
    decision.with(also).with(because).with(".")
}

/// `a, b and c`.
fn enumerated(parts: Vec<Html>) -> Html {
    let mut out = Html::new();
    let last = parts.len().saturating_sub(1);
    for (at, part) in parts.into_iter().enumerate() {
        out.push((at > 0).then_some(if at == last { " and " } else { ", " }));
        out.push(part);
    }
    out
}

/// A key of a schema and its value in words.
fn used(key: &str, value: &str) -> Html {
    // A long value, or one with keys of the schema, is readable where the erratum is shown.
    let value_shown: Html = match value.chars().count() <= SITE.longest && !value.starts_with('{') {
        true => code(value).into(),
        false => "as shown".into(),
    };
    let is = |words: &str| Html::from(words).with(" ").with(value_shown.clone());
    match (key.trim_start_matches('$'), value) {
        ("required", "true") => "it is required".into(),
        ("required", "false") => "it is optional".into(),
        ("required", "sent") => "it is required in requests".into(),
        ("required", "received") => "it is required in replies".into(),
        ("only", "sent") => "only requests have it".into(),
        ("only", "received") => "only replies have it".into(),
        ("chars" | "bytes" | "items" | "range", _) => "its limits are as shown".into(),
        ("tags", _) => is("the tags are"),
        ("name", _) => is("its name is"),
        ("wire", _) => is("its type on the wire is"),
        ("choice", _) => "the members that it selects are as shown".into(),
        ("type", _) => is("its type is"),
        ("label", _) => is("the term is"),
        ("url", _) => is("the address is"),
        ("updated" | "read", _) => is("the date is"),
        ("title" | "route" | "value" | "tag" | "code" | "default" | "pattern" | "summary", _) => {
            is(&format!("the {} is", key.trim_start_matches('$')))
        }
        ("min", _) => is("the minimum is"),
        ("max", _) => is("the maximum is"),
        ("forbidden_unless" | "forbidden_if", _) => "its presence depends on other members, as shown".into(),
        ("required_if" | "required_unless", _) => "whether it is required depends on other members, as shown".into(),
        ("at_least_one_of" | "at_most_one_of" | "exactly_one_of" | "first_of", _) => {
            "the rule about its members is as shown".into()
        }
        (name, _) => Html::from(code(name)).with(" is ").with(value_shown),
    }
}

/// What each part of the docs says, and the reason if the headline has none.
fn reasons(erratum: &Erratum, mentions: Mentions<'_>) -> Html {
    let says = erratum
        .says
        .iter()
        .map(|(place, text)| el("li").with(el("b").with(place)).with(": ").with(line(text, mentions)));
    let reason = reason(erratum);
    let why = (!is_short(reason))
        .then(|| el("p").with(el("b").with("Why")).with(": ").with(line(reason, mentions)).with("."));
    Html::new().with(el("ul").with(says.collect::<Html>())).with(why)
}

/// The member that an id of a contradiction is about.
pub(super) fn place(id: &str) -> Html {
    let place = id.split('~').next().unwrap_or(id);
    match place {
        "page" | "endpoint" | "event" | "vendor" | "area" | "enum" | "scalar" | "type" => "the page".into(),
        place => code(place).into(),
    }
}
