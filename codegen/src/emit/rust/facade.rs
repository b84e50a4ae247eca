//! The facade, the crate with all vendors: it re-exports their crates and has no code of its own.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    doc::Doc,
    markdown,
    print::{self, Item, SHOWS_FEATURES, UNFORMATTED},
};
use crate::{
    emit::{piece::Draft, shares::Shares},
    naming,
};

/// The facade's root. Users need not know that each vendor has a crate.
pub(super) fn draft(shares: &Shares) -> Draft {
    let mut items = runtime();
    items.extend(shares.vendors.keys().map(|name| vendor(name)));
    items.push(endpoints(shares));
    let mut attributes = vec![UNFORMATTED.to_owned(), SHOWS_FEATURES.to_owned(), README.to_owned()];
    attributes.extend(vendors(shares).into_iter().map(|line| format!("doc = {line:?}")));
    print::module("", Doc::default(), attributes, items.into_iter().map(Item::from).collect())
}

/// The front page of the docs, which is written by hand.
const README: &str = "doc = include_str!(\"../README.md\")";

/// The list of vendors, below the front page.
fn vendors(shares: &Shares) -> Vec<String> {
    let head = ["", "## Vendors", "", "| vendor | endpoints |", "|---|---|"].map(str::to_owned);
    let rows = shares
        .vendors
        .values()
        .map(|share| format!("| [{}]({}) | {} |", markdown::cell(&share.title), share.url, share.counts.endpoints));
    head.into_iter().chain(rows).collect()
}

/// The items of the runtime that users need.
fn runtime() -> Vec<TokenStream> {
    vec![
        quote! {
            pub use runtime::{
                Actual, Advice, ApiError, BaseUrl, BaseUrlError, Beyond, Bounds, Content, ContentRange, Credential, CredentialPlace, DecodeError, Deprecation,
                Endpoint, EndpointInfo, Envelope, ErrorCode, Example, Examples, File, FileError, FromHttpRequestError, FromHttpResponseError,
                Grant, Grants, Json, JsonString, Limit, Method, NoCredential, Paged, PagedItems, Refusals, Reply, Rule, Secret,
                TagValue, Timestamp, TimestampMs, ToHttpError, Unknown, UnknownChoice, Validate, Vendor, Violation, Violations,
            };
        },
        quote! {
            pub use runtime::{http, reply::error_to_http, serde_json};
        },
        // As a link: their pages are not part of this crate's docs.
        quote! {
            #[doc(no_inline)]
            pub use runtime::crates;
        },
        quote! {
            pub use runtime::define;
        },
        quote! {
            #[cfg(feature = "callbacks")]
            pub use runtime::callbacks;
        },
        quote! {
            #[cfg(feature = "client")]
            pub use runtime::client;
        },
        quote! {
            #[cfg(feature = "mock")]
            #[rustfmt::skip]
            pub mod mock;
        },
    ]
}

fn vendor(name: &str) -> TokenStream {
    let (package, ident) = (naming::vendor_crate(name), naming::value_ident(name));
    let feature = naming::vendor_dependency(name);
    quote! {
        #[cfg(feature = #feature)]
        #[doc(inline)]
        pub use #package as #ident;
    }
}

fn endpoints(shares: &Shares) -> TokenStream {
    let vendors = shares.vendors.keys().map(|name| naming::value_ident(name));
    let features = shares.vendors.keys().map(|name| naming::vendor_dependency(name));
    quote! {
        #[doc = " Every endpoint of the vendors and areas whose features are enabled, sorted by vendor and name."]
        pub fn endpoints() -> impl Iterator<Item = &'static EndpointInfo> {
            let vendors: &[&'static [EndpointInfo]] = &[#(#[cfg(feature = #features)] #vendors::ENDPOINTS),*];
            vendors.iter().copied().flatten()
        }
    }
}
