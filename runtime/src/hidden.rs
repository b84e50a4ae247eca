//! Secrets that must not show in what somebody else wrote.

use crate::query;

/// Secrets, in each form in which a vendor or a proxy may repeat them.
pub(crate) struct Hidden(Vec<String>);

impl Hidden {
    /// What stands where a secret stood.
    pub(crate) const MARK: &str = "(…)";

    pub(crate) fn new(one: impl IntoIterator<Item = String>, more: impl IntoIterator<Item = String>) -> Self {
        let secrets = one.into_iter().chain(more).filter(|secret| !secret.is_empty());
        let mut forms: Vec<String> = secrets.flat_map(forms).collect();
        // The longest first: a form may be part of another.
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.dedup();
        Self(forms)
    }

    pub(crate) fn hide(&self, text: &mut String) {
        for form in &self.0 {
            if text.contains(form.as_str()) {
                *text = text.replace(form.as_str(), Self::MARK);
            }
        }
    }

    /// The text without the secrets; none if they are not in it.
    pub(crate) fn without(&self, text: &[u8]) -> Option<Vec<u8>> {
        let before = String::from_utf8_lossy(text);
        let mut after = before.clone().into_owned();
        self.hide(&mut after);
        (after != before).then(|| after.into_bytes())
    }
}

/// As it is, in a URL, in a form, in JSON and in a JSON pointer.
fn forms(secret: String) -> [String; 7] {
    let url = query::encoded(&secret);
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let json = serde_json::to_string(&secret).unwrap_or_default();
    let json = json.get(1..json.len().saturating_sub(1)).unwrap_or_default().to_owned();
    let slashes = json.replace('/', "\\/");
    let pointer = secret.replace('~', "~0").replace('/', "~1");
    let lower = with_small_digits(&url);
    [secret, url, lower, form, json, slashes, pointer]
}

/// A percent-encoded text as others write it: `%2f` for `%2F`.
fn with_small_digits(url: &str) -> String {
    let mut digits = 0_u8;
    let small = url.chars().map(|c| match c {
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
    small.collect()
}
