//! What a page says about a place of a schema, and whether the schema agrees.

use facts::{Direction, text};

use crate::{
    diagnostic::{Code, Span},
    syntax::FactsFile,
};

/// A place of a schema file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SchemaPlace {
    pub(super) file: String,
    /// The schema path.
    pub(super) at: String,
}

impl SchemaPlace {
    pub(super) fn new(file: &str, at: impl Into<String>) -> Self {
        Self { file: file.to_owned(), at: at.into() }
    }
}

/// Something that a page says, or does not say.
#[derive(Clone, Debug)]
pub(super) struct Statement<'a> {
    /// The kind of fact, as in [`facts::Id`].
    pub(super) kind: &'static str,
    /// What the page says; [`ABSENT`] if it says nothing.
    pub(super) value: String,
    /// The path on the wire, if it is about a member.
    pub(super) path: Option<String>,
    /// The file and the key of the endpoint or the event that it is about.
    pub(super) owner: Option<SchemaPlace>,
    /// The places that an erratum about it can name. It is reported at the first one.
    pub(super) places: Vec<SchemaPlace>,
    /// The facts that have it, and its line in the page.
    pub(super) source: Option<(&'a FactsFile, usize)>,
    /// Where a member or a value belongs that the schema does not have.
    pub(super) home: Option<Home>,
    /// How the schema contradicts it.
    pub(super) contradiction: Option<Contradiction>,
}

/// Where something belongs that the schema does not have.
#[derive(Clone, Debug)]
pub(super) struct Home {
    /// The object, the message or the enum.
    pub(super) place: SchemaPlace,
    pub(super) direction: Direction,
}

/// What a page says that does not mention something.
pub(super) const ABSENT: &str = "absent";

/// How a schema contradicts a page.
#[derive(Clone, Debug)]
pub(super) struct Contradiction {
    pub(super) code: Code,
    /// Contradictions with the same group have one cause, and are reported together.
    pub(super) group: String,
    /// What it is about, in words. The subjects of a group are listed together.
    pub(super) subject: String,
    /// What is wrong, with `{}` for the subjects.
    pub(super) message: String,
    /// What to do about it, other than an erratum.
    pub(super) help: String,
}

impl Statement<'_> {
    /// Whether an erratum quotes what it says.
    pub(super) fn says(&self, quoted: &str) -> bool {
        text::normalized(&self.value) == text::normalized(quoted)
    }

    /// The place in the facts that has it.
    pub(super) fn span(&self) -> Option<(&str, Span)> {
        let (file, line) = self.source?;
        let path = self.path.as_ref().map(|path| format!("path: {},", text::scalar(path)));
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        Some((file.path.as_str(), file.place_of(line, &parts).or_else(|| file.place_of(line, &[]))?))
    }

    /// The entry `fact:` of an erratum about it and about others of its kind; `values` is what these say.
    pub(super) fn quoted(&self, values: &[&str]) -> String {
        let path = self.path.as_ref().filter(|_| self.code() == Some(Code::FactUnmet));
        let path = path.map(|path| format!("path: {}, ", text::scalar(path))).unwrap_or_default();
        let mut values: Vec<String> = values.iter().map(|value| text::scalar(value)).collect();
        values.dedup();
        let values = match &values[..] {
            [one] => one.clone(),
            many => format!("[{}]", many.join(", ")),
        };
        format!("{{ {path}{}: {values} }}", self.kind)
    }

    pub(super) fn code(&self) -> Option<Code> {
        self.contradiction.as_ref().map(|contradiction| contradiction.code)
    }
}
