//! YAML as events whose places are bytes.
//!
//! saphyr-parser is generic, so it is compiled where it is used. Here, it is compiled once for all crates, and optimised even
//! where they are not: see the profiles in the manifest of the workspace.

mod characters;

use std::ops::Range;

pub use saphyr_parser::ScalarStyle as Style;

pub use characters::{Characters, turns_text};
use saphyr_parser::StrInput;

/// A part of a document.
#[derive(Debug)]
pub struct Item {
    /// What it is.
    pub event: Event,
    /// Its bytes.
    pub place: Range<usize>,
    /// Whether it has an anchor.
    pub has_anchor: bool,
    /// Whether it has a tag.
    pub has_tag: bool,
}

/// What a part of a document is.
#[derive(Debug, PartialEq, Eq)]
pub enum Event {
    /// A document begins.
    Document,
    /// A scalar, or a key.
    Scalar(String, Style),
    /// A list begins.
    List,
    /// A list ends.
    ListEnd,
    /// A map begins.
    Map,
    /// A map ends.
    MapEnd,
    /// An alias of something that has an anchor.
    Alias,
    /// The text ends.
    End,
}

/// Why a text is not YAML.
#[derive(Debug)]
pub struct Error {
    /// The byte at which that was noticed.
    pub at: usize,
    /// The parser's words.
    pub message: String,
}

/// Reads a text.
pub struct Parser<'t> {
    parser: saphyr_parser::Parser<'t, StrInput<'t>>,
    /// The first byte of each character, and the end: saphyr-parser counts characters.
    starts: Vec<usize>,
}

impl<'t> Parser<'t> {
    /// Begins with a text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut starts = Vec::with_capacity(text.len() + 1);
        starts.extend(text.char_indices().map(|(at, _)| at).chain([text.len()]));
        Self { parser: saphyr_parser::Parser::new_from_str(text), starts }
    }

    /// The next part; [`Event::End`] at the end and behind it.
    ///
    /// # Errors
    /// If the text is not YAML. Then nothing more can be read.
    pub fn next_item(&mut self) -> Result<Item, Error> {
        use saphyr_parser::Event as Theirs;
        loop {
            let (event, marks) = match self.parser.next_event() {
                Some(Ok(next)) => next,
                Some(Err(error)) => {
                    return Err(Error { at: self.byte(error.marker().index()), message: error.info().to_owned() });
                }
                None => return Ok(Item { event: Event::End, place: 0..0, has_anchor: false, has_tag: false }),
            };
            let (event, anchor, has_tag) = match event {
                Theirs::StreamStart | Theirs::Nothing | Theirs::DocumentEnd => continue,
                Theirs::DocumentStart(_) => (Event::Document, 0, false),
                // The text is copied, because saphyr-parser reserves 128 bytes for each.
                Theirs::Scalar(text, style, anchor, tag) => {
                    (Event::Scalar(text.as_ref().to_owned(), style), anchor, tag.is_some())
                }
                Theirs::SequenceStart(anchor, tag) => (Event::List, anchor, tag.is_some()),
                Theirs::SequenceEnd => (Event::ListEnd, 0, false),
                Theirs::MappingStart(anchor, tag) => (Event::Map, anchor, tag.is_some()),
                Theirs::MappingEnd => (Event::MapEnd, 0, false),
                Theirs::Alias(_) => (Event::Alias, 0, false),
                Theirs::StreamEnd => (Event::End, 0, false),
            };
            let place = self.byte(marks.start.index())..self.byte(marks.end.index());
            return Ok(Item { event, place, has_anchor: anchor != 0, has_tag });
        }
    }

    fn byte(&self, character: usize) -> usize {
        let last = self.starts.last().copied().unwrap_or_default();
        self.starts.get(character).copied().unwrap_or(last)
    }
}
