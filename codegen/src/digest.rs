//! Content digests: two values with the same digest are the same.

use std::{
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    num::ParseIntError,
    str::FromStr,
};

/// A 128-bit hash of a value.
///
/// Compare only digests from the same program: another program may hash the same value differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(u128);

impl Digest {
    /// The digest of a value.
    pub fn of<T: Hash + ?Sized>(value: &T) -> Self {
        let mut hasher = Hasher128::new();
        value.hash(&mut hasher);
        hasher.digest()
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

/// Two 64-bit hashers with different seeds.
pub(crate) struct Hasher128(DefaultHasher, DefaultHasher);

impl Hasher128 {
    pub(crate) fn new() -> Self {
        let mut other = DefaultHasher::new();
        other.write_u8(1);
        Self(DefaultHasher::new(), other)
    }

    pub(crate) fn digest(&self) -> Digest {
        Digest(u128::from(self.0.finish()) << 64 | u128::from(self.1.finish()))
    }
}

impl Hasher for Hasher128 {
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
    fn digests_differ_by_content_and_can_be_parsed_back() {
        let (a, b) = (Digest::of(&["ab", "c"]), Digest::of(&["a", "bc"]));
        assert_ne!(a, b);
        assert_eq!(a, Digest::of(&["ab".to_owned(), "c".to_owned()]));
        assert_eq!(a.to_string().parse(), Ok(a));
    }
}
