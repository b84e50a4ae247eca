//! Events: the docs of the module, the impl that turns an object into an event, and the enum of all events of a vendor.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    doc::{self, Doc},
    enabled::Enabled,
    endpoint::{deprecation, notes, page_link, permissions, sources},
    example, markdown,
    types::{Context, module_path, option},
};
use crate::{
    model::{Callbacks, Event, Head, Notation, Object, Type},
    naming,
};

/// The docs of an event's struct.
pub(super) fn docs(event: &Event) -> Doc {
    let page = &event.page;
    let tags: Vec<String> = event.tags.iter().map(|tag| markdown::code(tag)).collect();
    let mut docs = Doc::default()
        .paragraph(&markdown::safe_line(&event.summary))
        .paragraph(&format!("{}.", page_link(page, event.label.as_deref())));
    if let Some(deprecated) = &event.deprecated {
        docs = docs.paragraph(&format!("**Deprecated:** {}", deprecation(&event.vendor, deprecated)));
    }
    docs.paragraph(&format!("Tags: {}.", tags.join(", ")))
        .markdown(event.doc.as_deref())
        .list("Permissions", permissions(&event.permissions))
        .list("Notes", notes(&event.notes))
        .list("Other sources", sources(page))
        .folded_errata(page.errata.iter().chain(&event.errata))
}

/// The names by which an event is found in the docs: its tags, the vendor's term and the title of its page.
pub(super) fn aliases(event: &Event) -> TokenStream {
    let own = naming::type_ident(&event.root().name).to_string();
    let names = event.tags.iter().map(String::as_str).chain(event.label.as_deref()).chain([event.page.title.as_str()]);
    let names: BTreeSet<&str> = names.filter(|name| doc::alias_of(Some(name)).is_some()).collect();
    names.into_iter().map(|name| doc::alias(Some(name), &own)).collect()
}

/// The impl of an event.
pub(super) fn event_impl(context: Context<'_>, name: &str, event: &Event) -> TokenStream {
    let vendor = naming::vendor_ident(&event.vendor);
    let ident = naming::type_ident(&event.root().name);
    let Event { tags, summary, page, .. } = event;
    let (title, url) = (&page.title, &page.url);
    let updated = option(page.updated.as_ref().map(|updated| quote! { #updated }));
    let examples = (!event.message.examples.is_empty()).then(|| {
        let examples = example::list(&event.message.examples);
        quote! { const EXAMPLES: &'static [endpoint::Example] = #examples; }
    });
    let lists = lists(context, event);
    quote! {
        impl callbacks::Event for #ident {
            type Vendor = crate::#vendor;

            const INFO: callbacks::EventInfo = callbacks::EventInfo {
                name: #name,
                tags: &[#(#tags),*],
                summary: #summary,
                title: #title,
                url: #url,
                updated: #updated,
            };
            #examples
            #lists
        }
    }
}

/// The constant with the lists in the event's XML, if there are any.
fn lists(context: Context<'_>, event: &Event) -> Option<TokenStream> {
    if event.message.encoding != crate::model::Encoding::Xml {
        return None;
    }
    let callbacks = context.model.vendors[&event.vendor].callbacks.as_ref();
    let above = callbacks.and_then(|callbacks| callbacks.body.as_deref()).unwrap_or_default();
    let mut found = Vec::new();
    collect(context, &context.model.objects[event.root()], above, &mut found);
    let rows = found.iter().map(|(path, item)| {
        let item = option(item.as_ref().map(|item| quote! { #item }));
        quote! { callbacks::List { path: #path, item: #item } }
    });
    (!found.is_empty()).then(|| quote! { const LISTS: &'static [callbacks::List] = &[#(#rows),*]; })
}

/// Collects the lists within an object, by their paths. It ends: in XML, no object contains itself.
fn collect(context: Context<'_>, object: &Object, above: &str, found: &mut Vec<(String, Option<String>)>) {
    let variants = || object.choice().into_iter().flat_map(|choice| &choice.variants);
    let of_variants = variants().filter_map(|variant| variant.field.as_ref());
    let of_variants = of_variants.map(|field| (&field.wire, &field.ty, field.item.clone()));
    let fields = object.fields().map(|field| (&field.wire, &field.ty, field.item.clone()));
    for (wire, ty, item) in fields.chain(of_variants) {
        let path = if above.is_empty() { wire.clone() } else { format!("{above}/{wire}") };
        let inner = match ty {
            Type::List(of) => {
                found.push((path.clone(), item));
                of
            }
            other => other,
        };
        if let Type::Object(name) = inner {
            collect(context, &context.model.objects[name], &path, found);
        }
    }
    // These members are beside the tag.
    for name in variants().filter_map(|variant| variant.flat.as_ref()?.named()) {
        collect(context, &context.model.objects[name], above, found);
    }
}

/// The items of a vendor with events: how they are delivered, and their enum.
pub(super) fn of_vendor(
    enabled: &Enabled<'_>,
    callbacks: &Callbacks,
    events: &[(&String, &Event)],
) -> Vec<TokenStream> {
    let vendor = naming::vendor_ident(enabled.vendor);
    let scheme = scheme(callbacks);
    let features: Vec<_> = events.iter().map(|(name, _)| enabled.with(name)).collect();
    let variants: Vec<_> = events.iter().map(|(_, event)| naming::type_ident(&event.root().name)).collect();
    let types: Vec<_> = events
        .iter()
        .zip(&variants)
        .map(|((name, _), ident)| {
            let module = module_path(name);
            quote! { #module::#ident }
        })
        .collect();
    let docs: Vec<_> = events
        .iter()
        .map(|(_, event)| {
            let tags: Vec<String> = event.tags.iter().map(|tag| markdown::code(tag)).collect();
            let docs = Doc::default().paragraph(&markdown::safe_line(&event.summary));
            docs.paragraph(&format!("Tags: {}.", tags.join(", "))).attributes()
        })
        .collect();
    let mut items = vec![
        quote! {
            #[cfg(feature = "callbacks")]
            impl callbacks::Callbacks for #vendor {
                type Event = Event;

                const SCHEME: &'static callbacks::Scheme = &#scheme;
            }
        },
        quote! {
            #[doc = " An event that the vendor pushes."]
            #[cfg(feature = "callbacks")]
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum Event {
                #(#docs #features #variants(#types),)*
                #[doc = " An event that the schema does not list, or of an area whose feature is not enabled."]
                Unknown(callbacks::UnknownEvent),
            }
        },
        quote! {
            #[cfg(feature = "callbacks")]
            impl callbacks::Events for Event {
                const ROWS: &'static [callbacks::Row<Self>] = &[#(#features callbacks::Row::of::<#types>()),*];

                fn unknown(event: callbacks::UnknownEvent) -> Self { Self::Unknown(event) }
            }
        },
        quote! {
            #[doc = " Every event of the vendor in the areas that are enabled, sorted by name."]
            #[cfg(feature = "callbacks")]
            pub const EVENTS: &[callbacks::EventInfo] = &[#(#features <#types as callbacks::Event>::INFO),*];
        },
    ];
    items.extend(types.iter().zip(&variants).zip(&features).map(|((ty, variant), feature)| {
        quote! {
            #[cfg(feature = "callbacks")]
            #feature
            impl From<#ty> for Event {
                fn from(event: #ty) -> Self { Self::#variant(event) }
            }
        }
    }));
    items
}

fn scheme(callbacks: &Callbacks) -> TokenStream {
    let sealed = callbacks.sealed.iter().map(|sealed| {
        let (notation, member) = (notation(sealed.notation), &sealed.member);
        quote! { (callbacks::Format::#notation, #member) }
    });
    let heads = callbacks.heads.iter().map(head);
    let body = option(callbacks.body.as_ref().map(|body| quote! { #body }));
    let ack = &callbacks.ack;
    let within = option(callbacks.within.map(|within| {
        let within = proc_macro2::Literal::u32_unsuffixed(within);
        quote! { #within }
    }));
    quote! {
        callbacks::Scheme { sealed: &[#(#sealed),*], heads: &[#(#heads),*], body: #body, ack: #ack, within: #within }
    }
}

fn notation(notation: Notation) -> proc_macro2::Ident {
    match notation {
        Notation::Xml => format_ident!("Xml"),
        Notation::Json => format_ident!("Json"),
    }
}

fn head(head: &Head) -> TokenStream {
    let Head { name, within, tags, receiver, time, millis, fixed, others: _ } = head;
    let within = option(within.as_ref().map(|within| quote! { #within }));
    let receiver = option(receiver.as_ref().map(|receiver| quote! { #receiver }));
    let time = option(time.as_ref().map(|time| quote! { #time }));
    let fixed = fixed.iter().map(|(name, value)| quote! { (#name, #value) });
    quote! {
        callbacks::HeadShape {
            name: #name,
            within: #within,
            tags: &[#(#tags),*],
            receiver: #receiver,
            time: #time,
            millis: #millis,
            fixed: &[#(#fixed),*],
        }
    }
}
