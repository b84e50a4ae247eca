//! Measures the phases of `gen`. This is done here because `codegen` does not read the clock.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// The nanoseconds that each phase took so far.
///
/// Several threads make files while others are written: `emit` and `print` are sums over all threads, the other phases
/// are wall time. `sync` is the wall time in which files are made, compared and written, so it includes the two.
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

    /// The milliseconds of each phase, as a JSON object in one line. There, `sync` is without `emit` and `print`.
    pub(crate) fn json(&self, total: Duration, threads: usize) -> String {
        let millis = |of: &AtomicU64| of.load(Ordering::Relaxed) as f64 / 1e6;
        let (emit, print, sync) = (millis(&self.emit), millis(&self.print), millis(&self.sync));
        let table = serde_json::json!({
            "read": millis(&self.read),
            "parse": millis(&self.parse),
            "lower": millis(&self.lower),
            "digest": millis(&self.digest),
            "emit": emit,
            "print": print,
            "sync": (sync - (emit + print) / threads as f64).max(0.0),
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
