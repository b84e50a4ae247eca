//! Events: the docs of the module, the impl that turns an object into an event, and the enum of all events of a vendor.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    code::Code,
    doc::{self, Doc},
    enabled::Enabled,
    endpoint::{deprecation, notes, page_link, permissions, sources},
    example, markdown,
    print::Item,
    string::literal,
    types::{Context, module_path, option, option_text},
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

/// The attributes by which an event is found in the docs: its tags, the vendor's term and the title of its page.
pub(super) fn aliases(event: &Event) -> Vec<String> {
    let own = naming::type_ident(&event.root().name).to_string();
    let names = event.tags.iter().map(String::as_str).chain(event.label.as_deref()).chain([event.page.title.as_str()]);
    let names: BTreeSet<&str> = names.filter(|name| doc::alias_of(Some(name)).is_some()).collect();
    names.into_iter().filter_map(|name| doc::alias(Some(name), &own)).collect()
}

/// The impl of an event.
pub(super) fn event_impl(context: Context<'_>, name: &str, event: &Event) -> Item {
    let Event { tags, summary, page, .. } = event;
    let tags: Vec<String> = tags.iter().map(|tag| literal(tag)).collect();
    let members = |code: &mut Code| {
        code.line(format_args!("name: {},", literal(name)));
        code.list("tags: &[", &tags, "],");
        code.line(format_args!("summary: {},", literal(summary)));
        code.line(format_args!("title: {},", literal(&page.title)));
        code.line(format_args!("url: {},", literal(&page.url)));
        code.line(format_args!("updated: {},", option_text(page.updated.as_deref())));
    };
    let mut code = Code::default();
    code.block(format_args!("impl callbacks::Event for {}", naming::type_ident(&event.root().name)), |code| {
        code.line(format_args!("type Vendor = crate::{};", naming::vendor_ident(&event.vendor)));
        code.within("const INFO: callbacks::EventInfo = callbacks::EventInfo {", members, "};");
        if !event.message.examples.is_empty() {
            let head = "const EXAMPLES: &'static [endpoint::Example] = &[";
            example::list(code, head, &event.message.examples, "];");
        }
        lists(code, context, event);
    });
    code.into()
}

/// The constant with the lists in the event's XML, if there are any.
fn lists(code: &mut Code, context: Context<'_>, event: &Event) {
    if event.message.encoding != crate::model::Encoding::Xml {
        return;
    }
    let callbacks = context.model.vendors[&event.vendor].callbacks.as_ref();
    let above = callbacks.and_then(|callbacks| callbacks.body.as_deref()).unwrap_or_default();
    let mut found = Vec::new();
    collect(context, &context.model.objects[event.root()], above, &mut found);
    if found.is_empty() {
        return;
    }
    let row = |code: &mut Code, path: &str, item: Option<&str>| {
        code.line(format_args!("path: {},", literal(path)));
        code.line(format_args!("item: {},", option_text(item)));
    };
    let rows = |code: &mut Code| {
        for (path, item) in &found {
            code.within("callbacks::List {", |code| row(code, path, item.as_deref()), "},");
        }
    };
    code.within("const LISTS: &'static [callbacks::List] = &[", rows, "];");
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
pub(super) fn of_vendor(enabled: &Enabled<'_>, callbacks: &Callbacks, events: &[(&String, &Event)]) -> Vec<Item> {
    let rows: Vec<Row<'_>> = events.iter().map(|(name, event)| Row::new(enabled, name, event)).collect();
    let mut items = vec![callbacks_impl(enabled, callbacks), enumeration(&rows), events_impl(&rows), table(&rows)];
    items.extend(rows.iter().map(conversion));
    items
}

/// An event in the tables of its vendor.
struct Row<'m> {
    event: &'m Event,
    /// The attribute of its feature.
    feature: Option<String>,
    variant: String,
    ty: String,
}

impl<'m> Row<'m> {
    fn new(enabled: &Enabled<'_>, name: &str, event: &'m Event) -> Self {
        let variant = naming::type_ident(&event.root().name).to_string();
        let ty = format!("{}::{variant}", module_path(name));
        Self { event, feature: enabled.with(name), variant, ty }
    }
}

fn callbacks_impl(enabled: &Enabled<'_>, callbacks: &Callbacks) -> Item {
    let (vendor, scheme) = (naming::vendor_ident(enabled.vendor), scheme(callbacks));
    let tokens = quote! {
        #[cfg(feature = "callbacks")]
        impl callbacks::Callbacks for #vendor {
            type Event = Event;

            const SCHEME: &'static callbacks::Scheme = &#scheme;
        }
    };
    tokens.into()
}

fn enumeration(rows: &[Row<'_>]) -> Item {
    let mut code = Code::default();
    code.line("/// An event that the vendor pushes.");
    code.line("#[cfg(feature = \"callbacks\")]");
    code.line("#[derive(Clone, Debug, PartialEq)]");
    code.line("#[non_exhaustive]");
    code.block("pub enum Event", |code| {
        for Row { event, feature, variant, ty } in rows {
            let tags: Vec<String> = event.tags.iter().map(|tag| markdown::code(tag)).collect();
            let docs = Doc::default().paragraph(&markdown::safe_line(&event.summary));
            code.docs(&docs.paragraph(&format!("Tags: {}.", tags.join(", "))));
            code.attribute(feature.as_ref());
            code.line(format_args!("{variant}({ty}),"));
        }
        code.line("/// An event that the schema does not list, or of an area whose feature is not enabled.");
        code.line("Unknown(callbacks::UnknownEvent),");
    });
    code.into()
}

fn events_impl(rows: &[Row<'_>]) -> Item {
    let table = |code: &mut Code| {
        for Row { feature, ty, .. } in rows {
            code.attribute(feature.as_ref());
            code.line(format_args!("callbacks::Row::of::<{ty}>(),"));
        }
    };
    let mut code = Code::default();
    code.line("#[cfg(feature = \"callbacks\")]");
    code.block("impl callbacks::Events for Event", |code| {
        code.within("const ROWS: &'static [callbacks::Row<Self>] = &[", table, "];");
        code.gap();
        code.block("fn unknown(event: callbacks::UnknownEvent) -> Self", |code| code.line("Self::Unknown(event)"));
    });
    code.into()
}

fn table(rows: &[Row<'_>]) -> Item {
    let infos = |code: &mut Code| {
        for Row { feature, ty, .. } in rows {
            code.attribute(feature.as_ref());
            code.line(format_args!("<{ty} as callbacks::Event>::INFO,"));
        }
    };
    let mut code = Code::default();
    code.line("/// Every event of the vendor in the areas that are enabled, sorted by name.");
    code.line("#[cfg(feature = \"callbacks\")]");
    code.within("pub const EVENTS: &[callbacks::EventInfo] = &[", infos, "];");
    code.into()
}

fn conversion(Row { feature, variant, ty, .. }: &Row<'_>) -> Item {
    let mut code = Code::default();
    code.line("#[cfg(feature = \"callbacks\")]");
    code.attribute(feature.as_ref());
    code.block(format_args!("impl From<{ty}> for Event"), |code| {
        code.line("#[inline]");
        code.block(format_args!("fn from(event: {ty}) -> Self"), |code| {
            code.line(format_args!("Self::{variant}(event)"));
        });
    });
    code.into()
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
