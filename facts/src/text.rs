//! The form in which texts of pages are compared.

use hmac_sha256::Hash;
use serde_json::Value;

/// A text in the form in which texts are compared: without white space, with full-width forms of ASCII characters as
/// ASCII, with one kind of quotes and of dashes, in lower case.
#[must_use]
pub fn normalized(text: &str) -> String {
    let unified = text.chars().filter_map(|c| match c {
        c if c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}') => None,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '。' => Some('.'),
        '、' => Some(','),
        '“' | '”' | '「' | '」' => Some('"'),
        '‘' | '’' => Some('\''),
        '—' | '–' => Some('-'),
        c => Some(c),
    });
    unified.flat_map(char::to_lowercase).collect()
}

/// Eight hexadecimal digits that differ if two texts do in their [normalized] forms.
#[must_use]
pub fn digest(text: &str) -> String {
    let hash = Hash::hash(normalized(text).as_bytes());
    hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// The digest of a JSON example. White space, the order of members and how texts are escaped don't matter.
#[must_use]
pub fn digest_of_json(value: &Value) -> String {
    digest(&sorted(value).to_string())
}

/// The digest of an example as it is published: of its JSON, if `value` has it, or else of the text. XML is a text.
#[must_use]
pub fn digest_of_example(text: &str, value: Option<&Value>) -> String {
    match value.filter(|_| !text.trim_start().starts_with('<')) {
        Some(value) => digest_of_json(value),
        None => digest(text),
    }
}

/// A value with the members of its objects in the order of their names, whatever features `serde_json` has.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(sorted).collect(),
        Value::Object(object) => {
            let mut members: Vec<(&String, &Value)> = object.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            members.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect()
        }
        other => other.clone(),
    }
}

/// A text as a scalar of YAML: plain where it can only be read as a text, else as in JSON.
#[must_use]
pub fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./$-".contains(c) || ('\u{4e00}'..='\u{9fff}').contains(&c);
    let begins = |c: char| c.is_ascii_alphabetic() || c == '/' || ('\u{4e00}'..='\u{9fff}').contains(&c);
    let is_value = matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    match text.starts_with(begins) && text.chars().all(plain) && !is_value {
        true => text.to_owned(),
        false => Value::from(text).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_example_is_the_same_in_any_order_and_layout() {
        let read = |text: &str| serde_json::from_str::<Value>(text).expect("it is JSON");
        let one = digest_of_json(&read(r#"{"b": [{"d": 1, "c": "中"}], "a": null}"#));
        assert_eq!(one, digest_of_json(&read(r#"{"a":null,"b":[{"c":"\u4e2d","d":1}]}"#)));
        assert_eq!(one, digest(&json!({"a": null, "b": [{"c": "中", "d": 1}]}).to_string()));
        assert_ne!(one, digest_of_json(&read(r#"{"a":null,"b":[{"c":"中","d":2}]}"#)));
    }

    #[test]
    fn forms_of_one_text_are_equal() {
        assert_eq!(normalized("是否必须 （ＨＴＴＰＳ）："), "是否必须(https):");
        assert_eq!(normalized("「a」“b”\u{200b}—1、2。"), "\"a\"\"b\"-1,2.");
        assert_eq!(digest("是 （a）"), digest("是(A)"));
        assert_ne!(digest("1"), digest("2"));
    }
}
