//! The facts of a page.

use crate::vocabulary;

/// What a page states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The revision of the reader that made them. A newer one may find more on the same page.
    pub reader: u32,
    /// The title.
    pub title: Option<String>,
    /// The URL.
    pub url: Option<String>,
    /// The date of the last change that the page states, as `YYYY-MM-DD`.
    pub updated: Option<String>,
    /// The digest of everything that the page says, in whatever form it came.
    pub digest: String,
    /// The endpoints and events, in the order of the page.
    pub parts: Vec<Part>,
    /// Tables of values that no member has: codes, states.
    pub values: Vec<Values>,
    /// Sentences outside the parts that have the marks of a rule and that no pattern understands.
    pub unclaimed: Vec<Sentence>,
}

/// An endpoint, an event, or a type that the page describes apart from its endpoints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// `GET` or `POST`; none for an event.
    pub method: Option<String>,
    /// The path of the URL; none for an event.
    pub path: Option<String>,
    /// The names of the parameters in the URL.
    pub query: Vec<String>,
    /// For an event, the values of its tags in its example, joined with `/`.
    pub event: Option<String>,
    /// For a type that the page describes apart from its endpoints, the heading above it.
    pub heading: Option<String>,
    /// The line of the page where it begins.
    pub line: usize,
    /// Who may call it.
    pub permissions: Vec<Permission>,
    /// The members of its request, in the order of the page.
    pub request: Vec<Row>,
    /// The members of its reply.
    pub reply: Vec<Row>,
    /// The members of the event or of the type.
    pub content: Vec<Row>,
    /// The published examples.
    pub examples: Vec<Example>,
    /// Sentences that have the marks of a rule and that no pattern understands.
    pub unclaimed: Vec<Sentence>,
}

/// Who sends a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// A request.
    Request,
    /// A reply.
    Reply,
    /// An event.
    Event,
}

impl Direction {
    /// All of them, in the order in which they are written.
    pub const ALL: [Self; 3] = [Self::Request, Self::Reply, Self::Event];

    /// The word for it: `request`, `reply` or `event`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Reply => "reply",
            Self::Event => "event",
        }
    }
}

impl Part {
    /// Its members in a direction.
    #[must_use]
    pub fn rows(&self, direction: Direction) -> &[Row] {
        match direction {
            Direction::Request => &self.request,
            Direction::Reply => &self.reply,
            Direction::Event => &self.content,
        }
    }

    /// Its members in a direction, to be changed.
    pub fn rows_mut(&mut self, direction: Direction) -> &mut Vec<Row> {
        match direction {
            Direction::Request => &mut self.request,
            Direction::Reply => &mut self.reply,
            Direction::Event => &mut self.content,
        }
    }

    /// The name by which people know it: `POST /cgi-bin/kf/send_msg`, the tags of an event, or the heading of a type.
    #[must_use]
    pub fn name(&self) -> String {
        match (&self.path, self.event.as_ref().or(self.heading.as_ref())) {
            (Some(path), _) => format!("{} {path}", self.method.as_deref().unwrap_or("POST")),
            (None, Some(name)) => name.clone(),
            (None, None) => format!("line {}", self.line),
        }
    }
}

/// A row of a table of members, or a member that only examples have.
///
/// A page may have several rows for one path. Rows that say the same are there once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The names of the members on the wire, joined with dots. Elements of a list have the path of the list, those of a
    /// map have `*` in their path.
    pub path: String,
    /// The word for the type.
    pub type_word: Option<String>,
    /// The word for whether it is required.
    pub required_word: Option<String>,
    /// What the description states in a fixed form.
    pub claims: Vec<Claim>,
    /// The types of the values in the examples of the same direction, sorted: `string`, `integer`, `number`, `bool`,
    /// `null`, `object`, `list`.
    pub examples: Vec<String>,
    /// The digest of the description. `None` if no table has the member.
    pub text: Option<String>,
    /// The line of the page.
    pub line: usize,
}

impl Row {
    /// What the word for the type means.
    #[must_use]
    pub fn ty(&self) -> Option<vocabulary::Type> {
        vocabulary::look_up(vocabulary::TYPES, self.type_word.as_deref()?)
    }

    /// What the word for whether it is required means. `None` if it depends, or if nothing is said.
    #[must_use]
    pub fn required(&self) -> Option<bool> {
        vocabulary::look_up(vocabulary::REQUIRED, self.required_word.as_deref()?).flatten()
    }

    /// Whether a table has the member. Others were seen in examples alone.
    #[must_use]
    pub fn is_documented(&self) -> bool {
        self.text.is_some()
    }
}

/// What a description states in a fixed form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// The length of a text in bytes.
    Bytes(Bounds),
    /// The length of a text in characters.
    Chars(Bounds),
    /// The number of elements.
    Items(Bounds),
    /// The value of a number.
    Range(Bounds),
    /// The value that is used if the member is absent.
    Default(String),
    /// The only value.
    Fixed(String),
    /// The values, in the order of the page.
    Values(Vec<String>),
}

impl Claim {
    /// The name of the kind of claim: `bytes`, `chars`, `items`, `range`, `default`, `fixed` or `values`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Bytes(_) => "bytes",
            Self::Chars(_) => "chars",
            Self::Items(_) => "items",
            Self::Range(_) => "range",
            Self::Default(_) => "default",
            Self::Fixed(_) => "fixed",
            Self::Values(_) => "values",
        }
    }
}

/// The least and the greatest number that is allowed; each end may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bounds {
    /// The least one.
    pub min: Option<i64>,
    /// The greatest one.
    pub max: Option<i64>,
}

/// Who may call an endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permission {
    /// The kind of the app.
    pub app: String,
    /// The digest of what it needs.
    pub text: String,
    /// The line of the page.
    pub line: usize,
}

/// A published example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Who sends it.
    pub direction: Direction,
    /// The path of the member that it is an example of; empty for a whole message.
    pub path: String,
    /// The digest of its JSON, or of its text if it is something else. White space and repairs don't matter.
    pub digest: String,
    /// What was repaired to read it.
    pub repaired: Vec<String>,
    /// The line of the page.
    pub line: usize,
}

/// A table of values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// Each value, and the digest of its meaning.
    pub rows: Vec<(String, String)>,
    /// The line of the page.
    pub line: usize,
}

/// A sentence that a person must read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// The digest of the sentence.
    pub text: String,
    /// The line of the page.
    pub line: usize,
}
