//! The commit and the machine that were measured.

use std::{fmt, fs, process::Command};

use serde::Serialize;

/// The commit and the machine of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    /// The measured commit, with `+` appended if files were changed.
    pub commit: String,
    /// The date.
    pub date: String,
    /// The processor's name.
    pub processor: String,
    /// The number of cores.
    pub cores: usize,
    /// Memory in bytes.
    pub memory: u64,
    /// The operating system.
    pub system: String,
    /// The compiler.
    pub rustc: String,
}

impl Machine {
    /// Describes the current commit and machine.
    #[must_use]
    pub fn of_here() -> Self {
        let proc = |file: &str| fs::read_to_string(format!("/proc/{file}")).unwrap_or_default();
        let after = |text: &str, key: &str| {
            let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default();
            line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        let memory = after(&proc("meminfo"), "MemTotal");
        let kilobytes = memory.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0);
        // Results are written after the measurement, so they do not count as changes.
        let changed =
            !output_of("git", &["status", "--porcelain", "--", ":/", ":(exclude,top)tests/peers/results"]).is_empty();
        let commit = output_of("git", &["rev-parse", "--short=12", "HEAD"]);
        Self {
            commit: if changed { format!("{commit}+") } else { commit },
            date: output_of("date", &["+%Y-%m-%d"]),
            processor: after(&proc("cpuinfo"), "model name"),
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            memory: kilobytes * 1024,
            system: output_of("uname", &["-sr"]),
            rustc: output_of("rustc", &["--version"]),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { commit, date, processor, cores, system, rustc, .. } = self;
        let gigabytes = self.memory as f64 / 1e9;
        write!(f, "Commit {commit}, {date}; {processor}, {cores} cores, {gigabytes:.0} GB; {system}; {rustc}.")
    }
}

/// The first line that a program prints, or an empty string if it cannot be run.
fn output_of(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}
