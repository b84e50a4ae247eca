//! Short names of what things hold: two things with one digest are the same.

use std::{
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    num::ParseIntError,
    str::FromStr,
};

/// A number of 128 bits that stands for all that something holds.
///
/// It is good for as long as the program that made it, and for no other: digests of different programs may differ for the
/// same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(u128);

impl Digest {
    /// The digest of a thing.
    pub fn of<T: Hash + ?Sized>(thing: &T) -> Self {
        let mut both = Both::new();
        thing.hash(&mut both);
        both.digest()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Digest {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Self)
    }
}

/// Two hashers of 64 bits that begin differently.
pub(crate) struct Both(DefaultHasher, DefaultHasher);

impl Both {
    pub(crate) fn new() -> Self {
        let mut other = DefaultHasher::new();
        other.write_u8(1);
        Self(DefaultHasher::new(), other)
    }

    pub(crate) fn digest(&self) -> Digest {
        Digest(u128::from(self.0.finish()) << 64 | u128::from(self.1.finish()))
    }
}

impl Hasher for Both {
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
        self.1.write(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_tell_things_apart_and_can_be_written_down() {
        let (a, b) = (Digest::of(&["ab", "c"]), Digest::of(&["a", "bc"]));
        assert_ne!(a, b);
        assert_eq!(a, Digest::of(&["ab".to_owned(), "c".to_owned()]));
        assert_eq!(a.to_string().parse(), Ok(a));
    }
}
