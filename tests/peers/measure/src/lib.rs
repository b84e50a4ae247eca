//! Runs contestants in rounds, and writes the results as tables and charts.
//!
//! A benchmark is a program with one [`Table`]. It adds [`Goal`]s, runs its contestants with [`Table::take_turns`] (or
//! with [`Table::take_short_turns`] if the work is too short to be timed), and ends with [`Table::write`], which writes
//! `<name>.md`, `<name>.json` and `<name>.svg`.

mod chart;
mod goal;
mod machine;
mod markdown;
mod options;
mod process;
mod sample;
mod table;
mod turns;
mod unit;
mod work;

pub use goal::Goal;
pub use machine::Machine;
pub use options::Options;
pub use process::{Usage, instructions, run, run_with_stderr, run_with_stdout};
pub use sample::Sample;
pub use table::{OURS, Row, Table};
pub use turns::{Contestant, Figures};
pub use unit::{Measure, Unit};
pub use work::{INSTRUCTIONS, TIME, Work, once};
