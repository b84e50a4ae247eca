//! A table of cases: how long the contestants take, what they allocate, how many instructions they need.

use anyhow::{Context, Result};
use clap::Parser;
use measure::{Measure, Options, Table, Unit, Work, once};

use crate::counting::counted;

/// What is written or read each second.
pub const RATE: Measure = Measure::new("rate", Unit::BytesPerSecond);
/// How often memory is asked for.
pub const ALLOCATIONS: Measure = Measure::new("allocations", Unit::Count);
/// How much of it.
pub const ALLOCATED: Measure = Measure::new("allocated", Unit::Bytes);
/// How much is held at the most.
pub const PEAK: Measure = Measure::new("peak memory", Unit::Bytes);

/// Some work, and everybody who does it.
pub struct Case {
    /// What the table calls it.
    pub name: String,
    /// How often the work is done to count its instructions, if they are counted.
    pub times: Option<usize>,
    /// Makes what is needed, sees that all do the same work, and has them do it.
    pub prepare: Box<dyn Fn() -> Result<Prepared>>,
}

/// A case that is ready.
pub struct Prepared {
    /// How many bytes are read or written, if the table shall tell a rate.
    pub bytes: Option<usize>,
    /// Everybody's work.
    pub works: Vec<Work<'static>>,
}

/// What a bench is told, and what it tells itself when it runs under Callgrind.
#[derive(Debug, Parser)]
struct Told {
    #[command(flatten)]
    options: Options,
    /// Does the work of a contestant in a case so many times, and no more
    #[arg(long, hide = true, num_args = 3, value_names = ["CONTESTANT", "CASE", "TIMES"])]
    once: Option<Vec<String>>,
}

/// Measures all cases, as the command line tells, and writes the table.
///
/// # Errors
/// Contestants do not do the same work; a file cannot be written.
pub fn report(mut table: Table, cases: &[Case]) -> Result<()> {
    let told = Told::parse();
    if let Some([contestant, case, times]) = told.once.as_deref() {
        let case = cases.iter().find(|known| known.name == *case).with_context(|| format!("there is no {case}"))?;
        return once((case.prepare)()?.works, contestant, times);
    }
    for case in cases.iter().filter(|case| told.options.wants(&case.name)) {
        take(&mut table, case, told.options.rounds).with_context(|| case.name.clone())?;
    }
    table.write(&told.options.out)
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
