//! Areas that have a file.

use super::{
    lowering::{Lowering, text},
    places::Place,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Area, Endpoint, Missing},
    syntax::node::Node,
};

impl Lowering<'_> {
    pub(super) fn areas(&mut self) {
        let syntax = self.syntax;
        for (scope, file) in &syntax.areas {
            let vendor = scope.split('.').next().unwrap_or(scope);
            if !syntax.vendors.contains_key(vendor) {
                if !syntax.is_incomplete_vendor(vendor) {
                    let message = format!("the vendor `{vendor}` has no vendor.yaml");
                    let fault = Diagnostic::new(Code::MisplacedFile, &file.path, Span::default(), message);
                    self.report(fault.help(format!("write {vendor}/vendor.yaml, or move this file")));
                }
                continue;
            }
            let Some((key, head)) = file.root.key("area").zip(file.root.get("area")) else { continue };
            self.place(file, key, head, Place::Area(scope.clone()));
            let area = Area {
                file: file.path.clone(),
                doc: text(head, "doc"),
                label: text(head, "label"),
                missing: missing(head),
                errata: Vec::new(),
            };
            self.model.areas.insert(scope.clone(), area);
        }
    }

    /// Reports what an area calls missing though it has a schema.
    pub(super) fn nothing_missing_is_there(&mut self) {
        for (scope, file) in &self.syntax.areas {
            let vendor = scope.split('.').next().unwrap_or(scope);
            let rows = file.root.get("area").and_then(|head| head.get("missing")).map(Node::elements);
            for node in rows.unwrap_or_default().iter().filter_map(|row| row.get("route")) {
                let Some((method, path)) = node.text().and_then(|route| route.split_once(' ')) else { continue };
                let is_it = |endpoint: &Endpoint| {
                    endpoint.vendor == vendor && endpoint.method.as_str() == method && endpoint.path == path
                };
                let Some(name) = self.model.endpoints.iter().find(|(_, it)| is_it(it)).map(|(name, _)| name.clone())
                else {
                    continue;
                };
                let message = format!("`{method} {path}` is not missing: it is the endpoint `{name}`");
                let fault = Diagnostic::new(Code::NotMissing, &file.path, node.span, message);
                self.report(fault.help("remove this element of `missing`"));
            }
        }
    }
}

/// What is missing in an area.
fn missing(head: &Node) -> Vec<Missing> {
    let one = |row: &Node| {
        let (label, because) = (text(row, "label")?, text(row, "because")?);
        Some(Missing { route: text(row, "route"), label, because })
    };
    head.get("missing").map(Node::elements).unwrap_or_default().iter().filter_map(one).collect()
}
