//! Values as they are on the wire: read leniently, written strictly.
//!
//! # Strings, numbers and bools
//!
//! A value of another JSON type is read if its meaning is the same. All types follow one table, which the tests check cell by
//! cell. An *integer* is an `i32`, `i64` or `u32` within its range, a timestamp, an enum of integers, or an id that is an
//! integer; a *string* is also an enum or an id of strings. `–` is an error, *none* an error too unless the member is optional.
//!
//! | in JSON | integer | float | bool | string |
//! |---|---|---|---|---|
//! | `12` | 12 | 12.0 | – | "12" |
//! | `1` | 1 | 1.0 | true | "1" |
//! | `0` | 0 | 0.0 | false | "0" |
//! | `-5` | -5 | -5.0 | – | "-5" |
//! | `12.0` | 12 | 12.0 | – | "12" |
//! | `1.0` | 1 | 1.0 | true | "1" |
//! | `-0` | 0 | -0.0 | false | "-0" |
//! | `1e3` | 1000 | 1000.0 | – | "1000" |
//! | `1.5` | – | 1.5 | – | "1.5" |
//! | `9007199254740991.0` | 9007199254740991 | 9007199254740991.0 | – | "9007199254740991" |
//! | `9007199254740992.0` | – | 9007199254740992.0 | – | – |
//! | `9007199254740993` | 9007199254740993 | 9007199254740992.0 | – | "9007199254740993" |
//! | `18446744073709551615` | – | 18446744073709552000.0 | – | "18446744073709551615" |
//! | `12345678901234567890123` | – | 12345678901234567000000.0 | – | – |
//! | `1e400` | – | – | – | – |
//! | `true` | 1 | 1.0 | true | – |
//! | `false` | 0 | 0.0 | false | – |
//! | `null` | none | none | none | none |
//! | `""` | none | none | none | "" |
//! | `" "` | none | none | none | " " |
//! | `"12"` | 12 | 12.0 | – | "12" |
//! | `"1"` | 1 | 1.0 | true | "1" |
//! | `"0"` | 0 | 0.0 | false | "0" |
//! | `" 12 "` | 12 | 12.0 | – | " 12 " |
//! | `"12.0"` | 12 | 12.0 | – | "12.0" |
//! | `"1.0"` | 1 | 1.0 | true | "1.0" |
//! | `"1e3"` | 1000 | 1000.0 | – | "1e3" |
//! | `"+5"` | 5 | 5.0 | – | "+5" |
//! | `"-0"` | 0 | 0.0 | false | "-0" |
//! | `"007"` | 7 | 7.0 | – | "007" |
//! | `"1.5"` | – | 1.5 | – | "1.5" |
//! | `".5"` | – | 0.5 | – | ".5" |
//! | `"true"` | 1 | 1.0 | true | "true" |
//! | `"false"` | 0 | 0.0 | false | "false" |
//! | `"TRUE"` | – | – | – | "TRUE" |
//! | `"9007199254740993"` | 9007199254740993 | 9007199254740992.0 | – | "9007199254740993" |
//! | `"9007199254740993.0"` | – | 9007199254740992.0 | – | "9007199254740993.0" |
//! | `"0x10"` | – | – | – | "0x10" |
//! | `"1,000"` | – | – | – | "1,000" |
//! | `"NaN"` | – | – | – | "NaN" |
//! | `"inf"` | – | – | – | "inf" |
//! | `"1e400"` | – | – | – | "1e400" |
//! | `"null"` | – | – | – | "null" |
//! | `[]` | – | – | – | – |
//! | `{}` | – | – | – | – |
//!
//! So a string in place of a number or a bool is read as what it spells, without the white space around it; true and false
//! are 1 and 0; and a float is an integer if it has no fraction and is below 2⁵³, where no digits are lost. In an optional
//! member, `""` is also none where the type is an id of strings that is never empty.
//!
//! # Objects, maps and lists
//!
//! A server in PHP has one type for lists and objects, and sends `""` or `false` where it found nothing; others encode a part
//! of a reply twice. If the member is optional, such values count as none, or are decoded:
//!
//! | in JSON | object or map | list |
//! |---|---|---|
//! | `null`, `""`, `" "`, `false` | none | none |
//! | `[]` | none | an empty list |
//! | `{}` | an empty one | an empty list |
//! | `{"0": "a", "2": "b"}` | itself | its values in the order of the numbers |
//! | `"{…}"` | the object in the string | – |
//! | `"[…]"` | – | the list in the string |
//! | anything else | – | – |
//!
//! If it is required, they are errors, except that null is an empty list or map. In the fields of replies, an optional list or
//! map that counts as none is empty. Elements of a list and values of a map are like optional members: one that counts as none
//! is left out. Any JSON may be null, so a null in a list of any JSON is kept. The members that a tag selects, and a payload
//! without required members, are optional, too. A JSON text in a string is nested at most 8 levels deep.
//!
//! In place of an optional id that is never empty, as its limits say, `""` counts as none.
//!
//! # Any JSON
//!
//! A [`Json`] is written back with the numbers that it was read with, except those of a JSON text in a string.

mod encoded;
mod json;
mod many;
mod member;
mod number;
mod optional;
mod places;
mod spelled;
#[cfg(test)]
#[expect(dead_code, unreachable_pub, reason = "the macros emit what generated crates need")]
mod tests;
mod text;
mod value;

pub(crate) use self::{
    encoded::encoded,
    many::empty_list,
    value::{Seed, Written, unexpected},
};
#[doc(hidden)]
pub use self::{
    member::{Field, List, get, int, list, skip},
    value::Need,
};
pub use json::Json;
pub use value::Wire;

/// Implements [`Wire`] and serde's traits with two functions, which read and write the type.
#[doc(hidden)]
#[macro_export]
macro_rules! wire_by {
    ($t:ty, read: $read:expr, write: $write:expr, $($more:item)*) => {
        impl $crate::wire::Wire for $t {
            #[inline]
            fn read_as<'de, D: $crate::serde::Deserializer<'de>>(
                from: D,
                need: $crate::wire::Need,
            ) -> ::std::result::Result<::std::option::Option<Self>, D::Error> {
                ($read)(from, need)
            }

            fn write<S: $crate::serde::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                ($write)(self, to)
            }

            $($more)*
        }

        $crate::serde_by_wire!($t);
    };
}

/// Implements serde's traits for a [`Wire`] type.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_by_wire {
    ($t:ty) => {
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
