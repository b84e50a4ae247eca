//! The attributes by which parts of a vendor's crate are compiled with the features of areas.

use std::collections::BTreeSet;

use super::code::Code;
use crate::{
    emit::features::{self, Areas},
    model::{Endpoint, Model},
};

/// With which features the parts of a vendor's crate are compiled.
pub(super) struct Enabled<'m> {
    pub(super) vendor: &'m str,
    areas: Areas,
}

impl<'m> Enabled<'m> {
    pub(super) fn of(model: &Model, vendor: &'m str) -> Self {
        Self { vendor, areas: Areas::of(model, vendor) }
    }

    /// The attribute of what belongs to a scope, if its area is a feature.
    pub(super) fn with(&self, scope: &str) -> Option<String> {
        let feature = features::feature(self.vendor, self.areas.of_scope(scope)?);
        Some(format!("cfg(feature = \"{feature}\")"))
    }

    /// Writes the attribute of a table of endpoints, if one of them is deprecated.
    pub(super) fn expect_deprecated(&self, code: &mut Code, endpoints: &[(&String, &Endpoint)]) {
        let deprecated = endpoints.iter().filter(|(_, endpoint)| endpoint.deprecated.is_some());
        let areas: BTreeSet<_> = deprecated.map(|(name, _)| self.areas.of_scope(name)).collect();
        let expected = "expect(deprecated, reason = \"the table has all endpoints\")";
        if areas.contains(&None) {
            return code.attribute(Some(expected));
        }
        let features = areas.iter().flatten().map(|area| features::feature(self.vendor, area));
        let features: Vec<_> = features.map(|feature| format!("feature = \"{feature}\"")).collect();
        let arguments = |code: &mut Code| {
            match &features[..] {
                [feature] => code.line(format_args!("{feature},")),
                _ => code.list("any(", &features, "),"),
            }
            code.line(expected);
        };
        if !features.is_empty() {
            code.within("#[cfg_attr(", arguments, ")]");
        }
    }
}
