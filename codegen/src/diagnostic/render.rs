//! How faults are shown: to people, in one line, to tools, to GitHub.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Severity, Span};
use crate::Source;

/// How a fault is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With the lines that it is about.
    Human,
    /// As [`Format::Human`], with ANSI colours.
    Colored,
    /// In one line: `file:line:column: error[E006]: message; help`.
    Short,
    /// As one line of JSON.
    Json,
    /// As an annotation of GitHub's workflows.
    Github,
}

/// So many related places of one fault are shown.
const SHOWN: usize = 5;

/// The texts of the files that faults speak about.
#[derive(Debug, Default)]
pub struct Texts {
    prefix: String,
    /// The texts, and the bytes at which their lines start.
    texts: BTreeMap<String, (String, Vec<usize>)>,
}

/// Where something stands, as people count: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Position {
    line: usize,
    column: usize,
}

impl Texts {
    /// The texts of sources. `prefix` stands before their paths where they are shown: `schemas/`, or nothing.
    #[must_use]
    pub fn new<'s>(prefix: impl Into<String>, sources: impl IntoIterator<Item = &'s Source>) -> Self {
        let text = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes);
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
            let starts = text.match_indices('\n').map(|(at, _)| at + 1);
            let lines = [0].into_iter().chain(starts).collect();
            (text, lines)
        };
        let texts = sources.into_iter().map(|source| (source.path.clone(), text(&source.bytes)));
        Self { prefix: prefix.into(), texts: texts.collect() }
    }

    fn path(&self, file: &str) -> String {
        format!("{}{file}", self.prefix)
    }

    fn text(&self, file: &str) -> &str {
        self.texts.get(file).map(|(text, _)| text.as_str()).unwrap_or_default()
    }

    /// Where a byte of a file stands.
    fn position(&self, file: &str, at: usize) -> Position {
        let Some((text, lines)) = self.texts.get(file) else { return Position { line: 1, column: 1 } };
        let at = floor(text, at);
        let line = lines.partition_point(|start| *start <= at).max(1);
        Position { line, column: text[lines[line - 1]..at].chars().count() + 1 }
    }
}

/// Shows a fault. There is no line break at the end.
#[must_use]
pub fn render(fault: &Diagnostic, texts: &Texts, format: Format) -> String {
    match format {
        Format::Human => human(fault, texts, &Renderer::plain()),
        Format::Colored => human(fault, texts, &Renderer::styled()),
        Format::Short => short(fault, texts),
        Format::Json => json(fault, texts),
        Format::Github => github(fault, texts),
    }
}

fn human(fault: &Diagnostic, texts: &Texts, renderer: &Renderer) -> String {
    let level = match fault.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let text = texts.text(&fault.file);
    let mut snippet = Snippet::source(text)
        .path(texts.path(&fault.file))
        .annotation(AnnotationKind::Primary.span(within(fault.span, text)));
    let (here, elsewhere): (Vec<_>, Vec<_>) = fault.related.iter().partition(|related| related.file == fault.file);
    for related in here.iter().take(SHOWN) {
        let span = within(related.span, text);
        snippet = snippet.annotation(AnnotationKind::Context.span(span).label(related.message.as_str()));
    }
    let mut group: Group<'_> = level.primary_title(fault.message.as_str()).id(fault.code.id()).element(snippet);
    for related in elsewhere.iter().take(SHOWN) {
        let text = texts.text(&related.file);
        let annotation = AnnotationKind::Context.span(within(related.span, text)).label(related.message.as_str());
        group = group.element(Snippet::source(text).path(texts.path(&related.file)).annotation(annotation));
    }
    let more = here.len().saturating_sub(SHOWN) + elsewhere.len().saturating_sub(SHOWN);
    if more > 0 {
        group = group.element(Level::NOTE.message(format!("and in {more} more places")));
    }
    if let Some(help) = &fault.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

fn short(fault: &Diagnostic, texts: &Texts) -> String {
    let Position { line, column } = texts.position(&fault.file, fault.span.start);
    let path = texts.path(&fault.file);
    let help = fault.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    let line = format!("{path}:{line}:{column}: {}[{}]: {}{help}", word(fault), fault.code, fault.message);
    line.replace(['\n', '\r'], " ")
}

fn json(fault: &Diagnostic, texts: &Texts) -> String {
    let place = |file: &str, span: Span| {
        let (start, end) = (texts.position(file, span.start), texts.position(file, span.end));
        json!({
            "file": texts.path(file),
            "line": start.line,
            "column": start.column,
            "end_line": end.line,
            "end_column": end.column,
            "start": span.start,
            "end": span.end,
        })
    };
    let related = fault.related.iter().map(|related| {
        let mut value = place(&related.file, related.span);
        value["message"] = related.message.clone().into();
        value
    });
    let mut value = place(&fault.file, fault.span);
    value["code"] = fault.code.id().into();
    value["severity"] = word(fault).into();
    value["message"] = fault.message.clone().into();
    value["help"] = fault.help.clone().into();
    value["related"] = related.collect();
    value.to_string()
}

fn github(fault: &Diagnostic, texts: &Texts) -> String {
    let (start, end) = (texts.position(&fault.file, fault.span.start), texts.position(&fault.file, fault.span.end));
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let help = fault.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    format!(
        "::{} file={},line={},endLine={},col={},endColumn={},title={}::{}",
        word(fault),
        property(&texts.path(&fault.file)),
        start.line,
        end.line,
        start.column,
        end.column,
        fault.code,
        data(&format!("{}{help}", fault.message)),
    )
}

fn word(fault: &Diagnostic) -> &'static str {
    match fault.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The range, cut to what the text has.
fn within(span: Span, text: &str) -> std::ops::Range<usize> {
    let start = floor(text, span.start);
    start..floor(text, span.end).max(start)
}

/// The start of the character that a byte belongs to.
fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    fn fault() -> (Diagnostic, Texts) {
        let text = "甲: 乙, x\nb: 1\n";
        let start = text.find('x').unwrap_or_default();
        let fault =
            Diagnostic::new(Code::UnknownKey, "a/b.yaml", Span { start, end: start + 1 }, "no `x`, 100%: \"never\"")
                .help("say\nso")
                .also(Span { start: 0, end: 3 }, "here");
        (fault, Texts::new("schemas/", &[Source { path: "a/b.yaml".to_owned(), bytes: text.into() }]))
    }

    #[test]
    fn columns_count_characters() {
        let (fault, texts) = fault();
        let short = render(&fault, &texts, Format::Short);
        assert_eq!(short, "schemas/a/b.yaml:1:7: error[E006]: no `x`, 100%: \"never\"; say so");
    }

    #[test]
    fn json_is_one_line_with_all_places() {
        let (fault, texts) = fault();
        let json = render(&fault, &texts, Format::Json);
        let value: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
        assert!(!json.contains('\n'));
        assert_eq!((&value["line"], &value["column"], &value["end_column"]), (&1.into(), &7.into(), &8.into()));
        assert_eq!(value["related"][0]["message"], "here");
        assert_eq!((&value["code"], &value["help"]), (&"E006".into(), &"say\nso".into()));
    }

    #[test]
    fn github_escapes_what_its_commands_use() {
        let (fault, texts) = fault();
        let line = render(&fault, &texts, Format::Github);
        let expected = "::error file=schemas/a/b.yaml,line=1,endLine=1,col=7,endColumn=8,title=E006\
                        ::no `x`, 100%25: \"never\"%0Asay%0Aso";
        assert_eq!(line, expected);
    }

    #[test]
    fn a_place_that_the_text_does_not_have_is_shown_at_its_end() {
        let (mut fault, texts) = fault();
        fault.span = Span { start: 1, end: 9999 };
        for format in [Format::Human, Format::Colored, Format::Short, Format::Json, Format::Github] {
            assert!(render(&fault, &texts, format).contains("no `x`"));
        }
    }
}
