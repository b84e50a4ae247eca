//! The table of endpoints for the server that tests run against.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Draft, print, types::module_path};
use crate::model::{Endpoint, Model};

pub(super) fn draft(model: &Model) -> Draft {
    let docs = [
        "A server for tests, with every endpoint of every vendor whose feature is on.",
        "",
        "It checks the credential, holds the request against the rules of the docs, and answers with the page's example or",
        "with what the test told it to. What came can be looked at.",
    ];
    let vendors = model.vendors.keys().map(|name| vendor(model, name));
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

fn vendor(model: &Model, name: &str) -> TokenStream {
    let endpoints: Vec<(&String, &Endpoint)> =
        model.endpoints.iter().filter(|(_, endpoint)| endpoint.vendor == name).collect();
    let routes = endpoints.iter().map(|(name, endpoint)| {
        let module = module_path(name);
        let make = if endpoint.grants.is_some() { quote!(granting) } else { quote!(of) };
        quote! { Route::#make::<#module::Request>() }
    });
    let deprecated = endpoints.iter().any(|(_, endpoint)| endpoint.deprecated.is_some()).then(|| {
        quote! { #[expect(deprecated, reason = "the table has all endpoints")] }
    });
    quote! {
        #[cfg(feature = #name)]
        #deprecated
        &[#(#routes),*]
    }
}
