//! The frame of all pages: head, search, tree and foot.

use super::{
    context::{CHANGES, ERRATA, FRONT, Site, errors_page, page},
    markdown::external,
    parts::{code, label, term},
};
use crate::{
    emit::File,
    html::{Html, el},
    model::Owner,
    visible::is_link,
};

/// The name of the style sheet.
pub(super) const STYLE: &str = "style.css";
/// The name of the script.
pub(super) const SCRIPT: &str = "site.js";
/// The name of the search index.
pub(super) const INDEX: &str = "search.js";

/// A page before it is put into its shell.
pub(super) struct Body {
    /// Its file.
    pub(super) path: String,
    /// Its title.
    pub(super) title: String,
    /// What it is about, for search engines.
    pub(super) summary: String,
    /// The vendor or the area that it is in; nothing for pages about all vendors.
    pub(super) scope: String,
    /// Its contents.
    pub(super) main: Html,
}

/// The file of a page.
pub(super) fn file(site: &Site<'_>, body: Body) -> File {
    let Body { path, title, summary, scope, main } = body;
    let head = Html::new()
        .with(el("meta").attr("charset", "utf-8"))
        .with(el("meta").attr("name", "viewport").attr("content", "width=device-width, initial-scale=1"))
        .with(el("meta").attr("name", "color-scheme").attr("content", "light dark"))
        .with((!summary.is_empty()).then(|| el("meta").attr("name", "description").attr("content", &summary)))
        .with(el("title").with(crate::html::verbatim(&title)))
        .with(el("link").attr("rel", "stylesheet").attr("href", STYLE))
        .with(el("script").attr("src", SCRIPT).flag("defer", true));
    let top = el("header")
        .class("top")
        .with(el("a").class("skip").attr("href", "#main").with("Skip to the contents"))
        .with(el("a").class("home").attr("href", FRONT).with("Social-CRM APIs"))
        .with(search())
        .with(el("label").class("menu").attr("for", "menu").with("Menu"));
    let vendor = scope.split('.').next().unwrap_or_default();
    let nav = el("nav").id("nav").attr("aria-label", "Pages").with(tree(site, vendor, &scope, &path));
    let main = el("main").id("main").with(main);
    // On a phone, this opens the tree without a script; elsewhere, the tree is always open.
    let menu = el("input").id("menu").attr("type", "checkbox").attr("aria-label", "Menu").attr("autocomplete", "off");
    let text = el("html")
        .attr("lang", "en")
        .attr("data-vendor", vendor)
        .with(el("head").with(head))
        .with(el("body").with(menu).with(top).with(main).with(nav).with(foot(site, vendor)));
    File { path, text: format!("<!doctype html>{}\n", Html::from(text).into_text()) }
}

/// The search, which the script makes visible.
fn search() -> Html {
    let input = el("input")
        .id("q")
        .attr("type", "search")
        .attr("placeholder", "Search: 客户, batchget, 40001")
        .attr("aria-label", "Search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("role", "combobox")
        .attr("aria-expanded", "false")
        .attr("aria-controls", "found");
    let found = el("div").id("found").attr("role", "listbox").attr("aria-label", "Results").flag("hidden", true);
    el("form")
        .class("search")
        .attr("role", "search")
        .flag("hidden", true)
        .with(input)
        .with(el("kbd").attr("aria-hidden", "true").with("/"))
        .with(found)
        .into()
}

/// The pages of all vendors and, of one, its areas and the endpoints of the area at hand.
fn tree(site: &Site<'_>, current: &str, scope: &str, path: &str) -> Html {
    let link = |href: &str, text: Html| {
        let link = el("a").attr("href", href);
        let link = if href == path { link.attr("aria-current", "page") } else { link };
        Html::from(el("li").with(link.with(text)))
    };
    let vendors = site.model.vendors.iter().map(|(name, vendor)| {
        let below = (name == current).then(|| areas(site, name, scope, path));
        let link = el("a").attr("href", &page(name));
        let link = if page(name) == path { link.attr("aria-current", "page") } else { link };
        Html::from(el("li").with(link.with(&vendor.title)).with(below))
    });
    let others = [(ERRATA, "Contradictions of the docs"), (CHANGES, "What changed")];
    let others = others.map(|(href, text)| link(href, text.into()));
    el("ul").with(vendors.collect::<Html>()).with(others.into_iter().collect::<Html>()).into()
}

fn areas(site: &Site<'_>, vendor: &str, scope: &str, path: &str) -> Html {
    let mut out = owners(site, vendor, path);
    for area in site.areas(vendor) {
        let is_around = scope == area || scope.starts_with(&format!("{area}."));
        let depth = area.matches('.').count();
        // Areas within areas are shown once the reader is there.
        let parent = area.rsplit_once('.').map_or(vendor, |(parent, _)| parent);
        if depth > 1 && scope != parent && !scope.starts_with(&format!("{parent}.")) {
            continue;
        }
        let link = el("a").attr("href", &page(area));
        let link = if page(area) == path { link.attr("aria-current", "page") } else { link };
        let short = area.rsplit('.').next().unwrap_or(area);
        let text = Html::new().with(short).with(site.label(area).map(|_| " ")).with(term(site.label(area)));
        let below = (is_around && scope == area).then(|| el("ul").with(owners(site, area, path)));
        let item = if depth > 1 { el("li").class("deep") } else { el("li") };
        out.push(item.with(link.with(text)).with(below));
    }
    if site.model.vendors.get(vendor).is_some_and(|vendor| !vendor.errors.is_empty()) {
        let errors = el("a").attr("href", &errors_page(vendor));
        let errors = if errors_page(vendor) == path { errors.attr("aria-current", "page") } else { errors };
        out.push(el("li").with(errors.with("Error codes")));
    }
    el("ul").with(out).into()
}

fn owners(site: &Site<'_>, scope: &str, path: &str) -> Html {
    let owners = site.owners(scope).map(|owner| {
        let href = page(owner.name());
        let link = el("a").attr("href", &href);
        let link = if href == path { link.attr("aria-current", "page") } else { link };
        let last = owner.name().rsplit('.').next().unwrap_or_default();
        let event = matches!(owner, Owner::Event(..)).then_some(" (event)");
        let label = term(Some(label(owner)));
        el("li").class("leaf").with(link.with(code(last)).with(event).with(" ").with(label))
    });
    owners.collect()
}

fn foot(site: &Site<'_>, vendor: &str) -> Html {
    let docs = site.model.vendors.get(vendor).filter(|vendor| is_link(&vendor.url)).map(|vendor| {
        let link = external(&vendor.url).with("docs of ").with(&vendor.title);
        Html::from("Where this site and the ").with(link).with(" differ, the docs are right. ")
    });
    el("footer")
        .with(
            el("p")
                .with(docs)
                .with("Generated by ")
                .with(code("cargo xtask site"))
                .with(" from the schemas of the SDK."),
        )
        .into()
}

/// The way from the front page to a page in a scope.
pub(super) fn crumbs(site: &Site<'_>, scope: &str) -> Html {
    let mut parts = Vec::new();
    let ends = scope.match_indices('.').map(|(at, _)| at).chain([scope.len()]);
    for end in ends {
        let part = &scope[..end];
        let title: Html = match site.model.vendors.get(part) {
            Some(vendor) => (&vendor.title).into(),
            None => Html::new()
                .with(part.rsplit('.').next().unwrap_or_default())
                .with(site.label(part).map(|_| " "))
                .with(term(site.label(part))),
        };
        parts.push(Html::from(el("li").with(el("a").attr("href", &page(part)).with(title))));
    }
    el("nav")
        .class("crumbs")
        .attr("aria-label", "Breadcrumb")
        .with(el("ol").with(parts.into_iter().collect::<Html>()))
        .into()
}
