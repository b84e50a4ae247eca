//! A page as a sequence of blocks, whatever form it has.

use facts::text::digest;

use crate::text::{Span, Text};

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading and its level, from 1.
    Heading(u8, Text),
    /// A line of a paragraph, a list or a quotation.
    Line(Text),
    /// A table.
    Table(Table),
    /// A block of code, as it is written.
    Code(Code),
}

impl Block {
    /// The bytes of the page that the block was read from.
    #[must_use]
    pub fn at(&self) -> &Span {
        match self {
            Self::Heading(_, text) | Self::Line(text) => &text.at,
            Self::Table(table) => &table.at,
            Self::Code(code) => &code.at,
        }
    }
}

/// A table with a head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The titles of the columns.
    pub head: Vec<Text>,
    /// The rows below the head. One may have more or fewer cells than the head.
    pub rows: Vec<Row>,
    /// The place of the table.
    pub at: Span,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The cells. Lines within a cell are separated by `\n`.
    pub cells: Vec<Text>,
    /// The place of the row.
    pub at: Span,
}

/// A block of code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The code, with all of its white space.
    pub text: String,
    /// The place of the code, without the fences around it.
    pub at: Span,
}

/// The blocks of a page, and what could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocks {
    /// The title that the page states apart from its text.
    pub title: Option<Text>,
    /// The URL that the page states apart from its text.
    pub url: Option<Text>,
    /// The blocks, in their order.
    pub blocks: Vec<Block>,
    /// Parts that were repaired or left out.
    pub notes: Vec<Note>,
}

impl Blocks {
    /// The digest of the texts of the blocks.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut all = String::new();
        for block in &self.blocks {
            match block {
                Block::Heading(_, text) | Block::Line(text) => all.push_str(&text.text),
                Block::Table(table) => {
                    let cells = table.head.iter().chain(table.rows.iter().flat_map(|row| &row.cells));
                    cells.for_each(|cell| all.push_str(&cell.text));
                }
                Block::Code(code) => all.push_str(&code.text),
            }
        }
        digest(&all)
    }
}

/// What was repaired or left out while a page was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The place.
    pub at: Span,
    /// What is odd there, and what was done.
    pub text: String,
}
