//! Errors of the reader, and their places.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

/// What is wrong, and where. Its place is found while it is returned from value to value.
#[derive(Debug)]
pub(crate) struct ReadError(Box<Details>);

#[derive(Debug)]
struct Details {
    problem: Problem,
    /// The steps to the value, from the inside out.
    path: Vec<Step>,
    /// The number of bytes that were read.
    read: Option<usize>,
}

/// What is wrong.
#[derive(Debug)]
pub(crate) enum Problem {
    /// The text is not JSON. `serde_json` has a better message, unless it accepts the text: then this one is right.
    Syntax(&'static str),
    /// The value is not what was expected.
    Value(String),
}

/// A step into a value.
#[derive(Debug)]
pub(crate) enum Step {
    /// The index of an element.
    Element(usize),
    /// The name of a member.
    Member(String),
}

impl ReadError {
    #[cold]
    fn new(problem: Problem) -> Self {
        Self(Box::new(Details { problem, path: Vec::new(), read: None }))
    }

    /// The text is not JSON.
    #[cold]
    pub(crate) fn syntax() -> Self {
        Self::new(Problem::Syntax("expected JSON"))
    }

    /// The number has no float.
    #[cold]
    pub(super) fn range() -> Self {
        Self::new(Problem::Syntax("number out of range"))
    }

    /// The value is nested too deeply.
    #[cold]
    pub(super) fn depth() -> Self {
        Self::new(Problem::Syntax("recursion limit exceeded"))
    }

    /// Adds the number of bytes that were read, unless it is known.
    #[cold]
    pub(crate) fn at(mut self, read: usize) -> Self {
        self.0.read.get_or_insert(read);
        self
    }

    /// Adds the step that led to the value.
    #[cold]
    pub(super) fn within(mut self, step: Step) -> Self {
        self.0.path.push(step);
        self
    }

    /// The problem.
    pub(crate) fn problem(&self) -> &Problem {
        &self.0.problem
    }

    /// The number of bytes that were read.
    pub(crate) fn place(&self) -> usize {
        self.0.read.unwrap_or_default()
    }

    /// The steps to the value, from the outside in.
    pub(crate) fn path(&self) -> impl Iterator<Item = &Step> {
        self.0.path.iter().rev()
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.problem() {
            Problem::Syntax(message) => message,
            Problem::Value(message) => message,
        })
    }
}

impl std::error::Error for ReadError {}

impl Error for ReadError {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Problem::Value(message.to_string()))
    }

    /// Says `null` where serde says `unit value`.
    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        match found {
            Unexpected::Unit => Self::custom(format_args!("invalid type: null, expected {expected}")),
            found => Self::custom(format_args!("invalid type: {found}, expected {expected}")),
        }
    }
}
