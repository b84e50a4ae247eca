//! The goals of a benchmark.

use serde::Serialize;

use crate::table::Table;

/// A goal for a ratio: the figure of one row divided by that of another, as the median over the rounds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Goal {
    /// Its text in the table.
    pub says: String,
    /// Case, measure and contestant of the dividend.
    pub above: (String, String, String),
    /// Case, measure and contestant of the divisor. `None` makes the goal one for the dividend itself.
    pub below: Option<(String, String, String)>,
    /// The limit: the greatest ratio allowed, or the least if more is better.
    pub limit: f64,
}

impl Goal {
    /// In one case, `ours` divided by `theirs` must be at most `limit` (for rates, at least).
    #[must_use]
    pub fn ratio(says: &str, case: &str, measure: &str, (ours, theirs): (&str, &str), limit: f64) -> Self {
        let figure = |contestant: &str| (case.to_owned(), measure.to_owned(), contestant.to_owned());
        Self { says: says.to_owned(), above: figure(ours), below: Some(figure(theirs)), limit }
    }

    /// For one contestant, its figure in one case divided by that in another case must be at most `limit`.
    #[must_use]
    pub fn between(says: &str, (case, other): (&str, &str), measure: &str, contestant: &str, limit: f64) -> Self {
        let figure = |case: &str| (case.to_owned(), measure.to_owned(), contestant.to_owned());
        Self { says: says.to_owned(), above: figure(case), below: Some(figure(other)), limit }
    }

    /// A figure must be at most `limit`.
    #[must_use]
    pub fn figure(says: &str, case: &str, measure: &str, contestant: &str, limit: f64) -> Self {
        let above = (case.to_owned(), measure.to_owned(), contestant.to_owned());
        Self { says: says.to_owned(), above, below: None, limit }
    }

    /// The value, and whether it is within the limit. `None` if a figure was not measured.
    #[must_use]
    pub fn outcome(&self, table: &Table) -> Option<(f64, bool)> {
        let find = |(case, measure, contestant): &(String, String, String)| table.row(case, measure, contestant);
        let above = find(&self.above)?;
        let value = match &self.below {
            Some(below) => above.sample.over(&find(below)?.sample).median(),
            None => above.sample.median(),
        };
        let more = above.measure.unit.more_is_better();
        Some((value, if more { value >= self.limit } else { value <= self.limit }))
    }
}
