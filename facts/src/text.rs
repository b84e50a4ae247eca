//! The form in which texts of pages are compared.

use hmac_sha256::Hash;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_text_are_equal() {
        assert_eq!(normalized("是否必须 （ＨＴＴＰＳ）："), "是否必须(https):");
        assert_eq!(normalized("「a」“b”\u{200b}—1、2。"), "\"a\"\"b\"-1,2.");
        assert_eq!(digest("是 （a）"), digest("是(A)"));
        assert_ne!(digest("1"), digest("2"));
    }
}
