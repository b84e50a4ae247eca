//! YAML with positions: the one place that knows how it is parsed.
//!
//! Two parsers read each file. saphyr-parser tells where everything stands, finds duplicate keys and refuses what the
//! language does without; serde_yaml tells what each scalar means (a number, a bool, a text). Their trees are zipped.

use std::{
    borrow::Cow,
    collections::{BTreeMap, btree_map::Entry},
};

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Marks};
use serde::Serialize;
use serde_yaml::Value;

use super::culprit::culprit;
use crate::diagnostic::{Code, Diagnostic, Span};

/// What most often mends a text that is not YAML.
const QUOTE: &str = "look at the indentation of this line and the one before it, and for a quote that is not closed; a text with `: `, ` #`, `[`, `]`, `{`, `}` or `,` in it needs quotes";

/// How deep maps and lists may be nested.
const DEPTH: usize = 64;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key of a map, as a text whatever its type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    pub(crate) span: Span,
    pub(crate) text: String,
}

impl Key {
    /// The key with the value behind it.
    pub(crate) fn entry(&self, value: &Node) -> Span {
        Span { start: self.span.start, end: self.span.end.max(value.extent().end) }
    }
}

impl Kind {
    /// A float without a fraction is an integer, as it is in JSON Schema.
    fn of_float(number: f64) -> Self {
        // The greatest i64 is no float, the number after it is.
        const END: f64 = 9_223_372_036_854_775_808.0;
        let whole = number.fract() == 0.0 && (-END..END).contains(&number);
        #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and is within bounds")]
        if whole { Self::Int(number as i64) } else { Self::Float(number) }
    }
}

impl Node {
    /// The value of a key, if this is a map that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(name, _)| name.text == key).map(|(_, value)| value)
    }

    /// The key itself.
    pub(crate) fn key(&self, key: &str) -> Option<&Key> {
        self.entries().iter().find(|(name, _)| name.text == key).map(|(name, _)| name)
    }

    /// The entries of a map; none of anything else.
    pub(crate) fn entries(&self) -> &[(Key, Node)] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of a list; none of anything else.
    pub(crate) fn elements(&self) -> &[Node] {
        match &self.kind {
            Kind::List(elements) => elements,
            _ => &[],
        }
    }

    /// The text, if this is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Everything that belongs to it: [`Node::span`] of a block is only its beginning.
    pub(crate) fn extent(&self) -> Span {
        let ends = match &self.kind {
            Kind::List(elements) => elements.iter().map(|element| element.extent().end).max(),
            Kind::Map(entries) => entries.iter().map(|(_, value)| value.extent().end).max(),
            _ => None,
        };
        Span { start: self.span.start, end: self.span.end.max(ends.unwrap_or_default()) }
    }

    /// A scalar as a text; `None` for lists and maps.
    pub(crate) fn scalar_text(&self) -> Option<Cow<'_, str>> {
        match &self.kind {
            Kind::Null => Some("null".into()),
            Kind::Bool(value) => Some(value.to_string().into()),
            Kind::Int(value) => Some(value.to_string().into()),
            Kind::Float(value) => Some(value.to_string().into()),
            Kind::Text(value) => Some(value.into()),
            Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// The value in one line, as YAML's flow style has it.
    pub(crate) fn inline(&self) -> String {
        match &self.kind {
            Kind::List(elements) => {
                format!("[{}]", elements.iter().map(Node::inline).collect::<Vec<_>>().join(", "))
            }
            Kind::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{}: {}", key.text, value.inline()));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
            _ => self.scalar_text().unwrap_or_default().into_owned(),
        }
    }

    /// Whether two nodes say the same, wherever they stand.
    pub(crate) fn says_the_same(&self, other: &Node) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::List(a), Kind::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.says_the_same(b)),
            (Kind::Map(a), Kind::Map(_)) => {
                a.len() == other.entries().len()
                    && a.iter().all(|(key, a)| other.get(&key.text).is_some_and(|b| a.says_the_same(b)))
            }
            (a, b) => a == b,
        }
    }
}

/// Reads one YAML document.
///
/// # Errors
/// Every duplicate key and every feature that the language does without, or the first place that is not YAML.
pub(crate) fn parse(file: &str, text: &str) -> Result<Node, Vec<Diagnostic>> {
    let mut reader = Reader {
        file,
        text,
        parser: Parser::new_from_str(text),
        starts: text.char_indices().map(|(at, _)| at).chain([text.len()]).collect(),
        faults: Vec::new(),
    };
    let tree = match reader.document() {
        Ok(tree) => tree,
        Err(fatal) => {
            reader.faults.push(*fatal);
            return Err(reader.faults);
        }
    };
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    match serde_yaml::from_str::<Value>(text) {
        Ok(value) => Ok(zip(tree, &value)),
        Err(error) => {
            // It counts bytes, unlike saphyr.
            let at = error.location().map_or(0, |location| location.index());
            Err(vec![unread(file, &tree, at, &error.to_string())])
        }
    }
}

/// A text that is YAML, and yet one of its values cannot be read.
fn unread(file: &str, tree: &Tree, at: usize, error: &str) -> Diagnostic {
    match scalar_at(tree, at) {
        Some((span, text)) if text.starts_with(|c: char| c.is_ascii_digit() || "+-".contains(c)) => {
            let message = format!("the number {text} is too great or too small");
            let help =
                format!("numbers go from {} to {}; put it in quotes if it is meant as a text", i64::MIN, i64::MAX);
            Diagnostic::new(Code::Yaml, file, span, message).help(help)
        }
        _ => {
            let why = error.split(" at line ").next().unwrap_or(error);
            Diagnostic::new(Code::Yaml, file, Span { start: at, end: at }, format!("this is not YAML: {why}"))
                .help(QUOTE)
        }
    }
}

/// The scalar without quotes that starts at a byte.
fn scalar_at(tree: &Tree, at: usize) -> Option<(Span, &str)> {
    match &tree.shape {
        Shape::Scalar { text, plain: true } if tree.span.start == at => Some((tree.span, text)),
        Shape::Scalar { .. } => None,
        Shape::List(elements) => elements.iter().find_map(|element| scalar_at(element, at)),
        Shape::Map(entries) => {
            entries.iter().flat_map(|(key, value)| [key, value]).find_map(|part| scalar_at(part, at))
        }
    }
}

/// Writes a value as YAML.
pub(crate) fn write(value: &impl Serialize) -> String {
    match serde_yaml::to_string(value) {
        Ok(yaml) => yaml,
        Err(error) => panic!("the value cannot be written as YAML: {error}"),
    }
}

/// A tree of positions.
struct Tree {
    span: Span,
    shape: Shape,
}

enum Shape {
    Scalar { text: String, plain: bool },
    List(Vec<Tree>),
    Map(Vec<(Tree, Tree)>),
}

/// Puts meaning and positions together.
fn zip(tree: Tree, value: &Value) -> Node {
    let span = tree.span;
    let kind = match (tree.shape, value) {
        (Shape::List(trees), Value::Sequence(values)) => {
            Kind::List(trees.into_iter().zip(values).map(|(tree, value)| zip(tree, value)).collect())
        }
        (Shape::Map(trees), Value::Mapping(values)) => {
            let entries = trees.into_iter().zip(values.values());
            Kind::Map(entries.map(|((key, tree), value)| (key_of(key), zip(tree, value))).collect())
        }
        (Shape::Scalar { plain: true, .. }, Value::Null) => Kind::Null,
        (Shape::Scalar { plain: true, .. }, Value::Bool(value)) => Kind::Bool(*value),
        (Shape::Scalar { plain: true, text }, Value::Number(number)) => match number.as_i64() {
            Some(number) => Kind::Int(number),
            // Neither infinities nor NaN mean anything in a schema.
            None => number.as_f64().filter(|number| number.is_finite()).map_or(Kind::Text(text), Kind::of_float),
        },
        (Shape::Scalar { text, .. }, _) => Kind::Text(text),
        // The two parsers read the same text; where they see different shapes, the text is not what it seems.
        (Shape::List(_) | Shape::Map(_), _) => Kind::Null,
    };
    Node { span, kind }
}

fn key_of(tree: Tree) -> Key {
    let text = match tree.shape {
        Shape::Scalar { text, .. } => text,
        Shape::List(_) | Shape::Map(_) => String::new(),
    };
    Key { span: tree.span, text }
}

/// Builds the tree of positions from saphyr's events.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    /// The byte at which each character starts: saphyr counts characters.
    starts: Vec<usize>,
    faults: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), Box<Diagnostic>> {
        match self.parser.next_event() {
            Some(Ok((event, marks))) => Ok((event, self.span(marks))),
            Some(Err(error)) => {
                let at = self.byte(error.marker().index());
                let here = Span { start: at, end: at };
                Err(Box::new(match culprit(self.text, at, error.info()) {
                    Some(found) => {
                        let message = format!("this is not YAML: {}", found.message);
                        self.fault(Code::Yaml, found.span, message).help(found.help)
                    }
                    None => {
                        let message = format!("this is not YAML: {}", error.info());
                        self.fault(Code::Yaml, here, message).help(QUOTE)
                    }
                }))
            }
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn byte(&self, character: usize) -> usize {
        let last = self.starts.last().copied().unwrap_or_default();
        self.starts.get(character).copied().unwrap_or(last)
    }

    fn span(&self, marks: Marks) -> Span {
        Span { start: self.byte(marks.start.index()), end: self.byte(marks.end.index()) }
    }

    /// Without the white space behind it, which saphyr counts to a text in quotes.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.text.get(span.start..span.end).unwrap_or_default();
        Span { start: span.start, end: span.start + text.trim_end().len() }
    }

    fn fault(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.file, span, message)
    }

    fn document(&mut self) -> Result<Tree, Box<Diagnostic>> {
        let mut tree = None;
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => break,
                (Event::StreamStart | Event::Nothing | Event::DocumentEnd, _) => {}
                (Event::DocumentStart(_), span) if tree.is_some() => {
                    let help = "remove the `---`, or make a file of each document";
                    let fault = self.fault(Code::YamlFeature, span, "a schema file holds one YAML document");
                    return Err(Box::new(fault.help(help)));
                }
                (Event::DocumentStart(_), _) => {
                    let (event, span) = self.next()?;
                    tree = Some(self.tree(event, span, 0)?);
                }
                (_, span) => return Err(Box::new(self.fault(Code::Yaml, span, "this is not YAML").help(QUOTE))),
            }
        }
        tree.ok_or_else(|| {
            let help = "transcribe the page, or remove the file";
            Box::new(self.fault(Code::Yaml, Span::default(), "the file is empty").help(help))
        })
    }

    fn tree(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Tree, Box<Diagnostic>> {
        if depth > DEPTH {
            let fault = self.fault(Code::TooDeep, span, format!("nested deeper than {DEPTH} levels"));
            return Err(Box::new(fault.help("give inner objects names under `types`")));
        }
        let (anchor, tag) = match &event {
            Event::Scalar(_, _, anchor, tag) => (*anchor, tag.is_some()),
            Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) => (*anchor, tag.is_some()),
            _ => (0, false),
        };
        if anchor != 0 || tag {
            let (what, help) = match tag {
                true => ("a tag", "remove the tag: the language's tables say what type a value has"),
                false => ("an anchor", "write the value out where it is needed"),
            };
            let message = format!("{what}: the schema language does without");
            self.faults.push(self.fault(Code::YamlFeature, span, message).help(help));
        }
        match event {
            Event::Scalar(text, style, ..) => {
                if let Some(c) = text.chars().find(|c| turns_text(*c)) {
                    let message = format!("U+{:04X} changes the direction of the text around it", u32::from(c));
                    let fault =
                        self.fault(Code::YamlFeature, span, message).help("remove the character, which is not seen");
                    self.faults.push(fault);
                }
                let plain = style == ScalarStyle::Plain;
                let span = self.trimmed(span);
                Ok(Tree { span, shape: Shape::Scalar { text: text.into_owned(), plain } })
            }
            Event::SequenceStart(..) => self.list(span, depth),
            Event::MappingStart(..) => self.map(span, depth),
            Event::Alias(_) => {
                let message = "an alias: the schema language does without";
                let fault = self.fault(Code::YamlFeature, span, message).help("write the value out where it is needed");
                self.faults.push(fault);
                Ok(Tree { span, shape: Shape::Scalar { text: String::new(), plain: true } })
            }
            _ => Err(Box::new(self.fault(Code::Yaml, span, "this is not YAML").help(QUOTE))),
        }
    }

    fn list(&mut self, start: Span, depth: usize) -> Result<Tree, Box<Diagnostic>> {
        let mut elements = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                let span = container(start, elements.first().map(|tree: &Tree| tree.span), span);
                return Ok(Tree { span, shape: Shape::List(elements) });
            }
            elements.push(self.tree(event, span, depth + 1)?);
        }
    }

    fn map(&mut self, start: Span, depth: usize) -> Result<Tree, Box<Diagnostic>> {
        let mut entries: Vec<(Tree, Tree)> = Vec::new();
        let mut first = BTreeMap::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                let span = container(start, entries.first().map(|(key, _)| key.span), span);
                return Ok(Tree { span, shape: Shape::Map(entries) });
            }
            let key = self.tree(event, span, depth + 1)?;
            let (event, span) = self.next()?;
            let value = self.tree(event, span, depth + 1)?;
            self.check_key(&key, &mut first);
            entries.push((key, value));
        }
    }

    /// Reports a key that cannot be one. `first` has where each key of the map stands first.
    fn check_key(&mut self, key: &Tree, first: &mut BTreeMap<String, Span>) {
        let Shape::Scalar { text, .. } = &key.shape else {
            let message = "a key must be a word, not a list or a map";
            let help = "write a single word before the colon; after a `?` there may be none";
            self.faults.push(self.fault(Code::WrongType, key.span, message).help(help));
            return;
        };
        if text == "<<" {
            let fault = self.fault(Code::YamlFeature, key.span, "a merge key: the schema language does without");
            self.faults.push(fault.help("write the values out where they are needed"));
        }
        if let Some(unseen) = unseen(text) {
            self.faults.push(self.fault(Code::BadName, key.span, unseen).help(UNSEEN_HELP));
        }
        match first.entry(text.clone()) {
            Entry::Vacant(entry) => drop(entry.insert(key.span)),
            Entry::Occupied(entry) => {
                let fault = self
                    .fault(Code::DuplicateKey, key.span, format!("`{text}` stands twice in one map"))
                    .also(*entry.get(), "first here")
                    .help("remove one of the two");
                self.faults.push(fault);
            }
        }
    }
}

/// What is wrong with a name that has a character which cannot be seen.
pub(crate) fn unseen(name: &str) -> Option<String> {
    let c = name.chars().find(|c| is_unseen(*c))?;
    let name: String = name.chars().filter(|c| !is_unseen(*c)).collect();
    Some(format!("`{name}` has the character U+{:04X} in it, which cannot be seen", u32::from(c)))
}

/// What to do about it.
pub(crate) const UNSEEN_HELP: &str = "write the name anew: such a character comes along when a text is copied";

/// Whether a character cannot be seen, so that two names that differ in it look the same.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether a character changes the direction of text: code that shows one does not compile.
pub(super) fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The span of a list or a map: its brackets if it has them, else its first entry, so that a caret stays on one line.
fn container(start: Span, first: Option<Span>, end: Span) -> Span {
    match first {
        Some(first) if start.start == start.end => first,
        Some(first) if start.start == first.start => first,
        _ if end.end > start.start => Span { start: start.start, end: end.end },
        _ => start,
    }
}
