//! Open enums: a variant for each value that the docs list, and `Unknown` for all others.

/// A value that the docs did not list when the code was generated.
///
/// Only readers and `from_wire` create one, and only from unlisted values: a listed value is never `Unknown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unknown<T>(T);

impl<T> Unknown<T> {
    /// The value on the wire.
    pub fn wire(&self) -> &T {
        &self.0
    }
}

/// An enum whose values are integers on the wire.
#[doc(hidden)]
pub trait IntEnum: Copy + 'static {
    const KNOWN: &'static [Self];
    fn known(wire: i64) -> Option<Self>;
    fn unknown(value: Unknown<i64>) -> Self;

    #[inline]
    fn of_wire(wire: i64) -> Self {
        Self::known(wire).unwrap_or_else(|| Self::unknown(Unknown(wire)))
    }
}

/// An enum whose values are strings on the wire.
#[doc(hidden)]
pub trait StrEnum: Clone + 'static {
    const KNOWN: &'static [Self];
    fn known(wire: &str) -> Option<Self>;
    fn unknown(value: Unknown<Box<str>>) -> Self;

    #[inline]
    fn of_wire(wire: &str) -> Self {
        Self::known(wire).unwrap_or_else(|| Self::unknown(Unknown(wire.into())))
    }
}

/// Implements the conversions and the JSON form of an enum, from a table with a row for each value, which may have the vendor's
/// term for it. The enum has one more variant, `Unknown`, for other values. With `closed`, a request with another value is not
/// valid.
///
/// ```text
/// int_enum! { Sex, closed {
///     1 => Female, "女";
///     2 => Male;
/// } }
/// ```
#[macro_export]
macro_rules! int_enum {
    ($t:ident $(, $closed:ident)? { $($wire:literal => $variant:ident $(, $label:literal)?;)* }) => {
        impl $crate::open_enum::IntEnum for $t {
            const KNOWN: &'static [Self] = Self::ALL;

            #[inline]
            fn known(wire: i64) -> ::std::option::Option<Self> {
                match wire {
                    $($wire => ::std::option::Option::Some(Self::$variant),)*
                    _ => ::std::option::Option::None,
                }
            }

            #[inline]
            fn unknown(value: $crate::open_enum::Unknown<i64>) -> Self {
                Self::Unknown(value)
            }
        }

        impl $t {
            /// Every value that the docs list, the smallest first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Converts the value in JSON; `Unknown` if the docs don't list it.
            #[must_use]
            #[inline]
            pub fn from_wire(wire: i64) -> Self {
                $crate::open_enum::IntEnum::of_wire(wire)
            }

            /// The value in JSON.
            #[must_use]
            #[inline]
            pub fn wire(self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => *value.wire(),
                }
            }

            $crate::labels!($($($variant $label)?)*);
        }

        impl ::std::convert::From<i64> for $t {
            #[inline]
            fn from(wire: i64) -> Self {
                Self::from_wire(wire)
            }
        }

        impl ::std::str::FromStr for $t {
            type Err = ::std::num::ParseIntError;

            #[inline]
            fn from_str(wire: &str) -> ::std::result::Result<Self, Self::Err> {
                wire.parse().map(Self::from_wire)
            }
        }

        $crate::enum_conversions!($t, i64, |value| value.wire());
        $($crate::closed!($closed $t);)?

        $crate::wire_by! {
            $t,
            read: |from, need| <i64 as $crate::wire::Wire>::read_as(from, need).map(|read| read.map(Self::from_wire)),
            write: |value: &Self, to: S| to.serialize_i64(value.wire()),
            #[inline]
            fn vacant() -> Self {
                Self::from_wire(0)
            }
        }
    };
}

/// Implements the conversions and the JSON form of an enum, from a table with a row for each value, which may have the vendor's
/// term for it. The enum has one more variant, `Unknown`, for other values. With `closed`, a request with another value is not
/// valid.
///
/// ```text
/// str_enum! { Size {
///     "s" => Small, "小";
///     "l" => Large;
/// } }
/// ```
#[macro_export]
macro_rules! str_enum {
    ($t:ident $(, $closed:ident)? { $($wire:literal => $variant:ident $(, $label:literal)?;)* }) => {
        impl $crate::open_enum::StrEnum for $t {
            const KNOWN: &'static [Self] = Self::ALL;

            #[inline]
            fn known(wire: &str) -> ::std::option::Option<Self> {
                match wire {
                    $($wire => ::std::option::Option::Some(Self::$variant),)*
                    _ => ::std::option::Option::None,
                }
            }

            #[inline]
            fn unknown(value: $crate::open_enum::Unknown<::std::boxed::Box<str>>) -> Self {
                Self::Unknown(value)
            }
        }

        impl $t {
            /// Every value that the docs list, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Converts the value in JSON; `Unknown` if the docs don't list it.
            #[must_use]
            #[inline]
            pub fn from_wire(wire: &str) -> Self {
                $crate::open_enum::StrEnum::of_wire(wire)
            }

            /// The value in JSON.
            #[must_use]
            #[inline]
            pub fn wire(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value.wire(),
                }
            }

            $crate::labels!($($($variant $label)?)*);
        }

        impl ::std::convert::From<&str> for $t {
            #[inline]
            fn from(wire: &str) -> Self {
                Self::from_wire(wire)
            }
        }

        impl ::std::convert::From<::std::string::String> for $t {
            #[inline]
            fn from(wire: ::std::string::String) -> Self {
                Self::from_wire(&wire)
            }
        }

        impl ::std::str::FromStr for $t {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(wire: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(Self::from_wire(wire))
            }
        }

        $crate::enum_conversions!($t, ::std::string::String, |value| value.wire().to_owned());
        $($crate::closed!($closed $t);)?

        $crate::wire_by! {
            $t,
            read: |from, need| {
                let read = <::std::string::String as $crate::wire::Wire>::read_as(from, need);
                read.map(|read| read.map(|wire| Self::from_wire(&wire)))
            },
            write: |value: &Self, to: S| to.serialize_str(value.wire()),
            #[inline]
            fn vacant() -> Self {
                Self::from_wire("")
            }
            #[inline]
            fn is_given(&self) -> bool {
                !self.wire().is_empty()
            }
        }
    };
}

/// Emits what enums of both kinds have in common: they are displayed, sorted and converted back as the value in JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! enum_conversions {
    ($t:ident, $wire:ty, |$value:ident| $back:expr) => {
        impl ::std::convert::From<$t> for $wire {
            #[inline]
            fn from($value: $t) -> Self {
                $back
            }
        }

        /// Displays the value in JSON.
        impl ::std::fmt::Display for $t {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.wire(), f)
            }
        }

        /// Compares the values in JSON.
        impl ::std::cmp::Ord for $t {
            #[inline]
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                ::std::cmp::Ord::cmp(&self.wire(), &other.wire())
            }
        }

        impl ::std::cmp::PartialOrd for $t {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(::std::cmp::Ord::cmp(self, other))
            }
        }

        $crate::cloned!($t);
    };
}

/// Emits the method that returns the vendor's terms for the values of an enum.
#[doc(hidden)]
#[macro_export]
macro_rules! labels {
    ($($variant:ident $label:literal)*) => {
        /// The vendor's term for the value; `None` if the docs have none.
        #[must_use]
        #[inline]
        pub fn label(&self) -> ::std::option::Option<&'static str> {
            match self {
                $(Self::$variant => ::std::option::Option::Some($label),)*
                _ => ::std::option::Option::None,
            }
        }
    };
}

/// Emits the validator of a closed enum.
#[doc(hidden)]
#[macro_export]
macro_rules! closed {
    (closed $t:ident) => {
        impl $crate::validate::Validate for $t {
            #[inline]
            fn check<__W: $crate::validate::Walk>(&self, to: &mut $crate::validate::Checking<'_, __W>) {
                if let Self::Unknown(_) = self {
                    to.add($crate::validate::Rule::Enum, ::std::option::Option::None);
                }
            }
        }
    };
}
