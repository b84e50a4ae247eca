//! The tables of endpoints for the server that tests run against.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Draft, print, types::module_path, vendor::expect_deprecated};
use crate::{
    model::{Endpoint, Model},
    naming,
};

/// The module that starts the server, of the crate that has all vendors.
pub(super) fn draft(model: &Model) -> Draft {
    let docs = [
        "A server for tests, with every endpoint of every vendor whose feature is on.",
        "",
        "It checks the credential, holds the request against the rules of the docs, and answers with the page's example or",
        "with what the test told it to. What came can be looked at.",
    ];
    let vendors = model.vendors.keys().map(|name| {
        let vendor = naming::value_ident(name);
        quote! {
            #[cfg(feature = #name)]
            &crate::#vendor::ROUTES
        }
    });
    let items = vec![
        quote! {
            pub use runtime::mock::{Answer, Builder, Call, Cut, Record, Route, Script, Server};
        },
        quote! {
            #[doc = " Every endpoint of every vendor whose feature is on, by vendor and name."]
            pub const ROUTES: &[&[Route]] = &[#(#vendors),*];
        },
        quote! {
            #[doc = " A mock of all endpoints, to be set up and started."]
            pub fn builder() -> Builder { Builder::new(ROUTES.iter().copied().flatten().copied()) }
        },
        quote! {
            #[doc = " Starts a mock of all endpoints on a port of 127.0.0.1 that is free."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " The system gives no socket or no thread."]
            pub fn start() -> std::io::Result<Server> { builder().start() }
        },
    ];
    print::module("", docs.map(str::to_owned).into(), &[], items)
}

/// The table of one vendor. A static, so that its functions are compiled with the vendor and not with each of its users.
pub(super) fn routes(endpoints: &[(&String, &Endpoint)]) -> TokenStream {
    let routes = endpoints.iter().map(|(name, endpoint)| {
        let module = module_path(name);
        let make = if endpoint.grants.is_some() { quote!(granting) } else { quote!(of) };
        quote! { runtime::mock::Route::#make::<#module::Request>() }
    });
    let deprecated = expect_deprecated(endpoints);
    let count = Literal::usize_unsuffixed(endpoints.len());
    quote! {
        #[doc = " Every endpoint of the vendor for a mock, by name."]
        #[cfg(feature = "mock")]
        #deprecated
        pub static ROUTES: [runtime::mock::Route; #count] = [#(#routes),*];
    }
}
