//! The crate that has all vendors: it names their crates, and has no code of them.

use quote::quote;

use super::{Draft, UNFORMATTED, markdown, print};
use crate::{model::Model, naming};

/// The root of that crate. Its users need not know that vendors have crates.
pub(super) fn draft(model: &Model) -> Draft {
    let docs = vec![
        "Types, validators and endpoints of social-CRM APIs, generated from their doc pages.".to_owned(),
        String::new(),
        "One module a vendor, each behind a Cargo feature of the same name; below it one module an endpoint, with"
            .to_owned(),
        "`Request` and `Response`. Traits and errors are those of the crate `runtime`, exported here again. The feature"
            .to_owned(),
        "`mock` adds a server for tests.".to_owned(),
        String::new(),
        "| vendor | endpoints |".to_owned(),
        "|---|---|".to_owned(),
    ];
    let rows = model.vendors.iter().map(|(name, vendor)| {
        let count = model.endpoints.values().filter(|endpoint| endpoint.vendor == *name).count();
        format!("| [{}]({}) | {count} |", markdown::plain(&vendor.title), vendor.url)
    });
    let docs: Vec<String> = docs.into_iter().chain(rows).collect();
    let mut items = vec![quote! {
        pub use runtime::{
            Actual, Advice, ApiError, BaseUrl, BaseUrlError, Bounds, Credential, CredentialPlace, DecodeError, Deprecation,
            Endpoint, EndpointInfo, Envelope, ErrorCode, Example, Examples, FromHttpRequestError, FromHttpResponseError,
            Grant, Grants, Limit, Method, NoCredential, Paged, Refusals, Reply, Rule, Secret,
            TagValue, Timestamp, ToHttpError, Unknown, UnknownChoice, Validate, Vendor, Violation, Violations,
        };
    }];
    items.push(quote! {
        pub use runtime::{http, reply::error_to_http, serde_json};
    });
    items.push(quote! {
        #[cfg(feature = "client")]
        pub use runtime::client;
    });
    items.push(quote! {
        #[cfg(feature = "mock")]
        #[rustfmt::skip]
        pub mod mock;
    });
    for name in model.vendors.keys() {
        let (package, ident) = (naming::vendor_crate(name), naming::value_ident(name));
        items.push(quote! {
            #[cfg(feature = #name)]
            #[doc(inline)]
            pub use #package as #ident;
        });
    }
    let vendors: Vec<_> = model.vendors.keys().map(|name| naming::value_ident(name)).collect();
    let features = model.vendors.keys();
    items.push(quote! {
        #[doc = " Every endpoint of every vendor whose feature is on, by vendor and name."]
        pub fn endpoints() -> impl Iterator<Item = &'static EndpointInfo> {
            let vendors: &[&'static [EndpointInfo]] = &[#(#[cfg(feature = #features)] #vendors::ENDPOINTS),*];
            vendors.iter().copied().flatten()
        }
    });
    print::module("", docs, &[UNFORMATTED], items)
}
