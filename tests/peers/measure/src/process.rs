//! Runs programs and measures them from outside.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use wait4::Wait4;

/// The resources that a program used.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// The time from start to end.
    pub wall: Duration,
    /// The processor time of the program and of the programs that it ran, in user and system mode.
    pub cpu: Duration,
    /// The peak memory of the program, or of any program that it ran, in bytes. On Linux this is never less than the
    /// peak memory of the benchmark itself, so it is meaningful only if the benchmark is small.
    pub peak: u64,
}

/// Runs a program and waits for it. Its output is discarded unless it fails.
///
/// # Errors
/// If the program cannot be started or fails; the error contains its standard error.
pub fn run(command: &mut Command) -> Result<Usage> {
    run_with_stderr(command).map(|(usage, _)| usage)
}

/// Runs a program, waits for it, and returns its standard error.
///
/// # Errors
/// See [`run`].
pub fn run_with_stderr(command: &mut Command) -> Result<(Usage, String)> {
    command.stdout(Stdio::null());
    finish(command)
}

/// Runs a program, waits for it, and returns its standard output.
///
/// # Errors
/// See [`run`].
pub fn run_with_stdout(command: &mut Command) -> Result<(Usage, String)> {
    let output = scratch("out");
    command.stdout(fs::File::create(&output)?);
    let usage = finish(command);
    let printed = fs::read_to_string(&output).unwrap_or_default();
    fs::remove_file(&output).ok();
    Ok((usage?.0, printed))
}

/// Runs a program whose standard output is already redirected, and returns its standard error.
fn finish(command: &mut Command) -> Result<(Usage, String)> {
    let program = command.get_program().to_string_lossy().into_owned();
    let errors = scratch("err");
    command.stdin(Stdio::null()).stderr(fs::File::create(&errors)?);
    let start = Instant::now();
    let child = command.spawn().with_context(|| format!("cannot start {program}"))?;
    let ended = child.wait4().with_context(|| format!("cannot wait for {program}"))?;
    let wall = start.elapsed();
    let printed = fs::read_to_string(&errors).unwrap_or_default();
    fs::remove_file(&errors).ok();
    if !ended.status.success() {
        bail!("{program} failed: {}\n{printed}", ended.status);
    }
    let usage = ended.rusage;
    Ok((Usage { wall, cpu: usage.utime + usage.stime, peak: usage.maxrss }, printed))
}

/// A temporary file for the output of the running program.
fn scratch(ending: &str) -> PathBuf {
    std::env::temp_dir().join(format!("measure-{}.{ending}", std::process::id()))
}

/// Counts the instructions of a program with Callgrind. `None` if valgrind is not installed.
///
/// # Errors
/// If the program fails.
pub fn instructions(program: &Path, arguments: &[&str]) -> Result<Option<f64>> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(arguments)
        .output();
    let Ok(output) = output else { return Ok(None) };
    let printed = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        bail!("{} under valgrind failed: {}\n{printed}", program.display(), output.status);
    }
    let collected = printed.lines().find_map(|line| line.split_once("Collected :")).map(|(_, count)| count.trim());
    collected.and_then(|count| count.parse().ok()).map(Some).context("valgrind printed no count of instructions")
}
