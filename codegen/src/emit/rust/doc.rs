//! Docs: Markdown that rustdoc takes without a warning, in lines of bearable length.

use proc_macro2::TokenStream;
use quote::quote;

use super::markdown::{code, paragraphs, plain, safe, safe_line, wrap};
use crate::model::{Erratum, Limit, Limits, Literal, Range};

/// Lines of docs, put together part by part with an empty line between.
#[derive(Clone, Debug, Default)]
pub(super) struct Doc {
    lines: Vec<String>,
}

impl Doc {
    /// Starts with Markdown of a schema.
    pub(super) fn new(markdown: Option<&str>) -> Self {
        Self::default().markdown(markdown)
    }

    /// Starts with Markdown of a schema, or with a name that has to say it all.
    pub(super) fn new_or(markdown: Option<&str>, name: &str) -> Self {
        match markdown {
            Some(_) => Self::new(markdown),
            None => Self::default().paragraph(&format!("{}.", code(name))),
        }
    }

    /// Adds Markdown of a schema.
    pub(super) fn markdown(self, markdown: Option<&str>) -> Self {
        match markdown {
            Some(text) => self.part(paragraphs(&safe(text))),
            None => self,
        }
    }

    /// Adds a paragraph that is made here.
    pub(super) fn paragraph(self, text: &str) -> Self {
        if text.is_empty() { self } else { self.part(wrap(text)) }
    }

    /// Adds a heading and a list, if the list is not empty.
    pub(super) fn list(self, heading: &str, entries: impl IntoIterator<Item = String>) -> Self {
        let entries: Vec<String> = entries
            .into_iter()
            .flat_map(|entry| {
                let lines = wrap(&entry);
                lines.into_iter().enumerate().map(|(at, line)| format!("{}{line}", if at == 0 { "- " } else { "  " }))
            })
            .collect();
        if entries.is_empty() { self } else { self.part(vec![format!("# {heading}")]).part(entries) }
    }

    /// Adds what the docs contradict themselves in.
    pub(super) fn errata(mut self, errata: &[Erratum]) -> Self {
        for erratum in errata {
            self = self.paragraph(&format!("*Erratum:* {}", self::erratum(erratum)));
        }
        self
    }

    fn part(mut self, mut lines: Vec<String>) -> Self {
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        if !self.lines.is_empty() && !lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.append(&mut lines);
        self
    }

    /// The lines.
    pub(super) fn into_lines(self) -> Vec<String> {
        self.lines
    }

    /// As attributes of an item.
    pub(super) fn attributes(&self) -> TokenStream {
        let lines = self.lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
        quote! { #(#[doc = #lines])* }
    }
}

/// An erratum in one sentence or two.
pub(super) fn erratum(erratum: &Erratum) -> String {
    let says: Vec<String> =
        erratum.says.iter().map(|(place, text)| format!("{}: {}", plain(place), plain(text))).collect();
    let used: Vec<String> = erratum
        .used
        .iter()
        .map(|(key, value)| match value.chars().count() {
            0..=60 => code(&format!("{key}: {value}")),
            _ => format!("{} as it stands here", code(key)),
        })
        .collect();
    let used = match &erratum.decision {
        Some(decision) => safe_line(decision.trim_end_matches('.')),
        None => format!("We use {}", used.join(", ")),
    };
    let also = match erratum.also_accept.len() {
        0 => String::new(),
        _ => format!(
            ", and accept {} as well",
            erratum.also_accept.iter().map(|what| code(what)).collect::<Vec<_>>().join(", ")
        ),
    };
    format!("{}. {used}{also}: {}.", says.join("; "), plain(erratum.because.trim_end_matches('.')))
}

/// A search alias for a vendor's term, where rustdoc takes it.
pub(super) fn alias(label: Option<&str>, name: &str) -> TokenStream {
    let label = label.filter(|label| {
        *label != name && !label.contains(|c: char| c == '"' || c == '\'' || c.is_control() || c.is_whitespace())
    });
    match label {
        Some(label) => quote! { #[doc(alias = #label)] },
        None => TokenStream::new(),
    }
}

/// A vendor's term and other facts in one line.
pub(super) fn facts(label: Option<&str>, facts: impl IntoIterator<Item = String>) -> String {
    let label = label.map(plain);
    let facts: Vec<String> = label.into_iter().chain(facts).collect();
    if facts.is_empty() { String::new() } else { format!("{}.", facts.join(" · ")) }
}

/// Limits in words.
pub(super) fn limits(limits: &Limits) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(limits.items.map(|limit| count(limit, "element")));
    words.extend(limits.chars.map(|limit| count(limit, "character")));
    words.extend(limits.bytes.map(|limit| count(limit, "byte")));
    words.extend(limits.range.map(range));
    words.extend(limits.pattern.as_ref().map(|pattern| format!("matches {}", code(pattern))));
    if limits.unique {
        words.push("no two alike".to_owned());
    }
    words
}

fn count(limit: Limit, what: &str) -> String {
    let plural = |count: u64| if count == 1 { what.to_owned() } else { format!("{what}s") };
    match (limit.min, limit.max) {
        (Some(min), Some(max)) if min == max => format!("exactly {min} {}", plural(min)),
        (Some(min), Some(max)) => format!("{min} to {max} {}", plural(max)),
        (Some(min), None) => format!("at least {min} {}", plural(min)),
        (None, Some(max)) => format!("at most {max} {}", plural(max)),
        (None, None) => format!("any number of {what}s"),
    }
}

fn range(range: Range) -> String {
    fn words<T: std::fmt::Display>(min: Option<T>, max: Option<T>) -> String {
        match (min, max) {
            (Some(min), Some(max)) => format!("from {min} to {max}"),
            (Some(min), None) => format!("at least {min}"),
            (None, Some(max)) => format!("at most {max}"),
            (None, None) => "any number".to_owned(),
        }
    }
    match range {
        Range::Int { min, max } => words(min, max),
        Range::Float { min, max } => words(min, max),
    }
}

/// A literal as it stands in JSON, an enum's value by its name.
pub(super) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Bool(value) => code(&value.to_string()),
        Literal::Int(value) => code(&value.to_string()),
        Literal::Float(value) => code(&value.to_string()),
        Literal::Text(value) => code(value),
        Literal::Enum { name, .. } => code(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_that_rustdoc_refuses_are_left_out() {
        assert!(alias(Some("来源"), "add_way").to_string().contains("来源"));
        assert!(alias(Some("a b"), "x").is_empty() && alias(Some("x"), "x").is_empty());
    }
}
