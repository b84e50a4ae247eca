//! Doc comments: Markdown that rustdoc accepts without a warning, in lines of limited length.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    markdown::{code, paragraphs, plain, safe, safe_line, wrap},
    string::literal,
};
use crate::model::{
    Erratum, Example,
    words::{Values, Words, capitalized},
};

/// The wording of docs: enum values are called by name, as in Rust.
pub(crate) const WORDS: Words = Words { code, text: plain, markdown: safe_line, values: Values::Named, longest: 60 };

/// The lines of a doc comment, built from parts with an empty line between.
#[derive(Clone, Debug, Default)]
pub(super) struct Doc {
    text: String,
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
            Some(text) => self.part(|out| paragraphs(&safe(text), out)),
            None => self,
        }
    }

    /// Adds a paragraph.
    pub(super) fn paragraph(self, text: &str) -> Self {
        self.part(|out| wrap(text.split_whitespace(), "", out))
    }

    /// Adds a heading and a list, if the list is not empty.
    pub(super) fn list(self, heading: &str, entries: impl IntoIterator<Item = String>) -> Self {
        let mut entries = entries.into_iter().peekable();
        if entries.peek().is_none() {
            return self;
        }
        self.heading(heading).part(|out| listed(entries, out))
    }

    /// Adds the contradictions of a page as a list that readers open: those about a member are at the member.
    pub(super) fn folded_errata<'e>(self, errata: impl IntoIterator<Item = &'e Erratum>) -> Self {
        let entries: Vec<String> = errata.into_iter().map(|erratum| WORDS.erratum(erratum)).collect();
        if entries.is_empty() {
            return self;
        }
        let title =
            format!("<details><summary>Errata: where the docs contradict themselves ({})</summary>", entries.len());
        self.part(|out| out.push_str(&title)).part(|out| listed(entries, out)).part(|out| out.push_str("</details>"))
    }

    /// Adds a heading and published examples, if there are any.
    pub(super) fn json_examples(self, examples: &[Example]) -> Self {
        let docs = match examples {
            [] => self,
            [_] => self.heading("Example"),
            _ => self.heading("Examples"),
        };
        examples.iter().fold(docs, |docs, example| docs.part(|out| json_block(&example.text, out)))
    }

    /// Adds a heading and Rust code that is compiled and not run, in lines that are hidden and lines that are shown.
    pub(super) fn code(self, heading: &str, before: &[String], shown: &[String], after: &[String]) -> Self {
        let lines = |out: &mut String, mark: &str, lines: &[String]| {
            lines.iter().for_each(|line| out.extend(["\n", mark, line]));
        };
        self.heading(heading).part(|out| {
            out.push_str("```no_run");
            lines(out, "# ", before);
            lines(out, "", shown);
            lines(out, "# ", after);
            out.push_str("\n```");
        })
    }

    /// Adds a published example below a line of text, if there is one.
    pub(super) fn json(self, title: &str, example: Option<&Example>) -> Self {
        match example {
            Some(example) => self.paragraph(title).part(|out| json_block(&example.text, out)),
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

    fn heading(self, heading: &str) -> Self {
        self.part(|out| out.extend(["# ", heading]))
    }

    /// Adds what `write` appends, if that is not empty.
    fn part(mut self, write: impl FnOnce(&mut String)) -> Self {
        let end = self.text.len();
        if end > 0 {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        write(&mut self.text);
        let kept = self.text.trim_end_matches('\n').len();
        self.text.truncate(if kept > start { kept } else { end });
        self
    }

    /// The lines, without white space at their ends.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.lines().map(str::trim_end)
    }

    /// As attributes of an item.
    pub(super) fn attributes(&self) -> TokenStream {
        let lines = self.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
        quote! { #(#[doc = #lines])* }
    }
}

/// Appends the lines of a list.
fn listed(entries: impl IntoIterator<Item = String>, out: &mut String) {
    for (at, entry) in entries.into_iter().enumerate() {
        out.push_str(if at == 0 { "- " } else { "\n- " });
        wrap(entry.split_whitespace(), "  ", out);
    }
}

/// Appends a code block with JSON as published.
fn json_block(text: &str, out: &mut String) {
    let fence = if text.contains("```") { "~~~" } else { "```" };
    out.extend([fence, "json"]);
    // A carriage return alone ends a line, too. Rust refuses it in a comment.
    for line in text.trim().split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r')) {
        out.push('\n');
        let mut parts = line.trim_end().split('\t');
        out.extend(parts.next());
        parts.for_each(|part| out.extend(["    ", part]));
    }
    out.extend(["\n", fence]);
}

/// The attribute for a search alias, a vendor's term, if rustdoc accepts it.
pub(super) fn alias(label: Option<&str>, name: &str) -> Option<String> {
    alias_of(label).filter(|label| *label != name).map(|label| format!("doc(alias = {})", literal(label)))
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
        assert_eq!(alias(Some("来源"), "add_way").as_deref(), Some("doc(alias = \"来源\")"));
        assert!(alias(Some("a b"), "x").is_none() && alias(Some("x"), "x").is_none());
    }

    #[test]
    fn every_line_break_of_an_example_ends_a_line() {
        let mut block = String::new();
        json_block("{\r\"a\":\r\n\t1\n}\r", &mut block);
        assert_eq!(block, "```json\n{\n\"a\":\n    1\n}\n```");
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
