//! Writes a folder of schemas: see the library.

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;

/// Writes schemas of as many endpoints as are asked for, in the mix of the real ones
#[derive(Debug, Parser)]
struct Options {
    /// How many endpoints
    #[arg(long, value_name = "N")]
    endpoints: usize,
    /// Other seeds give other schemas
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// How many vendors share them
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
