//! The same work on many things, in as many threads as the machine has. What comes of it has the order of the things.

use std::{
    num::NonZero,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc::sync_channel,
    },
    thread,
};

/// Fewer things than this are not worth a thread.
const FEW: usize = 16;

/// How large the stack of a thread is, in bytes: as large as that of the main one, because files may be nested deeply.
const STACK: usize = 8 << 20;

/// Does `work` to each of some things; what came of it, in their order.
pub fn each<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let mut done: Vec<Option<R>> = things.iter().map(|_| None).collect();
    let taken: Result<(), std::convert::Infallible> = stream(things, work, |at, made| {
        done[at] = Some(made);
        Ok(())
    });
    match taken {
        Ok(()) => done.into_iter().flatten().collect(),
    }
}

/// Does `work` to each of some things, and hands what comes of it to `take` as soon as it is there, with the number of
/// its thing. Only few results wait to be taken, so that they need not all fit into memory.
///
/// # Errors
/// The first error of `take`, after which no work is begun.
pub fn stream<T: Sync, R: Send, E>(
    things: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(usize, R) -> Result<(), E>,
) -> Result<(), E> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(things.len());
    if workers < 2 || things.len() < FEW {
        return things.iter().enumerate().try_for_each(|(at, thing)| take(at, work(thing)));
    }
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(workers * 2);
        let mut begun = 0;
        for _ in 0..workers {
            let (sender, next, work) = (sender.clone(), &next, &work);
            let run = move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(thing) = things.get(at) else { break };
                    if sender.send((at, work(thing))).is_err() {
                        break;
                    }
                }
            };
            begun += usize::from(thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run).is_ok());
        }
        drop(sender);
        if begun == 0 {
            // The system gives no thread: this one does all of it.
            return things.iter().enumerate().try_for_each(|(at, thing)| take(at, work(thing)));
        }
        receiver.into_iter().try_for_each(|(at, made)| take(at, made))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_have_the_order_of_the_things() {
        let things: Vec<usize> = (0..1_000).collect();
        assert_eq!(each(&things, |thing| thing * 2), (0..1_000).map(|thing| thing * 2).collect::<Vec<_>>());
        assert_eq!(each(&things[..3], |thing| thing + 1), [1, 2, 3]);
    }

    #[test]
    fn after_an_error_no_work_is_begun() {
        let things: Vec<usize> = (0..10_000).collect();
        let worked = AtomicUsize::new(0);
        let work = |_: &usize| worked.fetch_add(1, Ordering::Relaxed);
        assert_eq!(stream(&things, work, |_, _| Err("full")), Err("full"));
        assert!(worked.into_inner() < 1_000);
    }
}
