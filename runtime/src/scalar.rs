//! Named scalars: ids that cannot be mistaken for one another, and points in time.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::Deserializer;

use crate::{
    clock,
    wire::{Need, Wire},
};

/// A point in time in the form that vendors use: whole seconds since 1970-01-01 00:00:00 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The point in time `seconds` after the epoch.
    #[must_use]
    pub const fn from_secs(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since the epoch.
    #[must_use]
    pub const fn as_secs(self) -> i64 {
        self.0
    }

    /// The present.
    ///
    /// # Panics
    /// In JavaScript (wasm32-unknown-unknown) without the features `client` and `callbacks`: there is no clock.
    #[must_use]
    pub fn now() -> Self {
        clock::now().into()
    }

    /// The time that is `duration` later, in whole seconds.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add_unsigned(duration.as_secs()))
    }

    /// The time that is `duration` earlier, in whole seconds.
    #[must_use]
    pub fn before(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub_unsigned(duration.as_secs()))
    }

    /// Converts to the type of the standard library; `None` if that cannot represent it.
    #[must_use]
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_secs(self.0.unsigned_abs());
        if self.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    }
}

impl From<i64> for Timestamp {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

/// The whole second in which the time is.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let signed = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX);
        match time.duration_since(UNIX_EPOCH) {
            Ok(since) => Self(signed(since.as_secs())),
            Err(error) => {
                let before = error.duration();
                Self(-signed(before.as_secs() + u64::from(before.subsec_nanos() > 0)))
            }
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

crate::wire_by! {
    Timestamp,
    read: |from, need| <i64 as crate::wire::Wire>::read_as(from, need).map(|read| read.map(Self)),
    write: |value: &Self, to: S| to.serialize_i64(value.0),
    fn vacant() -> Self {
        Self(0)
    }
}

impl crate::validate::Number for Timestamp {
    #[inline]
    fn number(&self) -> Option<i64> {
        Some(self.0)
    }
}

/// A point in time in the form that vendors use: whole milliseconds since 1970-01-01 00:00:00 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimestampMs(i64);

impl TimestampMs {
    /// The point in time `millis` milliseconds after the epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Converts to the type of the standard library; `None` if that cannot represent it.
    #[must_use]
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_millis(self.0.unsigned_abs());
        if self.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    }
}

impl From<i64> for TimestampMs {
    fn from(millis: i64) -> Self {
        Self(millis)
    }
}

impl fmt::Display for TimestampMs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

crate::wire_by! {
    TimestampMs,
    read: |from, need| <i64 as crate::wire::Wire>::read_as(from, need).map(|read| read.map(Self)),
    write: |value: &Self, to: S| to.serialize_i64(value.0),
    fn vacant() -> Self {
        Self(0)
    }
}

impl crate::validate::Number for TimestampMs {
    #[inline]
    fn number(&self) -> Option<i64> {
        Some(self.0)
    }
}

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
            fn vacant() -> Self {
                Self(::std::string::String::new())
            }
            fn is_given(&self) -> bool {
                !self.0.is_empty()
            }
        }
    };
    ($t:ident $($rest:tt)*) => { $crate::string_scalar!(@open text $t $($rest)*); };
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
            fn check(&self, at: &$crate::validate::At<'_>, out: &mut $crate::validate::Violations) {
                $($crate::validate::rules::$rule(self, $($arg,)* at, out);)+
            }
        }
    };
}
