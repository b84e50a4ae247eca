//! Error codes: numbers, of which the docs list some.

use std::fmt;

use crate::vendor::Advice;

/// What the docs say about a code.
#[doc(hidden)]
#[derive(Debug)]
pub struct Listed {
    pub code: i64,
    pub name: &'static str,
    /// Empty if the docs have none.
    pub label: &'static str,
    pub advice: Option<Advice>,
    pub is_rate_limit: bool,
}

impl Listed {
    /// Finds a code in a table that is sorted by code.
    #[must_use]
    pub fn find(table: &'static [Self], code: i64) -> Option<&'static Self> {
        let at = table.binary_search_by_key(&code, |listed| listed.code).ok()?;
        table.get(at)
    }

    /// Displays a code: `45009 (rate_limited, 接口调用超过限制)`.
    pub fn display(table: &'static [Self], code: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{code}")?;
        match Self::find(table, code) {
            Some(Self { name, label: "", .. }) => write!(f, " ({name})"),
            Some(Self { name, label, .. }) => write!(f, " ({name}, {label})"),
            None => Ok(()),
        }
    }
}

/// Emits the impls of a vendor's error codes from a table with a row for each code, the smallest first: its constant, its name,
/// the vendor's term for it and the advice.
///
/// It is a table and not an enum because a vendor may have a thousand codes, and a `match` over them for each method takes
/// longer to compile than all else that is known about them.
///
/// ```text
/// error_codes! { ErrorCode {
///     -1 => BUSY "busy";
///     40001 => BAD_TOKEN "bad_token", "令牌无效", RefreshToken;
///     45009 => LIMITED "limited", RetryLater, rate_limit: true;
/// } }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! error_codes {
    ($t:ident { $($code:literal => $constant:ident $name:literal $(, $label:literal)? $(, $advice:ident $(, rate_limit: $limit:literal)?)?;)* }) => {
        impl $t {
            /// Every code that the docs list, the smallest first.
            pub const ALL: &'static [Self] = &[$(Self::$constant),*];

            const TABLE: &'static [$crate::error_code::Listed] = {
                static TABLE: &[$crate::error_code::Listed] = &[$($crate::error_code::Listed {
                    code: $code,
                    name: $name,
                    label: ::std::concat!($($label)?),
                    advice: $crate::error_code!(advice $($advice)?),
                    is_rate_limit: $crate::error_code!(limit $($($limit)?)?),
                }),*];
                TABLE
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
            pub fn is_success(self) -> bool {
                self == Self::SUCCESS
            }

            /// The vendor's term for the code; `None` if the docs have none.
            #[must_use]
            pub fn label(&self) -> ::std::option::Option<&'static str> {
                let listed = $crate::error_code::Listed::find(Self::TABLE, self.0)?;
                (!listed.label.is_empty()).then_some(listed.label)
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

            fn name(self) -> ::std::option::Option<&'static str> {
                $crate::error_code::Listed::find(Self::TABLE, self.0).map(|listed| listed.name)
            }

            fn advice(self) -> ::std::option::Option<$crate::vendor::Advice> {
                $crate::error_code::Listed::find(Self::TABLE, self.0).and_then(|listed| listed.advice)
            }

            fn is_rate_limit(self) -> bool {
                $crate::error_code::Listed::find(Self::TABLE, self.0).is_some_and(|listed| listed.is_rate_limit)
            }
        }

        impl ::std::fmt::Debug for $t {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(::std::concat!(::std::stringify!($t), "("))?;
                ::std::fmt::Display::fmt(self, f)?;
                f.write_str(")")
            }
        }

        impl ::std::fmt::Display for $t {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::error_code::Listed::display(Self::TABLE, self.0, f)
            }
        }

        $crate::wire_by! {
            $t,
            read: |from, need| <i64 as $crate::wire::Wire>::read_as(from, need).map(|read| read.map(Self)),
            write: |value: &Self, to: S| to.serialize_i64(value.0),
            fn vacant() -> Self {
                Self(0)
            }
        }
    };
}

/// A part of a row that may be left out.
#[doc(hidden)]
#[macro_export]
macro_rules! error_code {
    (advice) => {
        ::std::option::Option::None
    };
    (advice $advice:ident) => {
        ::std::option::Option::Some($crate::vendor::Advice::$advice)
    };
    (limit) => {
        false
    };
    (limit $limit:literal) => {
        $limit
    };
}
