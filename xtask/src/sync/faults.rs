//! Failures of single changes of the disk, for tests.

use std::{cell::Cell, io, process::Command};

/// What happens at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The process is killed.
    Kill,
    /// This change fails.
    Once,
    /// This change and all later ones fail.
    Always,
}

thread_local! {
    static FAULT: Cell<Option<(Fault, usize)>> = const { Cell::new(None) };
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// Called by `disk` before each change.
pub(super) fn step() -> io::Result<()> {
    let now = STEPS.get() + 1;
    STEPS.set(now);
    match FAULT.get() {
        Some((Fault::Kill, at)) if at == now => kill_this_process(),
        Some((Fault::Once, at)) if at == now => Err(io::Error::other("the disk is full")),
        Some((Fault::Always, at)) if at <= now => Err(io::Error::other("the disk is gone")),
        _ => Ok(()),
    }
}

fn kill_this_process() -> ! {
    let _ = Command::new("kill").args(["-9", &std::process::id().to_string()]).status();
    std::process::abort()
}

/// Calls a function with a fault at a step; returns its result and the number of steps.
pub(super) fn with_fault<T>(fault: Option<(Fault, usize)>, call: impl FnOnce() -> T) -> (T, usize) {
    STEPS.set(0);
    FAULT.set(fault);
    let result = call();
    FAULT.set(None);
    (result, STEPS.get())
}
