//! How long each phase of `gen` takes. The clock is here: `codegen` has none.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// The time that each phase took so far, in nanoseconds.
///
/// Files are made in several threads while others are written: `emit` and `print` are the sums of what all threads spent
/// on them, the others are times by the clock on the wall. `make` is the time in which files were made, compared and
/// written: what is in it and not in the two sums is the work of `sync`.
#[derive(Debug, Default)]
pub(crate) struct Timings {
    read: AtomicU64,
    parse: AtomicU64,
    lower: AtomicU64,
    digest: AtomicU64,
    emit: AtomicU64,
    print: AtomicU64,
    make: AtomicU64,
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

    pub(crate) fn make<T>(&self, work: impl FnOnce() -> T) -> T {
        timed(&self.make, work)
    }

    /// All of it in milliseconds, as a JSON object in one line.
    pub(crate) fn json(&self, total: Duration, threads: usize) -> String {
        let millis = |of: &AtomicU64| of.load(Ordering::Relaxed) as f64 / 1e6;
        let (emit, print, make) = (millis(&self.emit), millis(&self.print), millis(&self.make));
        let table = serde_json::json!({
            "read": millis(&self.read),
            "parse": millis(&self.parse),
            "lower": millis(&self.lower),
            "digest": millis(&self.digest),
            "emit": emit,
            "print": print,
            "sync": (make - (emit + print) / threads as f64).max(0.0),
            "threads": threads,
            "total": total.as_secs_f64() * 1e3,
        });
        table.to_string()
    }
}

fn timed<T>(spent: &AtomicU64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    spent.fetch_add(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    done
}
