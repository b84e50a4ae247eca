//! A call of an endpoint as Rust that compiles: for reference pages, and for examples in docs.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::{
    checks::Checks,
    code::Code,
    sample::{Extent, Paths, Sample},
    types::Context,
};
use crate::{
    model::{Endpoint, Model, PagingForm, Type},
    naming,
};

/// The most lines of a request that has all members of the published example. A longer one has only the required ones.
const LINES: usize = 40;

/// A call of an endpoint, in lines of Rust without indentation.
///
/// The lines belong into an `async` function that returns a `Result`, with a variable `client`. [`Call::function`] puts
/// them into one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Imports the module of the endpoint, and the types that the request names.
    pub imports: Vec<String>,
    /// Defines `request`. It names no other variable, and uses `?` only to open files.
    pub request: Vec<String>,
    /// Sends `request` with `client`.
    pub send: Vec<String>,
}

impl Call {
    /// All lines, with an empty one after the imports.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let gap = [String::new()];
        self.imports.iter().chain(&gap).chain(&self.request).chain(&self.send).cloned().collect()
    }

    /// A function that makes the call. `endpoint` and `paths` are those that the call was made with.
    #[must_use]
    pub fn function(&self, endpoint: &Endpoint, paths: Paths<'_>) -> Vec<String> {
        let Paths { vendor: module, common } = paths;
        let ty = naming::kind_ident(&endpoint.vendor, endpoint.callers());
        let client = format!("{common}::client::Client<{module}::{ty}, impl {common}::client::Transport>");
        let head = [format!("async fn call(client: &{client}) -> Result<(), Box<dyn std::error::Error>> {{")];
        let body = self.lines().into_iter().map(|line| if line.is_empty() { line } else { format!("    {line}") });
        head.into_iter().chain(body).chain(["    Ok(())".to_owned(), "}".to_owned()]).collect()
    }
}

/// A call of an endpoint.
///
/// The request has the values of the first right example that the page publishes. If that takes many lines, lists have one
/// element; if it still does, the request has only what is required. Without an example, members have placeholders. So the code
/// compiles, but a rule about several members may refuse the request.
#[must_use]
pub fn call(model: &Model, endpoint: &Endpoint, paths: Paths<'_>) -> Call {
    let checks = Checks::default();
    let context = Context { model, checks: &checks, scope: endpoint.scope() };
    let published = endpoint.request.examples.first().map(|example| of_first_page(model, endpoint, &example.value));
    let published = published.as_ref();
    let made = |extent| Made::new(context, endpoint, paths, published, extent);
    let fits = |made: &Made| made.request.len() <= LINES;
    let whole = [Extent::All, Extent::Short].into_iter().map(made).find(fits);
    let Made { imports, request } = whole.unwrap_or_else(|| made(Extent::Required));
    Call { imports, request, send: send(model, endpoint) }
}

/// An example without the cursor, which a copy of the code does not have.
fn of_first_page(model: &Model, endpoint: &Endpoint, example: &Value) -> Value {
    let mut example = example.clone();
    let cursor = endpoint.paging.as_ref().map(|paging| match &paging.form {
        PagingForm::Cursor { cursor, .. } => cursor,
        PagingForm::NextOffset { offset, .. } | PagingForm::Offset { offset, .. } => offset,
    });
    let field = cursor.and_then(|cursor| model.objects[&endpoint.request.object].field(cursor));
    if let (Some(field), Some(members)) = (field.filter(|field| !field.required), example.as_object_mut()) {
        members.remove(&field.wire);
    }
    example
}

struct Made {
    imports: Vec<String>,
    request: Vec<String>,
}

impl Made {
    fn new(
        context: Context<'_>,
        endpoint: &Endpoint,
        paths: Paths<'_>,
        published: Option<&Value>,
        extent: Extent,
    ) -> Self {
        let mut sample = Sample::new(context, paths, extent);
        let module = naming::value_ident(&endpoint.name);
        let root = &endpoint.request.object;
        let value = sample.object(quote! { #module::Request }, &context.model.objects[root], published, 0);
        let modules = endpoint.scope().split('.').skip(1).map(|part| format!("::{}", naming::value_ident(part)));
        let path = format!("{}{}", paths.vendor, modules.collect::<String>());
        let mut import = Code::default();
        let imported: Vec<&str> = sample.imported().collect();
        match &imported[..] {
            [] => import.line(format_args!("use {path};")),
            names => import.filled(&format!("use {path}::{{"), &[&["self"], names].concat(), "};"),
        }
        let imports = import.into_text().lines().map(str::to_owned).collect();
        Self { imports, request: printed(quote! { let request = #value; }) }
    }
}

/// The lines that send a request.
fn send(model: &Model, endpoint: &Endpoint) -> Vec<String> {
    let response = &model.objects[&endpoint.response.object];
    let lines: &[&str] = if response.fields().any(|field| field.ty == Type::File) {
        &["client.download(&request).await?.save(\"file\").await?;"]
    } else if let Some(paging) = &endpoint.paging {
        match paging.items {
            Some(_) => &[
                "let mut items = client.items(request);",
                "while let Some(item) = items.next().await {",
                "    println!(\"{:?}\", item?);",
                "}",
            ],
            None => &[
                "let mut pages = client.pages(request);",
                "while let Some(page) = pages.next().await {",
                "    println!(\"{:?}\", page?);",
                "}",
            ],
        }
    } else {
        &["let reply = client.call(&request).await?;", "println!(\"{reply:?}\");"]
    };
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// Statements in lines, as rustfmt would lay them out.
fn printed(statements: TokenStream) -> Vec<String> {
    let lines = printed_item(quote! { fn call() { #statements } });
    let body = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    body.iter().map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()).collect()
}

fn printed_item(tokens: TokenStream) -> Vec<String> {
    match syn::parse2::<syn::File>(tokens) {
        Ok(file) => prettyplease::unparse(&file).lines().map(str::to_owned).collect(),
        Err(error) => panic!("a call is not Rust: {error}"),
    }
}
