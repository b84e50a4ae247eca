//! Endpoints: the docs of the module, and the impls that turn two objects into a request and a reply.

use std::collections::BTreeSet;

use super::{
    call::call,
    code::Code,
    doc::{self, Doc},
    example, markdown, paging,
    print::Item,
    sample::Paths,
    string::literal,
    types::{Context, option_text},
};
use crate::{
    model::{
        Declaration, Encoding, Endpoint, Field, Grants, JsonType, Location, Method, Model, Note, Object, Page,
        Permission, Primitive, Type,
    },
    naming,
};

/// The docs of an endpoint's module.
pub(super) fn docs(model: &Model, endpoint: &Endpoint) -> Doc {
    let vendor = model.vendor_of(endpoint);
    let page = &endpoint.page;
    // The first paragraph is all that overviews show.
    let mut docs = Doc::default().paragraph(&markdown::safe_line(&endpoint.summary)).paragraph(&format!(
        "{} · {}.",
        markdown::code(&format!("{} {}", endpoint.method.as_str(), endpoint.path)),
        page_link(page, endpoint.label.as_deref())
    ));
    if let Some(deprecated) = &endpoint.deprecated {
        docs = docs.paragraph(&format!("**Deprecated:** {}", deprecation(&endpoint.vendor, deprecated)));
    }
    docs = docs.markdown(endpoint.doc.as_deref());
    if let Some(kind) = endpoint.callers() {
        docs = docs.paragraph(&format!("{} calls it.", client(endpoint, Some(kind))));
    }
    if let (true, Some(grants)) = (endpoint.is_authenticated(), &endpoint.grants) {
        let granted = client(endpoint, grants.kind.as_deref());
        docs = docs.paragraph(&format!("{granted} can take its tokens from it, with `with_tokens_through`."));
    }
    if endpoint.defies_its_method() {
        docs = docs.paragraph(match endpoint.reads {
            true => "A call changes nothing, so it may be repeated.",
            false => "A call changes something, although it is a GET.",
        });
    }
    if endpoint.request.encoding == Encoding::Form {
        docs = docs.paragraph("The request is a form (`multipart/form-data`).");
    }
    if endpoint.response.encoding == Encoding::File {
        docs = docs.paragraph("The reply is the file itself; an error is JSON.");
    }
    docs = docs.paragraph(&endpoint.paging.as_ref().map(|paging| doc::WORDS.paging(paging)).unwrap_or_default());
    let errors = endpoint.errors.iter().filter_map(|code| {
        let error = vendor.errors.get(code)?;
        let text =
            error.doc.as_deref().map(markdown::safe_line).or_else(|| error.label.as_deref().map(markdown::plain));
        let text = text.map(|text| format!(": {text}")).unwrap_or_default();
        Some(format!("{} {}{text}", markdown::code(&code.to_string()), markdown::code(&error.name)))
    });
    let docs = with_call(model, endpoint, docs);
    let docs = docs.list("Permissions", permissions(&endpoint.permissions)).list("Notes", notes(&endpoint.notes));
    docs.list("Errors", errors)
        .list("Other sources", sources(page))
        .folded_errata(page.errata.iter().chain(&endpoint.errata))
}

/// Adds a call and the JSON that it sends and receives. The code compiles as a doctest of the vendor's crate, which has the
/// vendor's name.
fn with_call(model: &Model, endpoint: &Endpoint, docs: Doc) -> Doc {
    let vendor = naming::value_ident(&endpoint.vendor);
    let ty = naming::kind_ident(&endpoint.vendor, endpoint.callers());
    let call = call(model, endpoint, Paths { vendor: &format!("generated::{vendor}"), common: "generated" });
    let hidden = [
        format!("mod generated {{ pub use ::runtime::*; pub mod {vendor} {{ pub use ::{vendor}::*; }} }}"),
        "use generated::client::{Client, Transport};".to_owned(),
        format!("async fn call(client: &Client<generated::{vendor}::{ty}, impl Transport>)"),
        "-> Result<(), Box<dyn std::error::Error>> {".to_owned(),
    ];
    let docs = docs.code("Example", &hidden, &call.lines(), &["Ok(())".to_owned(), "}".to_owned()]);
    let sent = (endpoint.request.encoding == Encoding::Json).then(|| endpoint.request.examples.first()).flatten();
    let docs = docs.json("It sends:", sent);
    // The JSON that stands for a file is not what the vendor sends.
    let is_json = endpoint.response.encoding != Encoding::File;
    docs.json("The reply:", is_json.then(|| endpoint.response.examples.first()).flatten())
}

/// A link to the client for a kind of credential.
fn client(endpoint: &Endpoint, kind: Option<&str>) -> String {
    let ty = naming::kind_type(&endpoint.vendor, kind);
    format!("A client of [`{ty}`](crate::{ty})")
}

/// Who may call an endpoint, or receives an event.
pub(super) fn permissions(permissions: &[Permission]) -> impl Iterator<Item = String> {
    permissions.iter().map(|permission| doc::WORDS.permission(permission))
}

pub(super) fn notes(notes: &[Note]) -> impl Iterator<Item = String> {
    notes.iter().map(|note| doc::WORDS.note(note))
}

/// Other copies of a page.
pub(super) fn sources(page: &Page) -> impl Iterator<Item = String> {
    page.sources.iter().map(|source| {
        let title = match &source.url {
            Some(url) => format!("[{}]({url})", markdown::plain(&source.title)),
            None => markdown::plain(&source.title),
        };
        match &source.updated {
            Some(updated) => format!("{title}, updated {updated}"),
            None => title,
        }
    })
}

/// The link to a page, the vendor's term if it is not the page's title, and the page's age.
pub(super) fn page_link(page: &Page, label: Option<&str>) -> String {
    let label = match label {
        Some(label) if *label != page.title => format!(" ({})", markdown::plain(label)),
        _ => String::new(),
    };
    format!("[{}]({}){label}, {}", markdown::plain(&page.title), page.url, page.age())
}

pub(super) fn deprecation(vendor: &str, deprecated: &crate::model::Deprecation) -> String {
    // An endpoint of another vendor is in another crate.
    let own = deprecated.endpoint.as_ref().and_then(|name| name.strip_prefix(vendor)?.strip_prefix('.'));
    let replacement = match own {
        Some(below) => format!("[`{}`](crate::{}::Request)", deprecated.replacement, path(below)),
        None => markdown::code(&deprecated.replacement),
    };
    let since = deprecated.since.as_ref().map(|since| format!(" (since {since})")).unwrap_or_default();
    let note = deprecated.note.as_ref().map(|note| format!(" {}", markdown::safe_line(note))).unwrap_or_default();
    format!("use {replacement} instead{since}.{note}")
}

/// The path of a module in a link. rustdoc would take `#` for the start of an anchor.
pub(super) fn path(name: &str) -> String {
    let segment = |segment| naming::value_ident(segment).to_string().trim_start_matches("r#").to_owned();
    name.split('.').map(segment).collect::<Vec<_>>().join("::")
}

/// The attribute of an endpoint's request, if it has one.
pub(super) fn attribute(endpoint: &Endpoint) -> Option<String> {
    let deprecated = endpoint.deprecated.as_ref()?;
    // rustdoc renders the note as Markdown.
    let note = format!("use {}", markdown::plain(&deprecated.replacement));
    Some(format!("deprecated(note = {})", literal(&note)))
}

/// The impls of the request and the reply of an endpoint.
pub(super) fn impls(context: Context<'_>, name: &str, endpoint: &Endpoint) -> Vec<Item> {
    let mut impls = vec![endpoint_impl(context, name, endpoint), reply_impl(context, endpoint)];
    impls.extend(paging::impls(context, endpoint).into_iter().map(Item::from));
    impls.extend(grants_impl(context, endpoint));
    impls
}

/// The type of the vendor for calls with the kind of credential that the endpoint's callers have.
fn vendor_type(endpoint: &Endpoint) -> String {
    format!("crate::{}", naming::kind_ident(&endpoint.vendor, endpoint.callers()))
}

fn endpoint_impl(context: Context<'_>, name: &str, endpoint: &Endpoint) -> Item {
    let credential = match endpoint.is_authenticated() {
        true => "vendor::Secret",
        false => "endpoint::NoCredential",
    };
    let request = &context.model.objects[&endpoint.request.object];
    let mut code = Code::default();
    code.block("impl endpoint::Endpoint for Request", |code| {
        code.line(format_args!("type Vendor = {};", vendor_type(endpoint)));
        code.line("type Response = Response;");
        code.line(format_args!("type Credential = {credential};"));
        info(code, name, endpoint);
        example::constant(code, endpoint);
        names(code, "QUERY", request, |field| field.location == Location::Query);
        names(code, "HEADERS", request, |field| field.location == Location::Header);
        names(code, "SECRETS", request, |field| context.model.is_secret(&field.ty));
        also_types(code, context, endpoint);
        maps(code, context, endpoint);
        request.file().into_iter().for_each(|file| form(code, file));
    });
    code.into()
}

fn info(code: &mut Code, name: &str, endpoint: &Endpoint) {
    let Endpoint { path, summary, page, .. } = endpoint;
    let method = match endpoint.method {
        Method::Get => "Get",
        Method::Post => "Post",
    };
    let members = |code: &mut Code| {
        code.line(format_args!("name: {},", literal(name)));
        code.line(format_args!("method: endpoint::Method::{method},"));
        code.line(format_args!("path: {},", literal(path)));
        code.line(format_args!("summary: {},", literal(summary)));
        code.line(format_args!("title: {},", literal(&page.title)));
        code.line(format_args!("url: {},", literal(&page.url)));
        code.line(format_args!("updated: {},", option_text(page.updated.as_deref())));
        match &endpoint.deprecated {
            None => code.line("deprecated: None,"),
            Some(deprecated) => code.within(
                "deprecated: Some(endpoint::Deprecation {",
                |code| {
                    code.line(format_args!("replacement: {},", literal(&deprecated.replacement)));
                    code.line(format_args!("note: {},", literal(deprecated.note.as_deref().unwrap_or_default())));
                },
                "}),",
            ),
        }
        code.line(format_args!("paged: {},", endpoint.paging.is_some()));
        code.line(format_args!("authenticated: {},", endpoint.is_authenticated()));
        code.line(format_args!("reads: {},", endpoint.reads));
    };
    code.within("const INFO: endpoint::EndpointInfo = endpoint::EndpointInfo {", members, "};");
}

/// The constant with the names of the fields for which `matches` is true, if there are any.
fn names(code: &mut Code, constant: &str, request: &Object, matches: impl Fn(&Field) -> bool) {
    name_list(code, constant, request.fields().filter(|field| matches(field)).map(|field| field.wire.as_str()));
}

/// A constant with names, if there are any.
fn name_list<'n>(code: &mut Code, constant: &str, names: impl IntoIterator<Item = &'n str>) {
    let names: Vec<String> = names.into_iter().map(literal).collect();
    if !names.is_empty() {
        code.list(&format!("const {constant}: &'static [&'static str] = &["), &names, "];");
    }
}

/// The members of a request for which errata accept other JSON types: the constant with their names, if there are any.
fn also_types(code: &mut Code, context: Context<'_>, endpoint: &Endpoint) {
    let mut found: BTreeSet<(&str, &str)> = BTreeSet::new();
    context.model.visit(&[&endpoint.request.object], &mut |declaration| {
        let Declaration::Object(_, object) = declaration else { return };
        for field in object.fields() {
            let names = std::iter::once(&field.wire).chain(&field.also_names);
            let types = field.also_types.iter().map(|json_type| match json_type {
                JsonType::String => "string",
                JsonType::Number => "number",
                JsonType::Bool => "bool",
            });
            found.extend(names.flat_map(|name| types.clone().map(|json_type| (name.as_str(), json_type))));
        }
    });
    let rows: Vec<String> =
        found.iter().map(|(name, json_type)| format!("({}, {})", literal(name), literal(json_type))).collect();
    if !rows.is_empty() {
        code.list("const ALSO_TYPES: &'static [(&'static str, &'static str)] = &[", &rows, "];");
    }
}

/// The members of a request that are maps: the constant with their names, if there are any.
fn maps(code: &mut Code, context: Context<'_>, endpoint: &Endpoint) {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    context.model.visit(&[&endpoint.request.object], &mut |declaration| {
        let Declaration::Object(_, object) = declaration else { return };
        let maps = object.fields().filter(|field| matches!(field.ty, Type::Map(_)));
        found.extend(maps.flat_map(|field| std::iter::once(&field.wire).chain(&field.also_names)).map(String::as_str));
    });
    name_list(code, "MAPS", found);
}

/// The constant for a request that is a form.
fn form(code: &mut Code, file: &Field) {
    let ident = naming::value_ident(&file.name);
    let members = |code: &mut Code| {
        code.line(format_args!("file: {},", literal(&file.wire)));
        code.line(format_args!("of: |it| &it.{ident},"));
        code.line(format_args!("of_mut: |it| &mut it.{ident},"));
        code.line(format_args!("length: {},", option_text(file.length.as_deref())));
    };
    code.within("const FORM: Option<endpoint::Form<Self>> = Some(endpoint::Form {", members, "});");
}

fn reply_impl(context: Context<'_>, endpoint: &Endpoint) -> Item {
    let mut code = Code::default();
    code.block("impl reply::Reply for Response", |code| {
        code.line(format_args!("type Vendor = {};", vendor_type(endpoint)));
        if let Some(absent) = endpoint.absent_is_success {
            code.line(format_args!("const ABSENT_IS_SUCCESS: bool = {absent};"));
        }
        let Some(file) = context.model.objects[&endpoint.response.object].file() else { return };
        let ident = naming::value_ident(&file.name);
        let members = |code: &mut Code| {
            code.line(format_args!("name: {},", literal(&file.wire)));
            code.line(format_args!("of: |it| &it.{ident},"));
            code.line(format_args!("of_mut: |it| &mut it.{ident},"));
        };
        code.within("const FILE: Option<reply::FileMember<Self>> = Some(reply::FileMember {", members, "});");
    });
    code.into()
}

fn grants_impl(context: Context<'_>, endpoint: &Endpoint) -> Option<Item> {
    let Grants { credential, expires_in, kind } = endpoint.grants.as_ref()?;
    let granted = naming::kind_ident(&endpoint.vendor, kind.as_deref());
    let response = &context.model.objects[&endpoint.response.object];
    let token = naming::value_ident(&response.field(credential)?.name);
    let lifetime = response.field(expires_in)?;
    let seconds = naming::value_ident(&lifetime.name);
    let seconds = match lifetime.ty {
        Type::Primitive(Primitive::Int64) => format!("reply.{seconds}"),
        // Lowering accepts only integers.
        _ => format!("i64::from(reply.{seconds})"),
    };
    let mut code = Code::default();
    code.block("impl endpoint::Grants for Request", |code| {
        code.line(format_args!("type For = crate::{granted};"));
        code.line(format_args!("const CREDENTIAL: &'static str = {};", literal(credential)));
        code.line(format_args!("const EXPIRES_IN: &'static str = {};", literal(expires_in)));
        code.gap();
        code.line("#[inline]");
        code.block("fn grant(reply: &Response) -> endpoint::Grant", |code| {
            code.list("endpoint::Grant::new(", &[format!("reply.{token}.as_str()"), seconds], ")");
        });
    });
    Some(code.into())
}
