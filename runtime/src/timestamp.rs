//! Points in time in the forms that vendors use.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::clock;

/// Emits a number of units since 1970-01-01 00:00:00 UTC.
macro_rules! timestamp {
    (
        $(#[$docs:meta])*
        $t:ident, $per_second:literal $unit:literal, $from:ident, $as:ident, $duration:ident, $duration_as:ident,
        chrono: $chrono:expr, time: $time:expr, jiff: $jiff:ident
    ) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $t(i64);

        impl $t {
            #[doc = concat!("The point in time that many ", $unit, " after the epoch.")]
            #[must_use]
            pub const fn $from(count: i64) -> Self {
                Self(count)
            }

            #[doc = concat!($unit, " since the epoch.")]
            #[must_use]
            pub const fn $as(self) -> i64 {
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

            #[doc = concat!("The time that is `duration` later, in whole ", $unit, ".")]
            #[must_use]
            pub fn after(self, duration: Duration) -> Self {
                Self(self.0.saturating_add_unsigned(u64::try_from(duration.$duration_as()).unwrap_or(u64::MAX)))
            }

            #[doc = concat!("The time that is `duration` earlier, in whole ", $unit, ".")]
            #[must_use]
            pub fn before(self, duration: Duration) -> Self {
                Self(self.0.saturating_sub_unsigned(u64::try_from(duration.$duration_as()).unwrap_or(u64::MAX)))
            }

            /// Converts to the type of the standard library; `None` if that cannot represent it.
            #[must_use]
            pub fn to_system_time(self) -> Option<SystemTime> {
                let distance = Duration::$duration(self.0.unsigned_abs());
                if self.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
            }

            /// Converts to the type of the crate `chrono`; `None` if that cannot represent it.
            #[cfg(feature = "chrono")]
            #[must_use]
            pub fn to_chrono(self) -> Option<chrono::DateTime<chrono::Utc>> {
                $chrono(self.0)
            }

            /// Converts to the type of the crate `time`; `None` if that cannot represent it.
            #[cfg(feature = "time")]
            #[must_use]
            pub fn to_time(self) -> Option<time::OffsetDateTime> {
                $time(self.0).ok()
            }

            /// Converts to the type of the crate `jiff`; `None` if that cannot represent it.
            #[cfg(feature = "jiff")]
            #[must_use]
            pub fn to_jiff(self) -> Option<jiff::Timestamp> {
                jiff::Timestamp::$jiff(self.0).ok()
            }

            /// The unit in which the time is.
            fn of_nanoseconds(since_epoch: i128) -> Self {
                let count = since_epoch.div_euclid(1_000_000_000 / $per_second);
                Self(i64::try_from(count).unwrap_or(if count < 0 { i64::MIN } else { i64::MAX }))
            }
        }

        impl From<i64> for $t {
            fn from(count: i64) -> Self {
                Self(count)
            }
        }

        impl From<$t> for i64 {
            fn from(time: $t) -> Self {
                time.0
            }
        }

        #[doc = concat!("The time in whole ", $unit, ", rounded down.")]
        impl From<SystemTime> for $t {
            fn from(time: SystemTime) -> Self {
                let signed = |duration: Duration| i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX);
                Self::of_nanoseconds(match time.duration_since(UNIX_EPOCH) {
                    Ok(since) => signed(since),
                    Err(error) => -signed(error.duration()),
                })
            }
        }

        #[cfg(feature = "chrono")]
        #[doc = concat!("The time in whole ", $unit, ", rounded down.")]
        impl<Z: chrono::TimeZone> From<chrono::DateTime<Z>> for $t {
            fn from(time: chrono::DateTime<Z>) -> Self {
                let subseconds = i128::from(time.timestamp_subsec_nanos());
                Self::of_nanoseconds(i128::from(time.timestamp()) * 1_000_000_000 + subseconds)
            }
        }

        #[cfg(feature = "time")]
        #[doc = concat!("The time in whole ", $unit, ", rounded down.")]
        impl From<time::OffsetDateTime> for $t {
            fn from(time: time::OffsetDateTime) -> Self {
                Self::of_nanoseconds(time.unix_timestamp_nanos())
            }
        }

        #[cfg(feature = "jiff")]
        #[doc = concat!("The time in whole ", $unit, ", rounded down.")]
        impl From<jiff::Timestamp> for $t {
            fn from(time: jiff::Timestamp) -> Self {
                Self::of_nanoseconds(time.as_nanosecond())
            }
        }

        impl fmt::Display for $t {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        crate::wire_by! {
            $t,
            read: |from, need| <i64 as crate::wire::Wire>::read_as(from, need).map(|read| read.map(Self)),
            write: |value: &Self, to: S| to.serialize_i64(value.0),
            fn vacant() -> Self {
                Self(0)
            }
        }

        impl crate::validate::Number for $t {
            #[inline]
            fn number(&self) -> Option<i64> {
                Some(self.0)
            }
        }
    };
}

timestamp! {
    /// A point in time in the form that vendors use: whole seconds since 1970-01-01 00:00:00 UTC.
    Timestamp, 1 "seconds", from_secs, as_secs, from_secs, as_secs,
    chrono: |seconds| chrono::DateTime::from_timestamp(seconds, 0),
    time: time::OffsetDateTime::from_unix_timestamp,
    jiff: from_second
}

timestamp! {
    /// A point in time in the form that vendors use: whole milliseconds since 1970-01-01 00:00:00 UTC.
    TimestampMs, 1000 "milliseconds", from_millis, as_millis, from_millis, as_millis,
    chrono: chrono::DateTime::from_timestamp_millis,
    time: |millis| time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000),
    jiff: from_millisecond
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_within_a_unit_is_rounded_down_on_both_sides_of_the_epoch() {
        let nanosecond = Duration::from_nanos(1);
        for (seconds, millis, time) in [
            (0, 0, UNIX_EPOCH),
            (0, 0, UNIX_EPOCH + nanosecond),
            (-1, -1, UNIX_EPOCH - nanosecond),
            (-2, -1001, UNIX_EPOCH - Duration::from_secs(1) - nanosecond),
            (1, 1999, UNIX_EPOCH + Duration::from_millis(1999)),
        ] {
            assert_eq!(Timestamp::from(time), Timestamp::from_secs(seconds));
            assert_eq!(TimestampMs::from(time), TimestampMs::from_millis(millis));
        }
    }

    #[test]
    fn what_cannot_be_represented_is_none_and_does_not_panic() {
        for extreme in [i64::MIN, i64::MAX] {
            let _ = Timestamp::from(extreme).to_system_time();
            assert_eq!(i64::from(Timestamp::from(extreme).after(Duration::MAX)), i64::MAX);
            assert_eq!(i64::from(TimestampMs::from(extreme).before(Duration::MAX)), i64::MIN);
        }
    }

    /// A time that each crate can represent comes back as it was; one that none can is `None`.
    macro_rules! converts {
        ($test:ident, $feature:literal, $to:ident) => {
            #[cfg(feature = $feature)]
            #[test]
            fn $test() {
                for seconds in [-1, 0, 1_700_000_000, -62_000_000_000] {
                    let time = Timestamp::from_secs(seconds);
                    assert_eq!(time.$to().map(Timestamp::from), Some(time));
                    let time = TimestampMs::from_millis(seconds * 1000 + 7);
                    assert_eq!(time.$to().map(TimestampMs::from), Some(time));
                    assert_eq!(time.$to().map(Timestamp::from), Some(Timestamp::from_secs(seconds)));
                }
                assert_eq!(Timestamp::from(i64::MAX).$to(), None);
                assert_eq!(TimestampMs::from(i64::MIN).$to(), None);
            }
        };
    }

    converts!(chrono_and_back, "chrono", to_chrono);
    converts!(time_and_back, "time", to_time);
    converts!(jiff_and_back, "jiff", to_jiff);
}
