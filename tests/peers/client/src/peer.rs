//! The mock in its own process.

use std::{
    io::{BufRead, BufReader},
    process::{Child, ChildStdin, Command, Stdio},
};

use anyhow::{Context, Result};

/// A mock in another process. Dropping it ends the process.
pub(crate) struct Peer {
    child: Child,
    input: Option<ChildStdin>,
    base: String,
}

impl Peer {
    /// Starts a mock that answers with this number of customers.
    pub(crate) fn start(count: usize) -> Result<Self> {
        let program = std::env::current_exe().context("this program has no path")?;
        let mut command = Command::new(program);
        command.args(["--serve", &count.to_string()]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context("the mock cannot be started")?;
        let input = child.stdin.take();
        let mut base = String::new();
        BufReader::new(child.stdout.take().context("the mock has no output")?).read_line(&mut base)?;
        Ok(Self { child, input, base: base.trim().to_owned() })
    }

    /// The base URL of the vendor that the mock plays.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // The process ends when its standard input is closed.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
