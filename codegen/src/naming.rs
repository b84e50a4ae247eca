//! Names: the only file that changes case, escapes keywords and knows reserved names.
//!
//! **Architecture invariant:** nothing else calls `heck` or makes an identifier of a text.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

use crate::pattern;

/// Whether a name is snake_case: `external_userid`, `v2`.
pub(crate) fn is_snake(name: &str) -> bool {
    pattern::SNAKE.matches(name)
}

/// Whether a name is UpperCamelCase: `ExternalUserid`.
pub(crate) fn is_upper_camel(name: &str) -> bool {
    pattern::UPPER_CAMEL.matches(name)
}

/// The snake_case form of a wire name, if it has one.
#[must_use]
pub fn snake(wire: &str) -> Option<String> {
    Some(wire.to_snake_case()).filter(|name| is_snake(name))
}

/// The UpperCamelCase form of one or more names, joined.
#[must_use]
pub fn upper_camel<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().map(ToUpperCamelCase::to_upper_camel_case).collect()
}

/// Names of types and traits that emitted code uses: a schema's type would hide them; and of derive macros, which rustdoc
/// cannot tell from types.
const RESERVED_TYPES: &[&str] = &[
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Display",
    "ENDPOINTS",
    "EVENTS",
    "Eq",
    "Err",
    "From",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "JsonString",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "ROUTES",
    "Request",
    "Response",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Whether a schema may give a type this name.
#[must_use]
pub fn is_free_type(name: &str) -> bool {
    !RESERVED_TYPES.contains(&name)
}

/// Names of functions of emitted types.
const RESERVED_FIELDS: &[&str] =
    &["check", "clone", "from_http", "is_given", "new", "next_page", "to_http", "validate", "write_members"];

/// Whether a schema may give a field this name.
pub(crate) fn is_free_field(name: &str) -> bool {
    !RESERVED_FIELDS.contains(&name)
}

/// Names of modules that emitted code uses, and that rustc takes for crate roots (`lib`, `main`).
const RESERVED_MODULES: &[&str] = &[
    "callbacks",
    "choice",
    "core",
    "crate",
    "de",
    "endpoint",
    "events",
    "http",
    "json",
    "lib",
    "main",
    "mod",
    "object",
    "open_enum",
    "reply",
    "runtime",
    "scalar",
    "self",
    "ser",
    "serde_json",
    "std",
    "super",
    "validate",
    "vendor",
    "wire",
];

/// Whether a vendor, an area or an endpoint may have this name.
pub(crate) fn is_free_module(name: &str) -> bool {
    !RESERVED_MODULES.contains(&name)
}

/// Names of modules at the root of the emitted crate, and of its features other than vendors.
const RESERVED_VENDORS: &[&str] = &["callbacks", "client", "mock", "reqwest"];

/// Whether a vendor may have this name.
pub(crate) fn is_free_vendor(name: &str) -> bool {
    !RESERVED_VENDORS.contains(&name)
}

/// Whether a schema may give an enum's value or a choice's variant this name.
pub(crate) fn is_free_variant(name: &str) -> bool {
    let variant = upper_camel([name]);
    variant != "Unknown" && variant != "Self"
}

/// Whether a schema may give an error code this name: the constants `ALL`, `SUCCESS` and `TABLE` exist, and `UNKNOWN` would mislead.
pub(crate) fn is_free_code(name: &str) -> bool {
    !["all", "success", "table", "unknown"].contains(&name)
}

/// The keywords of edition 2024 that a snake_case name may be, sorted.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// An identifier for a snake_case name: a field, a function, a module.
pub(crate) fn value_ident(name: &str) -> Ident {
    match KEYWORDS.binary_search(&name) {
        Err(_) => Ident::new(name, Span::call_site()),
        // Three keywords cannot be raw identifiers.
        Ok(_) if matches!(name, "self" | "super" | "crate") => Ident::new(&format!("{name}_"), Span::call_site()),
        Ok(_) => Ident::new_raw(name, Span::call_site()),
    }
}

/// An identifier for an UpperCamelCase name.
pub(crate) fn type_ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The name of a vendor's own type.
pub(crate) fn vendor_type(vendor: &str) -> String {
    upper_camel([vendor])
}

/// The name of a vendor's crate in code that uses it: unique, whatever the vendor's name.
pub(crate) fn vendor_crate(vendor: &str) -> Ident {
    Ident::new(&format!("vendor_{vendor}"), Span::call_site())
}

/// The name of the dependency on a vendor's crate, and of the feature that Cargo makes for it.
pub(crate) fn vendor_dependency(vendor: &str) -> String {
    format!("vendor-{vendor}")
}

/// An identifier for a vendor's own type.
pub(crate) fn vendor_ident(vendor: &str) -> Ident {
    type_ident(&vendor_type(vendor))
}

/// The name of the type for calls with a kind of credential: the vendor's own type for the usual kind.
pub(crate) fn kind_type(vendor: &str, kind: Option<&str>) -> String {
    kind.map_or_else(|| vendor_type(vendor), |kind| upper_camel([vendor, kind]))
}

/// An identifier for the type for calls with a kind of credential.
pub(crate) fn kind_ident(vendor: &str, kind: Option<&str>) -> Ident {
    type_ident(&kind_type(vendor, kind))
}

/// An identifier for the variant of a snake_case name.
pub(crate) fn variant_ident(name: &str) -> Ident {
    type_ident(&upper_camel([name]))
}

/// The identifier of a constant: `BAD_TOKEN`.
pub(crate) fn constant_ident(name: &str) -> Ident {
    Ident::new(&name.to_uppercase(), Span::call_site())
}

/// The word that is most similar to `word`, if any is similar.
pub(crate) fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let limit = (length / 3).max(1);
    words
        .into_iter()
        // The difference in length is a lower bound of the distance; it rules out most words cheaply.
        .filter(|other| other.chars().count().abs_diff(length) <= limit)
        .map(|other| (distance(&word.to_lowercase(), &other.to_lowercase()), other))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, other)| other)
}

/// The number of insertions, deletions, replacements and swaps of neighbours between two words.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// A scope and those around it, from inside out: `wecom.kf.customer`, `wecom.kf`, `wecom`.
pub(crate) fn scopes_around(scope: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(scope), |scope| scope.rsplit_once('.').map(|(around, _)| around))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases() {
        assert!(is_snake("external_userid") && is_snake("v2"));
        assert!(!is_snake("2v") && !is_snake("a__b") && !is_snake("a_") && !is_snake("userId") && !is_snake(""));
        assert!(is_upper_camel("ExternalUserid") && !is_upper_camel("externalUserid") && !is_upper_camel("A_b"));
        assert_eq!(snake("userId").as_deref(), Some("user_id"));
        assert_eq!(snake("企业"), None);
        assert_eq!(upper_camel(["customer_list", "tag"]), "CustomerListTag");
    }

    #[test]
    fn keywords_become_identifiers() {
        assert_eq!(value_ident("type").to_string(), "r#type");
        assert_eq!(value_ident("self").to_string(), "self_");
        assert_eq!(value_ident("name").to_string(), "name");
        assert!(KEYWORDS.is_sorted());
        let words = KEYWORDS.iter().chain(RESERVED_FIELDS).chain(RESERVED_MODULES).chain(&["union", "dyn_", "static_"]);
        for word in words.filter(|word| **word != "gen") {
            assert_eq!(KEYWORDS.contains(word), syn::parse_str::<Ident>(word).is_err(), "{word}");
        }
    }

    #[test]
    fn nearest_word() {
        let words = ["external_userid", "open_kfid", "type"];
        assert_eq!(nearest("external_user_id", words), Some("external_userid"));
        assert_eq!(nearest("tpye", words), Some("type"));
        assert_eq!(nearest("wording", words), None);
    }
}
