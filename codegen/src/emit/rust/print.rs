//! From tokens to text: one item at a time through prettyplease, with a blank line between.

use proc_macro2::TokenStream;

use crate::emit::{Draft, MARK};

/// A module: the header, its docs, and its items. It is printed when its text is wanted.
pub(super) fn module(source: &str, docs: Vec<String>, attributes: &'static [&str], items: Vec<TokenStream>) -> Draft {
    let source = source.to_owned();
    Draft::new(move || text(&source, &docs, attributes, items))
}

fn text(source: &str, docs: &[String], attributes: &[&str], items: Vec<TokenStream>) -> String {
    let mut text = format!("// {MARK} from schemas/{source}. Do not edit.\n\n");
    for line in docs {
        text.push_str(format!("//! {line}").trim_end());
        text.push('\n');
    }
    for attribute in attributes {
        text.push_str(&format!("\n#![{attribute}]\n"));
    }
    let mut before = Sort::Other;
    for tokens in items {
        let item = item(source, tokens);
        let sort = Sort::of(&item);
        if sort == Sort::Other || sort != before {
            text.push('\n');
        }
        before = sort;
        text.push_str(&spaced(&item));
    }
    text
}

/// Imports stand together, and so do modules.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Import,
    Module,
    Other,
}

impl Sort {
    fn of(item: &str) -> Self {
        let declaration = item.lines().last().unwrap_or_default();
        let item = item.strip_prefix("#[rustfmt::skip]\n").unwrap_or(item);
        if item.starts_with("use ") || item.starts_with("pub use ") {
            Self::Import
        } else if declaration.starts_with("pub mod ") && declaration.ends_with(';') {
            Self::Module
        } else {
            Self::Other
        }
    }
}

/// Puts a blank line before each function of an impl but the first, as people do and prettyplease does not.
fn spaced(item: &str) -> String {
    let mut out = String::new();
    let mut before = "";
    for line in item.lines() {
        let begins = ["    fn ", "    pub fn ", "    ///", "    #["].iter().any(|start| line.starts_with(start));
        let ended = before == "    }" || before.starts_with("    const ") || before == "    ];" || before == "    };";
        if begins && ended {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        before = line;
    }
    out
}

fn item(source: &str, tokens: TokenStream) -> String {
    match syn::parse2::<syn::Item>(tokens) {
        Ok(item) => {
            let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
            prettyplease::unparse(&file)
        }
        Err(error) => panic!("an emitter made what is not Rust of schemas/{source}: {error}"),
    }
}
