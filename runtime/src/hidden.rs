//! Removes secrets from texts that vendors and proxies wrote.

use crate::query;

/// Secrets in each form in which a vendor or a proxy may repeat them.
pub(crate) struct Hidden(Vec<String>);

impl Hidden {
    /// The replacement of a secret.
    pub(crate) const MARK: &str = "(…)";

    /// Secrets of one or two characters are not removed: they are part of most texts, which would become unreadable, and
    /// nobody could tell where they were.
    pub(crate) fn new(credential: impl IntoIterator<Item = String>, others: impl IntoIterator<Item = String>) -> Self {
        let secrets = credential.into_iter().chain(others).filter(|secret| secret.chars().nth(2).is_some());
        let mut forms: Vec<String> = secrets.flat_map(forms).collect();
        // Longest first: one form may be part of another.
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.dedup();
        Self(forms)
    }

    /// Replaces each secret in a text.
    pub(crate) fn hide(&self, text: &mut String) {
        for form in &self.0 {
            if text.contains(form.as_str()) {
                *text = text.replace(form.as_str(), Self::MARK);
            }
        }
    }

    /// Whether a text that may be JSON contains a secret in escapes that are not usual, such as `\u0074` for `t`.
    pub(crate) fn are_escaped_in(&self, text: &str) -> bool {
        let unescaped = unescaped(text);
        self.0.iter().any(|form| unescaped.contains(form.as_str()))
    }

    /// The text without the secrets; `None` if it contains none.
    pub(crate) fn without(&self, text: &[u8]) -> Option<Vec<u8>> {
        let old = String::from_utf8_lossy(text);
        let mut new = old.clone().into_owned();
        self.hide(&mut new);
        (new != old).then(|| new.into_bytes())
    }
}

/// Replaces the escapes of JSON by their characters, as far as they may be part of a secret.
fn unescaped(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        unescaped.push_str(before);
        let unit = after.strip_prefix('u').and_then(|after| after.get(..4));
        let character = unit.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        unescaped.extend(character);
        rest = if character.is_some() { &after[5..] } else { after };
        // The escaped character may be another backslash.
        if let (None, Some(escaped)) = (character, rest.chars().next()) {
            unescaped.push(escaped);
            rest = &rest[escaped.len_utf8()..];
        }
    }
    unescaped + rest
}

/// A secret as it is, in a URL, in a form, in JSON and in a JSON pointer.
fn forms(secret: String) -> [String; 7] {
    let url = query::encoded(&secret);
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let json = serde_json::to_string(&secret).unwrap_or_default();
    let json = json.get(1..json.len().saturating_sub(1)).unwrap_or_default().to_owned();
    let slashes = json.replace('/', "\\/");
    let pointer = secret.replace('~', "~0").replace('/', "~1");
    let lower = with_lowercase_digits(&url);
    [secret, url, lower, form, json, slashes, pointer]
}

/// A percent-encoded text with lowercase digits: `%2f` instead of `%2F`.
fn with_lowercase_digits(url: &str) -> String {
    let mut digits = 0_u8;
    let lowercase = url.chars().map(|c| match c {
        '%' => {
            digits = 2;
            c
        }
        _ if digits > 0 => {
            digits -= 1;
            c.to_ascii_lowercase()
        }
        _ => c,
    });
    lowercase.collect()
}
