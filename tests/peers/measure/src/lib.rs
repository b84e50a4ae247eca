//! Runs that take turns, and the tables and charts made of them.
//!
//! A bench is a program of one [`Table`]. It says which [`Goal`]s it has, lets its contestants take turns with
//! [`Table::take_turns`] (or, of what is too short to be timed, [`Table::take_short_turns`]), and ends with [`Table::write`], which makes `<name>.md`, `<name>.json` and `<name>.svg`.

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
pub use process::{Usage, instructions, run, run_and_listen, run_told};
pub use sample::Sample;
pub use table::{OURS, Row, Table};
pub use turns::{Contestant, Figures};
pub use unit::{Measure, Unit};
pub use work::{INSTRUCTIONS, TIME, Work, once};
