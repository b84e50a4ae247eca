//! What pages state and schemas lack, for commands that draft it.

use facts::Direction;

use super::{page::Page, statement::Statement};
use crate::diagnostic::Code;

/// Something that a page states, and that its schema lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The file of the facts that state it.
    pub facts: String,
    /// The line of the page.
    pub line: usize,
    /// The kind of fact, as in [`facts::Id`].
    pub kind: &'static str,
    /// What is stated.
    pub value: String,
    /// The path on the wire, if it is about a member.
    pub path: Option<String>,
    /// The message, if it is about a member.
    pub direction: Option<Direction>,
    /// The endpoint or event that it is about: its file, and its key there.
    pub owner: Option<(String, String)>,
    /// The file of the schema in which it belongs.
    pub file: String,
    /// The schema path of what it belongs in: an object, a message, an enum, an endpoint.
    pub at: String,
}

impl Lack {
    /// What a statement says that the schema lacks. A value that is not listed contradicts the schema, and can be added.
    pub(super) fn of(statement: &Statement<'_>) -> Option<Self> {
        let is_lack =
            statement.code() == Some(Code::FactUnmet) || statement.code().is_some() && statement.kind == "values";
        let (facts, line) = statement.source.filter(|_| is_lack)?;
        let home = statement.home.as_ref();
        let place = home.map(|home| &home.place).or(statement.places.first())?;
        Some(Self {
            facts: facts.path.clone(),
            line,
            kind: statement.kind,
            value: statement.value.clone(),
            path: statement.path.clone(),
            direction: home.map(|home| home.direction),
            owner: statement.owner.as_ref().map(|owner| (owner.file.clone(), owner.at.clone())),
            file: place.file.clone(),
            at: place.at.clone(),
        })
    }
}

/// The sentences of a page that nobody acknowledged.
pub(super) fn sentences(page: &Page<'_>) -> Vec<Lack> {
    let sentences = page.unacknowledged().into_iter();
    sentences
        .map(|(digest, (facts, line))| Lack {
            facts: facts.path.clone(),
            line,
            kind: "unclaimed",
            value: digest.to_owned(),
            path: None,
            direction: None,
            owner: None,
            file: page.file.path.clone(),
            at: "page.sentences".to_owned(),
        })
        .collect()
}
