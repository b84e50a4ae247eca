//! The type of a plain scalar, by YAML 1.2's core schema: what `1e3`, `0o17` or `~` mean without quotes.
//!
//! serde_yaml, which writes dumps, resolves plain scalars by the same rules; a test compares the two.

use super::node::Kind;

/// A number that no type of the schema language can hold.
#[derive(Debug, PartialEq)]
pub(super) struct OutOfRange;

/// The value of a scalar without quotes.
///
/// Infinities and NaN are texts: the schema language does not have these numbers.
pub(super) fn plain(text: String) -> Result<Kind, OutOfRange> {
    match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Kind::Null),
        "true" | "True" | "TRUE" => return Ok(Kind::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(Kind::Bool(false)),
        // Most texts begin like no number.
        _ if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) => {
            return Ok(Kind::Text(text));
        }
        _ => {}
    }
    number(&text).map(|number| number.unwrap_or(Kind::Text(text)))
}

/// The number that a scalar is, if it is one.
fn number(text: &str) -> Result<Option<Kind>, OutOfRange> {
    let (negative, unsigned) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    if let Some((digits, radix)) = integer(unsigned) {
        return in_range(negative, digits, radix).map(Some).ok_or(OutOfRange);
    }
    // Zeros before other digits make a text, not a number: `007`.
    let padded = unsigned.starts_with('0') && unsigned.bytes().all(|byte| byte.is_ascii_digit());
    let signed_twice = unsigned.starts_with(['-', '+']);
    let float = unsigned.parse::<f64>().ok().filter(|float| float.is_finite() && !padded && !signed_twice);
    Ok(float.map(|float| of_float(if negative { -float } else { float })))
}

/// The digits of an integer without its sign, and their radix.
fn integer(unsigned: &str) -> Option<(&str, u32)> {
    let prefixed = [("0x", 16), ("0o", 8), ("0b", 2)];
    let prefixed = prefixed.into_iter().find_map(|(prefix, radix)| Some((unsigned.strip_prefix(prefix)?, radix)));
    let (digits, radix) = prefixed.unwrap_or((unsigned, 10));
    let padded = radix == 10 && digits.len() > 1 && digits.starts_with('0');
    let all_digits = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    (all_digits && !padded).then_some((digits, radix))
}

/// An integer that an `i64` or a `u64` holds; above `i64::MAX` it is a float, as in JSON.
fn in_range(negative: bool, digits: &str, radix: u32) -> Option<Kind> {
    let magnitude = i128::from_str_radix(digits, radix).ok()?;
    let value = if negative { -magnitude } else { magnitude };
    if let Ok(value) = i64::try_from(value) {
        return Some(Kind::Int(value));
    }
    #[expect(clippy::cast_precision_loss, reason = "as YAML and JSON readers do")]
    u64::try_from(value).ok().map(|value| Kind::Float(value as f64))
}

/// A float without a fraction is an integer, as it is in JSON Schema.
fn of_float(number: f64) -> Kind {
    // The greatest i64 is not a float, the number after it is.
    const END: f64 = 9_223_372_036_854_775_808.0;
    let whole = number.fract() == 0.0 && (-END..END).contains(&number);
    #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and is within bounds")]
    if whole { Kind::Int(number as i64) } else { Kind::Float(number) }
}

#[cfg(test)]
mod tests {
    use serde_yaml::Value;

    use super::*;
    use crate::syntax::yaml;

    /// What serde_yaml reads behind a key; `None` if it refuses the text.
    fn oracle(text: &str) -> Option<Value> {
        serde_yaml::from_str::<Value>(&format!("k: {text}")).ok()?.get("k").cloned()
    }

    fn agrees(ours: &Result<Kind, OutOfRange>, text: &str) -> bool {
        match (ours, oracle(text)) {
            // serde_yaml refuses integers of up to 128 bits, and reads longer ones as floats or texts.
            (Err(OutOfRange), theirs) => theirs.is_none_or(|theirs| match theirs {
                Value::Number(theirs) => theirs.as_f64().is_some_and(|float| float.abs() > 1e38),
                theirs => theirs.is_string() && text.len() > 32,
            }),
            (Ok(Kind::Null), Some(Value::Null)) => true,
            (Ok(Kind::Bool(ours)), Some(Value::Bool(theirs))) => *ours == theirs,
            (Ok(Kind::Int(ours)), Some(Value::Number(theirs))) => match theirs.as_i64() {
                Some(theirs) => *ours == theirs,
                #[expect(clippy::cast_precision_loss, reason = "it was a float")]
                None => theirs.as_f64() == Some(*ours as f64),
            },
            (Ok(Kind::Float(ours)), Some(Value::Number(theirs))) => theirs.as_f64() == Some(*ours),
            (Ok(Kind::Text(ours)), Some(Value::String(theirs))) => *ours == theirs && ours == text,
            (Ok(Kind::Text(_)), Some(Value::Number(theirs))) => theirs.as_f64().is_some_and(|f| !f.is_finite()),
            _ => false,
        }
    }

    #[track_caller]
    fn check(text: &str) {
        let ours = plain(text.to_owned());
        assert!(agrees(&ours, text), "{text}: {ours:?}, but {:?}", oracle(text));
        for quoted in [format!("'{text}'"), format!("\"{text}\"")] {
            let node = yaml::parse("x", &quoted).unwrap_or_else(|faults| panic!("{quoted}: {faults:?}"));
            assert_eq!(node.kind, Kind::Text(text.to_owned()), "{quoted}");
        }
    }

    /// Every text of at most three of these characters.
    #[test]
    fn short_scalars_are_read_as_serde_yaml_reads_them() {
        const CHARACTERS: &[u8] = b"0178+-._eExobaFn~uls2";
        let mut texts = vec![String::new()];
        for _ in 0..3 {
            texts = texts
                .iter()
                .flat_map(|text| CHARACTERS.iter().map(move |c| format!("{text}{}", char::from(*c))))
                .filter(|text| text != "-")
                .collect();
            texts.iter().filter(|text| oracle(text).is_some()).for_each(|text| check(text));
        }
    }

    /// Random texts of up to twelve characters that numbers, dates, words and other texts are made of.
    #[test]
    fn random_scalars_are_read_as_serde_yaml_reads_them() {
        const CHARACTERS: &[char] = &[
            '0', '1', '2', '5', '7', '8', '9', '0', '1', '+', '-', '.', '_', 'e', 'E', 'x', 'o', 'b', 'a', 'f', 'F',
            'n', 'N', 't', 'r', 'u', 'l', 'i', 's', 'y', '~', '/', '%', '(', 'T', 'Z', ':', ' ', '例', 'é',
        ];
        let mut seed = 11_u64;
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap_or_default() % below
        };
        let mut compared = 0;
        for _ in 0..20_000 {
            // Half of them look like numbers.
            let among = if random(2) == 0 { 15 } else { CHARACTERS.len() };
            let text: String = (0..=random(12)).map(|_| CHARACTERS[random(among)]).collect();
            let is_plain = text.trim() == text && !text.ends_with(':') && !text.contains(": ") && text != "-";
            if is_plain && !text.starts_with(['%', '-', '.']) || text.parse::<f64>().is_ok() {
                compared += 1;
                check(&text);
            }
        }
        assert!(compared > 10_000, "{compared}");
    }

    #[test]
    fn numbers_are_read_as_serde_yaml_reads_them() {
        const DIGITS: &[&str] = &[
            "0",
            "1",
            "7",
            "8",
            "9",
            "10",
            "007",
            "17",
            "1f",
            "F",
            "1_000",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "9223372036854775809",
            "18446744073709551615",
            "18446744073709551616",
            "170141183460469231731687303715884105728",
            "340282366920938463463374607431768211456",
            "7fffffffffffffff",
            "8000000000000000",
            "ffffffffffffffff",
            "10000000000000000",
            "777777777777777777777",
            "",
            ".",
            "x",
        ];
        for sign in ["", "+", "-", "+-", "-+", "--"] {
            for prefix in ["", "0x", "0o", "0b", "0X", "0"] {
                for digits in DIGITS {
                    for suffix in ["", ".", ".0", ".5", "e3", "E-3", "e+300", "e400", "_0", "e"] {
                        let text = format!("{sign}{prefix}{digits}{suffix}");
                        if !text.is_empty() && text != "-" {
                            check(&text);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn words_are_read_as_serde_yaml_reads_them() {
        for text in [
            "~",
            "null",
            "Null",
            "NULL",
            "nULL",
            "true",
            "True",
            "TRUE",
            "tRUE",
            "false",
            "False",
            "FALSE",
            "yes",
            "no",
            "on",
            "off",
            "y",
            "n",
            ".inf",
            ".Inf",
            ".INF",
            ".iNF",
            "-.inf",
            "+.inf",
            "+.INF",
            "inf",
            "-inf",
            "infinity",
            ".nan",
            ".NaN",
            ".NAN",
            "-.nan",
            "nan",
            "NaN",
            "2024-05-01",
            "2024-05-01T00:00:00Z",
            "12:30:45",
            "1e3",
            "0o17",
            "0x1F",
            "1,000",
            "1 000",
            "+",
            "_",
            "=",
            "a b",
            "例",
            "1.2.3",
            "v1",
            "#a",
            "a#b",
        ] {
            if text != "#a" {
                check(text);
            }
        }
        assert_eq!(plain(String::new()), Ok(Kind::Null));
    }
}
