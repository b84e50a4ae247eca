//! A vendor under construction.

use std::collections::BTreeSet;

use codegen::Source;
use serde_json::Value;

use super::{examples::of_types, names::Names, yaml};

/// The schemas of a vendor under construction.
pub(crate) struct Vendor {
    pub(crate) names: Names,
    pub(crate) name: String,
    /// The error codes that endpoints can list.
    pub(crate) codes: Vec<i64>,
    /// The names of the endpoints below the vendor.
    pub(crate) endpoints: Vec<String>,
    /// The names of events. Without callbacks there are none.
    pub(crate) events: Option<BTreeSet<String>>,
    pub(crate) sources: Vec<Source>,
}

impl Vendor {
    pub(crate) fn new(names: Names, name: &str) -> Self {
        Self {
            names,
            name: name.to_owned(),
            codes: Vec::new(),
            endpoints: Vec::new(),
            events: None,
            sources: Vec::new(),
        }
    }

    pub(crate) fn write(&mut self, path: String, file: &Value) {
        let mut file = file.clone();
        let examples = of_types(&mut self.names, &path, &mut file);
        self.sources.extend(examples);
        let mut text = yaml::document(&file, &mut self.names.random);
        if self.names.random.chance(5) {
            text = text.replace('\n', "\r\n");
        }
        if self.names.random.chance(5) {
            text.insert(0, '\u{feff}');
        }
        self.sources.push(Source { path, bytes: text.into_bytes() });
    }
}
