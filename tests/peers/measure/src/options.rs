//! The command-line options that all benchmarks share.

use std::path::PathBuf;

use clap::Parser;

/// The command line of a benchmark.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// The folder for the results
    #[arg(long, value_name = "DIR", default_value = "results")]
    pub out: PathBuf,
    /// The number of measured rounds
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub rounds: usize,
    /// Run only the cases whose names contain this text, or one of several
    #[arg(long, value_name = "TEXT")]
    pub only: Vec<String>,
}

impl Options {
    /// Whether a case is selected.
    #[must_use]
    pub fn wants(&self, case: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|text| case.contains(text))
    }
}
