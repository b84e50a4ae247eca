//! Random draws from the mix.

use fastrand::Rng;

use crate::mix::Share;

/// One element of a list that is not empty.
pub(crate) fn one<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.usize(..from.len())]
}

/// True in a given share of cases.
pub(crate) fn happens(rng: &mut Rng, (some, all): Share) -> bool {
    rng.u32(..all) < some
}

/// One element of a list with weights, whose sum is not zero.
pub(crate) fn weighted<T: Copy>(rng: &mut Rng, from: &[(u32, T)]) -> T {
    let all: u32 = from.iter().map(|(weight, _)| weight).sum();
    let mut left = rng.u32(..all);
    for (weight, what) in from {
        if left < *weight {
            return *what;
        }
        left -= weight;
    }
    from[from.len() - 1].1
}

/// The random numbers for one part of the schemas, so that draws for one part do not affect others.
pub(crate) fn rng(seed: u64, parts: &[usize]) -> Rng {
    let mixed = parts.iter().fold(seed, |seed, part| {
        let mut rng = Rng::with_seed(seed ^ (*part as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        rng.u64(..)
    });
    Rng::with_seed(mixed)
}
