//! Named scalars: ids that cannot be passed for one another, and points in time.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// A point in time as the vendors write it: whole seconds since 1970-01-01 00:00:00 UTC.
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

    /// As the standard library has it; `None` where that cannot hold it.
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

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

crate::wire_by! {
    Timestamp,
    read: |from| <i64 as crate::wire::Wire>::read(from).map(Self),
    write: |value: &Self, to: S| to.serialize_i64(value.0),
    fn vacant() -> Self {
        Self(0)
    }
}

/// Gives a newtype around `String` its conversions, and lets it stand in a JSON document.
#[doc(hidden)]
#[macro_export]
macro_rules! string_scalar {
    ($t:ident) => {
        $crate::string_scalar!($t, |from| <String as $crate::wire::Wire>::read(from).map(Self));
    };
    ($t:ident, secret) => {
        // What was found instead of a secret may be one.
        $crate::string_scalar!($t, |from| {
            let read = <String as $crate::wire::Wire>::read(from);
            read.map(Self).map_err(|_| $crate::serde::de::Error::custom("expected a string, found something else"))
        });

        impl ::std::fmt::Debug for $t {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!(stringify!($t), "(…)"))
            }
        }
    };
    ($t:ident, $read:expr) => {
        impl $t {
            /// The value as it stands in JSON.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $t {
            fn from(value: &str) -> Self {
                Self(value.to_owned())
            }
        }

        impl From<String> for $t {
            fn from(value: String) -> Self {
                Self(value)
            }
        }

        impl AsRef<str> for $t {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        $crate::wire_by! {
            $t,
            read: $read,
            write: |value: &Self, to: S| to.serialize_str(&value.0),
            fn vacant() -> Self {
                Self(String::new())
            }
            fn is_given(&self) -> bool {
                !self.0.is_empty()
            }
        }
    };
}

/// Gives a newtype around an integer its conversions, and lets it stand in a JSON document.
#[doc(hidden)]
#[macro_export]
macro_rules! int_scalar {
    ($t:ident, $inner:ty) => {
        impl $t {
            /// The value as it stands in JSON.
            #[must_use]
            pub const fn get(self) -> $inner {
                self.0
            }
        }

        impl From<$inner> for $t {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        $crate::wire_by! {
            $t,
            read: |from| <$inner as $crate::wire::Wire>::read(from).map(Self),
            write: |value: &Self, to: S| $crate::wire::Wire::write(&value.0, to),
            fn vacant() -> Self {
                Self(0)
            }
        }
    };
}

/// Shows a scalar as its value.
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
