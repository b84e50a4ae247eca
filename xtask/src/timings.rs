//! Measures the phases of `gen`. This is done here because `codegen` does not read the clock.

use std::{
    fs,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// The nanoseconds that each phase took so far.
///
/// Several threads load vendors and make files at a time, so each phase is a sum over all threads: together they can take
/// longer than the run.
#[derive(Debug, Default)]
pub(crate) struct Timings {
    read: AtomicU64,
    parse: AtomicU64,
    lower: AtomicU64,
    digest: AtomicU64,
    emit: AtomicU64,
    print: AtomicU64,
    sync: AtomicU64,
}

impl Timings {
    pub(crate) fn read<T>(&self, work: impl FnOnce() -> T) -> T {
        timed(&self.read, work)
    }

    pub(crate) fn parse<T>(&self, work: impl FnOnce() -> T) -> T {
        timed(&self.parse, work)
    }

    pub(crate) fn lower<T>(&self, work: impl FnOnce() -> T) -> T {
        timed(&self.lower, work)
    }

    pub(crate) fn digest<T>(&self, work: impl FnOnce() -> T) -> T {
        timed(&self.digest, work)
    }

    pub(crate) fn emit<T>(&self, work: impl FnOnce() -> T) -> T {
        timed(&self.emit, work)
    }

    pub(crate) fn print<T>(&self, work: impl FnOnce() -> T) -> T {
        timed(&self.print, work)
    }

    pub(crate) fn sync<T>(&self, work: impl FnOnce() -> T) -> T {
        timed(&self.sync, work)
    }

    /// The milliseconds of each phase, and the peak memory in bytes, as a JSON object in one line.
    pub(crate) fn json(&self, total: Duration, threads: usize) -> String {
        let millis = |of: &AtomicU64| of.load(Ordering::Relaxed) as f64 / 1e6;
        let table = serde_json::json!({
            "read": millis(&self.read),
            "parse": millis(&self.parse),
            "lower": millis(&self.lower),
            "digest": millis(&self.digest),
            "emit": millis(&self.emit),
            "print": millis(&self.print),
            "sync": millis(&self.sync),
            "peak": peak(),
            "threads": threads,
            "total": total.as_secs_f64() * 1e3,
        });
        table.to_string()
    }
}

/// The greatest amount of memory that the process had at a time, in bytes, where the system says so in a file. What it says of
/// a process that has ended includes the one that started it.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"))?;
    Some(kilobytes.parse::<u64>().ok()? * 1024)
}

fn timed<T>(spent: &AtomicU64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    spent.fetch_add(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    done
}
