//! An ordered parallel map.

use std::{
    num::NonZero,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc::sync_channel,
    },
    thread,
};

/// Fewer items than this are processed without threads.
const FEW: usize = 16;

/// The stack size of a thread, in bytes: as large as the main thread's, because files may be nested deeply.
const STACK: usize = 8 << 20;

/// Applies `work` to each item and returns the results in the order of the items.
pub fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let mut done: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let taken: Result<(), std::convert::Infallible> = stream(items, work, |at, made| {
        done[at] = Some(made);
        Ok(())
    });
    match taken {
        Ok(()) => done.into_iter().flatten().collect(),
    }
}

/// Applies `work` to each item and passes each result to `take` when it is ready, with the index of its item. Only a few
/// results wait at a time, so they need not all fit into memory.
///
/// # Errors
/// The first error of `take`; no more work is started after it.
pub fn stream<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(usize, R) -> Result<(), E>,
) -> Result<(), E> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    if workers < 2 || items.len() < FEW {
        return items.iter().enumerate().try_for_each(|(at, item)| take(at, work(item)));
    }
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(workers * 2);
        let mut started = 0;
        for _ in 0..workers {
            let (sender, next, work) = (sender.clone(), &next, &work);
            let run = move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    if sender.send((at, work(item))).is_err() {
                        break;
                    }
                }
            };
            started += usize::from(thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run).is_ok());
        }
        drop(sender);
        if started == 0 {
            // If the system cannot start a thread, this one does the work.
            return items.iter().enumerate().try_for_each(|(at, item)| take(at, work(item)));
        }
        receiver.into_iter().try_for_each(|(at, made)| take(at, made))
    })
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
    fn no_work_starts_after_an_error() {
        let items: Vec<usize> = (0..10_000).collect();
        let worked = AtomicUsize::new(0);
        let work = |_: &usize| worked.fetch_add(1, Ordering::Relaxed);
        assert_eq!(stream(&items, work, |_, _| Err("full")), Err("full"));
        assert!(worked.into_inner() < 1_000);
    }
}
