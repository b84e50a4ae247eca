//! A page as it is written: with its texts and their places.

use facts::{
    Claim, Direction,
    vocabulary::{REQUIRED, Type, look_up},
};

use crate::{
    block::{Code, Note},
    example::Reading,
    text::{Span, Text},
};

/// What a page states in a form that can be read without understanding sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The title.
    pub title: Option<Text>,
    /// The URL.
    pub url: Option<Text>,
    /// The date of the last change, as `YYYY-MM-DD`.
    pub updated: Option<Text>,
    /// The endpoints and events, in their order.
    pub parts: Vec<Part>,
    /// Tables of values: enums that the page explains apart from its members.
    pub values: Vec<Values>,
    /// Tables and code about other things.
    pub others: Vec<Span>,
    /// Sentences before the first part that have the marks of a rule and that no form of the vocabulary fits.
    pub unclaimed: Vec<Text>,
    /// What was repaired, left out or not understood.
    pub notes: Vec<Note>,
    /// The digest of the text of the page, in whatever form it came.
    pub digest: String,
}

/// An endpoint, an event, or a type that the page describes apart from its endpoints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The heading above it.
    pub heading: Option<Text>,
    /// `GET` or `POST`; none for an event.
    pub method: Option<Text>,
    /// The URL, as it is written.
    pub address: Option<Text>,
    /// The path of the URL.
    pub path: Option<Text>,
    /// The names of the parameters in the URL. A row of the request whose path is one of them describes this parameter.
    pub query: Vec<String>,
    /// The values of an event's tags in its example, joined with `/`.
    pub event: Option<Text>,
    /// Who may call it: the kind of the app, and what it needs.
    pub permissions: Vec<(Text, Text)>,
    /// The tables of members.
    pub tables: Vec<Members>,
    /// The examples.
    pub examples: Vec<Example>,
    /// Sentences that have the marks of a rule and that no form of the vocabulary fits.
    pub unclaimed: Vec<Text>,
}

impl Part {
    /// Whether it is an endpoint.
    #[must_use]
    pub fn is_endpoint(&self) -> bool {
        self.method.is_some() || self.address.is_some()
    }

    /// Whether it is a type: neither an endpoint nor an event.
    #[must_use]
    pub fn is_type(&self) -> bool {
        !self.is_endpoint() && self.event.is_none()
    }
}

/// A table of members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Members {
    /// Whose members they are.
    pub direction: Direction,
    /// The heading or label nearest above.
    pub heading: Option<Text>,
    /// The members.
    pub rows: Vec<Member>,
    /// The place of the table.
    pub at: Span,
}

/// A row of a table of members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name or the path, as it is written.
    pub name: Text,
    /// The path in the message: the names on the wire, joined with dots. Elements of a list have the path of the list, entries of
    /// a map have `*` in their path.
    pub path: String,
    /// Where the path comes from.
    pub nesting: Nesting,
    /// The word for its type.
    pub type_word: Option<Text>,
    /// What the word means.
    pub ty: Option<Type>,
    /// The word for whether it is required.
    pub required_word: Option<Text>,
    /// What the word means.
    pub required: Option<bool>,
    /// The description.
    pub description: Text,
    /// What the description states in a fixed form, at most once of each kind.
    pub claims: Vec<Claimed>,
    /// The values that the description lists, each with its label.
    pub values: Vec<(Text, Text)>,
    /// The place of the row.
    pub at: Span,
}

impl Member {
    /// Whether the word for whether it is required is one that the vocabulary has.
    #[must_use]
    pub fn is_flag_known(&self) -> bool {
        self.required_word.as_ref().is_some_and(|word| look_up(REQUIRED, &word.text).is_some())
    }
}

/// What a description states in a fixed form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// What is stated.
    pub claim: Claim,
    /// The place: of the words, or of the description if its markup is between them.
    pub at: Span,
}

/// Where the path of a row comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nesting {
    /// The table writes it.
    #[default]
    Written,
    /// The table lacks the beginning, which examples, indentation, headings or the rows above show.
    Completed,
    /// Nothing shows it. A note says what was assumed.
    Guessed,
}

/// A table of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values {
    /// The heading or label nearest above.
    pub heading: Option<Text>,
    /// Each value and its meaning.
    pub rows: Vec<(Text, Text)>,
    /// The place of the table.
    pub at: Span,
}

/// An example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Who sends it.
    pub direction: Direction,
    /// The member that it is an example of; empty for a whole message.
    pub path: String,
    /// The code, as it is written.
    pub code: Code,
    /// What the code says.
    pub reading: Reading,
}
