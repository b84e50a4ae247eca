//! A table of cases: the time, allocations and instructions of each contestant.

use anyhow::{Context, Result};
use clap::Parser;
use measure::{Measure, Options, Table, Unit, Work, once};

use crate::counting::counted;

/// The bytes read or written per second.
pub const RATE: Measure = Measure::new("rate", Unit::BytesPerSecond);
/// The number of allocations.
pub const ALLOCATIONS: Measure = Measure::new("allocations", Unit::Count);
/// The number of allocated bytes.
pub const ALLOCATED: Measure = Measure::new("allocated", Unit::Bytes);
/// The peak of allocated bytes.
pub const PEAK: Measure = Measure::new("peak memory", Unit::Bytes);

/// A case: some work, and all contestants that do it.
pub struct Case {
    /// Its name in the table.
    pub name: String,
    /// The number of repetitions for counting instructions, if they are counted.
    pub times: Option<usize>,
    /// Prepares the input, checks that all contestants do the same work, and returns the work of each.
    pub prepare: Box<dyn Fn() -> Result<Prepared>>,
}

/// A prepared case.
pub struct Prepared {
    /// The number of bytes that are read or written, if the table has a rate.
    pub bytes: Option<usize>,
    /// The work of each contestant.
    pub works: Vec<Work<'static>>,
}

/// The command line of a benchmark, including what it passes to itself when it runs under Callgrind.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(flatten)]
    options: Options,
    /// Repeat the work of a contestant in a case and exit
    #[arg(long, hide = true, num_args = 3, value_names = ["CONTESTANT", "CASE", "TIMES"])]
    once: Option<Vec<String>>,
}

/// Measures all cases that the command line selects, and writes the table.
///
/// # Errors
/// If the contestants do not do the same work, or a file cannot be written.
pub fn report(mut table: Table, cases: &[Case]) -> Result<()> {
    let arguments = Arguments::parse();
    if let Some([contestant, case, times]) = arguments.once.as_deref() {
        let case = cases.iter().find(|known| known.name == *case).with_context(|| format!("there is no {case}"))?;
        return once((case.prepare)()?.works, contestant, times);
    }
    for case in cases.iter().filter(|case| arguments.options.wants(&case.name)) {
        take(&mut table, case, arguments.options.rounds).with_context(|| case.name.clone())?;
    }
    table.write(&arguments.options.out)
}

fn take(table: &mut Table, case: &Case, rounds: usize) -> Result<()> {
    let Prepared { bytes, works } = (case.prepare)()?;
    let names: Vec<_> = works.iter().map(|work| work.contestant).collect();
    table.take_short_turns(&case.name, rounds, bytes.map(|bytes| (RATE, bytes as f64)), works)?;
    for mut work in (case.prepare)()?.works {
        let (_, used) = counted(|| work.run(1));
        for (measure, value) in [(ALLOCATIONS, used.count), (ALLOCATED, used.bytes), (PEAK, used.peak)] {
            table.add(&case.name, work.contestant, measure, value as f64);
        }
    }
    if let Some(times) = case.times {
        names.iter().try_for_each(|name| table.count_instructions(&case.name, name, times, &[]))?;
    }
    Ok(())
}
