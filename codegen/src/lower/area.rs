//! Areas that have a file.

use super::{
    lowering::{Lowering, text},
    places::Place,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::Area,
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
                errata: Vec::new(),
            };
            self.model.areas.insert(scope.clone(), area);
        }
    }
}
