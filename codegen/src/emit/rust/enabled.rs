//! The attributes by which parts of a vendor's crate are compiled with the features of areas.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

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
    pub(super) fn with(&self, scope: &str) -> Option<TokenStream> {
        let feature = features::feature(self.vendor, self.areas.of_scope(scope)?);
        Some(quote! { #[cfg(feature = #feature)] })
    }

    /// The attribute of a table of endpoints, if one of them is deprecated.
    pub(super) fn expect_deprecated(&self, endpoints: &[(&String, &Endpoint)]) -> Option<TokenStream> {
        let deprecated = endpoints.iter().filter(|(_, endpoint)| endpoint.deprecated.is_some());
        let areas: BTreeSet<_> = deprecated.map(|(name, _)| self.areas.of_scope(name)).collect();
        let expected = quote! { expect(deprecated, reason = "the table has all endpoints") };
        if areas.contains(&None) {
            return Some(quote! { #[#expected] });
        }
        let features: Vec<_> = areas.iter().flatten().map(|area| features::feature(self.vendor, area)).collect();
        match &features[..] {
            [] => None,
            [feature] => Some(quote! { #[cfg_attr(feature = #feature, #expected)] }),
            _ => Some(quote! { #[cfg_attr(any(#(feature = #features),*), #expected)] }),
        }
    }
}
