//! Lines, and mistakes in them.

use std::borrow::Cow;

use crate::diagnostic::Span;

/// A common mistake, its position, and the help.
pub(in crate::syntax) struct Culprit {
    pub(in crate::syntax) span: Span,
    pub(in crate::syntax) message: Cow<'static, str>,
    pub(in crate::syntax) help: Cow<'static, str>,
}

impl Culprit {
    pub(super) fn new(span: Span, message: impl Into<Cow<'static, str>>, help: impl Into<Cow<'static, str>>) -> Self {
        Self { span, message: message.into(), help: help.into() }
    }
}

/// A line and the byte at which it starts.
pub(super) type Line<'a> = (usize, &'a str);

/// The part of a line from one byte to another.
pub(super) fn part(start: usize, from: usize, length: usize) -> Span {
    Span { start: start + from, end: start + from + length }
}

/// Whether a text before a colon looks like a key.
pub(super) fn is_key(text: &str) -> bool {
    let key = text.trim_start().trim_start_matches("- ").trim_start_matches(['{', ' ']).trim_end();
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_$-".contains(c))
}
