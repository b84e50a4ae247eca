//! What a bench shall show.

use serde::Serialize;

use crate::table::Table;

/// A ratio that is to be reached: the first row's figure divided by the second's, as a median over the rounds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Goal {
    /// What is said of it in the table.
    pub says: String,
    /// Case, measure and contestant of the figure above the line.
    pub above: (String, String, String),
    /// Case, measure and contestant of the figure below it; without one, the figure above is taken as it is.
    pub below: Option<(String, String, String)>,
    /// What the ratio may be at the most; at the least, where more is better.
    pub limit: f64,
}

impl Goal {
    /// That of a case, `ours` divided by `theirs` is `limit` at most (or, of rates, at least).
    #[must_use]
    pub fn ratio(says: &str, case: &str, measure: &str, (ours, theirs): (&str, &str), limit: f64) -> Self {
        let figure = |contestant: &str| (case.to_owned(), measure.to_owned(), contestant.to_owned());
        Self { says: says.to_owned(), above: figure(ours), below: Some(figure(theirs)), limit }
    }

    /// That one contestant's figure in one case, divided by its own in another case, is `limit` at most.
    #[must_use]
    pub fn between(says: &str, (case, other): (&str, &str), measure: &str, contestant: &str, limit: f64) -> Self {
        let figure = |case: &str| (case.to_owned(), measure.to_owned(), contestant.to_owned());
        Self { says: says.to_owned(), above: figure(case), below: Some(figure(other)), limit }
    }

    /// That a figure itself is `limit` at most.
    #[must_use]
    pub fn figure(says: &str, case: &str, measure: &str, contestant: &str, limit: f64) -> Self {
        let above = (case.to_owned(), measure.to_owned(), contestant.to_owned());
        Self { says: says.to_owned(), above, below: None, limit }
    }

    /// What came out, and whether it is within the limit; none if a figure of it was not taken.
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
