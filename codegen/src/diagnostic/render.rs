//! Renders diagnostics: for people, in one line, for tools and for GitHub.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

use super::{code::Severity, message::Diagnostic, span::Span};
use crate::source::Source;

/// An output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With the source lines.
    Human,
    /// [`Format::Human`] with ANSI colours.
    Colored,
    /// One line: `file:line:column: error[E006]: message; help`.
    Short,
    /// One line of JSON.
    Json,
    /// An annotation for GitHub Actions.
    Github,
}

/// The greatest number of related places that are shown.
const MAX_RELATED: usize = 5;

/// The texts of the files that diagnostics refer to.
#[derive(Debug, Default)]
pub struct Texts {
    prefix: String,
    /// Each text, and the bytes at which its lines start.
    texts: BTreeMap<String, (String, Vec<usize>)>,
}

/// A line and a column, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Position {
    line: usize,
    column: usize,
}

impl Texts {
    /// The texts of sources. `prefix`, such as `schemas/`, is prepended to their paths in the output.
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

    /// The position of a byte of a file.
    fn position(&self, file: &str, at: usize) -> Position {
        let Some((text, lines)) = self.texts.get(file) else { return Position { line: 1, column: 1 } };
        let at = floor(text, at);
        let line = lines.partition_point(|start| *start <= at).max(1);
        Position { line, column: text[lines[line - 1]..at].chars().count() + 1 }
    }
}

/// Renders a diagnostic, without a line break at the end.
#[must_use]
pub fn render(diagnostic: &Diagnostic, texts: &Texts, format: Format) -> String {
    match format {
        Format::Human => human(diagnostic, texts, &Renderer::plain()),
        Format::Colored => human(diagnostic, texts, &Renderer::styled()),
        Format::Short => short(diagnostic, texts),
        Format::Json => json(diagnostic, texts),
        Format::Github => github(diagnostic, texts),
    }
}

fn human(diagnostic: &Diagnostic, texts: &Texts, renderer: &Renderer) -> String {
    let level = match diagnostic.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let text = texts.text(&diagnostic.file);
    let mut snippet = Snippet::source(text)
        .path(texts.path(&diagnostic.file))
        .annotation(AnnotationKind::Primary.span(within(diagnostic.span, text)));
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        diagnostic.related.iter().partition(|related| related.file == diagnostic.file);
    for related in here.iter().take(MAX_RELATED) {
        let span = within(related.span, text);
        snippet = snippet.annotation(AnnotationKind::Context.span(span).label(related.message.as_str()));
    }
    let mut group: Group<'_> =
        level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id()).element(snippet);
    for related in elsewhere.iter().take(MAX_RELATED) {
        let text = texts.text(&related.file);
        let annotation = AnnotationKind::Context.span(within(related.span, text)).label(related.message.as_str());
        group = group.element(Snippet::source(text).path(texts.path(&related.file)).annotation(annotation));
    }
    let more = here.len().saturating_sub(MAX_RELATED) + elsewhere.len().saturating_sub(MAX_RELATED);
    if more > 0 {
        group = group.element(Level::NOTE.message(format!("and in {more} more places")));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

fn short(diagnostic: &Diagnostic, texts: &Texts) -> String {
    let Position { line, column } = texts.position(&diagnostic.file, diagnostic.span.start);
    let path = texts.path(&diagnostic.file);
    let help = diagnostic.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    let line =
        format!("{path}:{line}:{column}: {}[{}]: {}{help}", severity(diagnostic), diagnostic.code, diagnostic.message);
    line.replace(['\n', '\r'], " ")
}

fn json(diagnostic: &Diagnostic, texts: &Texts) -> String {
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
    let related = diagnostic.related.iter().map(|related| {
        let mut value = place(&related.file, related.span);
        value["message"] = related.message.clone().into();
        value
    });
    let mut value = place(&diagnostic.file, diagnostic.span);
    value["code"] = diagnostic.code.id().into();
    value["severity"] = severity(diagnostic).into();
    value["message"] = diagnostic.message.clone().into();
    value["help"] = diagnostic.help.clone().into();
    value["related"] = related.collect();
    value.to_string()
}

fn github(diagnostic: &Diagnostic, texts: &Texts) -> String {
    let (start, end) = (
        texts.position(&diagnostic.file, diagnostic.span.start),
        texts.position(&diagnostic.file, diagnostic.span.end),
    );
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let help = diagnostic.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    format!(
        "::{} file={},line={},endLine={},col={},endColumn={},title={}::{}",
        severity(diagnostic),
        property(&texts.path(&diagnostic.file)),
        start.line,
        end.line,
        start.column,
        end.column,
        diagnostic.code,
        data(&format!("{}{help}", diagnostic.message)),
    )
}

fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A span clipped to the text, as a range of whole characters.
fn within(span: Span, text: &str) -> std::ops::Range<usize> {
    let start = floor(text, span.start);
    start..floor(text, span.end).max(start)
}

/// The start of the character at a byte.
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
    fn github_commands_are_escaped() {
        let (fault, texts) = fault();
        let line = render(&fault, &texts, Format::Github);
        let expected = "::error file=schemas/a/b.yaml,line=1,endLine=1,col=7,endColumn=8,title=E006\
                        ::no `x`, 100%25: \"never\"%0Asay%0Aso";
        assert_eq!(line, expected);
    }

    #[test]
    fn a_place_beyond_the_text_is_shown_at_its_end() {
        let (mut fault, texts) = fault();
        fault.span = Span { start: 1, end: 9999 };
        for format in [Format::Human, Format::Colored, Format::Short, Format::Json, Format::Github] {
            assert!(render(&fault, &texts, format).contains("no `x`"));
        }
    }
}
