//! Standard output and standard error.

use std::{
    env,
    io::{self, IsTerminal, Write},
};

use anyhow::{Context, Result};

/// Writes to standard output.
///
/// # Errors
/// If it cannot be written. A reader that closed the pipe, as `head` does, is not an error.
pub(crate) fn print(text: &str) -> Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// Writes a line to standard output, ignoring errors.
pub(crate) fn print_line(line: &str) {
    drop(print(&format!("{line}\n")));
}

/// Writes a line to standard error, ignoring errors.
pub(crate) fn eprint_line(line: &str) {
    // `eprintln!` is captured by tests, but panics if standard error is closed.
    if cfg!(test) { eprintln!("{line}") } else { drop(writeln!(io::stderr(), "{line}")) }
}

/// Whether text on standard error may be coloured: on a terminal, unless `NO_COLOR` is set.
pub(crate) fn is_coloured() -> bool {
    let no_color = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stderr().is_terminal() && !no_color && !dumb
}

/// A number with its noun: `1 file`, `2 files`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
