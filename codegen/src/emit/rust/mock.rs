//! The tables of endpoints for the mock server.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    enabled::Enabled,
    print::{self, Item},
    types::module_path,
};
use crate::{
    emit::{piece::Draft, shares::Shares},
    model::Endpoint,
    naming,
};

/// The module that starts the server, in the facade.
pub(super) fn draft(shares: &Shares) -> Draft {
    let docs = [
        "A server for tests, with every endpoint of the vendors and areas whose features are enabled.",
        "",
        "It checks the credential, validates every request, and replies with the page's example or with the reply that the",
        "test set. It records all requests.",
    ];
    let vendors = shares.vendors.keys().map(|name| {
        let vendor = naming::value_ident(name);
        let feature = naming::vendor_dependency(name);
        quote! {
            #[cfg(feature = #feature)]
            crate::#vendor::ROUTES
        }
    });
    let items = vec![
        quote! {
            pub use runtime::mock::{Answer, Builder, Call, Cut, Record, Route, Script, Server, Set};
        },
        quote! {
            #[cfg(feature = "callbacks")]
            pub use runtime::mock::{Push, PushError, Pushed};
        },
        quote! {
            #[doc = " Every endpoint of the vendors and areas whose features are enabled, sorted by vendor and name."]
            pub static ROUTES: &[&[Route]] = &[#(#vendors),*];
        },
        quote! {
            #[doc = " Configures a mock of all endpoints."]
            pub fn builder() -> Builder { Builder::new(ROUTES.iter().copied().flatten().copied()) }
        },
        quote! {
            #[doc = " Starts a mock of all endpoints on a free port of 127.0.0.1."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " The system has no more sockets or threads."]
            pub fn start() -> std::io::Result<Server> { builder().start() }
        },
    ];
    print::module("", docs.map(str::to_owned).into(), Vec::new(), items.into_iter().map(Item::from).collect())
}

/// The table of one vendor. A static, so that its functions are compiled with the vendor instead of with each user.
pub(super) fn routes(enabled: &Enabled<'_>, endpoints: &[(&String, &Endpoint)]) -> TokenStream {
    let routes = endpoints.iter().map(|(name, endpoint)| {
        let (attribute, module) = (enabled.with(name), module_path(name));
        let make = if endpoint.grants.is_some() { quote!(granting) } else { quote!(of) };
        let paged = endpoint.paging.as_ref().map(|_| quote! { .paged::<#module::Request>() });
        quote! { #attribute runtime::mock::Route::#make::<#module::Request>() #paged }
    });
    let deprecated = enabled.expect_deprecated(endpoints);
    quote! {
        #[doc = " The routes of all endpoints of the vendor for a mock, in the areas that are enabled, sorted by name."]
        #[cfg(feature = "mock")]
        #deprecated
        pub static ROUTES: &[runtime::mock::Route] = &[#(#routes),*];
    }
}
