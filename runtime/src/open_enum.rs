//! Open enums: the docs' values by name, and every other value as it came.

/// A value that the docs did not list when the code was generated.
///
/// Only a reader and `from_wire` make one, and only of values that have no name: nobody can forge a known value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unknown<T>(T);

impl<T> Unknown<T> {
    /// The value on the wire.
    pub fn wire(&self) -> &T {
        &self.0
    }
}

/// What is emitted for an enum whose values are integers on the wire.
#[doc(hidden)]
pub trait IntEnum: Copy + 'static {
    const KNOWN: &'static [Self];
    fn known(wire: i64) -> Option<Self>;
    fn unknown(value: Unknown<i64>) -> Self;
    fn wire_value(self) -> i64;

    #[inline]
    fn of_wire(wire: i64) -> Self {
        Self::known(wire).unwrap_or_else(|| Self::unknown(Unknown(wire)))
    }
}

/// What is emitted for an enum whose values are strings on the wire.
#[doc(hidden)]
pub trait StrEnum: Clone + 'static {
    const KNOWN: &'static [Self];
    fn known(wire: &str) -> Option<Self>;
    fn unknown(value: Unknown<Box<str>>) -> Self;
    fn wire_value(&self) -> &str;

    #[inline]
    fn of_wire(wire: &str) -> Self {
        Self::known(wire).unwrap_or_else(|| Self::unknown(Unknown(wire.into())))
    }
}

/// Gives an [`IntEnum`] its inherent items, and lets it stand in a JSON document.
#[doc(hidden)]
#[macro_export]
macro_rules! int_enum {
    ($t:ty) => {
        impl $t {
            /// Every value that the docs list, in their order.
            pub const ALL: &'static [Self] = <Self as $crate::open_enum::IntEnum>::KNOWN;

            /// The value that stands as `wire` in JSON; `Unknown` if the docs don't list it.
            #[must_use]
            #[inline]
            pub fn from_wire(wire: i64) -> Self {
                $crate::open_enum::IntEnum::of_wire(wire)
            }

            /// The value as it stands in JSON.
            #[must_use]
            pub fn wire(self) -> i64 {
                $crate::open_enum::IntEnum::wire_value(self)
            }
        }

        $crate::wire_by! {
            $t,
            read: |from| <i64 as $crate::wire::Wire>::read(from).map(Self::from_wire),
            write: |value: &Self, to: S| to.serialize_i64(value.wire()),
            fn vacant() -> Self {
                Self::from_wire(0)
            }
        }
    };
}

/// Gives a [`StrEnum`] its inherent items, and lets it stand in a JSON document.
#[doc(hidden)]
#[macro_export]
macro_rules! str_enum {
    ($t:ty) => {
        impl $t {
            /// Every value that the docs list, in their order.
            pub const ALL: &'static [Self] = <Self as $crate::open_enum::StrEnum>::KNOWN;

            /// The value that stands as `wire` in JSON; `Unknown` if the docs don't list it.
            #[must_use]
            pub fn from_wire(wire: &str) -> Self {
                $crate::open_enum::StrEnum::of_wire(wire)
            }

            /// The value as it stands in JSON.
            #[must_use]
            pub fn wire(&self) -> &str {
                $crate::open_enum::StrEnum::wire_value(self)
            }
        }

        $crate::wire_by! {
            $t,
            read: |from| <String as $crate::wire::Wire>::read(from).map(|wire| Self::from_wire(&wire)),
            write: |value: &Self, to: S| to.serialize_str(value.wire()),
            fn vacant() -> Self {
                Self::from_wire("")
            }
            fn is_given(&self) -> bool {
                !self.wire().is_empty()
            }
        }
    };
}
