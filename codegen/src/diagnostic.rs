//! What is wrong with a schema, where exactly, and what to do.

use std::fmt;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// Whether a fault stops the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Worth a look.
    Warning,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal,)*) => {
        /// The kinds of faults. The ids are stable: a retired one is not used again.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])+ $name,)* }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable id.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

codes! {
    /// A file is not UTF-8.
    NotUtf8 = "E001",
    /// A file is not YAML.
    Yaml = "E002",
    /// A key stands twice in one map.
    DuplicateKey = "E003",
    /// YAML that the schema language does without: anchors, aliases, tags, several documents.
    YamlFeature = "E004",
    /// Maps and lists are nested too deep.
    TooDeep = "E005",
    /// The language has no such key here.
    UnknownKey = "E006",
    /// A key is missing.
    MissingKey = "E007",
    /// A value has the wrong type.
    WrongType = "E008",
    /// A word is none of those that can stand here.
    UnknownWord = "E009",
    /// A name cannot be one.
    BadName = "E010",
    /// Two things have one name.
    NameClash = "E011",
    /// No type has this name.
    UnknownType = "E012",
    /// A file does not stand where the language wants it.
    MisplacedFile = "E013",
    /// A route is not a method and a path.
    BadRoute = "E014",
    /// A date is not one.
    BadDate = "E015",
    /// A URL is not one.
    BadUrl = "E016",
    /// No sibling has this name.
    UnknownField = "E017",
    /// A limit does not fit the type.
    LimitType = "E018",
    /// A limit contradicts itself.
    BadLimit = "E019",
    /// A condition that its sibling cannot meet.
    BadCondition = "E020",
    /// A field says what it is not at all, or in two ways.
    FieldKind = "E021",
    /// A key does not fit this kind of field.
    KeyDoesNotFit = "E022",
    /// A type that cannot stand in a query or a header.
    BadParameter = "E023",
    /// A choice is wrong.
    BadChoice = "E024",
    /// A value of an enum is wrong.
    BadEnumValue = "E025",
    /// An enum cannot be derived so.
    BadDerivation = "E026",
    /// The vendor lists no such error code.
    UnknownErrorCode = "E027",
    /// An erratum's path leads nowhere.
    ErratumPath = "E028",
    /// An erratum does not match its place any more.
    ErratumStale = "E029",
    /// An erratum accepts what its place cannot.
    ErratumAccepts = "E030",
    /// An example's file is missing.
    ExampleMissing = "E031",
    /// An example is not JSON.
    ExampleNotJson = "E032",
    /// An example does not fit its endpoint.
    ExampleMisfit = "E033",
    /// No page names this file as an example.
    ExampleUnused = "E034",
    /// A member of a reply has the name of one of the envelope's.
    EnvelopeClash = "E035",
    /// An object cannot be made, because it requires itself.
    EndlessType = "E036",
    /// The fields for paging do not fit.
    BadPaging = "E037",
    /// A default does not fit its type.
    BadDefault = "E038",
    /// An object has too many members.
    TooManyMembers = "E039",
    /// An erratum does not name two places that contradict each other.
    ErratumSays = "E040",
    /// Nothing uses this type.
    UnusedType = "W001",
}

impl Code {
    /// Whether it stops the generator: the id's letter tells.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.id().starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

/// One fault of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of fault.
    pub code: Code,
    /// The file's path, as it was given.
    pub file: String,
    /// Where in the file.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Another place in the same file that matters, and why.
    pub also: Option<(Span, String)>,
}

impl Diagnostic {
    /// A fault in `file` at `span`.
    pub fn new(code: Code, file: &str, span: Span, message: impl Into<String>) -> Self {
        Self { code, file: file.to_owned(), span, message: message.into(), help: None, also: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn also(mut self, span: Span, why: impl Into<String>) -> Self {
        self.also = Some((span, why.into()));
        self
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Whether colours are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// No colours.
    Plain,
    /// With ANSI colours.
    Colored,
}

/// Shows a diagnostic with the line it is about. `text` is the text of its file.
#[must_use]
pub fn render(diagnostic: &Diagnostic, text: &str, style: Style) -> String {
    let level = match diagnostic.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let span = within(diagnostic.span, text);
    let mut snippet = Snippet::source(text)
        .path(diagnostic.file.as_str())
        .annotation(AnnotationKind::Primary.span(span.start..span.end));
    if let Some((also, why)) = &diagnostic.also {
        let also = within(*also, text);
        snippet = snippet.annotation(AnnotationKind::Context.span(also.start..also.end).label(why.as_str()));
    }
    let mut group = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id()).element(snippet);
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colored => Renderer::styled(),
    };
    renderer.render(&[group])
}

/// The span, cut to what the text has.
fn within(span: Span, text: &str) -> Span {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(span.start);
    Span { start, end: floor(span.end).max(start) }
}
