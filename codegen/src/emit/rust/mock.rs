//! The tables of endpoints for the mock server.

use quote::quote;

use super::{
    code::Code,
    doc::Doc,
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
    let docs = Doc::default()
        .paragraph("A server for tests, with every endpoint of the vendors and areas whose features are enabled.")
        .paragraph(
            "It checks the credential, validates every request, and replies with the page's example or with the reply \
             that the test set. It records all requests.",
        );
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
    print::module("", docs, Vec::new(), items.into_iter().map(Item::from).collect())
}

/// The table of one vendor. A static, so that its functions are compiled with the vendor instead of with each user.
pub(super) fn routes(enabled: &Enabled<'_>, endpoints: &[(&String, &Endpoint)]) -> Item {
    let rows = |code: &mut Code| {
        for (name, endpoint) in endpoints {
            let request = format!("{}::Request", module_path(name));
            let make = if endpoint.grants.is_some() { "granting" } else { "of" };
            let paged = endpoint.paging.as_ref().map(|_| format!("\n        .paged::<{request}>()"));
            code.attribute(enabled.with(name));
            code.line(format_args!("runtime::mock::Route::{make}::<{request}>(){},", paged.unwrap_or_default()));
        }
    };
    let mut code = Code::default();
    code.line(
        "/// The routes of all endpoints of the vendor for a mock, in the areas that are enabled, sorted by name.",
    );
    code.line("#[cfg(feature = \"mock\")]");
    enabled.expect_deprecated(&mut code, endpoints);
    code.within("pub static ROUTES: &[runtime::mock::Route] = &[", rows, "];");
    code.into()
}
