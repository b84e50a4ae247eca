//! Types that a page describes apart from its endpoints.

use std::collections::BTreeSet;

use facts::{Direction, Part, Row};

use super::{index::prefixes, page::Page, statement::Statement};
use crate::syntax::FactsFile;

impl<'a> Page<'a> {
    /// The parts about types that the page describes apart from its endpoints.
    pub(super) fn types(&self) -> Vec<TypePart<'a>> {
        let parts = self.facts.iter().flat_map(|facts| facts.facts.parts.iter().map(|part| (*facts, part)));
        parts.filter(|(_, part)| self.is_type(part)).map(|(facts, part)| TypePart::new(facts, part)).collect()
    }
}

/// A part about a type that the page describes apart from its endpoints.
pub(super) struct TypePart<'a> {
    pub(super) facts: &'a FactsFile,
    pub(super) part: &'a Part,
    pub(super) rows: Vec<TypeRow<'a>>,
}

/// A member of such a type. The type may differ from message to message, so one message that has the member is enough.
pub(super) struct TypeRow<'a> {
    pub(super) row: &'a Row,
    pub(super) is_met: bool,
    /// That a message has the type, but not the member.
    pub(super) unmet: Option<Statement<'a>>,
}

impl<'a> TypePart<'a> {
    fn new(facts: &'a FactsFile, part: &'a Part) -> Self {
        let rows = Direction::ALL.iter().flat_map(|direction| part.rows(*direction));
        let rows = rows.map(|row| TypeRow { row, is_met: false, unmet: None }).collect();
        Self { facts, part, rows }
    }

    /// Whether a message has the type.
    pub(super) fn is_known(&self) -> bool {
        self.rows.iter().any(|row| row.is_met)
    }

    /// The members that no message has.
    pub(super) fn unmet(self) -> Vec<Statement<'a>> {
        let unmet: BTreeSet<&str> =
            self.rows.iter().filter(|row| !row.is_met).map(|row| row.row.path.as_str()).collect();
        let is_below = |path: &str| prefixes(path).any(|prefix| unmet.contains(prefix));
        let rows = self.rows.into_iter().filter(|row| !row.is_met && !is_below(&row.row.path));
        rows.filter_map(|row| row.unmet).collect()
    }
}
