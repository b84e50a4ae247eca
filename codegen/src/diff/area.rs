//! Compares the descriptions of areas.

use std::collections::BTreeSet;

use super::{
    Rule,
    comparison::{Comparison, Documentation, doc_texts},
};
use crate::model::Area;

impl Comparison<'_> {
    /// An area without a file has no description.
    pub(super) fn areas(&mut self) {
        let (old, new) = (self.old.model, self.new.model);
        let scopes: BTreeSet<&String> = old.areas.keys().chain(new.areas.keys()).collect();
        for scope in scopes {
            let (old_area, new_area) = (old.areas.get(scope), new.areas.get(scope));
            let Some(file) = new_area.or(old_area).map(|area| &area.file) else { continue };
            let vendor = scope.split('.').next().unwrap_or(scope);
            if !old.vendors.contains_key(vendor) || !new.vendors.contains_key(vendor) {
                continue;
            }
            let endpoints = (self.old.endpoints_below(scope), self.new.endpoints_below(scope));
            let subject = self.untyped_subject(file, "area", endpoints.0, endpoints.1);
            let texts = doc_texts(documentation(old_area), documentation(new_area));
            self.report_docs(&subject, Rule::AreaDocsChanged, &texts);
        }
    }
}

fn documentation(area: Option<&Area>) -> Documentation<'_> {
    area.map_or((&None, &None, &[]), |area| (&area.doc, &area.label, &area.errata))
}
