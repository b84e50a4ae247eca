//! Regular expressions for texts, shared by the parser and the JSON Schema that editors use.
//!
//! They use only what means the same in Rust's `regex-lite` and in ECMAScript, with and without its flag `u`: classes with
//! `\uXXXX`, but not `\s`, `\w` or `\d`.

use std::sync::OnceLock;

use regex_lite::Regex;

/// A regular expression for texts.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// The regular expression; anchored with `^` and `$` if the whole text must match.
    pub(crate) source: &'static str,
    /// The help for a text that does not match.
    pub(crate) help: &'static str,
    /// Whether a text matches, if that is easily seen: most texts are short, simple and checked in every run.
    quick: fn(&str) -> Option<bool>,
    regex: OnceLock<Regex>,
}

impl Pattern {
    const fn new(source: &'static str, help: &'static str) -> Self {
        Self::quick(source, help, |_| None)
    }

    const fn quick(source: &'static str, help: &'static str, quick: fn(&str) -> Option<bool>) -> Self {
        Self { source, help, quick, regex: OnceLock::new() }
    }

    /// Whether a text matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        (self.quick)(text).unwrap_or_else(|| self.regex_matches(text))
    }

    fn regex_matches(&self, text: &str) -> bool {
        let regex = self.regex.get_or_init(|| match Regex::new(self.source) {
            Ok(regex) => regex,
            Err(error) => panic!("the pattern {} is not a regular expression: {error}", self.source),
        });
        regex.is_match(text)
    }
}

/// A text with a visible character: not only white space, control characters and invisible ones.
pub(crate) static NOT_EMPTY: Pattern = Pattern::quick(
    r"[^\u0000-\u0020\u007f-\u00a0\u00ad\u061c\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff]",
    "it must be a text that is not empty",
    |text| text.starts_with(|first: char| first.is_ascii_graphic() || is_ideograph(first)).then_some(true),
);

/// A name on the wire: not empty, without invisible characters.
pub(crate) static WIRE: Pattern = Pattern::quick(
    concat!(
        r"^[^\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff]*",
        r"[^\u0000-\u0020\u007f-\u00a0\u00ad\u061c\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff]",
        r"[^\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff]*$",
    ),
    "it must not be empty or contain invisible characters",
    |text| (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())).then_some(true),
);

/// A name in snake_case.
pub(crate) static SNAKE: Pattern = Pattern::quick(
    "^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$",
    "it must be snake_case: lower-case letters, digits and single `_`",
    |text| Some(is_snake(text.as_bytes())),
);

/// A name in UpperCamelCase.
pub(crate) static UPPER_CAMEL: Pattern =
    Pattern::quick("^[A-Z][A-Za-z0-9]*$", "it must be UpperCamelCase: ASCII letters and digits", |text| {
        let is_upper = text.starts_with(|first: char| first.is_ascii_uppercase());
        Some(is_upper && text.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    });

/// An integer of at most 18 digits, which fits into an `i64`.
pub(crate) static INTEGER: Pattern = Pattern::new("^[+-]?[0-9]{1,18}$", "it must be an integer");

/// A date that exists: with 30 or 31 days by the month, and the 29th of February in leap years only.
pub(crate) static DATE: Pattern = Pattern::quick(
    concat!(
        "^(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
        "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
        "|02-(?:0[1-9]|1[0-9]|2[0-8]))",
        "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$",
    ),
    "write an existing date as YYYY-MM-DD",
    |text| {
        let [_, _, _, _, b'-', month @ .., b'-', d1, d2] = text.as_bytes() else { return None };
        // The days that each month has.
        let is_day = matches!((d1, d2), (b'0', b'1'..=b'9') | (b'1', b'0'..=b'9') | (b'2', b'0'..=b'8'));
        let is_month = matches!(month, [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2']);
        (is_day && is_month && text.bytes().take(4).all(|byte| byte.is_ascii_digit())).then_some(true)
    },
);

/// A URL for docs and Markdown. Its host starts with a letter or a digit of any script. It has no white space, control
/// characters, brackets and quotes.
pub(crate) static URL: Pattern = Pattern::quick(
    concat!(
        r"^https?://[^\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u1680\u2000-\u206f\u3000-\u3020\uff00-\uff0f]",
        r#"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000<>()\[\]{}"\\^`|]*$"#,
    ),
    "it must start with http:// or https://; escape spaces and special characters with %",
    |text| {
        let rest =
            text.strip_prefix("https://").filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))?;
        rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"#%&-./=?_".contains(&byte)).then_some(true)
    },
);

/// A URL to which paths can be appended, or the word `given`.
pub(crate) static BASE_URL: Pattern = Pattern::new(
    concat!(
        "^(?:given|https?://[0-9A-Za-z][!$%&'*+,.0-9;=A-Z_a-z~-]*",
        "(?::0*(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?",
        "(?:/[!$%&'*+,./0-9:;=A-Z_a-z~-]*[!$%&'*+,.0-9:;=A-Z_a-z~-])?)$",
    ),
    "write http:// or https://, an ASCII host and, if needed, a port and a path without a slash at the end; or write `given`",
);

/// The name of an HTTP header.
pub(crate) static HEADER: Pattern =
    Pattern::new("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", "write it in ASCII letters, digits and dashes");

/// A method and a path.
pub(crate) static ROUTE: Pattern = Pattern::quick(
    "^(?:GET|POST) /[0-9A-Za-z/_.~-]*$",
    "write GET or POST, one space, and the path from its first `/`, without the host",
    |text| {
        let path = text.strip_prefix("POST /").or_else(|| text.strip_prefix("GET /"));
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"/_.~-".contains(&byte);
        Some(path.is_some_and(|path| path.bytes().all(fits)))
    },
);

/// Whether a character is one of the most common Chinese ones.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Whether [`SNAKE`] matches.
fn is_snake(text: &[u8]) -> bool {
    let mut before = b'_';
    for (at, byte) in text.iter().copied().enumerate() {
        let fits = match byte {
            b'a'..=b'z' => true,
            b'0'..=b'9' => at > 0,
            b'_' => before != b'_',
            _ => false,
        };
        if !fits {
            return false;
        }
        before = byte;
    }
    before != b'_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::unseen;

    #[test]
    fn texts_that_are_not_empty() {
        assert!(NOT_EMPTY.matches("a") && NOT_EMPTY.matches("\n 例") && !NOT_EMPTY.matches("\u{200b}"));
        // Whatever Unicode calls white space, and nothing else.
        for c in (0..=0xffff).filter_map(char::from_u32) {
            let unseen = unseen::is_unseen(c);
            let seen = !c.is_whitespace() && !c.is_control() && !yaml::turns_text(c) && !unseen;
            assert_eq!(NOT_EMPTY.matches(c.encode_utf8(&mut [0; 4])), seen, "U+{:04X}", u32::from(c));
            assert_eq!(WIRE.matches(&format!("a{c}")), !unseen, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn what_is_easily_seen_is_what_the_regular_expression_says() {
        const CHARACTERS: [&str; 12] = ["", "a", "z", "A", "Z", "0", "9", "_", " ", "-", "例", "\u{200b}"];
        let texts = (0..CHARACTERS.len().pow(4)).map(|number| {
            let at = |place: u32| CHARACTERS[number / CHARACTERS.len().pow(place) % CHARACTERS.len()];
            [at(0), at(1), at(2), at(3)].concat()
        });
        for text in texts {
            for pattern in [&NOT_EMPTY, &WIRE, &SNAKE, &UPPER_CAMEL] {
                assert_eq!(pattern.matches(&text), pattern.regex_matches(&text), "{text:?}: {}", pattern.source);
            }
            for (pattern, begin) in [(&ROUTE, "GET /"), (&ROUTE, "POST "), (&URL, "https://"), (&URL, "http://a")] {
                let text = format!("{begin}{text}");
                assert_eq!(pattern.matches(&text), pattern.regex_matches(&text), "{text:?}: {}", pattern.source);
            }
        }
        for (year, month, day) in
            (0..15).flat_map(|month| (0..33).flat_map(move |day| [2023, 2024, 12].map(|year| (year, month, day))))
        {
            for text in [format!("{year}-{month:02}-{day:02}"), format!("{year:04}-{month:02}-{day:02}")] {
                assert_eq!(DATE.matches(&text), DATE.regex_matches(&text), "{text}");
            }
        }
    }

    #[test]
    fn dates_exist() {
        for day in ["2024-02-29", "2000-02-29", "0000-02-29", "2023-02-28", "2023-12-31", "2023-04-30"] {
            assert!(DATE.matches(day), "{day}");
        }
        for bad in ["2023-02-29", "1900-02-29", "2023-04-31", "2023-13-01", "2023-00-10", "2023-01-00", "2023-1-1", ""]
        {
            assert!(!DATE.matches(bad), "{bad}");
        }
    }

    #[test]
    fn urls() {
        for url in ["https://a.example", "http://例.cn/文档#x?y=z", "https://8.example/a@b:c;d"] {
            assert!(URL.matches(url), "{url}");
        }
        for none in [
            "ftp://a",
            "https://",
            "https://…",
            "https://。",
            "https:///a",
            "https://a b",
            "https://a(b)",
            "https://a\\",
            "a",
        ] {
            assert!(!URL.matches(none), "{none}");
        }
        for base in ["given", "https://a.example", "http://a.example:8080/x/y", "https://a:065535", "https://a/b:c"] {
            assert!(BASE_URL.matches(base), "{base}");
        }
        for none in
            ["https://a/", "https://a:", "https://a:65536", "https://a?b", "https://例.cn", "https://a@b", "Given"]
        {
            assert!(!BASE_URL.matches(none), "{none}");
        }
    }

    #[test]
    fn routes() {
        assert!(ROUTE.matches("GET /") && ROUTE.matches("POST /a-b/c_d.e~f"));
        assert!(
            !ROUTE.matches("GET  /a")
                && !ROUTE.matches("PUT /a")
                && !ROUTE.matches("GET a")
                && !ROUTE.matches("GET /a?b")
        );
    }
}
