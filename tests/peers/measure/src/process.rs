//! Programs that are run and measured from outside.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use wait4::Wait4;

/// What a program needed.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// From start to end.
    pub wall: Duration,
    /// Of all cores, in user and system mode, with the programs that it ran.
    pub cpu: Duration,
    /// The most memory that it, or any of the programs that it ran, held at once, in bytes; never less than what the
    /// bench itself has held, which Linux hands on to what it starts. So it means something in small benches alone.
    pub peak: u64,
}

/// Runs a program to its end. What it prints is thrown away, unless it fails.
///
/// # Errors
/// If it cannot be started or fails, with what it wrote to standard error.
pub fn run(command: &mut Command) -> Result<Usage> {
    run_and_listen(command).map(|(usage, _)| usage)
}

/// Runs a program to its end, and gives what it wrote to standard error as well.
///
/// # Errors
/// As those of [`run`].
pub fn run_and_listen(command: &mut Command) -> Result<(Usage, String)> {
    command.stdout(Stdio::null());
    finish(command)
}

/// Runs a program to its end, and gives back what it wrote to standard output.
///
/// # Errors
/// As those of [`run`].
pub fn run_told(command: &mut Command) -> Result<(Usage, String)> {
    let output = scratch("out");
    command.stdout(fs::File::create(&output)?);
    let usage = finish(command);
    let told = fs::read_to_string(&output).unwrap_or_default();
    fs::remove_file(&output).ok();
    Ok((usage?.0, told))
}

/// Runs a program whose output goes somewhere already; gives what it wrote to standard error as well.
fn finish(command: &mut Command) -> Result<(Usage, String)> {
    let program = command.get_program().to_string_lossy().into_owned();
    let errors = scratch("err");
    command.stdin(Stdio::null()).stderr(fs::File::create(&errors)?);
    let start = Instant::now();
    let child = command.spawn().with_context(|| format!("cannot start {program}"))?;
    let ended = child.wait4().with_context(|| format!("cannot wait for {program}"))?;
    let wall = start.elapsed();
    let told = fs::read_to_string(&errors).unwrap_or_default();
    fs::remove_file(&errors).ok();
    if !ended.status.success() {
        bail!("{program} failed: {}\n{told}", ended.status);
    }
    let usage = ended.rusage;
    Ok((Usage { wall, cpu: usage.utime + usage.stime, peak: usage.maxrss }, told))
}

/// A file for what the one program that runs writes.
fn scratch(ending: &str) -> PathBuf {
    std::env::temp_dir().join(format!("measure-{}.{ending}", std::process::id()))
}

/// How many instructions a program executes, by Callgrind; none where there is no valgrind.
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
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        bail!("{} under valgrind failed: {}\n{told}", program.display(), output.status);
    }
    let collected = told.lines().find_map(|line| line.split_once("Collected :")).map(|(_, count)| count.trim());
    collected.and_then(|count| count.parse().ok()).map(Some).context("valgrind told no count of instructions")
}
