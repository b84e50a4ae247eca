//! A description of each vendor's API in OpenAPI 3.1, for everybody who does not write Rust.
//!
//! It tells what the docs promise. What our readers take besides, such as `"1"` for 1, is no part of it; what vendors add
//! without notice is: objects and enums are open.

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

use std::collections::{BTreeMap, BTreeSet};

use components::CREDENTIAL;
use json::{Json, Members};
use names::Names;
use operation::tag;

use super::{File, MARK};
use crate::model::{self, Endpoint, Model, TypeName};

/// The version of the specification.
const OPENAPI: &str = "3.1.0";

/// What stands for the address of a vendor who has none of its own: no such host can ever be.
const NOWHERE: &str = "https://base-url.invalid";

pub(super) fn files(model: &Model) -> Vec<File> {
    model.vendors.iter().map(|(name, vendor)| file(model, name, vendor)).collect()
}

fn file(model: &Model, name: &str, vendor: &model::Vendor) -> File {
    let document = Vendor::new(model, name, vendor).document(name);
    let text = match serde_json::to_string_pretty(&document) {
        Ok(text) => text + "\n",
        Err(error) => panic!("the OpenAPI description of {name} cannot be written as JSON: {error}"),
    };
    File { path: format!("openapi/{name}.json"), text }
}

/// A vendor and what belongs to it.
struct Vendor<'m> {
    model: &'m Model,
    vendor: &'m model::Vendor,
    endpoints: Vec<(&'m String, &'m Endpoint)>,
    /// The requests and replies of the endpoints.
    roots: Vec<&'m TypeName>,
    names: Names<'m>,
}

impl<'m> Vendor<'m> {
    fn new(model: &'m Model, name: &str, vendor: &'m model::Vendor) -> Self {
        let endpoints: Vec<_> = model.endpoints.iter().filter(|(_, endpoint)| endpoint.vendor == name).collect();
        let roots: Vec<_> =
            endpoints.iter().flat_map(|(_, endpoint)| [&endpoint.request, &endpoint.response]).collect();
        let names = Names::new(model, &roots);
        Self { model, vendor, endpoints, roots, names }
    }

    fn document(&self, name: &str) -> Members {
        let docs = format!("The docs of {}", self.vendor.title);
        Members::new()
            .with("openapi", OPENAPI)
            .with("x-generated", format!("{MARK} from schemas/{name}/. Do not edit."))
            .with("info", self.info())
            .with("externalDocs", Members::new().with("description", docs).with("url", &self.vendor.url))
            .with("servers", [server(self.vendor.base_url.as_deref())])
            .with("security", [Members::new().with(CREDENTIAL, Vec::<Json>::new())])
            .with("tags", self.tags())
            .with("paths", self.paths())
            .with("components", self.components())
    }

    fn info(&self) -> Members {
        Members::new()
            .with("title", &self.vendor.title)
            .maybe("description", describe::paragraphs([self.vendor.doc.as_deref()]))
            .with("version", self.version())
            .and(describe::facts(None, &self.vendor.errata))
    }

    /// The docs have no version but the dates of their pages: the latest one.
    fn version(&self) -> String {
        let pages = || self.endpoints.iter().map(|(_, endpoint)| &endpoint.page);
        let updated = pages().filter_map(|page| page.updated.as_ref()).max();
        let read = pages().filter_map(|page| page.read.as_ref()).max();
        updated.or(read).map_or_else(|| "0".to_owned(), Clone::clone)
    }

    /// A tag for each area, described by its pages.
    fn tags(&self) -> Vec<Members> {
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

    fn paths(&self) -> Members {
        let mut paths: BTreeMap<String, BTreeMap<&str, Members>> = BTreeMap::new();
        for (name, endpoint) in &self.endpoints {
            let method = if endpoint.method == model::Method::Get { "get" } else { "post" };
            let is_taken = paths.get(&endpoint.path).is_some_and(|methods| methods.contains_key(method));
            // Two endpoints may share a route, but not two operations: a fragment tells them apart, which is not sent.
            let path = if is_taken { format!("{}#{name}", endpoint.path) } else { endpoint.path.clone() };
            paths.entry(path).or_default().insert(method, self.operation(name, endpoint));
        }
        paths.into_iter().map(|(path, methods)| (path, methods.into_iter().collect::<Members>())).collect()
    }
}

/// Where the endpoints are. Where every customer has a host of their own, that is a variable.
fn server(base_url: Option<&str>) -> Members {
    let Some(url) = base_url else {
        let variable = Members::new().with("default", NOWHERE).with(
            "description",
            "Every customer has a host of their own: yours, with scheme and without a slash at its end.",
        );
        return Members::new().with("url", "{base_url}").with("variables", Members::new().with("base_url", variable));
    };
    Members::new().with("url", url)
}
