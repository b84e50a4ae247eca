//! Examples: JSON and XML that a page shows, read leniently.

use jsonc_parser::{
    ParseOptions,
    errors::{ParseError, ParseErrorKind},
    parse_to_serde_value,
};
use serde_json::Value;

/// An example that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It is JSON, or XML, which is read as the JSON that says the same.
    Json(Value),
    /// It is not quite JSON, and what it means is clear. Each repair is named.
    Repaired(Value, Vec<&'static str>),
    /// It cannot be read: why.
    Unreadable(String),
}

impl Reading {
    /// The value, if the example could be read.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        match self {
            Self::Json(value) | Self::Repaired(value, _) => Some(value),
            Self::Unreadable(_) => None,
        }
    }
}

/// Allows the parser something.
type Allow = fn(&mut ParseOptions);

/// The leniencies of the parser, each with its name. A leniency is reported as a repair only if the
/// example cannot be read without it.
const LENIENCIES: &[(&str, Allow)] = &[
    ("comments", |options| options.allow_comments = true),
    ("names without quotes", |options| options.allow_loose_object_property_names = true),
    ("a comma too many", |options| options.allow_trailing_commas = true),
    ("a comma is missing", |options| options.allow_missing_commas = true),
    ("single quotes", |options| options.allow_single_quoted_strings = true),
];

/// Reads an example.
#[must_use]
pub fn read(code: &str) -> Reading {
    if let Ok(value) = serde_json::from_str(code) {
        return Reading::Json(value);
    }
    if code.trim_start().starts_with('<') {
        return crate::xml::read(code).map_or_else(Reading::Unreadable, Reading::Json);
    }
    let (text, mut repairs) = without_typography(code);
    let text = match is_member(&text) {
        true => {
            repairs.push("the braces around it are missing");
            with_braces(&text)
        }
        false => text,
    };
    let (text, colons) = with_colons(text);
    repairs.extend((colons > 0).then_some("a colon is missing"));
    match parse(&text, &strict()) {
        Ok(value) => Reading::Repaired(value, repairs),
        Err(first) => match parse(&text, &lenient("")) {
            Ok(value) => {
                repairs.extend(needed(&text));
                Reading::Repaired(value, repairs)
            }
            Err(_) => Reading::Unreadable(first.to_string()),
        },
    }
}

/// Whether a text begins with the name of a member: `"name": …`.
fn is_member(text: &str) -> bool {
    let Some((_, after)) = text.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"')) else {
        return false;
    };
    after.trim_start().starts_with(':')
}

/// An object with the members that a text has. Some such texts have the closing brace of the object.
fn with_braces(text: &str) -> String {
    let (opened, closed) = (text.matches('{').count(), text.matches('}').count());
    if closed > opened { format!("{{{text}") } else { format!("{{{text}}}") }
}

/// Whether a text looks like an example.
#[must_use]
pub fn is_example(code: &str) -> bool {
    code.trim_start().starts_with(['{', '[', '｛', '［', '<']) || is_member(code)
}

/// The most colons that are added to an example.
const MAX_COLONS: usize = 8;

/// Adds colons that are missing after names, and returns their number.
fn with_colons(mut text: String) -> (String, usize) {
    for added in 0..MAX_COLONS {
        match parse(&text, &lenient("")) {
            Err(error) if matches!(error.kind(), ParseErrorKind::ExpectedColonAfterObjectKey) => {
                let at = error.range().start;
                if !text.is_char_boundary(at) {
                    return (text, added);
                }
                text.insert(at, ':');
            }
            _ => return (text, added),
        }
    }
    (text, MAX_COLONS)
}

fn strict() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

/// All leniencies but one.
fn lenient(but: &str) -> ParseOptions {
    let mut options = strict();
    LENIENCIES.iter().filter(|(name, _)| *name != but).for_each(|(_, allow)| allow(&mut options));
    options
}

fn parse(text: &str, options: &ParseOptions) -> Result<Value, ParseError> {
    parse_to_serde_value(text, options).map(Option::unwrap_or_default)
}

/// The leniencies without which the text cannot be read.
fn needed(text: &str) -> Vec<&'static str> {
    let names = LENIENCIES.iter().map(|(name, _)| *name);
    names.filter(|name| parse(text, &lenient(name)).is_err()).collect()
}

/// Replaces what typography makes of JSON outside of strings, and leaves out `...`.
fn without_typography(code: &str) -> (String, Vec<&'static str>) {
    let mut made = String::with_capacity(code.len());
    let mut repairs = Vec::new();
    let mut repair = |name| {
        if !repairs.contains(&name) {
            repairs.push(name);
        }
    };
    // The quote that ends the text, and whether the next character is escaped.
    let (mut quote, mut escaped): (Option<char>, bool) = (None, false);
    let mut rest = code.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            _ if escaped => {
                escaped = false;
                made.push(c);
            }
            '\\' if quote.is_some() => {
                escaped = true;
                made.push(c);
            }
            c if quote == Some(c) => {
                quote = None;
                made.push('"');
            }
            '\n' if quote.is_some() => {
                // A string does not go on in the next line: its quote is missing.
                quote = None;
                made.push(c);
            }
            c if quote.is_some() => made.push(c),
            '"' => {
                quote = Some('"');
                made.push(c);
            }
            '“' => {
                repair("full-width punctuation");
                quote = Some('”');
                made.push('"');
            }
            '，' | '：' | '｛' | '｝' | '［' | '］' => {
                repair("full-width punctuation");
                made.extend(char::from_u32(u32::from(c) - 0xfee0));
            }
            '…' => repair("something is left out"),
            '.' if rest.peek() == Some(&'.') => {
                while rest.next_if_eq(&'.').is_some() {}
                repair("something is left out");
            }
            '\u{a0}' | '\u{3000}' | '\u{200b}' | '\u{feff}' => made.push(' '),
            c => made.push(c),
        }
    }
    (made, repairs)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_is_not_repaired() {
        assert_eq!(read(r#"{"a": [1, "，…"]}"#), Reading::Json(json!({ "a": [1, "，…"] })));
    }

    #[test]
    fn each_repair_is_named() {
        let repaired = |code: &str| match read(code) {
            Reading::Repaired(value, repairs) => (value, repairs),
            other => panic!("{code}: {other:?}"),
        };
        let value = json!({ "a": 1, "b": ["x"] });
        for (code, repair) in [
            ("{\"a\": 1, \"b\": [\"x\"] // why\n}", "comments"),
            ("{a: 1, b: [\"x\"]}", "names without quotes"),
            ("{\"a\": 1, \"b\": [\"x\"],}", "a comma too many"),
            ("{\"a\": 1 \"b\": [\"x\"]}", "a comma is missing"),
            ("{\"a\": 1, 'b': [\"x\"]}", "single quotes"),
            ("{\"a\": 1， \"b\"： [“x”]}", "full-width punctuation"),
            ("{\"a\" 1, \"b\": [\"x\"]}", "a colon is missing"),
            ("\"a\": 1, \"b\": [\"x\"]", "the braces around it are missing"),
            ("\"a\": 1, \"b\": [\"x\"]}", "the braces around it are missing"),
        ] {
            assert_eq!(repaired(code), (value.clone(), vec![repair]), "{code}");
        }
        let (value, repairs) = repaired("{\"a\": 1, ...}");
        assert_eq!((value, repairs), (json!({ "a": 1 }), vec!["something is left out", "a comma too many"]));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for code in ["{", "{\"a\" 1 2}", "{\"a\": }", "<xml>", "{\"a\": \"b}\n{"] {
            assert!(matches!(read(code), Reading::Unreadable(_)), "{code}");
        }
    }
}
