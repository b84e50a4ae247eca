//! Error codes: numbers, of which the docs list some.

use std::fmt;

use crate::vendor::Advice;

/// What the docs say about a vendor's codes, in columns: the literals of a column compile several times as fast as a thousand
/// structs.
#[doc(hidden)]
#[derive(Debug)]
pub struct Listed {
    /// The codes, the smallest first. The rows of the other columns are in their order.
    pub codes: &'static [i64],
    pub names: &'static [&'static str],
    /// The vendor's terms; empty if the docs have none.
    pub labels: &'static [&'static str],
    pub advice: &'static [Listing],
}

/// What to do about a code, as a row says it.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    Unknown,
    RefreshToken,
    RetryLater,
    /// To retry later, because there were too many calls.
    SlowDown,
    FixRequest,
    AskPermission,
}

impl Listed {
    fn cell<T: Copy>(&self, code: i64, column: &[T]) -> Option<T> {
        column.get(self.codes.binary_search(&code).ok()?).copied()
    }

    /// The name of a code.
    #[must_use]
    pub fn name(&self, code: i64) -> Option<&'static str> {
        self.cell(code, self.names)
    }

    /// The vendor's term for a code.
    #[must_use]
    pub fn label(&self, code: i64) -> Option<&'static str> {
        self.cell(code, self.labels).filter(|label| !label.is_empty())
    }

    /// What to do about a code.
    #[must_use]
    pub fn advice(&self, code: i64) -> Option<Advice> {
        match self.cell(code, self.advice)? {
            Listing::Unknown => None,
            Listing::RefreshToken => Some(Advice::RefreshToken),
            Listing::RetryLater | Listing::SlowDown => Some(Advice::RetryLater),
            Listing::FixRequest => Some(Advice::FixRequest),
            Listing::AskPermission => Some(Advice::AskPermission),
        }
    }

    /// Whether a code is about too many calls.
    #[must_use]
    pub fn is_rate_limit(&self, code: i64) -> bool {
        self.cell(code, self.advice) == Some(Listing::SlowDown)
    }

    /// Displays a code: `45009 (rate_limited, 接口调用超过限制)`.
    ///
    /// # Errors
    /// The formatter's.
    pub fn display(&self, code: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{code}")?;
        match (self.name(code), self.label(code)) {
            (Some(name), Some(label)) => write!(f, " ({name}, {label})"),
            (Some(name), None) => write!(f, " ({name})"),
            (None, _) => Ok(()),
        }
    }
}

/// Emits the impls of a vendor's error codes from a table with a row for each code, the smallest first: its constant, its name,
/// the vendor's term for it, which is empty if the docs have none, and a [`Listing`].
///
/// It is a table and not an enum because a vendor may have a thousand codes, and a `match` over them for each method takes
/// longer to compile than all else that is known about them. A row has no optional parts: rustc copies all rows before it at
/// each of them.
///
/// ```text
/// error_codes! { ErrorCode {
///     -1 => BUSY "busy" "" Unknown;
///     40001 => BAD_TOKEN "bad_token" "令牌无效" RefreshToken;
///     45009 => LIMITED "limited" "" SlowDown;
/// } }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! error_codes {
    ($t:ident { $($code:literal => $constant:ident $name:literal $label:literal $advice:ident;)* }) => {
        impl $t {
            /// Every code that the docs list, the smallest first.
            pub const ALL: &'static [Self] = &[$(Self::$constant),*];

            const LISTED: &'static $crate::error_code::Listed = {
                static LISTED: $crate::error_code::Listed = $crate::error_code::Listed {
                    codes: &[$($code),*],
                    names: &[$($name),*],
                    labels: &[$($label),*],
                    advice: &[$($crate::error_code::Listing::$advice),*],
                };
                &LISTED
            };

            /// The code with this number.
            #[must_use]
            #[inline]
            pub const fn from_wire(wire: i64) -> Self {
                Self(wire)
            }

            /// The number.
            #[must_use]
            #[inline]
            pub const fn wire(self) -> i64 {
                self.0
            }

            /// Whether it is the code of success.
            #[must_use]
            #[inline]
            pub fn is_success(self) -> bool {
                self == Self::SUCCESS
            }

            /// The vendor's term for the code; `None` if the docs have none.
            #[must_use]
            #[inline]
            pub fn label(&self) -> ::std::option::Option<&'static str> {
                Self::LISTED.label(self.0)
            }
        }

        impl $crate::vendor::ErrorCode for $t {
            #[inline]
            fn from_code(code: i64) -> Self {
                Self(code)
            }

            #[inline]
            fn code(self) -> i64 {
                self.0
            }

            #[inline]
            fn name(self) -> ::std::option::Option<&'static str> {
                Self::LISTED.name(self.0)
            }

            #[inline]
            fn advice(self) -> ::std::option::Option<$crate::vendor::Advice> {
                Self::LISTED.advice(self.0)
            }

            #[inline]
            fn is_rate_limit(self) -> bool {
                Self::LISTED.is_rate_limit(self.0)
            }
        }

        impl ::std::fmt::Debug for $t {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(::std::concat!(::std::stringify!($t), "("))?;
                ::std::fmt::Display::fmt(self, f)?;
                f.write_str(")")
            }
        }

        impl ::std::fmt::Display for $t {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                Self::LISTED.display(self.0, f)
            }
        }

        $crate::wire_by! {
            $t,
            read: |from, need| <i64 as $crate::wire::Wire>::read_as(from, need).map(|read| read.map(Self)),
            write: |value: &Self, to: S| to.serialize_i64(value.0),
            #[inline]
            fn vacant() -> Self {
                Self(0)
            }
        }
    };
}
