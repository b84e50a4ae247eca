//! Examples: the texts of the doc pages as constants.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Endpoint, Example};

/// The constant with an endpoint's examples, if it has any.
pub(super) fn constant(endpoint: &Endpoint) -> Option<TokenStream> {
    if endpoint.messages().iter().all(|message| message.examples.is_empty()) {
        return None;
    }
    let [request, response] = endpoint.messages().map(|message| list(&message.examples));
    Some(quote! {
        const EXAMPLES: endpoint::Examples = endpoint::Examples { request: #request, response: #response };
    })
}

pub(super) fn list(examples: &[Example]) -> TokenStream {
    let examples = examples.iter().map(|example| {
        let name = example.name();
        let json = text(example.text.trim());
        quote! { endpoint::Example { name: #name, json: #json } }
    });
    quote! { &[#(#examples),*] }
}

/// A raw literal, or an escaped one if the text has invisible characters.
fn text(text: &str) -> Literal {
    let text = text.replace("\r\n", "\n");
    let is_visible = |c: char| c == '\n' || !c.escape_debug().to_string().starts_with("\\u") && c != '\r' && c != '\t';
    let fences = (0..).map(|count| "#".repeat(count)).find(|fence| !text.contains(&format!("\"{fence}")));
    let raw = fences.map(|fence| format!("r{fence}\"{text}\"{fence}"));
    match raw.filter(|_| text.chars().all(is_visible)).and_then(|raw| raw.parse().ok()) {
        Some(literal) => literal,
        None => Literal::string(&text),
    }
}
