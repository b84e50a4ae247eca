//! From tokens to text: one item at a time through prettyplease, with a blank line between.

use proc_macro2::TokenStream;

use crate::emit::MARK;

/// A module's text: the header, its docs, and its items.
pub(super) fn module(source: &str, docs: &[String], attributes: &[&str], items: Vec<TokenStream>) -> String {
    let mut text = format!("// {MARK} from schemas/{source}. Do not edit.\n\n");
    for line in docs {
        text.push_str(format!("//! {line}").trim_end());
        text.push('\n');
    }
    for attribute in attributes {
        text.push_str(&format!("\n#![{attribute}]\n"));
    }
    let mut uses = false;
    for tokens in items {
        let item = item(&tokens);
        // Imports and modules stand together.
        let compact = item.starts_with("use ") || item.starts_with("pub use ") || item.ends_with(";\n") && is_mod(&item);
        if !(compact && uses) {
            text.push('\n');
        }
        uses = compact;
        text.push_str(&item);
    }
    text
}

fn is_mod(item: &str) -> bool {
    item.lines().all(|line| line.starts_with("pub mod ") || line.starts_with("#["))
}

fn item(tokens: &TokenStream) -> String {
    match syn::parse2::<syn::Item>(tokens.clone()) {
        Ok(item) => prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] }),
        Err(error) => panic!("an emitter made what is not Rust: {error}\n{tokens}"),
    }
}
