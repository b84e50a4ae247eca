//! Doc comments: Markdown that rustdoc accepts without a warning, in lines of limited length.

use proc_macro2::TokenStream;
use quote::quote;

use super::markdown::{code, paragraphs, plain, safe, safe_line, wrap};
use crate::model::{
    Erratum, Example,
    words::{Values, Words, capitalized},
};

/// The wording of docs: enum values are called by name, as in Rust.
pub(crate) const WORDS: Words = Words { code, text: plain, markdown: safe_line, values: Values::Named, longest: 60 };

/// The lines of a doc comment, built from parts with an empty line between.
#[derive(Clone, Debug, Default)]
pub(super) struct Doc {
    lines: Vec<String>,
}

impl Doc {
    /// Starts with Markdown from a schema.
    pub(super) fn new(markdown: Option<&str>) -> Self {
        Self::default().markdown(markdown)
    }

    /// Starts with Markdown from a schema or, without any, with a name.
    pub(super) fn new_or(markdown: Option<&str>, name: &str) -> Self {
        match markdown {
            Some(_) => Self::new(markdown),
            None => Self::default().paragraph(&format!("{}.", code(name))),
        }
    }

    /// Adds Markdown from a schema.
    pub(super) fn markdown(self, markdown: Option<&str>) -> Self {
        match markdown {
            Some(text) => self.part(paragraphs(&safe(text))),
            None => self,
        }
    }

    /// Adds a paragraph.
    pub(super) fn paragraph(self, text: &str) -> Self {
        if text.is_empty() { self } else { self.part(wrap(text)) }
    }

    /// Adds a heading and a list, if the list is not empty.
    pub(super) fn list(self, heading: &str, entries: impl IntoIterator<Item = String>) -> Self {
        let entries = listed(entries);
        if entries.is_empty() { self } else { self.part(vec![format!("# {heading}")]).part(entries) }
    }

    /// Adds the contradictions of a page as a list that readers open: those about a member are at the member.
    pub(super) fn folded_errata<'e>(self, errata: impl IntoIterator<Item = &'e Erratum>) -> Self {
        let entries: Vec<String> = errata.into_iter().map(|erratum| WORDS.erratum(erratum)).collect();
        if entries.is_empty() {
            return self;
        }
        let title =
            format!("<details><summary>Errata: where the docs contradict themselves ({})</summary>", entries.len());
        self.part(vec![title]).part(listed(entries)).part(vec!["</details>".to_owned()])
    }

    /// Adds a heading and published examples, if there are any.
    pub(super) fn json_examples(self, examples: &[Example]) -> Self {
        let heading = if examples.len() == 1 { "# Example" } else { "# Examples" };
        let docs = if examples.is_empty() { self } else { self.part(vec![heading.to_owned()]) };
        examples.iter().fold(docs, |docs, example| docs.part(json_block(&example.text)))
    }

    /// Adds a heading and Rust code that is compiled and not run, in lines that are hidden and lines that are shown.
    pub(super) fn code(self, heading: &str, before: &[String], shown: &[String], after: &[String]) -> Self {
        let hidden = |line: &String| format!("# {line}");
        let lines = before.iter().map(hidden).chain(shown.iter().cloned()).chain(after.iter().map(hidden));
        let lines = ["```no_run".to_owned()].into_iter().chain(lines).chain(["```".to_owned()]);
        self.part(vec![format!("# {heading}")]).part(lines.collect())
    }

    /// Adds a published example below a line of text, if there is one.
    pub(super) fn json(self, title: &str, example: Option<&Example>) -> Self {
        match example {
            Some(example) => self.paragraph(title).part(json_block(&example.text)),
            None => self,
        }
    }

    /// Adds contradictions of the docs.
    pub(super) fn errata(mut self, errata: &[Erratum]) -> Self {
        for erratum in errata {
            self = self.paragraph(&format!("*Erratum:* {}", WORDS.erratum(erratum)));
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

/// The lines of a list.
fn listed(entries: impl IntoIterator<Item = String>) -> Vec<String> {
    let lines = entries.into_iter().flat_map(|entry| {
        let lines = wrap(&entry);
        lines.into_iter().enumerate().map(|(at, line)| format!("{}{line}", if at == 0 { "- " } else { "  " }))
    });
    lines.collect()
}

/// A code block with JSON as published.
fn json_block(text: &str) -> Vec<String> {
    let fence = if text.contains("```") { "~~~" } else { "```" };
    // A carriage return alone ends a line, too. Rust refuses it in a comment.
    let text = text.trim().replace("\r\n", "\n").replace('\r', "\n");
    let lines = text.lines().map(|line| line.trim_end().replace('\t', "    "));
    [format!("{fence}json")].into_iter().chain(lines).chain([fence.to_owned()]).collect()
}

/// A search alias for a vendor's term, if rustdoc accepts it.
pub(super) fn alias(label: Option<&str>, name: &str) -> TokenStream {
    match alias_of(label).filter(|label| *label != name) {
        Some(label) => quote! { #[doc(alias = #label)] },
        None => TokenStream::new(),
    }
}

/// A text as a search alias, if rustdoc accepts it.
pub(super) fn alias_of(label: Option<&str>) -> Option<&str> {
    let is_refused = |c: char| c == '"' || c == '\'' || c.is_control() || c.is_whitespace();
    label.filter(|label| !label.is_empty() && !label.contains(is_refused))
}

/// A vendor's term and other facts in one line. A term stays as it is: `external_userid列表` begins with a name.
pub(super) fn facts(label: Option<&str>, facts: impl IntoIterator<Item = String>) -> String {
    let facts = facts.into_iter().collect::<Vec<String>>().join(" · ");
    match (label.map(plain), facts.as_str()) {
        (None, "") => String::new(),
        (None, _) => format!("{}.", capitalized(&facts)),
        (Some(label), "") => format!("{label}."),
        (Some(label), _) => format!("{label} · {facts}."),
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

    #[test]
    fn every_line_break_of_an_example_ends_a_line() {
        assert_eq!(json_block("{\r\"a\":\r\n1\n}\r"), ["```json", "{", "\"a\":", "1", "}", "```"]);
    }

    #[test]
    fn a_line_of_facts_begins_with_a_capital_letter_or_the_term_as_it_is() {
        let limit = || ["at most 5 elements".to_owned()];
        assert_eq!(facts(None, limit()), "At most 5 elements.");
        assert_eq!(facts(Some("external_userid列表"), limit()), "external_userid列表 · at most 5 elements.");
        assert_eq!(facts(Some("unionid"), []), "unionid.");
        assert_eq!(facts(None, []), "");
    }
}
