//! Vendors: the type with base URL, credential and envelope, and the tables of the vendor's endpoints.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    code::Code,
    doc::Doc,
    enabled::Enabled,
    enumeration, markdown, mock,
    print::Item,
    types::{integer, module_path, option},
};
use crate::{
    model::{Credential, CredentialKind, Endpoint, Envelope, Refusals, Vendor},
    naming,
};

/// The items for a vendor, except its shared types.
pub(super) fn items(enabled: &Enabled<'_>, vendor: &Vendor, endpoints: &[(&String, &Endpoint)]) -> Vec<Item> {
    let name = enabled.vendor;
    let mut items = Vec::new();
    for kind in std::iter::once(None).chain(vendor.credentials.keys().map(|kind| Some(kind.as_str()))) {
        items.extend([structure(name, vendor, kind).into(), methods(name, vendor, kind).into()]);
        items.extend(default(name, vendor, kind).map(Item::from));
        items.push(vendor_impl(name, vendor, kind).into());
    }
    items.extend(enumeration::error_codes(vendor, endpoints));
    items.push(error().into());
    items.push(table(enabled, endpoints));
    items.push(mock::routes(enabled, endpoints));
    items
}

/// The type for calls with a kind of credential; `None` is the usual kind.
fn structure(name: &str, vendor: &Vendor, kind: Option<&str>) -> TokenStream {
    let ident = naming::kind_ident(name, kind);
    let title = markdown::plain(&vendor.title);
    let docs = match kind.and_then(|kind| vendor.credentials.get_key_value(kind)) {
        None => Doc::default().paragraph(&format!("The API of {title} at a base URL.")),
        Some((kind, CredentialKind { label, doc, .. })) => {
            let label = label.as_ref().map(|label| format!(" ({})", markdown::plain(label))).unwrap_or_default();
            let (kind, usual) = (markdown::code(kind), naming::vendor_type(name));
            Doc::default()
                .paragraph(&format!("The API of {title} at a base URL, called with the credential {kind}{label}."))
                .markdown(doc.as_deref())
                .paragraph(&format!(
                    "Its endpoints are those that name it as their vendor. The others are called with [`{usual}`]."
                ))
        }
    };
    let docs = docs.attributes();
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct #ident { base_url: vendor::BaseUrl }
    }
}

fn methods(name: &str, vendor: &Vendor, kind: Option<&str>) -> TokenStream {
    let ident = naming::kind_ident(name, kind);
    let (new, at_docs) = match &vendor.base_url {
        Some(url) => {
            let docs = format!(" The API at <{url}>.");
            let new = quote! {
                #[doc = #docs]
                #[must_use]
                #[inline]
                pub fn new() -> Self { Self { base_url: vendor::BaseUrl::checked(#url) } }
            };
            (Some(new), " The API at another address, such as that of a proxy or a test server.")
        }
        None => (None, " The API at the address that the vendor assigned to you."),
    };
    quote! {
        impl #ident {
            #new

            #[doc = #at_docs]
            #[must_use]
            #[inline]
            pub fn at(base_url: vendor::BaseUrl) -> Self { Self { base_url } }
        }
    }
}

fn default(name: &str, vendor: &Vendor, kind: Option<&str>) -> Option<TokenStream> {
    vendor.base_url.as_ref()?;
    let ident = naming::kind_ident(name, kind);
    Some(quote! {
        impl Default for #ident {
            #[inline]
            fn default() -> Self { Self::new() }
        }
    })
}

fn vendor_impl(name: &str, vendor: &Vendor, kind: Option<&str>) -> TokenStream {
    let ident = naming::kind_ident(name, kind);
    let credential = match vendor.place(kind) {
        Credential::Query(name) => quote! { vendor::CredentialPlace::Query(#name) },
        Credential::Header(name) => quote! { vendor::CredentialPlace::Header(#name) },
    };
    let declared = kind.and_then(|kind| vendor.credentials.get(kind));
    let envelope = match declared {
        None => {
            let envelope = envelope(&vendor.envelope);
            quote! { &#envelope }
        }
        Some(_) => {
            let usual = naming::vendor_ident(name);
            quote! { <#usual as vendor::Vendor>::ENVELOPE }
        }
    };
    let kind = kind.map(|kind| quote! { const KIND: &'static str = #kind; });
    let refusals = declared.map_or(vendor.refusals, |kind| kind.refusals);
    let Refusals { credential: refused_credential, expired, request: refused_request } = refusals;
    let [refused_credential, expired, refused_request] = [refused_credential, expired, refused_request].map(integer);
    quote! {
        impl vendor::Vendor for #ident {
            type ErrorCode = ErrorCode;

            const NAME: &'static str = #name;
            #kind
            const CREDENTIAL: vendor::CredentialPlace = #credential;
            const ENVELOPE: &'static vendor::Envelope = #envelope;
            const REFUSALS: vendor::Refusals = vendor::Refusals {
                credential: #refused_credential,
                expired: #expired,
                request: #refused_request,
            };

            fn at(base_url: vendor::BaseUrl) -> Self { Self { base_url } }

            fn base_url(&self) -> &vendor::BaseUrl { &self.base_url }
        }
    }
}

/// The alias of the error of calls.
fn error() -> TokenStream {
    quote! {
        #[doc = " The reason why a call failed."]
        #[cfg(feature = "client")]
        pub type Error = runtime::client::CallError<ErrorCode>;
    }
}

fn envelope(envelope: &Envelope) -> TokenStream {
    let Envelope { code, message, data, trace, success, absent_is_success } = envelope;
    let data = option(data.as_ref().map(|data| quote! { #data }));
    let trace = option(trace.as_ref().map(|trace| quote! { #trace }));
    let success = integer(*success);
    quote! {
        vendor::Envelope {
            code: #code,
            message: #message,
            data: #data,
            trace: #trace,
            success: #success,
            absent_is_success: #absent_is_success,
        }
    }
}

fn table(enabled: &Enabled<'_>, endpoints: &[(&String, &Endpoint)]) -> Item {
    let rows = |code: &mut Code| {
        for (name, _) in endpoints {
            code.attribute(enabled.with(name));
            code.line(format_args!("<{}::Request as endpoint::Endpoint>::INFO,", module_path(name)));
        }
    };
    let mut code = Code::default();
    code.line("/// Every endpoint of the vendor in the areas that are enabled, sorted by name.");
    enabled.expect_deprecated(&mut code, endpoints);
    code.within("pub const ENDPOINTS: &[endpoint::EndpointInfo] = &[", rows, "];");
    code.into()
}
