//! What every bench can be told.

use std::path::PathBuf;

use clap::Parser;

/// What a bench is told on its command line.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// The folder that the table is written to
    #[arg(long, value_name = "DIR", default_value = "results")]
    pub out: PathBuf,
    /// How many rounds count
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub rounds: usize,
    /// Only the cases whose names contain this
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub only: String,
}

impl Options {
    /// Whether a case is asked for.
    #[must_use]
    pub fn wants(&self, case: &str) -> bool {
        case.contains(&self.only)
    }
}
