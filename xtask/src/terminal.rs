//! Standard output and standard error.

use std::{
    env,
    io::{self, IsTerminal, Write},
    sync::{
        Mutex, MutexGuard, PoisonError,
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Writes to standard output.
///
/// # Errors
/// If it cannot be written. A reader that closed the pipe, as `head` does, is not an error.
pub(crate) fn print(text: &str) -> Result<()> {
    match above_progress(|| io::stdout().write_all(text.as_bytes())) {
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
    above_progress(|| if cfg!(test) { eprintln!("{line}") } else { drop(writeln!(io::stderr(), "{line}")) });
}

/// A command that runs longer than this shows its progress.
const PATIENCE: Duration = Duration::from_secs(1);

/// The line that shows progress, if a command has one.
static LINE: Mutex<Option<ProgressBar>> = Mutex::new(None);

fn line() -> MutexGuard<'static, Option<ProgressBar>> {
    LINE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes something; it does not mix with the line that shows progress.
fn above_progress<T>(write: impl FnOnce() -> T) -> T {
    let bar = line().clone();
    match bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

/// Shows how far a command is that runs longer than a second, in the last line of a terminal. If standard error is not a
/// terminal, nothing is written. Dropping it removes the line.
pub(crate) struct Progress {
    /// Dropping it ends the thread that waits before the line is shown.
    _waiting: Option<Sender<()>>,
}

impl Progress {
    /// Begins with something that takes long. A command has one at a time.
    pub(crate) fn begin(what: &'static str) -> Self {
        let is_dumb = env::var_os("TERM").is_none_or(|term| term == "dumb");
        if is_dumb || !io::stderr().is_terminal() {
            return Self::none();
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.set_message(what);
        *line() = Some(bar.clone());
        let (sender, receiver) = channel();
        let show = move || {
            if receiver.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.enable_steady_tick(PATIENCE / 10);
            }
        };
        // Without a thread, nothing is shown.
        let started = thread::Builder::new().spawn(show);
        Self { _waiting: started.ok().map(|_| sender) }
    }

    /// Shows nothing.
    pub(crate) fn none() -> Self {
        Self { _waiting: None }
    }

    /// Says how far the command is. The text is not made if it is not shown.
    pub(crate) fn say(&self, text: impl FnOnce() -> String) {
        if let Some(bar) = line().as_ref().filter(|bar| !bar.is_hidden()) {
            bar.set_message(text());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = line().take() {
            bar.finish_and_clear();
        }
    }
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
