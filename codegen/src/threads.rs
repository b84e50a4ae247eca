//! Parallel work: on the items of a list, and on two things at once.

use std::{
    cell::{Cell, RefCell},
    convert::Infallible,
    num::NonZero,
    panic::resume_unwind,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc::sync_channel,
    },
    thread,
};

/// Fewer items than this are processed without threads.
const FEW: usize = 16;

/// The least number of chunks that items are divided into, so that no thread is idle for long at the end.
const CHUNKS: usize = 64;

/// The stack size of a thread, in bytes: as large as the main thread's, because files may be nested deeply.
const STACK: usize = 8 << 20;

/// The number of threads of this module that are at work, and not waiting for others.
static BUSY: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// Whether this thread is one of them.
    static IS_BUSY: Cell<bool> = const { Cell::new(false) };
}

/// Counts this thread as busy, or as not busy, until it is dropped.
struct Counted {
    before: bool,
}

impl Counted {
    fn busy(is_busy: bool) -> Self {
        let counted = Self { before: IS_BUSY.get() };
        Self::set(is_busy);
        counted
    }

    fn set(is_busy: bool) {
        match (IS_BUSY.replace(is_busy), is_busy) {
            (false, true) => drop(BUSY.fetch_add(1, Ordering::Relaxed)),
            (true, false) => drop(BUSY.fetch_sub(1, Ordering::Relaxed)),
            _ => {}
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        Self::set(self.before);
    }
}

/// The number of threads that would have a core of their own, if this thread waited for them. What is done in parallel within
/// other parallel work is done by one thread while all cores are busy: more threads would only take memory.
fn free() -> usize {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let others = BUSY.load(Ordering::Relaxed).saturating_sub(usize::from(IS_BUSY.get()));
    cores.saturating_sub(others)
}

/// Does two things, the second one in another thread if a core is free and the system can start it.
pub fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    if free() < 2 {
        return (first(), second());
    }
    // A thread that cannot be started must not take the work with it.
    let second = Mutex::new(Some(second));
    let take = || second.lock().unwrap_or_else(PoisonError::into_inner).take();
    thread::scope(|scope| {
        let run = || {
            let _busy = Counted::busy(true);
            take().map(|second| second())
        };
        let started = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        let first = first();
        let joined = started.ok().and_then(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        match joined.or_else(|| take().map(|second| second())) {
            Some(second) => (first, second),
            None => unreachable!("one of the two threads takes it"),
        }
    })
}

/// Applies `work` to each item and returns the results in the order of the items.
pub fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    // A result is small compared with the price of handing it to another thread.
    let chunks: Vec<&[T]> = items.chunks((items.len() / CHUNKS).clamp(1, FEW)).collect();
    let mut done: Vec<Vec<R>> = chunks.iter().map(|_| Vec::new()).collect();
    let workers = if items.len() < FEW { 1 } else { usize::MAX };
    let indices: Vec<usize> = (0..chunks.len()).collect();
    let work = |at: &usize, put: &dyn Fn((usize, Vec<R>)) -> bool| {
        put((*at, chunks[*at].iter().map(&work).collect()));
    };
    let taken: Result<(), Infallible> = produce(&indices, workers, work, |(at, made)| {
        done[at] = made;
        Ok(())
    });
    match taken {
        Ok(()) => done.into_iter().flatten().collect(),
    }
}

/// Applies `work` to each item and passes each result to `take` when it is ready, with the index of its item. Only a few
/// results wait at a time, so they need not all fit into memory.
///
/// After the first error of `take`, no other item is started.
///
/// # Errors
/// The first error of `take`.
pub fn stream<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(usize, R) -> Result<(), E>,
) -> Result<(), E> {
    let indices: Vec<usize> = (0..items.len()).collect();
    let work = |at: &usize, put: &dyn Fn((usize, R)) -> bool| {
        put((*at, work(&items[*at])));
    };
    let workers = if items.len() < FEW { 1 } else { usize::MAX };
    produce(&indices, workers, work, |(at, made)| take(at, made))
}

/// Applies `work` to each item, which can put any number of results, and passes each to `take` when it is ready. Only a few
/// results wait at a time. No more than `workers` items are processed at a time.
///
/// After the first error of `take`, no other item is started. For the items that are being processed, putting a result returns
/// `false`, so that `work` can stop.
///
/// # Errors
/// The first error of `take`.
pub fn produce<T: Sync, R: Send, E>(
    items: &[T],
    workers: usize,
    work: impl Fn(&T, &dyn Fn(R) -> bool) + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let workers = free().min(items.len()).min(workers);
    if workers < 2 {
        return in_turn(items, work, take);
    }
    let _waiting = Counted::busy(false);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(workers * 2);
        let mut started = 0;
        for _ in 0..workers {
            let (sender, next, work) = (sender.clone(), &next, &work);
            let run = move || {
                let _busy = Counted::busy(true);
                let is_wanted = Cell::new(true);
                while is_wanted.get() {
                    let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                    work(item, &|made| {
                        is_wanted.set(sender.send(made).is_ok());
                        is_wanted.get()
                    });
                }
            };
            started += usize::from(thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run).is_ok());
        }
        drop(sender);
        if started == 0 {
            // If the system cannot start a thread, this one does the work.
            return in_turn(items, &work, &mut take);
        }
        receiver.into_iter().try_for_each(take)
    })
}

/// [`produce`] without threads.
fn in_turn<T, R, E>(
    items: &[T],
    work: impl Fn(&T, &dyn Fn(R) -> bool),
    take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let (take, failed) = (RefCell::new(take), Cell::new(None));
    for item in items {
        work(item, &|made| {
            let error = failed.take().or_else(|| (take.borrow_mut())(made).err());
            let is_wanted = error.is_none();
            failed.set(error);
            is_wanted
        });
        if let Some(error) = failed.take() {
            return Err(error);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1_000).collect();
        assert_eq!(each(&items, |item| item * 2), (0..1_000).map(|item| item * 2).collect::<Vec<_>>());
        assert_eq!(each(&items[..3], |item| item + 1), [1, 2, 3]);
    }

    #[test]
    fn both_things_are_done() {
        assert_eq!(both(|| 1, || "two"), (1, "two"));
    }

    #[test]
    fn no_work_starts_after_an_error() {
        let items: Vec<usize> = (0..10_000).collect();
        let worked = AtomicUsize::new(0);
        let work = |_: &usize| worked.fetch_add(1, Ordering::Relaxed);
        assert_eq!(stream(&items, work, |_, _| Err("full")), Err("full"));
        assert!(worked.into_inner() < 1_000);
    }

    #[test]
    fn no_thread_is_started_while_all_cores_are_busy() {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        // Others cannot hide this: they only make more of them busy.
        BUSY.fetch_add(cores, Ordering::Relaxed);
        let ids = each(&[(); 100], |()| thread::current().id());
        let (first, second) = both(|| thread::current().id(), || thread::current().id());
        BUSY.fetch_sub(cores, Ordering::Relaxed);
        let here = thread::current().id();
        assert!(ids.into_iter().chain([first, second]).all(|id| id == here));
    }

    #[test]
    fn a_thread_that_waits_is_not_busy() {
        let _busy = Counted::busy(true);
        let counted = BUSY.load(Ordering::Relaxed);
        let waiting = Counted::busy(false);
        assert!(!IS_BUSY.get() && counted > 0);
        drop(waiting);
        assert!(IS_BUSY.get());
    }

    #[test]
    fn an_item_can_have_any_number_of_results() {
        for workers in [1, 2] {
            let mut found = Vec::new();
            let work = |item: &usize, put: &dyn Fn(usize) -> bool| (0..*item).for_each(|_| assert!(put(*item)));
            let taken: Result<(), ()> = produce(&[0, 3, 1], workers, work, |item| {
                found.push(item);
                Ok(())
            });
            found.sort_unstable();
            assert_eq!((taken, found), (Ok(()), vec![1, 3, 3, 3]));
        }
    }

    #[test]
    fn work_is_told_that_its_results_are_no_longer_wanted() {
        for workers in [1, 2] {
            let put_after_error = AtomicUsize::new(0);
            let work = |_: &usize, put: &dyn Fn(usize) -> bool| {
                while put(0) {
                    put_after_error.fetch_add(1, Ordering::Relaxed);
                }
            };
            assert_eq!(produce(&[0; 100], workers, work, |_| Err("full")), Err("full"));
            assert!(put_after_error.into_inner() <= 8, "{workers}");
        }
    }
}
