//! A description as characters, among which words and numbers are found.

use std::ops::Range;

/// A text in which words are looked for. Places in it are numbers of characters.
pub(crate) struct Scan<'t> {
    text: &'t str,
    /// Where each character begins.
    starts: Vec<usize>,
    /// The characters, in lower case, with ASCII punctuation.
    pub(crate) chars: Vec<char>,
}

impl<'t> Scan<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let plain = |c: char| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' => ' ',
            c => c,
        };
        let (starts, chars) = text.char_indices().map(|(at, c)| (at, plain(c).to_ascii_lowercase())).unzip();
        Self { text, starts, chars }
    }

    /// The bytes of the text from one character to another.
    pub(crate) fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let byte = |at: usize| self.starts.get(at).copied().unwrap_or(self.text.len());
        byte(range.start)..byte(range.end)
    }

    /// The text as it is written, from one character to another.
    pub(crate) fn slice(&self, range: &Range<usize>) -> &'t str {
        self.text.get(self.bytes(range)).unwrap_or_default()
    }

    pub(crate) fn at(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// The end of a word that begins at a place.
    fn end_of(&self, at: usize, word: &str) -> Option<usize> {
        let mut end = at;
        for c in word.chars() {
            if self.at(end) != Some(c) {
                return None;
            }
            end += 1;
        }
        // `max` is no part of `maxim`, and `-` may be anywhere.
        let is_letter = |c: char| c.is_ascii_alphabetic();
        let goes_on = word.ends_with(is_letter) && self.at(end).is_some_and(is_letter);
        let begins_before = word.starts_with(is_letter) && at > 0 && self.at(at - 1).is_some_and(is_letter);
        (!goes_on && !begins_before).then_some(end)
    }

    /// The end of the longest of some words that begins at a place.
    pub(crate) fn word(&self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().filter_map(|word| self.end_of(at, word)).max()
    }

    /// The longest word of a table that begins at a place: its end and its meaning.
    pub(crate) fn meaning<T: Copy>(&self, at: usize, table: &[(&str, T)]) -> Option<(usize, T)> {
        table.iter().filter_map(|(word, meaning)| Some((self.end_of(at, word)?, *meaning))).max_by_key(|(end, _)| *end)
    }

    /// The place after white space.
    pub(crate) fn spaces(&self, mut at: usize) -> usize {
        while self.at(at).is_some_and(char::is_whitespace) {
            at += 1;
        }
        at
    }

    /// A number: `1000`, `1万`, `2^32`, `-180`.
    pub(crate) fn number(&self, at: usize) -> Option<(usize, i64)> {
        let is_negative = self.at(at) == Some('-');
        let (end, number) = self.magnitude(if is_negative { at + 1 } else { at })?;
        // The least number has no positive counterpart.
        let number = if is_negative { -number } else { number };
        Some((end, i64::try_from(number).ok()?))
    }

    fn magnitude(&self, at: usize) -> Option<(usize, i128)> {
        let (end, number) = self.digits(at)?;
        match self.at(end) {
            Some('万') => Some((end + 1, number.checked_mul(10_000)?)),
            Some('千') => Some((end + 1, number.checked_mul(1_000)?)),
            Some('^') => {
                let (end, power) = self.digits(end + 1)?;
                Some((end, number.checked_pow(u32::try_from(power).ok()?)?))
            }
            // A date, a version, a time.
            Some('.' | ':' | '/') if self.at(end + 1).is_some_and(|c| c.is_ascii_digit()) => None,
            _ => Some((end, number)),
        }
    }

    fn digits(&self, at: usize) -> Option<(usize, i128)> {
        let count = self.chars.iter().skip(at).take_while(|c| c.is_ascii_digit()).count();
        let digits: String = self.chars.iter().skip(at).take(count).collect();
        digits.parse().ok().map(|number| (at + count, number))
    }

    /// The end of a token of letters, digits and `_` in ASCII, if there is one.
    pub(crate) fn token(&self, at: usize) -> Option<usize> {
        let fits = |c: &&char| c.is_ascii_alphanumeric() || **c == '_';
        let count = self.chars.iter().skip(at).take_while(fits).count();
        (count > 0).then_some(at + count)
    }

    /// Whether a word or a number ends at a place: no letter and no digit follows.
    pub(crate) fn is_boundary(&self, at: usize) -> bool {
        self.at(at).is_none_or(|c| !c.is_alphanumeric())
    }
}
