//! Parameters of header values, such as `attachment; filename="a.txt"`.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

/// All characters except those that RFC 8187 allows.
const EXTENDED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// How a quoted text escapes what ends it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// With a backslash, as in headers of HTTP.
    Backslash,
    /// As browsers do in forms: `%22` is a quote, `%0D` and `%0A` are the ends of a line, and a backslash is a backslash.
    Percent,
}

/// A header value with parameters.
pub(crate) struct Parameters {
    /// The text before the parameters, in lowercase.
    pub(crate) value: String,
    /// Names in lowercase, and values.
    list: Vec<(String, String)>,
    /// Whether everything could be read.
    pub(crate) is_complete: bool,
}

impl Parameters {
    /// Reads a header value. What is not UTF-8 becomes U+FFFD.
    pub(crate) fn parse(header: &[u8], quoting: Quoting) -> Self {
        let text = String::from_utf8_lossy(header);
        let (value, mut rest) = split(&text, ';');
        let mut parsed =
            Self { value: value.trim().to_ascii_lowercase(), list: Vec::new(), is_complete: !value.contains('"') };
        while let Some(from) = rest {
            let Some((name, from)) = from.split_once('=') else {
                parsed.is_complete &= from.trim().is_empty();
                break;
            };
            let (value, after) = match from.trim_start().strip_prefix('"') {
                Some(quoted) => match unquoted(quoted, quoting) {
                    Some((value, after)) => (value, after),
                    None => {
                        parsed.is_complete = false;
                        break;
                    }
                },
                None => {
                    let end = from.find(';').unwrap_or(from.len());
                    (from[..end].trim().to_owned(), &from[end..])
                }
            };
            parsed.list.push((name.trim().to_ascii_lowercase(), value));
            let (between, next) = split(after, ';');
            parsed.is_complete &= between.trim().is_empty();
            rest = next;
        }
        parsed
    }

    /// The first parameter of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.list.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The parameter `filename`. Its extended form (RFC 8187) is preferred.
    pub(crate) fn filename(&self) -> Option<Cow<'_, str>> {
        self.get("filename*").and_then(extended).map(Cow::Owned).or_else(|| self.get("filename").map(Cow::Borrowed))
    }
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// Reads a quoted text and returns it with what follows its closing quote; `None` if no quote closes it.
fn unquoted(text: &str, quoting: Quoting) -> Option<(String, &str)> {
    if quoting == Quoting::Percent {
        let (value, after) = text.split_once('"')?;
        return Some((value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"), after));
    }
    let (mut value, mut characters) = (String::new(), text.chars());
    loop {
        match characters.next()? {
            '"' => return Some((value, characters.as_str())),
            '\\' => value.push(characters.next()?),
            other => value.push(other),
        }
    }
}

/// Reads a value such as `UTF-8''%e4%bd%a0`; `None` if it is in another charset.
fn extended(value: &str) -> Option<String> {
    let mut parts = value.splitn(3, '\'');
    let (charset, _language, text) = (parts.next()?, parts.next()?, parts.next()?);
    let text = percent_decode(text.as_bytes());
    match charset.trim().to_ascii_lowercase().as_str() {
        "utf-8" => Some(text.decode_utf8_lossy().into_owned()),
        "iso-8859-1" => Some(text.map(char::from).collect()),
        _ => None,
    }
}

/// A text in quotes, as forms have it.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A"))
}

/// The parameter with a file's name in a header of HTTP. If the name is not plain ASCII, it is in the extended form.
pub(crate) fn filename(name: &str) -> String {
    if name.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return format!("filename=\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""));
    }
    format!("filename*=UTF-8''{}", utf8_percent_encode(name, EXTENDED))
}
