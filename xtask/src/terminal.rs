//! Standard output and standard error.

use std::{
    env,
    io::{self, IsTerminal, Write},
    sync::{
        Mutex, MutexGuard, PoisonError,
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

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

/// The columns that the text of the line takes at most, so that it needs no second line.
const WIDTH: usize = 64;

/// The line that shows progress, if a command has one.
static LINE: Mutex<Option<Line>> = Mutex::new(None);

struct Line {
    text: String,
    begun: Instant,
    is_shown: bool,
}

impl Line {
    /// Writes the line over the old one.
    fn draw(&self) {
        let (text, seconds) = (cut(&self.text), self.begun.elapsed().as_secs());
        Self::write(&format!("\r{text} ({seconds}s)\u{1b}[K"));
    }

    fn clear(&self) {
        if self.is_shown {
            Self::write("\r\u{1b}[2K");
        }
    }

    fn write(text: &str) {
        let mut stderr = io::stderr();
        drop(stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush()));
    }
}

/// What fits into the line.
fn cut(text: &str) -> String {
    let mut width = 0;
    let fits = |c: &char| {
        // Chinese characters take two columns.
        width += if c.is_ascii() { 1 } else { 2 };
        width <= WIDTH
    };
    text.chars().take_while(fits).collect()
}

fn line() -> MutexGuard<'static, Option<Line>> {
    LINE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes something; it does not mix with the line that shows progress.
fn above_progress<T>(write: impl FnOnce() -> T) -> T {
    let line = line();
    if let Some(line) = &*line {
        line.clear();
    }
    let written = write();
    if let Some(line) = line.as_ref().filter(|line| line.is_shown) {
        line.draw();
    }
    written
}

/// Shows how far a command is that runs longer than a second, in the last line of a terminal. If standard error is not a
/// terminal, nothing is written. Dropping it removes the line.
pub(crate) struct Progress {
    /// Dropping it ends the thread that draws the line.
    _drawing: Option<Sender<()>>,
}

impl Progress {
    /// Begins with something that takes long. A command has one at a time.
    pub(crate) fn begin(what: &str) -> Self {
        let is_dumb = env::var_os("TERM").is_none_or(|term| term == "dumb");
        if is_dumb || !io::stderr().is_terminal() {
            return Self::none();
        }
        *line() = Some(Line { text: what.to_owned(), begun: Instant::now(), is_shown: false });
        let (sender, receiver) = channel();
        let draw = move || {
            let mut pause = PATIENCE;
            while receiver.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                pause = PATIENCE / 10;
                if let Some(line) = &mut *line() {
                    line.is_shown = true;
                    line.draw();
                }
            }
        };
        // Without a thread, nothing is shown.
        let started = thread::Builder::new().spawn(draw);
        Self { _drawing: started.ok().map(|_| sender) }
    }

    /// Shows nothing.
    pub(crate) fn none() -> Self {
        Self { _drawing: None }
    }

    /// Says how far the command is. The text is not made if it is not shown.
    pub(crate) fn say(&self, text: impl FnOnce() -> String) {
        if let Some(line) = line().as_mut().filter(|line| line.is_shown) {
            line.text = text();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(line) = line().take() {
            line.clear();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_progress_is_no_wider_than_a_terminal() {
        assert_eq!(cut("3 of 12 vendors"), "3 of 12 vendors");
        assert_eq!(cut(&"a".repeat(100)), "a".repeat(64));
        assert_eq!(cut(&"页".repeat(100)), "页".repeat(32));
    }
}
