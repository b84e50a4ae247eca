//! Named scalars: ids that cannot be mistaken for one another.

use serde::Deserializer;

pub use crate::timestamp::{Timestamp, TimestampMs};

use crate::wire::{Need, Wire};

/// Reads a string.
///
/// # Errors
/// See [`Wire::read`].
#[doc(hidden)]
#[inline]
pub fn text<'de, D: Deserializer<'de>>(from: D, need: Need) -> Result<Option<String>, D::Error> {
    String::read_as(from, need)
}

/// Reads a string that is never empty: an empty one in place of an optional value counts as none.
///
/// # Errors
/// See [`Wire::read`].
#[doc(hidden)]
#[inline]
pub fn filled<'de, D: Deserializer<'de>>(from: D, need: Need) -> Result<Option<String>, D::Error> {
    let read = String::read_as(from, need)?;
    Ok(read.filter(|text| need != Need::Optional || !text.is_empty()))
}

/// Implements the conversions, the rules and the JSON form of a newtype around `String`. The `Debug` output of one that is
/// `secret` does not show the value. One that is `filled` is never empty: in place of an optional value, an empty string counts
/// as none.
///
/// ```text
/// string_scalar!(AnimalId, chars(between(1, 8)));
/// string_scalar!(secret Password);
/// string_scalar!(filled AnimalId, chars(at_least(1)));
/// ```
#[macro_export]
macro_rules! string_scalar {
    (secret filled $($rest:tt)*) => { $crate::string_scalar!(@secret filled $($rest)*); };
    (secret $($rest:tt)*) => { $crate::string_scalar!(@secret text $($rest)*); };
    (filled $($rest:tt)*) => { $crate::string_scalar!(@open filled $($rest)*); };
    (@secret $read:ident $t:ident $(, $rule:ident($($arg:expr),*))*) => {
        impl ::std::fmt::Debug for $t {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(::std::concat!(::std::stringify!($t), "(…)"))
            }
        }

        // The error does not show the value: it may be a secret, too.
        $crate::string_scalar!(@string $t, |from, need| {
            let read = $crate::scalar::$read(from, need);
            read.map(|read| read.map(Self)).map_err(|_| $crate::serde::de::Error::custom("expected a string, found something else"))
        });
        $crate::scalar_rules!($t $(, $rule($($arg),*))*);
    };
    (@open $read:ident $t:ident $(, $rule:ident($($arg:expr),*))*) => {
        $crate::string_scalar!(@string $t, |from, need| $crate::scalar::$read(from, need).map(|read| read.map(Self)));
        $crate::display_scalar!($t);
        $crate::string_conversions!($t);
        $crate::scalar_rules!($t $(, $rule($($arg),*))*);
    };
    (@string $t:ident, $read:expr) => {
        impl $t {
            /// The value in JSON.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::convert::From<&str> for $t {
            #[inline]
            fn from(value: &str) -> Self {
                Self(value.to_owned())
            }
        }

        impl ::std::convert::From<::std::string::String> for $t {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self(value)
            }
        }

        impl ::std::convert::From<&::std::string::String> for $t {
            #[inline]
            fn from(value: &::std::string::String) -> Self {
                Self(value.clone())
            }
        }

        impl ::std::str::FromStr for $t {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(Self(value.to_owned()))
            }
        }

        $crate::cloned!($t);

        impl ::std::convert::AsRef<str> for $t {
            #[inline]
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl $crate::validate::Text for $t {
            #[inline]
            fn text(&self) -> ::std::option::Option<&str> {
                ::std::option::Option::Some(&self.0)
            }
        }

        $crate::wire_by! {
            $t,
            read: $read,
            write: |value: &Self, to: S| to.serialize_str(&value.0),
            #[inline]
            fn vacant() -> Self {
                Self(::std::string::String::new())
            }
            #[inline]
            fn is_given(&self) -> bool {
                !self.0.is_empty()
            }
        }
    };
    ($t:ident $($rest:tt)*) => { $crate::string_scalar!(@open text $t $($rest)*); };
}

/// Emits what a newtype around `String` has in common with texts, if it is no secret: comparisons, the lookup in maps by `&str`,
/// and the conversion back.
#[doc(hidden)]
#[macro_export]
macro_rules! string_conversions {
    ($t:ident) => {
        impl ::std::convert::From<$t> for ::std::string::String {
            #[inline]
            fn from(value: $t) -> Self {
                value.0
            }
        }

        impl ::std::borrow::Borrow<str> for $t {
            #[inline]
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl ::std::cmp::PartialEq<str> for $t {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl ::std::cmp::PartialEq<&str> for $t {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl ::std::cmp::PartialEq<::std::string::String> for $t {
            #[inline]
            fn eq(&self, other: &::std::string::String) -> bool {
                self.0 == *other
            }
        }

        impl ::std::cmp::PartialEq<$t> for &str {
            #[inline]
            fn eq(&self, other: &$t) -> bool {
                *self == other.0
            }
        }
    };
}

/// Converts a reference into a copy, so that a slice of ids can be given where ids are expected.
#[doc(hidden)]
#[macro_export]
macro_rules! cloned {
    ($t:ident) => {
        impl ::std::convert::From<&$t> for $t {
            #[inline]
            fn from(value: &$t) -> Self {
                ::std::clone::Clone::clone(value)
            }
        }
    };
}

/// Implements the conversions, the rules and the JSON form of a newtype around an integer.
///
/// ```text
/// int_scalar!(CageId: u32, range(between(1, 99)));
/// ```
#[macro_export]
macro_rules! int_scalar {
    ($t:ident: $inner:ty $(, $rule:ident($($arg:expr),*))*) => {
        impl $t {
            /// The value in JSON.
            #[must_use]
            #[inline]
            pub const fn get(self) -> $inner {
                self.0
            }
        }

        impl ::std::convert::From<$inner> for $t {
            #[inline]
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl ::std::convert::From<$t> for $inner {
            #[inline]
            fn from(value: $t) -> Self {
                value.0
            }
        }

        impl ::std::str::FromStr for $t {
            type Err = ::std::num::ParseIntError;

            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                <$inner as ::std::str::FromStr>::from_str(value).map(Self)
            }
        }

        impl ::std::cmp::PartialEq<$inner> for $t {
            #[inline]
            fn eq(&self, other: &$inner) -> bool {
                self.0 == *other
            }
        }

        $crate::cloned!($t);

        impl $crate::validate::Number for $t {
            #[inline]
            fn number(&self) -> ::std::option::Option<i64> {
                ::std::option::Option::Some(::std::convert::Into::into(self.0))
            }
        }

        $crate::wire_by! {
            $t,
            read: |from, need| <$inner as $crate::wire::Wire>::read_as(from, need).map(|read| read.map(Self)),
            write: |value: &Self, to: S| $crate::wire::Wire::write(&value.0, to),
            #[inline]
            fn vacant() -> Self {
                Self(0)
            }
        }

        $crate::display_scalar!($t);
        $crate::scalar_rules!($t $(, $rule($($arg),*))*);
    };
}

/// Displays a scalar as its value.
#[doc(hidden)]
#[macro_export]
macro_rules! display_scalar {
    ($t:ident) => {
        impl ::std::fmt::Display for $t {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

/// Emits the validator of a scalar that has rules.
#[doc(hidden)]
#[macro_export]
macro_rules! scalar_rules {
    ($t:ident) => {};
    ($t:ident $(, $rule:ident($($arg:expr),*))+) => {
        impl $crate::validate::Validate for $t {
            #[inline]
            fn check<__W: $crate::validate::Walk>(&self, to: &mut $crate::validate::Checking<'_, __W>) {
                $($crate::validate::rules::$rule(self, $($arg,)* to);)+
            }
        }
    };
}
