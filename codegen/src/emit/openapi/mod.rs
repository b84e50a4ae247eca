//! A description of each vendor's API in OpenAPI 3.1, for other languages and tools.
//!
//! It states what the docs promise. Objects and enums are open, because vendors add members and values without notice.
//! Deviations that our lenient readers accept, such as `"1"` for 1, are not described.

mod choice;
mod components;
mod describe;
mod json;
mod limits;
mod literal;
mod names;
mod object;
mod operation;
mod reply;
mod request;
mod rules;
mod types;
mod vendor;
mod way;
mod webhooks;

use std::collections::{BTreeMap, BTreeSet};

use components::CREDENTIAL;
use json::{Json, Members};
use operation::tag;
use serde::{Serialize, Serializer, ser::SerializeMap};
use vendor::Vendor;

use super::{
    inputs::Inputs,
    piece::{Draft, MARK, Piece},
};
use crate::model::{self, Endpoint, Model};

/// The version of the specification.
const OPENAPI: &str = "3.1.0";

/// A placeholder for the address of a vendor that has none of its own. The host is reserved, so it never exists.
const PLACEHOLDER_URL: &str = "https://base-url.invalid";

pub(super) fn pieces<'m>(model: &'m Model) -> Vec<Piece<'m>> {
    let piece = |(name, vendor): (&'m String, &'m model::Vendor)| {
        let draft = move || {
            let text = text(model, name, vendor);
            Draft::new(|| text)
        };
        Piece::new(format!("openapi/{name}.json"), Inputs::Scope(name.clone()), draft)
    };
    model.vendors.iter().map(piece).collect()
}

fn text(model: &Model, name: &str, vendor: &model::Vendor) -> String {
    match serde_json::to_string_pretty(&Document { vendor: &Vendor::new(model, name, vendor), name }) {
        Ok(text) => text + "\n",
        Err(error) => panic!("the OpenAPI description of {name} cannot be written as JSON: {error}"),
    }
}

/// A vendor's description. Operations and schemas are created one at a time while they are written: all at once, they
/// would need many times the memory of the text.
struct Document<'v, 'm> {
    vendor: &'v Vendor<'m>,
    name: &'v str,
}

impl Serialize for Document<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for (key, value) in self.vendor.head(self.name).iter() {
            map.serialize_entry(key, value)?;
        }
        map.serialize_entry("paths", &Paths(self.vendor))?;
        let webhooks = self.vendor.webhooks();
        if !webhooks.is_empty() {
            map.serialize_entry("webhooks", &webhooks)?;
        }
        map.serialize_entry("components", &components::Components(self.vendor))?;
        map.end()
    }
}

/// The operations, by path and method.
struct Paths<'v, 'm>(&'v Vendor<'m>);

impl Serialize for Paths<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let paths = self.0.paths().into_iter();
        to.collect_map(paths.map(|(path, methods)| {
            let operations = methods.into_iter();
            let operations = operations.map(|(method, (name, endpoint))| (method, self.0.operation(name, endpoint)));
            (path, operations.collect::<Members<'_>>())
        }))
    }
}

impl<'m> Vendor<'m> {
    fn head(&self, name: &str) -> Members<'m> {
        let docs = format!("The docs of {}", self.vendor.title);
        Members::new()
            .with("openapi", OPENAPI)
            .with("x-generated", format!("{MARK} from schemas/{name}/. Do not edit."))
            .with("info", self.info())
            .with("externalDocs", Members::new().with("description", docs).with("url", &self.vendor.url))
            .with("servers", [server(self.vendor.base_url.as_deref())])
            .with("security", [Members::new().with(CREDENTIAL, Vec::<Json<'_>>::new())])
            .with("tags", self.tags())
    }

    fn info(&self) -> Members<'m> {
        Members::new()
            .with("title", &self.vendor.title)
            .maybe("description", describe::paragraphs([self.vendor.doc.as_deref()]))
            .with("version", self.version())
            .and(describe::facts(None, &self.vendor.errata))
    }

    /// The latest date of a page: the docs have no other version.
    fn version(&self) -> String {
        let pages = || self.endpoints.iter().map(|(_, endpoint)| &endpoint.page);
        let updated = pages().filter_map(|page| page.updated.as_ref()).max();
        let read = pages().filter_map(|page| page.read.as_ref()).max();
        updated.or(read).map_or_else(|| "0".to_owned(), Clone::clone)
    }

    /// A tag for each area, described by its pages.
    fn tags(&self) -> Vec<Members<'m>> {
        let mut tags: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (_, endpoint) in &self.endpoints {
            tags.entry(tag(endpoint)).or_default().insert(&endpoint.page.title);
        }
        let described = tags.into_iter().map(|(tag, titles)| {
            let titles: Vec<&str> = titles.into_iter().collect();
            Members::new().with("name", tag).with("description", titles.join(" · "))
        });
        described.collect()
    }

    fn paths(&self) -> BTreeMap<String, BTreeMap<&'static str, (&'m String, &'m Endpoint)>> {
        let mut paths: BTreeMap<String, BTreeMap<_, _>> = BTreeMap::new();
        for (name, endpoint) in &self.endpoints {
            let method = if endpoint.method == model::Method::Get { "get" } else { "post" };
            let is_taken = paths.get(&endpoint.path).is_some_and(|methods| methods.contains_key(method));
            // Two endpoints may share a route, but operations may not: a fragment, which is not sent, makes them differ.
            let path = if is_taken { format!("{}#{name}", endpoint.path) } else { endpoint.path.clone() };
            paths.entry(path).or_default().insert(method, (*name, *endpoint));
        }
        paths
    }
}

/// The server; a variable if every customer has a host of their own.
fn server<'m>(base_url: Option<&'m str>) -> Members<'m> {
    let Some(url) = base_url else {
        let variable = Members::new().with("default", PLACEHOLDER_URL).with(
            "description",
            "Every customer has a host of their own. Write yours with its scheme and without a trailing slash.",
        );
        return Members::new().with("url", "{base_url}").with("variables", Members::new().with("base_url", variable));
    };
    Members::new().with("url", url)
}
