//! Content digests: two values with the same digest are the same.

use std::{
    fmt,
    hash::{Hash, Hasher},
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

/// Two 64-bit hashes of the same words, by multiplication. `DefaultHasher` resists people who look for collisions, which
/// nobody gains from here, and takes several times as long without optimisation.
pub(crate) struct Hasher128(u64, u64);

/// Odd numbers without a pattern: digits of π.
const KEYS: [u64; 2] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7345];

/// Where the hashes begin. Other numbers than the keys: else both would have the same factors.
const BEGIN: [u64; 2] = [0xa409_3822_299f_31d1, 0x082e_fa98_ec4e_6c89];

impl Hasher128 {
    pub(crate) fn new() -> Self {
        Self(BEGIN[0], BEGIN[1])
    }

    pub(crate) fn digest(&self) -> Digest {
        let [first, second] = [fold(self.0, KEYS[0]), fold(self.1, KEYS[1])];
        Digest(u128::from(first) << 64 | u128::from(second))
    }

    /// Each of the two factors has one of the words, so that neither hash loses both if a factor is zero.
    fn add(&mut self, first: u64, second: u64) {
        self.0 = fold(self.0 ^ first, KEYS[0] ^ second);
        self.1 = fold(self.1 ^ second, KEYS[1] ^ first);
    }
}

/// Both halves of the product, so that each bit of the result depends on all bits of the factors.
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product >> 64) as u64 ^ product as u64
}

impl Hasher for Hasher128 {
    fn write(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some((chunk, more)) = rest.split_first_chunk::<16>() {
            let words = u128::from_le_bytes(*chunk);
            self.add(words as u64, (words >> 64) as u64);
            rest = more;
        }
        let mut last = [0; 16];
        last[..rest.len()].copy_from_slice(rest);
        let words = u128::from_le_bytes(last);
        self.add(words as u64, (words >> 64) as u64);
        // Zeros at the end count, too.
        self.add(bytes.len() as u64, 0);
    }

    fn write_u8(&mut self, number: u8) {
        self.add(u64::from(number), 0);
    }

    fn write_u64(&mut self, number: u64) {
        self.add(number, 0);
    }

    fn write_usize(&mut self, number: usize) {
        self.add(number as u64, 0);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn digests_differ_by_content_and_can_be_parsed_back() {
        let (a, b) = (Digest::of(&["ab", "c"]), Digest::of(&["a", "bc"]));
        assert_ne!(a, b);
        assert_eq!(a, Digest::of(&["ab".to_owned(), "c".to_owned()]));
        assert_eq!(a.to_string().parse(), Ok(a));
    }

    #[test]
    fn every_byte_counts_and_so_does_the_length() {
        let mut seen = BTreeSet::new();
        for length in 0..70 {
            let zeros = vec![0_u8; length];
            let changed = (0..length * 8).map(|bit| {
                let mut bytes = zeros.clone();
                bytes[bit / 8] |= 1 << (bit % 8);
                bytes
            });
            for bytes in std::iter::once(zeros.clone()).chain(changed) {
                let mut hasher = Hasher128::new();
                hasher.write(&bytes);
                let Digest(digest) = hasher.digest();
                // Both halves, so that 64 bits of luck are not enough.
                assert!(seen.insert((digest >> 64) as u64) && seen.insert(digest as u64), "{bytes:?}");
            }
        }
    }

    #[test]
    fn neighbours_of_a_text_are_far_from_it() {
        let text = "The docs of WeCom, Tencent's messenger for companies. 企业微信";
        let Digest(digest) = Digest::of(text);
        for at in (0..text.len()).filter(|at| text.as_bytes()[*at].is_ascii()) {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] ^= 1;
            let Digest(other) = Digest::of(std::str::from_utf8(&bytes).expect("ASCII stays ASCII"));
            let bits = (digest ^ other).count_ones();
            assert!((30..98).contains(&bits), "{at}: {bits} of 128 bits differ");
        }
    }
}
