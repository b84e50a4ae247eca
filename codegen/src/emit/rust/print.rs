//! Prints modules: most items are text already, the others go through prettyplease, one at a time. Blank lines separate
//! them.

use proc_macro2::TokenStream;

use super::{code::Code, doc::Doc};
use crate::emit::piece::{Draft, MARK};

/// Makes rustfmt skip a crate root, because repositories configure it differently. Its modules have attributes of
/// their own, which also apply to the modules below them.
pub(super) const UNFORMATTED: &str = "cfg_attr(rustfmt, rustfmt::skip)";

/// Makes docs.rs say with which features an item is compiled. It builds with a nightly toolchain.
pub(super) const SHOWS_FEATURES: &str = "cfg_attr(docsrs, feature(doc_cfg))";

/// An item of a module.
pub(super) enum Item {
    /// Code that is formatted by prettyplease.
    Tokens(TokenStream),
    /// Code in its final layout, such as the invocation of a macro, which prettyplease would not lay out.
    Text(String),
}

impl From<TokenStream> for Item {
    fn from(tokens: TokenStream) -> Self {
        Self::Tokens(tokens)
    }
}

impl From<Code> for Item {
    fn from(code: Code) -> Self {
        Self::Text(code.into_text())
    }
}

/// A module: the header, its docs, and its items. The text is made on demand.
pub(super) fn module(source: &str, docs: Doc, attributes: Vec<String>, items: Vec<Item>) -> Draft {
    let source = source.to_owned();
    Draft::new(move || text(&source, &docs, &attributes, items))
}

fn text(source: &str, docs: &Doc, attributes: &[String], items: Vec<Item>) -> String {
    let mut text = format!("// {MARK} from schemas/{source}. Do not edit.\n");
    if docs.lines().next().is_some() {
        text.push('\n');
    }
    for line in docs.lines() {
        text.push_str(if line.is_empty() { "//!" } else { "//! " });
        text.push_str(line);
        text.push('\n');
    }
    for attribute in attributes {
        text.extend(["\n#![", attribute, "]\n"]);
    }
    let mut previous = Kind::Other;
    for item in items {
        let item = match item {
            Item::Tokens(tokens) => spaced(&printed(source, tokens)),
            Item::Text(text) => text,
        };
        let kind = Kind::of(&item);
        if kind == Kind::Other || kind != previous {
            text.push('\n');
        }
        previous = kind;
        text.push_str(&item);
        if !item.ends_with('\n') {
            text.push('\n');
        }
    }
    text
}

/// Kinds of items: there is no blank line between imports, nor between modules.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Import,
    Module,
    Other,
}

impl Kind {
    fn of(item: &str) -> Self {
        let declaration = item.trim_end().rsplit('\n').next().unwrap_or_default();
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

/// Separates the functions of an impl by blank lines, which prettyplease does not.
fn spaced(item: &str) -> String {
    let mut out = String::new();
    let mut previous = "";
    for line in item.lines() {
        let begins = ["    fn ", "    pub fn ", "    ///", "    #["].iter().any(|start| line.starts_with(start));
        let ended =
            previous == "    }" || previous.starts_with("    const ") || previous == "    ];" || previous == "    };";
        if begins && ended {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
    out
}

fn printed(source: &str, tokens: TokenStream) -> String {
    match syn::parse2::<syn::Item>(tokens) {
        Ok(item) => {
            let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
            prettyplease::unparse(&file)
        }
        Err(error) => panic!("an emitter made invalid Rust from schemas/{source}: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    /// The texts of the Rust files below a folder.
    fn texts(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let paths = entries.map(|entry| entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path());
        paths
            .flat_map(|path| match path.extension() {
                _ if path.is_dir() => texts(&path),
                Some(extension) if extension == "rs" => {
                    vec![fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))]
                }
                _ => Vec::new(),
            })
            .collect()
    }

    /// Most items are emitted as text, so syn has not parsed them yet.
    #[test]
    fn emitted_files_are_rust() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let emitted: Vec<String> = ["generated/src", "generated/vendors", "tests/fixture/src", "tests/fixture/vendors"]
            .iter()
            .flat_map(|folder| texts(&root.join(folder)))
            .collect();
        assert!(emitted.iter().any(|text| text.contains("\nobject! {")));
        for text in emitted {
            let file = syn::parse_file(&text);
            assert!(file.is_ok(), "{:?}: {}", file.err(), text.lines().next().unwrap_or_default());
        }
    }
}
