//! The system's allocator, which can count allocations.
//!
//! It counts only while [`counted`] runs. At other times it only checks a flag.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
};

/// The allocations of a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocations {
    /// The number of allocations and reallocations.
    pub count: usize,
    /// The number of allocated bytes; for a reallocation, the bytes added.
    pub bytes: usize,
    /// The peak of allocated bytes.
    pub peak: usize,
}

/// Counts the allocations of `work`. Those of other threads at the same time are counted, too.
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

/// The global allocator of a program whose allocations are counted.
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
    // Freeing memory that was allocated before makes the balance negative.
    if held <= isize::MAX as usize {
        PEAK.fetch_max(held, Relaxed);
    }
}

#[cold]
fn given_back(less: usize) {
    HELD.fetch_sub(less, Relaxed);
}

// SAFETY: all calls go to the system's allocator; counting does not touch the memory.
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
