//! Writes a folder of schemas; see the library.

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;

/// Write schemas with any number of endpoints, in the proportions of the real ones
#[derive(Debug, Parser)]
struct Options {
    /// The number of endpoints
    #[arg(long, value_name = "N")]
    endpoints: usize,
    /// The seed
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The number of vendors that share them
    #[arg(long, value_name = "V", default_value_t = 10)]
    vendors: usize,
    /// The folder to write
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

fn main() -> Result<()> {
    let Options { endpoints, seed, vendors, out } = Options::parse();
    let sources = synth::schemas(&synth::Mix { endpoints, vendors, seed });
    synth::write(&out, &sources)?;
    println!("{} files in {}", sources.len(), out.display());
    Ok(())
}
