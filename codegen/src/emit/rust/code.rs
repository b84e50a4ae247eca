//! Rust as text in its final layout: for code that is alike in every file. Other code goes through quote and prettyplease.

use std::fmt::{Display, Write as _};

use super::doc::Doc;

/// Lists are broken beyond this many bytes, as prettyplease breaks them.
const WIDTH: usize = 89;

/// Spaces for each level.
const INDENT: &str = "    ";

/// Lines of Rust, written from top to bottom.
#[derive(Debug, Default)]
pub(super) struct Code {
    text: String,
    indentation: String,
}

impl Code {
    /// Writes a line. If it has line breaks, as in a raw string, only its beginning is indented.
    pub(super) fn line(&mut self, line: impl Display) {
        self.indent();
        self.end(line);
    }

    /// Writes an attribute, if there is one.
    pub(super) fn attribute(&mut self, attribute: Option<impl Display>) {
        if let Some(attribute) = attribute {
            self.line(format_args!("#[{attribute}]"));
        }
    }

    /// Writes an empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Writes the docs of an item.
    pub(super) fn docs(&mut self, docs: &Doc) {
        for line in docs.lines() {
            self.indent();
            self.text.push_str("///");
            if !line.is_empty() {
                self.text.push(' ');
                self.text.push_str(line);
            }
            self.text.push('\n');
        }
    }

    /// Writes `head`, and what `body` writes in braces.
    pub(super) fn block(&mut self, head: impl Display, body: impl FnOnce(&mut Self)) {
        self.within(format_args!("{head} {{"), body, "}");
    }

    /// Writes what `body` writes between two lines; one line without it.
    pub(super) fn within(&mut self, open: impl Display, body: impl FnOnce(&mut Self), close: impl Display) {
        self.line(open);
        let start = self.text.len();
        let outer = self.indentation.len();
        self.indentation.push_str(INDENT);
        body(self);
        self.indentation.truncate(outer);
        if self.text.len() == start {
            self.text.pop();
        } else {
            self.indent();
        }
        self.end(close);
    }

    /// Writes a list on a line if it fits, otherwise with a line for each element.
    pub(super) fn list<T: Display>(&mut self, open: &str, elements: &[T], close: &str) {
        if !self.on_a_line(open, elements, close) {
            let lines = |code: &mut Self| elements.iter().for_each(|element| code.line(format_args!("{element},")));
            self.within(open, lines, close);
        }
    }

    /// Writes a list on a line if it fits, otherwise with as many elements on a line as fit.
    pub(super) fn filled<T: Display>(&mut self, open: &str, elements: &[T], close: &str) {
        if !self.on_a_line(open, elements, close) {
            self.within(open, |code| code.fill(elements), close);
        }
    }

    /// Writes a list on a line, if it fits.
    fn on_a_line<T: Display>(&mut self, open: &str, elements: &[T], close: &str) -> bool {
        let start = self.text.len();
        self.indent();
        self.text.push_str(open);
        for (at, element) in elements.iter().enumerate() {
            self.push(format_args!("{}{element}", if at == 0 { "" } else { ", " }));
        }
        self.text.push_str(close);
        let fits = self.text.len() - start <= WIDTH;
        if fits {
            self.text.push('\n');
        } else {
            self.text.truncate(start);
        }
        fits
    }

    /// Writes elements in lines with a comma after each. Like prettyplease, it does not count the last comma.
    fn fill<T: Display>(&mut self, elements: &[T]) {
        let mut start = self.text.len();
        for (at, element) in elements.iter().enumerate() {
            let element = format!("{element}{}", if at + 1 < elements.len() { "," } else { "" });
            if self.text.len() > start && self.text.len() - start + 1 + element.len() > WIDTH {
                self.text.push('\n');
                start = self.text.len();
            }
            if self.text.len() == start {
                self.indent();
            } else {
                self.text.push(' ');
            }
            self.text.push_str(&element);
        }
        self.text.push_str(",\n");
    }

    /// The text, which ends with a line break.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    fn indent(&mut self) {
        self.text.push_str(&self.indentation);
    }

    fn end(&mut self, line: impl Display) {
        self.push(line);
        self.text.push('\n');
    }

    fn push(&mut self, text: impl Display) {
        // Writing to a string does not fail.
        let _ = write!(self.text, "{text}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_indented() {
        let mut code = Code::default();
        code.docs(&Doc::default().paragraph("A.").paragraph("B."));
        code.block("impl A", |code| {
            code.attribute(Some("must_use"));
            code.block("fn b()", |code| code.line("c(r\"\n\")"));
            code.gap();
            code.block("fn d()", |_| {});
        });
        let lines = [
            "/// A.",
            "///",
            "/// B.",
            "impl A {",
            "    #[must_use]",
            "    fn b() {",
            "        c(r\"",
            "\")",
            "    }",
            "",
            "    fn d() {}",
            "}",
            "",
        ];
        assert_eq!(code.into_text(), lines.join("\n"));
    }

    #[test]
    fn lists_are_laid_out_as_prettyplease_does() {
        for (length, longest) in (2..40).flat_map(|length| (3..24).map(move |longest| (length, longest))) {
            let names: Vec<String> = (0..length).map(|at| format!("Name{}", "x".repeat(at % longest))).collect();
            let texts: Vec<String> = names.iter().map(|name| format!("({name}, 1)")).collect();
            let mut code = Code::default();
            code.filled("pub use crate::{", &names, "};");
            code.list("pub const A: &[(B, u8)] = &[", &texts, "];");
            let text = code.into_text();
            let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
            assert_eq!(text, prettyplease::unparse(&file));
        }
    }
}
