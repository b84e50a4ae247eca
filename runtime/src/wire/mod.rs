//! Values as they are on the wire: read leniently, written strictly.
//!
//! | a reader of | also accepts |
//! |---|---|
//! | an integer | a string of digits, a float without a fraction, true and false as 1 and 0 |
//! | a float | an integer, a numeric string |
//! | a string | a number: an integer of up to 64 bits, or a float below 2^53 |
//! | a bool | 0, 1, `"0"`, `"1"`, `"true"`, `"false"` |
//! | a list or a map | null, as an empty one |
//! | an optional value | null, as `None` |

mod json;
mod many;
mod number;
mod optional;
mod text;
mod truth;
mod value;

pub use value::Wire;
pub(crate) use value::{Seed, Written};
#[doc(hidden)]
pub use value::{get, skip};

/// Implements [`Wire`] and serde's traits with two functions, which read and write the type.
#[doc(hidden)]
#[macro_export]
macro_rules! wire_by {
    ($t:ty, read: $read:expr, write: $write:expr, $($more:item)*) => {
        impl $crate::wire::Wire for $t {
            #[inline]
            fn read<'de, D: $crate::serde::Deserializer<'de>>(from: D) -> ::std::result::Result<Self, D::Error> {
                ($read)(from)
            }

            fn write<S: $crate::serde::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                ($write)(self, to)
            }

            $($more)*
        }

        impl<'de> $crate::serde::Deserialize<'de> for $t {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(from: D) -> ::std::result::Result<Self, D::Error> {
                $crate::wire::Wire::read(from)
            }
        }

        impl $crate::serde::Serialize for $t {
            fn serialize<S: $crate::serde::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::Wire::write(self, to)
            }
        }
    };
}
