//! `cargo xtask gen`, built for release and run as a program.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use measure::{Figures, Measure, Unit, run_with_stderr};
use serde_json::Value;

use crate::{
    EACH, PEAK, RATE, SIZE, WALL, peers,
    work::{self, Work},
};

/// The reported phases, by the names that `--timings` prints.
const PHASES: [Measure; 7] = [
    Measure::new("read", Unit::Seconds),
    Measure::new("digest", Unit::Seconds),
    Measure::new("parse", Unit::Seconds),
    Measure::new("lower", Unit::Seconds),
    Measure::new("emit", Unit::Seconds),
    Measure::new("print", Unit::Seconds),
    Measure::new("sync", Unit::Seconds),
];

/// The program, and which of the options it has.
pub(crate) struct Generator {
    program: PathBuf,
    has_cache: bool,
    has_timings: bool,
}

impl Generator {
    /// Builds the program.
    pub(crate) fn build() -> Result<Self> {
        let target = peers().join("target").join("ours");
        let manifest = peers().join("../../Cargo.toml");
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["build", "--quiet", "--release", "--locked", "--package", "xtask", "--manifest-path"]);
        cargo.arg(&manifest).arg("--target-dir").arg(&target).stdin(Stdio::null());
        if !cargo.status().context("cannot start cargo")?.success() {
            bail!("the generator could not be built");
        }
        let program = target.join("release").join("xtask");
        let help = Command::new(&program).args(["gen", "--help"]).output().context("cannot start the generator")?;
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        let (has_cache, has_timings) = (help.contains("--cache"), help.contains("--timings"));
        Ok(Self { program, has_cache, has_timings })
    }

    /// Generates the crate of some schemas.
    pub(crate) fn run(&self, work: &Work) -> Result<Figures> {
        let mut command = Command::new(&self.program);
        // The folders are not part of a workspace.
        command.env_remove("CARGO_MANIFEST_DIR");
        command.args(["gen", "--schemas"]).arg(work.schemas()).arg("--out").arg(work.out());
        if self.has_cache {
            command.arg("--cache").arg(work.cache());
        }
        if self.has_timings {
            command.arg("--timings");
        }
        crate::settle();
        let (usage, printed) = run_with_stderr(&mut command)?;
        let (seconds, size) = (usage.wall.as_secs_f64(), work::size(&work::files(&work.out())?));
        let mut figures = vec![
            (WALL, seconds),
            (RATE, work.types as f64 / seconds),
            (SIZE, size),
            (EACH, seconds / work.endpoints as f64),
        ];
        figures.extend(peak(&printed).map(|bytes| (PEAK, bytes)));
        figures.extend(phases(&printed));
        Ok(figures)
    }
}

/// The line of JSON that `--timings` prints.
fn timings(printed: &str) -> Option<Value> {
    printed.lines().rev().find_map(|line| serde_json::from_str::<Value>(line).ok().filter(Value::is_object))
}

/// The peak memory that a run measured itself, in bytes.
fn peak(printed: &str) -> Option<f64> {
    timings(printed)?.get("peak")?.as_f64()
}

/// Parses the phases of a run: a line of JSON with milliseconds by name, or lines of the form `phase: milliseconds`.
fn phases(printed: &str) -> Figures {
    let json = timings(printed);
    let in_line = |phase: &str| {
        let line = printed.lines().find_map(|line| line.strip_prefix(phase)?.trim().strip_prefix(':'))?;
        line.split_whitespace().next()?.parse().ok()
    };
    let of = |phase: &str| match &json {
        Some(json) => json.get(phase)?.as_f64(),
        None => in_line(phase),
    };
    PHASES.into_iter().filter_map(|phase| Some((phase, of(phase.name)? / 1e3))).collect()
}

#[cfg(test)]
mod tests {
    use super::{peak, phases};

    #[test]
    fn phases_are_read_in_both_forms() {
        for printed in ["note: something\n{\"parse\":12.5,\"total\":20}", "parse: 12.5 ms\nnote: something"] {
            let found: Vec<_> = phases(printed).into_iter().map(|(phase, seconds)| (phase.name, seconds)).collect();
            assert_eq!(found, [("parse", 0.0125)]);
        }
        assert!(phases("note: nothing is printed").is_empty());
        assert_eq!((peak("{\"peak\":1024}"), peak("{\"peak\":null}"), peak("note")), (Some(1024.0), None, None));
    }
}
