//! Patterns, which must match the whole text.
//!
//! Most patterns of ids are sequences of runs (`wm[A-Za-z0-9_-]{10,}`), which are matched directly. All others are compiled
//! to regular expressions, which are slower.

use std::sync::OnceLock;

use regex_lite::Regex;

/// A pattern, compiled on first use.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    compiled: OnceLock<Compiled>,
}

#[derive(Debug)]
enum Compiled {
    Runs(Vec<Run>),
    Regex(Regex),
}

impl Pattern {
    /// A pattern in the syntax that regex-lite and ECMAScript share.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    pub(crate) fn source(&self) -> &'static str {
        self.source
    }

    pub(crate) fn matches(&self, value: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| match runs(self.source) {
            Some(runs) => Compiled::Runs(runs),
            None => Compiled::Regex(regex(self.source)),
        });
        match compiled {
            Compiled::Runs(runs) => all_match(runs, value.as_bytes()),
            Compiled::Regex(regex) => regex.is_match(value),
        }
    }
}

/// A [`Pattern`] that is compiled once, on first use.
#[macro_export]
macro_rules! regex {
    ($source:literal) => {{
        // A static is never dropped, but rustc compiles what would drop it.
        static PATTERN: ::std::mem::ManuallyDrop<$crate::validate::Pattern> =
            ::std::mem::ManuallyDrop::new($crate::validate::Pattern::new($source));
        &*PATTERN
    }};
}

fn regex(source: &str) -> Regex {
    match Regex::new(&format!("^(?:{source})$")) {
        Ok(regex) => regex,
        Err(error) => panic!("an invalid pattern: `{source}`: {error}"),
    }
}

/// A number of consecutive characters of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// The ASCII characters of the set, as bits.
    set: u128,
    min: usize,
    max: usize,
}

fn all_match(runs: &[Run], mut rest: &[u8]) -> bool {
    runs.iter().all(|run| {
        let within = rest.iter().take(run.max).take_while(|byte| byte.is_ascii() && run.set & bit(**byte) != 0);
        let count = within.count();
        rest = &rest[count..];
        count >= run.min
    }) && rest.is_empty()
}

fn bit(byte: u8) -> u128 {
    1 << byte
}

/// Parses a pattern as a sequence of runs. `None` if it has other parts, or if the end of a run depends on the next ones.
fn runs(source: &str) -> Option<Vec<Run>> {
    let mut rest = source.as_bytes();
    let mut runs = Vec::new();
    while !rest.is_empty() {
        let set = take_set(&mut rest)?;
        let (min, max) = take_count(&mut rest)?;
        runs.push(Run { set, min, max });
    }
    let has_fixed_end = |(at, run): (usize, &Run)| run.min == run.max || cannot_start_with(run.set, &runs[at + 1..]);
    runs.iter().enumerate().all(has_fixed_end).then_some(runs)
}

/// Whether no text that the runs match starts with a character of the set.
fn cannot_start_with(set: u128, runs: &[Run]) -> bool {
    let until = runs.iter().position(|run| run.min > 0).map_or(runs.len(), |at| at + 1);
    runs[..until].iter().all(|run| run.set & set == 0)
}

/// Takes a literal character or a class of characters.
fn take_set(rest: &mut &[u8]) -> Option<u128> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    match first {
        b'[' => take_class(rest),
        byte if is_literal(*byte) => Some(bit(*byte)),
        _ => None,
    }
}

fn is_literal(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'/' | b'@' | b'=' | b',' | b' ')
}

/// Takes the contents of brackets: characters and ranges. A hyphen is the first or the last character.
fn take_class(rest: &mut &[u8]) -> Option<u128> {
    let end = rest.iter().position(|byte| *byte == b']')?;
    let (mut inner, after) = (&rest[..end], &rest[end + 1..]);
    let mut set = 0;
    while let Some((first, more)) = inner.split_first() {
        match more {
            [b'-', last, ..] if is_range(*first, *last) => {
                set |= (*first..=*last).fold(0, |set, byte| set | bit(byte));
                inner = &more[2..];
            }
            [b'-', _, ..] => return None,
            _ if !is_literal(*first) => return None,
            _ => {
                set |= bit(*first);
                inner = more;
            }
        }
    }
    *rest = after;
    (set != 0).then_some(set)
}

fn is_range(first: u8, last: u8) -> bool {
    let kinds: [fn(&u8) -> bool; 3] = [u8::is_ascii_digit, u8::is_ascii_lowercase, u8::is_ascii_uppercase];
    first <= last && kinds.iter().any(|kind| kind(&first) && kind(&last))
}

/// The number of repetitions: one, unless a quantifier follows.
fn take_count(rest: &mut &[u8]) -> Option<(usize, usize)> {
    let (count, length) = match rest.first() {
        Some(b'*') => ((0, usize::MAX), 1),
        Some(b'+') => ((1, usize::MAX), 1),
        Some(b'?') => ((0, 1), 1),
        Some(b'{') => {
            let end = rest.iter().position(|byte| *byte == b'}')?;
            (bounds(std::str::from_utf8(&rest[1..end]).ok()?)?, end + 1)
        }
        _ => ((1, 1), 0),
    };
    *rest = &rest[length..];
    // A second quantifier would make the first one lazy.
    match rest.first() {
        Some(b'*' | b'+' | b'?' | b'{') => None,
        _ => Some(count),
    }
}

fn bounds(text: &str) -> Option<(usize, usize)> {
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    let (min, max) = match text.split_once(',') {
        None => (number(text)?, number(text)?),
        Some((min, "")) => (number(min)?, usize::MAX),
        Some((min, max)) => (number(min)?, number(max)?),
    };
    (min <= max).then_some((min, max))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNS: &[&str] = &[
        "",
        "a",
        "wm[A-Za-z0-9_-]{3,}",
        "[A-Z]{2}",
        "[a-z]+[0-9]*",
        "[a-w]*[0-9]?x",
        "[ab]?c{1,2}d",
        "w{2}w",
        "[0-9]{1,3}-[0-9]{0,2}",
        "a?[b-d]{2}",
        "[-a]+",
    ];
    const OTHERS: &[&str] = &[
        "a|b",
        "[a-z]*a",
        "[a-z]*[0-9]?x",
        "a*b?a",
        "[^a]",
        "a.",
        "(ab)+",
        "\\d",
        "a+?",
        "a{2}{2}",
        "[a-]+b.",
        "é+",
        "[é]",
        "[+--]",
    ];

    /// Every text of up to four characters, out of some that the patterns distinguish.
    fn texts() -> Vec<String> {
        let mut texts = vec![String::new()];
        let mut begin = 0;
        for _ in 0..4 {
            let end = texts.len();
            for at in begin..end {
                let shorter = texts[at].clone();
                texts.extend("abcdwmxA0-é\n".chars().map(|c| format!("{shorter}{c}")));
            }
            begin = end;
        }
        texts
    }

    #[test]
    fn runs_match_what_the_regular_expression_matches() {
        let texts = texts();
        for source in RUNS {
            let runs = runs(source).unwrap_or_else(|| panic!("`{source}` is a sequence of runs"));
            let regex = regex(source);
            for text in &texts {
                assert_eq!(all_match(&runs, text.as_bytes()), regex.is_match(text), "`{source}` and {text:?}");
            }
        }
    }

    #[test]
    fn other_patterns_are_regular_expressions() {
        for source in OTHERS {
            assert_eq!(runs(source), None, "`{source}`");
        }
        assert!(Pattern::new("[a-z]*a").matches("bba"));
        assert!(!Pattern::new("[a-z]*a").matches("bbab"));
    }
}
