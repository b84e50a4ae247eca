//! How much of a page was read.

use std::ops::AddAssign;

use crate::{
    example::Reading,
    page::{Nesting, Page},
};

/// Numbers of what was read, and of what was not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Endpoints, events and types.
    pub parts: usize,
    /// Tables of members.
    pub tables: usize,
    /// Their rows.
    pub rows: usize,
    /// Rows whose path is written or shown, not guessed.
    pub paths: usize,
    /// Rows with a word for the type, and how many of the words are known.
    pub types: (usize, usize),
    /// Rows with a word for whether they are required, and how many of the words are known.
    pub flags: (usize, usize),
    /// Examples that were read as they are.
    pub clean: usize,
    /// Examples that were repaired.
    pub repaired: usize,
    /// Examples that could not be read.
    pub unreadable: usize,
    /// Claims in descriptions.
    pub claims: usize,
    /// Sentences for a person.
    pub unclaimed: usize,
    /// Notes about what was repaired or not understood.
    pub notes: usize,
}

impl Summary {
    /// The numbers of a page.
    #[must_use]
    pub fn of(page: &Page) -> Self {
        let tables = page.parts.iter().flat_map(|part| &part.tables);
        let mut made = Self {
            parts: page.parts.len(),
            tables: tables.clone().count(),
            unclaimed: page.unclaimed.len() + page.parts.iter().map(|part| part.unclaimed.len()).sum::<usize>(),
            notes: page.notes.len(),
            ..Self::default()
        };
        for row in tables.flat_map(|table| &table.rows) {
            made.rows += 1;
            made.paths += usize::from(row.nesting != Nesting::Guessed);
            made.types.0 += usize::from(row.type_word.is_some());
            made.types.1 += usize::from(row.ty.is_some());
            made.flags.0 += usize::from(row.required_word.is_some());
            made.flags.1 += usize::from(row.is_flag_known());
            made.claims += row.claims.len();
        }
        for example in page.parts.iter().flat_map(|part| &part.examples) {
            match example.reading {
                Reading::Json(_) => made.clean += 1,
                Reading::Repaired(..) => made.repaired += 1,
                Reading::Unreadable(_) => made.unreadable += 1,
            }
        }
        made
    }
}

impl AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.parts += other.parts;
        self.tables += other.tables;
        self.rows += other.rows;
        self.paths += other.paths;
        self.types.0 += other.types.0;
        self.types.1 += other.types.1;
        self.flags.0 += other.flags.0;
        self.flags.1 += other.flags.1;
        self.clean += other.clean;
        self.repaired += other.repaired;
        self.unreadable += other.unreadable;
        self.claims += other.claims;
        self.unclaimed += other.unclaimed;
        self.notes += other.notes;
    }
}
