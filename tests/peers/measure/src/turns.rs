//! Runs contestants in rounds, so that a disturbance of the machine affects all of them.

use anyhow::{Context, Result};

use crate::{
    sample::Sample,
    table::{Row, Table},
    unit::Measure,
};

/// The figures of one run.
pub type Figures = Vec<(Measure, f64)>;

/// A contestant: one way to do the work that is measured.
pub struct Contestant<'a> {
    /// Its name in the table.
    pub name: String,
    /// Does the work once.
    pub run: Box<dyn FnMut() -> Result<Figures> + 'a>,
}

impl<'a> Contestant<'a> {
    /// A contestant with this name and this way to do the work once.
    pub fn new(name: &str, run: impl FnMut() -> Result<Figures> + 'a) -> Self {
        Self { name: name.to_owned(), run: Box::new(run) }
    }
}

impl Table {
    /// Runs the contestants of a case: one warm-up run each, then `rounds` rounds. Each round starts with a different
    /// contestant.
    ///
    /// # Errors
    /// The error of a run, with the contestant and the case.
    pub fn take_turns(&mut self, case: &str, rounds: usize, contestants: &mut [Contestant<'_>]) -> Result<()> {
        let mut rows: Vec<Vec<Row>> = contestants.iter().map(|_| Vec::new()).collect();
        for round in 0..=rounds {
            for step in 0..contestants.len() {
                let at = (step + round) % contestants.len();
                let contestant = &mut contestants[at];
                let figures = (contestant.run)().with_context(|| format!("{}, {case}", contestant.name))?;
                if round == 0 {
                    continue;
                }
                for (measure, value) in figures {
                    add(&mut rows[at], case, &contestant.name, measure, value);
                }
            }
            eprintln!("{}: {case}: round {round} of {rounds}", self.name);
        }
        self.rows.extend(rows.into_iter().flatten());
        Ok(())
    }
}

fn add(rows: &mut Vec<Row>, case: &str, contestant: &str, measure: Measure, value: f64) {
    match rows.iter_mut().find(|row| row.measure == measure) {
        Some(row) => row.sample.0.push(value),
        None => rows.push(Row {
            case: case.to_owned(),
            contestant: contestant.to_owned(),
            measure,
            sample: Sample(vec![value]),
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::Contestant;
    use crate::{Measure, Table, Unit};

    #[test]
    fn each_round_starts_with_another_contestant_and_the_warm_up_is_not_counted() {
        let order = RefCell::new(String::new());
        let run = |name: &'static str| {
            let order = &order;
            Contestant::new(name, move || {
                order.borrow_mut().push_str(name);
                Ok(vec![(Measure::new("n", Unit::Count), order.borrow().len() as f64)])
            })
        };
        let mut table = Table::new("t", "T");
        table.take_turns("c", 2, &mut [run("a"), run("b")]).expect("nothing fails");
        assert_eq!(*order.borrow(), "abbaab");
        assert_eq!(table.row("c", "n", "a").map(|row| row.sample.0.clone()), Some(vec![4.0, 5.0]));
    }
}
