//! Work that is too short to be timed once, and is repeated.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use crate::{
    process::instructions,
    sample::Sample,
    table::{Row, Table},
    turns::Contestant,
    unit::{Measure, Unit},
};

/// The minimum duration of a sample.
const SAMPLE: Duration = Duration::from_millis(200);
/// The time of one repetition.
pub const TIME: Measure = Measure::new("time", Unit::Seconds);
/// The instructions of one repetition.
pub const INSTRUCTIONS: Measure = Measure::new("instructions", Unit::Count);

/// The work of one contestant, which can be repeated.
pub struct Work<'a> {
    /// The name of the contestant.
    pub contestant: &'static str,
    repeat: Box<dyn FnMut(usize) + 'a>,
}

impl<'a> Work<'a> {
    /// Repeats `once` and drops the results. The loop is compiled together with `once`, so it costs almost nothing.
    pub fn new<T>(contestant: &'static str, mut once: impl FnMut() -> T + 'a) -> Self {
        Self::repeating(contestant, move |times| {
            for _ in 0..times {
                black_box(once());
            }
        })
    }

    /// Does the work by calling `repeat` with a number of repetitions.
    pub fn repeating(contestant: &'static str, repeat: impl FnMut(usize) + 'a) -> Self {
        Self { contestant, repeat: Box::new(repeat) }
    }

    /// Does the work a number of times.
    pub fn run(&mut self, times: usize) {
        (self.repeat)(times);
    }

    fn time(&mut self, times: usize) -> Duration {
        let start = Instant::now();
        self.run(times);
        start.elapsed()
    }

    /// The number of repetitions in a sample.
    fn enough(&mut self) -> usize {
        let mut times = 1;
        loop {
            let took = self.time(times);
            if took >= SAMPLE {
                return times;
            }
            let wanted = SAMPLE.as_secs_f64() / took.as_secs_f64().max(1e-9);
            // A measurement that was too short does not determine the number.
            let wanted = (times as f64 * wanted.min(20.0) * 1.05).ceil();
            times = (wanted as usize).max(times + 1);
        }
    }
}

impl Table {
    /// Runs contestants with short work: each sample repeats it for at least 200 milliseconds. `rate` is an additional
    /// measure, and the amount of it that each repetition processes.
    ///
    /// # Errors
    /// Never returns one.
    pub fn take_short_turns(
        &mut self,
        case: &str,
        rounds: usize,
        rate: Option<(Measure, f64)>,
        works: Vec<Work<'_>>,
    ) -> Result<()> {
        let mut contestants: Vec<_> = works
            .into_iter()
            .map(|mut work| {
                let name = work.contestant;
                let mut times = 0;
                Contestant::new(name, move || {
                    if times == 0 {
                        times = work.enough();
                    }
                    let each = work.time(times).as_secs_f64() / times as f64;
                    let rate = rate.map(|(measure, amount)| (measure, amount / each));
                    Ok([(TIME, each)].into_iter().chain(rate).collect())
                })
            })
            .collect();
        self.take_turns(case, rounds, &mut contestants)
    }

    /// Adds a figure that is the same in each run.
    pub fn add(&mut self, case: &str, contestant: &str, measure: Measure, value: f64) {
        let (case, contestant) = (case.to_owned(), contestant.to_owned());
        self.rows.push(Row { case, contestant, measure, sample: Sample(vec![value]) });
    }

    /// Counts the instructions of work. Runs this program under Callgrind with `--once CONTESTANT CASE TIMES` and the
    /// arguments `more`, with `times` and with twice as many repetitions: the difference is the work alone. Adds
    /// nothing if valgrind is not installed.
    ///
    /// # Errors
    /// If the program fails.
    pub fn count_instructions(&mut self, case: &str, contestant: &str, times: usize, more: &[&str]) -> Result<()> {
        let program = std::env::current_exe().context("this program has no path")?;
        let count = |times: usize| {
            let times = times.to_string();
            let arguments = [&["--once", contestant, case, times.as_str()], more].concat();
            instructions(&program, &arguments)
        };
        let (Some(once), Some(twice)) = (count(times)?, count(2 * times)?) else { return Ok(()) };
        eprintln!("{}: {case}: instructions of {contestant}", self.name);
        self.add(case, contestant, INSTRUCTIONS, (twice - once) / times as f64);
        Ok(())
    }
}

/// Does the work of `--once CONTESTANT CASE TIMES`, if it is among that of a case.
///
/// # Errors
/// If no contestant has this name, or the number of repetitions is not a number.
pub fn once(works: Vec<Work<'_>>, contestant: &str, times: &str) -> Result<()> {
    let found = works.into_iter().find(|work| work.contestant == contestant);
    let mut work = found.with_context(|| format!("there is no {contestant}"))?;
    work.run(times.parse().with_context(|| format!("`{times}` is no number"))?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, thread, time::Duration};

    use super::{TIME, Work, once};
    use crate::{Measure, Table, Unit};

    #[test]
    fn a_sample_is_long_enough_and_is_divided_by_its_repetitions() {
        let mut table = Table::new("t", "T");
        let done = Cell::new(0);
        let work = Work::new("a", || {
            done.set(done.get() + 1);
            thread::sleep(Duration::from_millis(20));
        });
        let rate = (Measure::new("rate", Unit::PerSecond), 2.0);
        table.take_short_turns("c", 1, Some(rate), vec![work]).expect("nothing fails");
        assert!(done.get() >= 20, "{} times are no two samples", done.get());
        let figure = |measure| table.row("c", measure, "a").map_or(f64::NAN, |row| row.sample.0[0]);
        assert!((0.020..0.2).contains(&figure(TIME.name)), "{}", figure(TIME.name));
        assert!((figure("rate") * figure(TIME.name) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn once_does_the_work_of_the_named_contestant() {
        let (a, b) = (Cell::new(0), Cell::new(0));
        let count = |of: &Cell<i32>| of.set(of.get() + 1);
        let works = || vec![Work::new("a", || count(&a)), Work::new("b", || count(&b))];
        once(works(), "b", "3").expect("there is b");
        assert_eq!((a.get(), b.get()), (0, 3));
        assert!(once(works(), "c", "3").is_err() && once(works(), "a", "x").is_err());
    }
}
