//! The system's allocator, with a count of what is asked of it.
//!
//! It counts only while [`counted`] runs; at other times it costs a look at a flag.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
};

/// What a piece of work asks of the allocator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocations {
    /// How often it asks for memory, new or more.
    pub count: usize,
    /// For how many bytes: of what grows, those that are added.
    pub bytes: usize,
    /// How many bytes it holds at the most.
    pub peak: usize,
}

/// Counts what `work` asks for. One thread at a time: what others ask for is counted as well.
pub fn counted<T>(work: impl FnOnce() -> T) -> (T, Allocations) {
    for number in [&COUNT, &BYTES, &HELD, &PEAK] {
        number.store(0, Relaxed);
    }
    COUNTING.store(true, Relaxed);
    let result = work();
    COUNTING.store(false, Relaxed);
    let [count, bytes, peak] = [&COUNT, &BYTES, &PEAK].map(|number| number.load(Relaxed));
    (result, Allocations { count, bytes, peak })
}

/// To be the global allocator of a program whose allocations are counted.
#[derive(Debug)]
pub struct Counting;

static COUNTING: AtomicBool = AtomicBool::new(false);
static COUNT: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);
static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

#[cold]
fn asked(more: usize) {
    COUNT.fetch_add(1, Relaxed);
    BYTES.fetch_add(more, Relaxed);
    let held = HELD.fetch_add(more, Relaxed).wrapping_add(more);
    // What was held before is given back at times: then less than nothing is held.
    if held <= isize::MAX as usize {
        PEAK.fetch_max(held, Relaxed);
    }
}

#[cold]
fn given_back(less: usize) {
    HELD.fetch_sub(less, Relaxed);
}

// SAFETY: all of it is the system's; what is counted touches no memory that is handed out.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if COUNTING.load(Relaxed) {
            asked(layout.size());
        }
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if COUNTING.load(Relaxed) {
            asked(layout.size());
        }
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        if COUNTING.load(Relaxed) {
            given_back(layout.size());
        }
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if COUNTING.load(Relaxed) {
            asked(size.saturating_sub(layout.size()));
            given_back(layout.size().saturating_sub(size));
        }
        unsafe { System.realloc(pointer, layout, size) }
    }
}
